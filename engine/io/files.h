// The only doors to the file system. What cannot be read is bad outside data (a Diagnostic); what cannot be written is
// the environment's fault (std::runtime_error with one sentence that a person can act on). Paths are as the user gave
// them, UTF-8; nothing here knows the clock.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace cryo::io {

inline constexpr size_t kAuthoredLimitBytes = size_t{4} << 20;  // a file a person wrote
inline constexpr size_t kReadLimitBytes = size_t{512} << 20;    // anything else

// The whole file as bytes; a fault when it is missing, a folder, unreadable or larger than the limit.
Result<std::string> read_text(const std::string& path, size_t limit_bytes = kReadLimitBytes);

// Replaces the file in one step: a temporary file beside it, flushed to disk, then renamed. Whoever reads sees the old
// bytes or the new ones, and a failed write leaves the old file as it was. Throws std::runtime_error.
void write_atomically(const std::string& path, std::string_view bytes);

// The folder and its parents; nothing to do where they exist. Throws std::runtime_error.
void make_directories(const std::string& path);

bool file_exists(const std::string& path);
bool folder_exists(const std::string& path);

// Regular files of a folder whose name ends in `extension` (".toml"; "" = all), sorted by name; empty without a folder.
std::vector<std::string> list_files(const std::string& folder, std::string_view extension);

std::string join_path(const std::string& folder, const std::string& name);
std::string folder_of(const std::string& path);  // "." for a bare name
std::string name_of(const std::string& path);    // with its extension
std::string stem_of(const std::string& path);    // without it
// A path written inside `file`, which counts from the folder of that file unless it is absolute.
std::string path_beside(const std::string& file, const std::string& written);

// A log that only grows, one line at a time; what was flushed survives a crash and a power cut. Where an earlier run
// was cut off inside a line, the next line still starts on its own. Throws std::runtime_error.
class AppendLog {
  public:
    explicit AppendLog(std::string path);
    ~AppendLog();
    AppendLog(AppendLog&& other) noexcept;
    AppendLog& operator=(AppendLog&& other) noexcept;
    AppendLog(const AppendLog&) = delete;
    AppendLog& operator=(const AppendLog&) = delete;

    void append(std::string_view line);  // without its line end, which it must not contain; reaches the system at once
    void flush();                        // reaches the disk; the caller chooses how often, each costs milliseconds
    const std::string& path() const { return path_; }

  private:
    void close() noexcept;
    std::string path_;
    int descriptor_ = -1;
};

}  // namespace cryo::io
