#include "engine/station/classroom.h"

#include <algorithm>

#include "engine/station/attention.h"

namespace cryo::station {

namespace {

using std::string;

constexpr int kRosterEveryTicks = 5;

}  // namespace

bool Classroom::open(int connection) {
    if (count(Person::Kind::Waiting) >= kMostWaiting) {
        ++refused_;
        return false;
    }
    people_[connection] = {};
    return true;
}

void Classroom::close(int connection) {
    const auto found = people_.find(connection);
    if (found == people_.end()) return;
    const Person person = found->second;
    people_.erase(found);
    if (person.kind == Person::Kind::Learner) {
        desks_.at(person.seat).connection = 0;
        ++roster_count_;
    }
    if (person.kind == Person::Kind::Instructor) {
        if (person.watched != 0 && watchers_of(person.watched) == 0)
            order_seat(person.watched, {.verb = Verb::Unwatch, .text = {}});
        tell_watchers();
    }
}

bool Classroom::receive(int connection, std::string_view text) {
    const auto found = people_.find(connection);
    if (found == people_.end()) return false;
    Person& person = found->second;
    if (person.kind == Person::Kind::Leaving) return false;
    person.messages_left -= 1.0;
    person.bytes_left -= static_cast<double>(text.size());
    if (person.messages_left < 0.0 || person.bytes_left < 0.0) return show_out(person, "Too many messages.");
    person.silent_ticks = 0;
    if (person.kind == Person::Kind::Waiting) return let_in(person, connection, text);
    return person.kind == Person::Kind::Learner ? hear_learner(person, text) : hear_instructor(person, text);
}

size_t Classroom::limit_bytes(int connection) const {
    const auto found = people_.find(connection);
    if (found == people_.end()) return 0;
    switch (found->second.kind) {
        case Person::Kind::Learner:
            return kLearnerLimitBytes;
        case Person::Kind::Instructor:
            return kOrderLimitBytes;
        default:
            return kHelloLimitBytes;
    }
}

void Classroom::tick() {
    bool someone_silent = false;
    for (auto& [connection, person] : people_) {
        ++person.age_ticks;
        ++person.silent_ticks;
        someone_silent |= person.kind == Person::Kind::Learner && person.silent_ticks > 5 * kTicksPerSecond;
        person.messages_left =
            std::min(person.messages_left + 1.0 * kMessagesPerSecond / kTicksPerSecond, 2.0 * kMessagesPerSecond);
        person.bytes_left =
            std::min(person.bytes_left + 1.0 * kBytesPerSecond / kTicksPerSecond, 2.0 * kBytesPerSecond);
        if (person.kind == Person::Kind::Waiting && person.age_ticks > kHelloWithinTicks)
            show_out(person, "Nothing was said in time.");
        // Reasons age: the order on the wall is looked at again twice a second.
        if (person.kind == Person::Kind::Instructor && person.age_ticks % kRosterEveryTicks == 0)
            person.roster_seen = std::min(person.roster_seen, roster_count_ - 1);
    }
    if (someone_silent) ++roster_count_;
}

bool Classroom::is_over(int connection) const {
    const auto found = people_.find(connection);
    return found == people_.end() || found->second.kind == Person::Kind::Leaving;
}

bool Classroom::show_out(Person& person, const string& why) {
    ++refused_;
    person.replies.clear();
    person.replies.push_back(to_text(Refused{why}));
    if (person.kind == Person::Kind::Learner) {
        desks_.at(person.seat).connection = 0;
        ++roster_count_;
    }
    person.kind = Person::Kind::Leaving;
    return false;
}

bool Classroom::let_in(Person& person, int connection, std::string_view text) {
    const Result<Hello> hello = read_hello(text);
    if (!hello) return show_out(person, "The greeting " + hello.faults().front().message + ".");
    if (hello->role == Role::Instructor) {
        if (!same_secret(hello->secret, access_.token)) return show_out(person, "The token is wrong.");
        if (count(Person::Kind::Instructor) >= kMostInstructors) return show_out(person, "Too many pages are open.");
        person.kind = Person::Kind::Instructor;
        person.replies.push_back(to_text(Welcome{access_.title, 0}));
        tell_watchers();
        return true;
    }
    if (!same_secret(hello->secret, access_.class_code)) return show_out(person, "The class code is wrong.");
    return seat_learner(person, connection, hello->learner);
}

bool Classroom::seat_learner(Person& person, int connection, const string& learner) {
    if (count(Person::Kind::Learner) >= kMostLearners) return show_out(person, "The class is full.");
    // Who comes back sits where they sat.
    auto desk = std::find_if(desks_.begin(), desks_.end(), [&](const auto& one) {
        return one.second.connection == 0 && !learner.empty() && one.second.learner == learner;
    });
    if (desk == desks_.end()) {
        // An empty desk is kept for who may come back, as long as there is room.
        if (desks_.size() >= 2 * kMostLearners) {
            const auto empty =
                std::find_if(desks_.begin(), desks_.end(), [](const auto& one) { return one.second.connection == 0; });
            if (empty != desks_.end()) desks_.erase(empty);
        }
        desk = desks_.emplace(++last_seat_, Desk{}).first;
        desk->second.learner = learner.empty() ? "learner-" + std::to_string(last_seat_) : learner;
        desk->second.state.screen = "home";
    }
    desk->second.connection = connection;
    person.kind = Person::Kind::Learner;
    person.seat = desk->first;
    ++roster_count_;
    person.replies.push_back(to_text(Welcome{access_.title, static_cast<int>(count(Person::Kind::Instructor))}));
    if (watchers_of(person.seat) > 0) person.replies.push_back(to_text(Order{.verb = Verb::Watch, .text = {}}));
    return true;
}

bool Classroom::hear_learner(Person& person, std::string_view text) {
    Result<LearnerMessage> message = read_learner_message(text);
    if (!message) return show_out(person, "A message " + message.faults().front().message + ".");
    Desk& desk = desks_.at(person.seat);
    LearnerMessage& said = message.value();
    if (std::holds_alternative<Hello>(said)) return show_out(person, "A second greeting.");
    if (auto* info = std::get_if<CaseInfo>(&said)) {
        desk.info = std::move(*info);
        ++desk.info_count;
    }
    if (auto* state = std::get_if<LiveState>(&said)) {
        desk.state = std::move(*state);
        ++desk.state_count;
    }
    if (auto* picture = std::get_if<Picture>(&said)) {
        desk.picture = std::move(*picture);
        ++desk.picture_count;
        ++pictures_;
    }
    if (auto* event = std::get_if<LiveEvent>(&said)) {
        desk.events.push_back(std::move(*event));
        if (desk.events.size() > kEventsKept) {
            desk.events.pop_front();
            ++desk.events_dropped;
        }
    }
    return true;
}

bool Classroom::hear_instructor(Person& person, std::string_view text) {
    const Result<InstructorMessage> message = read_instructor_message(text);
    if (!message) return show_out(person, "A message " + message.faults().front().message + ".");
    const Order* order = std::get_if<Order>(&*message);
    if (order == nullptr) return show_out(person, "A second greeting.");
    if (order->verb == Verb::Watch || order->verb == Verb::Unwatch)
        select(person, order->verb == Verb::Watch ? order->seat : 0);
    else
        carry(*order);
    return true;
}

void Classroom::carry(const Order& order) {
    for (const auto& [seat, desk] : desks_)
        if (order.seat == 0 || order.seat == seat) order_seat(seat, order);
}

void Classroom::order_seat(int seat, const Order& order) {
    const auto desk = desks_.find(seat);
    if (desk == desks_.end() || desk->second.connection == 0) return;
    const auto person = people_.find(desk->second.connection);
    if (person == people_.end() || person->second.replies.size() >= kOrdersKept) return;
    Order to_trainer = order;
    to_trainer.seat = 0;
    person->second.replies.push_back(to_text(to_trainer));
}

void Classroom::select(Person& instructor, int seat) {
    const int before = instructor.watched;
    if (before == seat) return;
    const bool was_watched = seat != 0 && watchers_of(seat) > 0;
    instructor.watched = seat;
    if (before != 0 && watchers_of(before) == 0) order_seat(before, {.verb = Verb::Unwatch, .text = {}});
    if (seat != 0 && !was_watched) order_seat(seat, {.verb = Verb::Watch, .text = {}});
}

int Classroom::watchers_of(int seat) const {
    return static_cast<int>(
        std::count_if(people_.begin(), people_.end(), [seat](const auto& one) { return one.second.watched == seat; }));
}

size_t Classroom::count(Person::Kind kind) const {
    return static_cast<size_t>(
        std::count_if(people_.begin(), people_.end(), [kind](const auto& one) { return one.second.kind == kind; }));
}

// Learners see how many instructors look on.
void Classroom::tell_watchers() {
    const string text = to_text(Welcome{access_.title, static_cast<int>(count(Person::Kind::Instructor))});
    for (auto& [connection, person] : people_)
        if (person.kind == Person::Kind::Learner && person.replies.size() < kOrdersKept) person.replies.push_back(text);
}

std::vector<Seat> Classroom::roster() const {
    std::vector<Seat> seats;
    for (const auto& [number, desk] : desks_) {
        const auto person = people_.find(desk.connection);
        const double silent_s =
            person == people_.end() ? 0.0 : static_cast<double>(person->second.silent_ticks) / kTicksPerSecond;
        const Attention attention = attention_of(desk.state, desk.connection != 0, silent_s);
        seats.push_back({.seat = number,
                         .learner = desk.learner,
                         .connected = desk.connection != 0,
                         .paused = desk.state.paused,
                         .urgency = attention.urgency,
                         .reason = attention.reason});
    }
    std::stable_sort(seats.begin(), seats.end(), [](const Seat& a, const Seat& b) { return a.urgency > b.urgency; });
    return seats;
}

bool Classroom::has_next(int connection) const {
    const auto found = people_.find(connection);
    if (found == people_.end()) return false;
    return !found->second.replies.empty() ||
           (found->second.kind == Person::Kind::Instructor && has_news(found->second));
}

string Classroom::next(int connection) {
    const auto found = people_.find(connection);
    if (found == people_.end()) return "";
    Person& person = found->second;
    string text;
    if (!person.replies.empty()) {
        text = std::move(person.replies.front());
        person.replies.pop_front();
    } else if (person.kind == Person::Kind::Instructor) {
        text = next_news(person);
    }
    if (!text.empty()) ++sent_;
    return text;
}

bool Classroom::has_news(const Person& person) const {
    if (person.roster_seen < roster_count_) return true;
    for (const auto& [number, desk] : desks_) {
        const auto at = person.seen.find(number);
        const Person::Seen seen = at == person.seen.end() ? Person::Seen{} : at->second;
        if (seen.info < desk.info_count || seen.state < desk.state_count || seen.picture < desk.picture_count ||
            seen.events < desk.events_dropped + desk.events.size())
            return true;
    }
    return false;
}

// The roster first, then of all seats what is small and urgent, then pictures in turn, so that no busy trainer keeps
// the others from the wall.
string Classroom::next_news(Person& person) {
    if (person.roster_seen < roster_count_) {
        person.roster_seen = roster_count_;
        return to_text(roster());
    }
    for (const auto& [number, desk] : desks_) {
        Person::Seen& seen = person.seen[number];
        if (seen.info < desk.info_count) {
            seen.info = desk.info_count;
            return to_text(desk.info, number);
        }
        const size_t newest = desk.events_dropped + desk.events.size();
        if (seen.events < newest) {
            seen.events = std::max(seen.events, desk.events_dropped);
            return to_text(desk.events[seen.events++ - desk.events_dropped], number);
        }
        if (seen.state < desk.state_count) {
            seen.state = desk.state_count;
            return to_text(desk.state, number);
        }
    }
    int longest = 0;
    for (const auto& [number, desk] : desks_) {
        const Person::Seen& seen = person.seen[number];
        if (seen.picture == desk.picture_count) continue;
        if (longest == 0 || seen.picture_at < person.seen[longest].picture_at) longest = number;
    }
    if (longest == 0) return "";
    person.seen[longest].picture = desks_.at(longest).picture_count;
    person.seen[longest].picture_at = ++person.pictures_sent;
    return to_text(desks_.at(longest).picture, longest);
}

ClassroomCounts Classroom::counts() const {
    return {.learners = static_cast<int>(count(Person::Kind::Learner)),
            .instructors = static_cast<int>(count(Person::Kind::Instructor)),
            .waiting = static_cast<int>(count(Person::Kind::Waiting)),
            .refused = refused_,
            .pictures = pictures_,
            .sent = sent_};
}

}  // namespace cryo::station
