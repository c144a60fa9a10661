// A file that one process at a time holds: how a second instance of a program knows that it is the second. Released
// when the holder ends, however it ends. Where the system has no such locks everyone holds it.
#pragma once

#include <string>

namespace cryo::io {

class FileLock {
  public:
    // Makes the file where there is none; does not wait.
    explicit FileLock(const std::string& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    // False while another holds it. True too where the file cannot be made: nobody else holds it either.
    bool is_ours() const { return is_ours_; }

  private:
    int descriptor_ = -1;
    bool is_ours_ = true;
};

}  // namespace cryo::io
