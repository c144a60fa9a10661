// The instructor's side of a class, without sockets: who is in, what each trainer showed last, and what each page has
// not seen yet. Whoever owns the sockets hands in what arrived and asks what goes out. Nothing waits: of states and
// pictures a page gets the latest, of events as many as the log holds; a slow page skips, a fast one does not.
// Everything has a limit, and whoever passes one is shown out. Not for several threads at once.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "engine/station/protocol.h"

namespace cryo::station {

inline constexpr int kTicksPerSecond = 10;  // of Classroom::tick

inline constexpr size_t kMostLearners = 64;
inline constexpr size_t kMostInstructors = 8;
inline constexpr size_t kMostWaiting = 32;     // connected and not let in yet
inline constexpr int kHelloWithinTicks = 50;   // 5 s
inline constexpr int kMessagesPerSecond = 60;  // of one connection; it may save up two seconds
inline constexpr int kBytesPerSecond = 1 << 20;
inline constexpr size_t kEventsKept = 400;  // of one learner
inline constexpr size_t kOrdersKept = 64;   // on their way to one trainer

struct Access {
    std::string title;       // of the class, shown to learners
    std::string class_code;  // lets learners in
    std::string token;       // lets instructors in
};

struct ClassroomCounts {
    int learners = 0;
    int instructors = 0;
    int waiting = 0;
    long refused = 0;   // shown out, since the start
    long pictures = 0;  // received, since the start
    long sent = 0;      // messages handed out
};

class Classroom {
  public:
    explicit Classroom(Access access) : access_(std::move(access)) {}

    // A new connection, not let in yet. False when there is no room.
    bool open(int connection);
    void close(int connection);
    // What arrived. False: to be closed, once `next` has nothing more for it.
    bool receive(int connection, std::string_view text);
    // Bytes that one message of this connection may have.
    size_t limit_bytes(int connection) const;
    // Ten times a second; afterwards `is_over` of each connection may have changed.
    void tick();
    // To be closed: it did not say who it is in time.
    bool is_over(int connection) const;

    bool has_next(int connection) const;
    // The next message for this connection; "" when there is none.
    std::string next(int connection);

    ClassroomCounts counts() const;

  private:
    struct Person {
        enum class Kind { Waiting, Learner, Instructor, Leaving } kind = Kind::Waiting;
        int age_ticks = 0;
        int silent_ticks = 0;
        double messages_left = 2.0 * kMessagesPerSecond;
        double bytes_left = 2.0 * kBytesPerSecond;
        int seat = 0;                     // of a learner
        int watched = 0;                  // seat an instructor has selected, 0 = none
        std::deque<std::string> replies;  // welcome, refused, orders
        // Of an instructor: what was sent of each seat.
        struct Seen {
            long state = 0, info = 0, picture = 0;
            size_t events = 0;
            long picture_at = 0;  // which of all pictures to this page the last of this seat was
        };
        std::map<int, Seen> seen;
        long roster_seen = 0;
        long pictures_sent = 0;
    };
    struct Desk {
        std::string learner;
        int connection = 0;  // 0: has left
        CaseInfo info;
        LiveState state;
        Picture picture;
        long info_count = 0, state_count = 0, picture_count = 0;
        std::deque<LiveEvent> events;
        size_t events_dropped = 0;
    };

    bool let_in(Person& person, int connection, std::string_view text);
    bool seat_learner(Person& person, int connection, const std::string& learner);
    bool hear_learner(Person& person, std::string_view text);
    bool hear_instructor(Person& person, std::string_view text);
    bool show_out(Person& person, const std::string& why);
    void carry(const Order& order);
    void order_seat(int seat, const Order& order);
    void select(Person& instructor, int seat);
    int watchers_of(int seat) const;
    size_t count(Person::Kind kind) const;
    void tell_watchers();
    std::vector<Seat> roster() const;
    bool has_news(const Person& person) const;
    std::string next_news(Person& person);

    Access access_;
    std::map<int, Person> people_;  // by connection
    std::map<int, Desk> desks_;     // by seat
    int last_seat_ = 0;
    long roster_count_ = 1;  // raised when the roster may have changed
    long refused_ = 0, pictures_ = 0, sent_ = 0;
};

}  // namespace cryo::station
