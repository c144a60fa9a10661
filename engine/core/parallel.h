// A pool of threads that goes wide over an index range. The split never changes a result: each index writes only its
// own outputs, and sums across indices are made by the caller in index order.
#pragma once

#include <functional>
#include <memory>

namespace cryo {

class ThreadPool {
  public:
    // thread_count >= 1 counts the calling thread; 0 asks for one per processor.
    explicit ThreadPool(int thread_count = 0);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int thread_count() const;

    // Calls body(begin, end) over pieces of [0, count); returns when all are done. Waits block, they do not spin, so
    // that a busy machine is not slowed further. Not re-entrant: body must not call run on the same pool.
    void run(int count, const std::function<void(int begin, int end)>& body);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cryo
