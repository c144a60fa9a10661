#include "engine/io/file_lock.h"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace cryo::io {

#ifdef _WIN32
FileLock::FileLock(const std::string&) {}
FileLock::~FileLock() = default;
#else
FileLock::FileLock(const std::string& file) : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) return;
    is_ours_ = flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) close(descriptor_);
}
#endif

}  // namespace cryo::io
