#include "engine/station/server.h"

#include <libwebsockets.h>

#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "engine/station/page.h"

namespace cryo::station {

namespace {

constexpr unsigned kMostSockets = 240;  // people, pages, and whoever only knocks
constexpr unsigned kPatienceS = 5;      // with a request that does not come to an end
constexpr uint16_t kPingAfterS = 15;    // of silence
constexpr uint16_t kHangUpAfterS = 30;
constexpr size_t kReceiveChunkBytes = 4096;
constexpr lws_usec_t kTickUs = 1000000 / kTicksPerSecond;
constexpr const char* kProtocolName = "cryosono-1";

// What the library keeps for us with each connection; zeroed when it is made.
struct Slot {
    int connection;        // of the Classroom, 0 = none
    const PageFile* page;  // that is being sent
};

std::string header_of(lws* wsi, lws_token_indexes token) {
    std::array<char, 256> text{};
    const int length = lws_hdr_copy(wsi, text.data(), static_cast<int>(text.size()), token);
    return length > 0 ? std::string(text.data(), static_cast<size_t>(length)) : "";
}

// A page of another site must not speak for this one: where a browser names an origin, it is ours.
bool is_of_our_page(lws* wsi) {
    const std::string origin = header_of(wsi, WSI_TOKEN_ORIGIN);
    return origin.empty() || origin == "http://" + header_of(wsi, WSI_TOKEN_HOST);
}

bool add_header(lws* wsi, const char* name, const char* value, unsigned char** at, unsigned char* end) {
    return lws_add_http_header_by_name(wsi, reinterpret_cast<const unsigned char*>(name),
                                       reinterpret_cast<const unsigned char*>(value),
                                       static_cast<int>(std::strlen(value)), at, end) == 0;
}

}  // namespace

struct Server::State {
    explicit State(const ServerOptions& options) : room(options.access) {}

    // Library timers hand back their own address; this one lies first in a plain struct to be found again.
    struct Beat {
        lws_sorted_usec_list_t timer{};
        State* state = nullptr;
    };

    Classroom room;
    std::map<int, lws*> sockets;
    std::map<int, std::string> incoming;  // message so far
    int last_connection = 0;
    lws_context* context = nullptr;
    int port = 0;
    Beat beat;
    std::thread thread;
    std::atomic<bool> stopping{false};
    mutable std::mutex mutex;  // of `counts`
    ClassroomCounts counts;

    static State& of(lws* wsi) { return *static_cast<State*>(lws_context_user(lws_get_context(wsi))); }
    static int on_http(lws* wsi, lws_callback_reasons reason, void* user, void* in, size_t length);
    static int on_socket(lws* wsi, lws_callback_reasons reason, void* user, void* in, size_t length);
    static void on_beat(lws_sorted_usec_list_t* timer);

    int begin_page(lws* wsi, Slot& slot, const std::string& path) const;
    int finish_page(lws* wsi, Slot& slot) const;
    int take(lws* wsi, int connection, std::string_view bytes);
    int give(lws* wsi, int connection);
    void wake();
};

namespace {

const std::array<lws_protocols, 3>& protocols(lws_callback_function* http, lws_callback_function* socket) {
    static const std::array<lws_protocols, 3> kProtocols{
        lws_protocols{"http", http, sizeof(Slot), kReceiveChunkBytes, 0, nullptr, 0},
        lws_protocols{kProtocolName, socket, sizeof(Slot), kReceiveChunkBytes, 0, nullptr, 0}, lws_protocols{}};
    return kProtocols;
}

constexpr lws_retry_bo_t kIdlePolicy{nullptr, 0, 0, kPingAfterS, kHangUpAfterS, 0};

}  // namespace

int Server::State::begin_page(lws* wsi, Slot& slot, const std::string& path) const {
    for (const PageFile& file : page_files())
        if (file.path == path) slot.page = &file;
    if (slot.page == nullptr || lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) == 0) {
        lws_return_http_status(wsi, HTTP_STATUS_NOT_FOUND, nullptr);
        return -1;
    }
    std::array<unsigned char, LWS_PRE + 1024> buffer{};
    unsigned char* const start = buffer.data() + LWS_PRE;
    unsigned char* at = start;
    unsigned char* const end = buffer.data() + buffer.size() - 1;
    // The page may load nothing but its own files and talk to nobody but this station.
    const bool added =
        lws_add_http_common_headers(wsi, HTTP_STATUS_OK, std::string(slot.page->type).c_str(), slot.page->text.size(),
                                    &at, end) == 0 &&
        add_header(wsi, "content-security-policy:",
                   "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                   "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
                   &at, end) &&
        add_header(wsi, "x-content-type-options:", "nosniff", &at, end) &&
        add_header(wsi, "referrer-policy:", "no-referrer", &at, end) &&
        add_header(wsi, "cache-control:", "no-store", &at, end);
    if (!added || lws_finalize_write_http_header(wsi, start, &at, end) != 0) return -1;
    lws_callback_on_writable(wsi);
    return 0;
}

int Server::State::finish_page(lws* wsi, Slot& slot) const {
    if (slot.page == nullptr) return -1;
    std::string buffer(LWS_PRE, '\0');
    buffer += slot.page->text;
    const size_t length = slot.page->text.size();
    slot.page = nullptr;
    const int written =
        lws_write(wsi, reinterpret_cast<unsigned char*>(buffer.data()) + LWS_PRE, length, LWS_WRITE_HTTP_FINAL);
    return written < 0 || lws_http_transaction_completed(wsi) != 0 ? -1 : 0;
}

int Server::State::on_http(lws* wsi, lws_callback_reasons reason, void* user, void* in, size_t length) {
    auto* slot = static_cast<Slot*>(user);
    switch (reason) {
        case LWS_CALLBACK_HTTP:
            return of(wsi).begin_page(wsi, *slot, static_cast<const char*>(in));
        case LWS_CALLBACK_HTTP_WRITEABLE:
            return of(wsi).finish_page(wsi, *slot);
        case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:  // a WebSocket that does not name our protocol
        case LWS_CALLBACK_ESTABLISHED:
            return -1;
        default:
            return lws_callback_http_dummy(wsi, reason, user, in, length);
    }
}

int Server::State::take(lws* wsi, int connection, std::string_view bytes) {
    std::string& message = incoming[connection];
    const size_t limit = room.limit_bytes(connection);
    // The length a frame announces is looked at before any of it is kept.
    if (message.size() + bytes.size() + lws_remaining_packet_payload(wsi) > limit || lws_frame_is_binary(wsi) != 0) {
        message.assign(limit + 1, ' ');
    } else {
        message += bytes;
        if (lws_remaining_packet_payload(wsi) != 0 || lws_is_final_fragment(wsi) == 0) return 0;
    }
    const std::string whole = std::move(message);
    message.clear();
    const bool stays = room.receive(connection, whole);
    wake();
    return stays || room.has_next(connection) ? 0 : -1;
}

int Server::State::give(lws* wsi, int connection) {
    const std::string text = room.next(connection);
    if (!text.empty()) {
        std::string buffer(LWS_PRE, '\0');
        buffer += text;
        if (lws_write(wsi, reinterpret_cast<unsigned char*>(buffer.data()) + LWS_PRE, text.size(), LWS_WRITE_TEXT) < 0)
            return -1;
    }
    if (room.has_next(connection))
        lws_callback_on_writable(wsi);
    else if (room.is_over(connection))
        return -1;
    return 0;
}

void Server::State::wake() {
    for (const auto& [connection, wsi] : sockets)
        if (room.has_next(connection) || room.is_over(connection)) lws_callback_on_writable(wsi);
}

int Server::State::on_socket(lws* wsi, lws_callback_reasons reason, void* user, void* in, size_t length) {
    auto* slot = static_cast<Slot*>(user);
    State& state = of(wsi);
    switch (reason) {
        case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
            return is_of_our_page(wsi) ? 0 : -1;
        case LWS_CALLBACK_ESTABLISHED:
            slot->connection = ++state.last_connection;
            if (!state.room.open(slot->connection)) return -1;
            state.sockets[slot->connection] = wsi;
            return 0;
        case LWS_CALLBACK_RECEIVE:
            return state.take(wsi, slot->connection, {static_cast<const char*>(in), length});
        case LWS_CALLBACK_SERVER_WRITEABLE:
            return state.give(wsi, slot->connection);
        case LWS_CALLBACK_CLOSED:
            state.room.close(slot->connection);
            state.sockets.erase(slot->connection);
            state.incoming.erase(slot->connection);
            return 0;
        default:
            return 0;
    }
}

void Server::State::on_beat(lws_sorted_usec_list_t* timer) {
    State& state = *reinterpret_cast<Beat*>(timer)->state;
    state.room.tick();
    state.wake();
    {
        const std::lock_guard lock(state.mutex);
        state.counts = state.room.counts();
    }
    lws_sul_schedule(state.context, 0, timer, &State::on_beat, kTickUs);
}

Server::Server(const ServerOptions& options) : state_(std::make_unique<State>(options)) {
    State& state = *state_;
    lws_set_log_level(0, nullptr);
    lws_context_creation_info info{};
    info.port = options.port;
    info.iface = options.address == "0.0.0.0" ? nullptr : options.address.c_str();
    info.protocols = protocols(&State::on_http, &State::on_socket).data();
    info.user = &state;
    info.gid = static_cast<gid_t>(-1);
    info.uid = static_cast<uid_t>(-1);
    info.options =
        LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DISABLE_IPV6 | LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND;
    info.fd_limit_per_thread = kMostSockets;
    info.timeout_secs = kPatienceS;
    info.keepalive_timeout = kPatienceS;
    info.retry_and_idle_policy = &kIdlePolicy;
    state.context = lws_create_context(&info);
    if (state.context == nullptr) throw std::runtime_error("The station cannot be started: no room for its sockets.");
    lws_vhost* host = lws_create_vhost(state.context, &info);
    if (host == nullptr) {
        lws_context_destroy(state.context);
        throw std::runtime_error("The station cannot listen on " + options.address + ":" +
                                 std::to_string(options.port) +
                                 ": the port is taken, or the address is not of this machine.");
    }
    state.port = lws_get_vhost_listen_port(host);
    state.beat.state = &state;
    lws_sul_schedule(state.context, 0, &state.beat.timer, &State::on_beat, kTickUs);
    state.thread = std::thread([&state] {
        while (!state.stopping && lws_service(state.context, 0) >= 0) {
        }
    });
}

Server::~Server() {
    state_->stopping = true;
    lws_cancel_service(state_->context);
    state_->thread.join();
    lws_context_destroy(state_->context);
}

int Server::port() const { return state_->port; }

ClassroomCounts Server::counts() const {
    const std::lock_guard lock(state_->mutex);
    return state_->counts;
}

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "localhost"; }

}  // namespace cryo::station
