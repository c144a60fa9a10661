#include "engine/io/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace cryo::io {

namespace fs = std::filesystem;

namespace {

// What errno means, in words a user can act on; the system's own words for the rest.
std::string reason(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
            return "the disk is full";
        case EACCES:
        case EPERM:
            return "you have no permission to write there";
        case EFBIG:
            return "the file would be larger than the system allows";
        case EROFS:
            return "the disk is read-only";
        case ENOENT:
            return "the folder does not exist";
        case ENOTDIR:
            return "part of the path is a file, not a folder";
        case EISDIR:
            return "it is a folder";
        case ENAMETOOLONG:
            return "the name is too long";
        default:
            return std::generic_category().message(error);
    }
}

[[noreturn]] void fail_write(const std::string& path, int error) {
    throw std::runtime_error("Cannot write " + path + ": " + reason(error) + ".");
}

// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return value_; }
    int release() { return std::exchange(value_, -1); }

  private:
    int value_;
};

// All bytes, or errno.
int write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes.remove_prefix(static_cast<size_t>(written));
    }
    return 0;
}

// A new file beside `target`, open for writing; its name is unused and starts with a dot.
std::pair<int, std::string> open_temporary(const std::string& target) {
    const std::string stem = join_path(folder_of(target), "." + name_of(target) + "." + std::to_string(::getpid()));
    for (int attempt = 0;; ++attempt) {
        const std::string name = stem + "-" + std::to_string(attempt) + ".tmp";
        const int descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) return {descriptor, name};
        if (errno != EEXIST || attempt > 1000) fail_write(target, errno);
    }
}

// A rename is on disk once its folder is. Not every file system can flush a folder: that is no failure.
void flush_folder(const std::string& folder) {
    const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_CLOEXEC));
    if (handle.get() >= 0) ::fsync(handle.get());
}

// Devices and pipes cannot be replaced; they are written into.
void write_through(const std::string& path, std::string_view bytes) {
    const Descriptor handle(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (handle.get() < 0) fail_write(path, errno);
    if (const int error = write_all(handle.get(), bytes)) fail_write(path, error);
}

}  // namespace

Result<std::string> read_text(const std::string& path, size_t limit_bytes) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) return Diagnostic{path, 0, 0, "there is no such file"};
    if (fs::is_directory(status)) return Diagnostic{path, 0, 0, "this is a folder, not a file"};
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return Diagnostic{path, 0, 0, "the file cannot be opened: " + reason(errno)};
    // Sizes the system reports are not trusted (pipes say 0): read until the end or one byte past the limit.
    std::string text;
    char block[1 << 16];
    while (stream.read(block, sizeof block) || stream.gcount() > 0) {
        text.append(block, static_cast<size_t>(stream.gcount()));
        if (text.size() > limit_bytes)
            return Diagnostic{path, 0, 0,
                              "the file is larger than the " + std::to_string(limit_bytes) + " bytes allowed here"};
    }
    if (stream.bad()) return Diagnostic{path, 0, 0, "the file cannot be read to its end"};
    return text;
}

void write_atomically(const std::string& path, std::string_view bytes) {
    std::error_code error;
    // Through a symbolic link the file it leads to is replaced, not the link.
    const fs::path resolved = fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : fs::path(path);
    const std::string target = error ? path : resolved.string();
    const fs::file_status status = fs::status(target, error);
    if (fs::is_directory(status)) fail_write(path, EISDIR);
    if (fs::exists(status) && !fs::is_regular_file(status)) return write_through(path, bytes);

    auto [descriptor, temporary] = open_temporary(target);
    Descriptor handle(descriptor);
    int failure = write_all(handle.get(), bytes);
    if (failure == 0 && ::fsync(handle.get()) != 0 && errno != EINVAL && errno != ENOTSUP) failure = errno;
    if (::close(handle.release()) != 0 && failure == 0) failure = errno;
    if (failure == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) failure = errno;
    if (failure != 0) {
        ::unlink(temporary.c_str());
        fail_write(path, failure);
    }
    flush_folder(folder_of(target));
}

void make_directories(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error || !folder_exists(path))
        throw std::runtime_error("Cannot make the folder " + path + ": " + reason(error ? error.value() : ENOTDIR) +
                                 ".");
}

bool file_exists(const std::string& path) {
    std::error_code error;
    return fs::exists(path, error) && !fs::is_directory(path, error);
}

bool folder_exists(const std::string& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

std::vector<std::string> list_files(const std::string& folder, std::string_view extension) {
    std::vector<std::string> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with('.') || !name.ends_with(extension)) continue;
        std::error_code of_entry;
        if (entry->is_regular_file(of_entry)) found.push_back(entry->path().string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string join_path(const std::string& folder, const std::string& name) { return (fs::path(folder) / name).string(); }

std::string folder_of(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

std::string name_of(const std::string& path) { return fs::path(path).filename().string(); }

std::string stem_of(const std::string& path) { return fs::path(path).stem().string(); }

std::string path_beside(const std::string& file, const std::string& written) {
    return (fs::path(file).parent_path() / written).lexically_normal().string();
}

AppendLog::AppendLog(std::string path) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail_write(path_, errno);
    const off_t size = ::lseek(descriptor_, 0, SEEK_END);
    char last = '\n';
    if (size > 0 && ::pread(descriptor_, &last, 1, size - 1) == 1 && last != '\n')
        if (const int error = write_all(descriptor_, "\n")) {
            close();
            fail_write(path_, error);
        }
}

AppendLog::~AppendLog() { close(); }

AppendLog::AppendLog(AppendLog&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

AppendLog& AppendLog::operator=(AppendLog&& other) noexcept {
    if (this != &other) {
        close();
        path_ = std::move(other.path_);
        descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
}

void AppendLog::append(std::string_view line) {
    CRYO_CHECK(line.find('\n') == std::string_view::npos);
    CRYO_CHECK_OP(descriptor_, >=, 0);
    // One write a line: a reader, or a crash, never sees half of one where the system can help it.
    std::string ended(line);
    ended += '\n';
    if (const int error = write_all(descriptor_, ended)) fail_write(path_, error);
}

void AppendLog::flush() {
    CRYO_CHECK_OP(descriptor_, >=, 0);
    if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP) fail_write(path_, errno);
}

void AppendLog::close() noexcept {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

}  // namespace cryo::io
