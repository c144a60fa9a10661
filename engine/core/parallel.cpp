#include "engine/core/parallel.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace cryo {

struct ThreadPool::State {
    std::mutex mutex;
    std::condition_variable work_ready;
    std::condition_variable work_done;
    std::vector<std::thread> threads;
    const std::function<void(int, int)>* body = nullptr;
    int count = 0;
    int pieces = 1;
    int next_piece = 0;
    int unfinished = 0;
    uint64_t generation = 0;
    bool stopping = false;
    std::exception_ptr failure;

    // Takes pieces until none is left. Called with the lock held; gives it up while a piece runs.
    void work(std::unique_lock<std::mutex>& lock) {
        while (next_piece < pieces) {
            const int piece = next_piece++;
            const auto edge = [&](int p) { return static_cast<int>(static_cast<int64_t>(count) * p / pieces); };
            const int begin = edge(piece);
            const int end = edge(piece + 1);
            const auto* task = body;
            lock.unlock();
            std::exception_ptr thrown;
            try {
                if (begin < end) (*task)(begin, end);
            } catch (...) {
                thrown = std::current_exception();
            }
            lock.lock();
            if (thrown && !failure) failure = thrown;
            if (--unfinished == 0) work_done.notify_all();
        }
    }
};

ThreadPool::ThreadPool(int thread_count) : state_(std::make_unique<State>()) {
    if (thread_count <= 0) thread_count = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    for (int i = 1; i < thread_count; ++i) {
        state_->threads.emplace_back([s = state_.get()] {
            std::unique_lock lock(s->mutex);
            uint64_t seen = 0;
            while (true) {
                s->work_ready.wait(lock, [&] { return s->stopping || s->generation != seen; });
                if (s->stopping) return;
                seen = s->generation;
                s->work(lock);
            }
        });
    }
}

ThreadPool::~ThreadPool() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->work_ready.notify_all();
    for (std::thread& thread : state_->threads) thread.join();
}

int ThreadPool::thread_count() const { return static_cast<int>(state_->threads.size()) + 1; }

void ThreadPool::run(int count, const std::function<void(int, int)>& body) {
    if (count <= 0) return;
    if (thread_count() == 1 || count == 1) {
        body(0, count);
        return;
    }
    State& s = *state_;
    std::unique_lock lock(s.mutex);
    s.body = &body;
    s.count = count;
    s.pieces = std::min(count, thread_count());
    s.next_piece = 0;
    s.unfinished = s.pieces;
    s.failure = nullptr;
    ++s.generation;
    s.work_ready.notify_all();
    s.work(lock);
    s.work_done.wait(lock, [&] { return s.unfinished == 0; });
    s.body = nullptr;
    if (s.failure) std::rethrow_exception(s.failure);
}

}  // namespace cryo
