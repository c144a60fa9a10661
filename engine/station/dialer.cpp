#include "engine/station/dialer.h"

#include <libwebsockets.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>

namespace cryo::station {

namespace {

constexpr lws_usec_t kLookUs = 30000;        // how often it is asked whether there is something to say
constexpr lws_usec_t kAgainUs = 1500000;     // after a line that dropped
constexpr lws_usec_t kRefusedUs = 20000000;  // after a station that said no
constexpr unsigned kConnectWithinS = 5;
constexpr uint16_t kPingAfterS = 10;
constexpr uint16_t kHangUpAfterS = 20;
constexpr const char* kProtocolName = "cryosono-1";
constexpr lws_retry_bo_t kIdlePolicy{nullptr, 0, 0, kPingAfterS, kHangUpAfterS, 0};

}  // namespace

struct Dialer::State {
    State(LearnerSide& side_, DialAddress address_) : side(side_), address(std::move(address_)) {}

    struct Beat {
        lws_sorted_usec_list_t timer{};
        State* state = nullptr;
    };

    LearnerSide& side;
    const DialAddress address;
    lws_context* context = nullptr;
    lws* socket = nullptr;
    bool is_open = false;
    std::string incoming;
    Beat look, again;
    std::thread thread;
    std::atomic<bool> stopping{false};

    static State& of(lws* wsi) { return *static_cast<State*>(lws_context_user(lws_get_context(wsi))); }
    static int on_event(lws* wsi, lws_callback_reasons reason, void* user, void* in, size_t length);
    static void on_look(lws_sorted_usec_list_t* timer);
    static void on_again(lws_sorted_usec_list_t* timer);
    void dial();
    void hung_up(const std::string& why);
    int take(lws* wsi, std::string_view bytes);
    int give(lws* wsi);
};

void Dialer::State::dial() {
    lws_client_connect_info info{};
    info.context = context;
    info.address = address.host.c_str();
    info.host = info.address;
    info.port = address.port;
    info.path = "/";
    info.protocol = kProtocolName;
    info.local_protocol_name = kProtocolName;
    info.retry_and_idle_policy = &kIdlePolicy;
    info.pwsi = &socket;
    // A failure is reported by the callback, which dials again.
    lws_client_connect_via_info(&info);
}

void Dialer::State::hung_up(const std::string& why) {
    is_open = false;
    socket = nullptr;
    incoming.clear();
    side.disconnected(why);
    const bool refused = side.status().phase == LinkStatus::Phase::Refused;
    if (!stopping) lws_sul_schedule(context, 0, &again.timer, &State::on_again, refused ? kRefusedUs : kAgainUs);
}

int Dialer::State::take(lws* wsi, std::string_view bytes) {
    if (incoming.size() + bytes.size() + lws_remaining_packet_payload(wsi) > kOrderLimitBytes) return -1;
    incoming += bytes;
    if (lws_remaining_packet_payload(wsi) != 0 || lws_is_final_fragment(wsi) == 0) return 0;
    const std::string whole = std::move(incoming);
    incoming.clear();
    return side.receive(whole) ? 0 : -1;
}

int Dialer::State::give(lws* wsi) {
    const std::string text = side.next();
    if (text.empty()) return 0;
    std::string buffer(LWS_PRE, '\0');
    buffer += text;
    if (lws_write(wsi, reinterpret_cast<unsigned char*>(buffer.data()) + LWS_PRE, text.size(), LWS_WRITE_TEXT) < 0)
        return -1;
    if (side.has_next()) lws_callback_on_writable(wsi);
    return 0;
}

int Dialer::State::on_event(lws* wsi, lws_callback_reasons reason, void* user, void* in, size_t length) {
    switch (reason) {
        case LWS_CALLBACK_CLIENT_ESTABLISHED:
            of(wsi).is_open = true;
            of(wsi).side.connected();
            lws_callback_on_writable(wsi);
            return 0;
        case LWS_CALLBACK_CLIENT_RECEIVE:
            return of(wsi).take(wsi, {static_cast<const char*>(in), length});
        case LWS_CALLBACK_CLIENT_WRITEABLE:
            return of(wsi).give(wsi);
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
            of(wsi).hung_up("no station answers");
            return 0;
        case LWS_CALLBACK_CLIENT_CLOSED:
            of(wsi).hung_up("the line dropped");
            return 0;
        default:
            return lws_callback_http_dummy(wsi, reason, user, in, length);
    }
}

void Dialer::State::on_look(lws_sorted_usec_list_t* timer) {
    State& state = *reinterpret_cast<Beat*>(timer)->state;
    if (state.is_open && state.side.has_next()) lws_callback_on_writable(state.socket);
    lws_sul_schedule(state.context, 0, timer, &State::on_look, kLookUs);
}

void Dialer::State::on_again(lws_sorted_usec_list_t* timer) {
    State& state = *reinterpret_cast<Beat*>(timer)->state;
    if (state.socket == nullptr && !state.stopping) state.dial();
}

Dialer::Dialer(LearnerSide& side, const DialAddress& address) : state_(std::make_unique<State>(side, address)) {
    State& state = *state_;
    static const std::array<lws_protocols, 2> kProtocols{
        lws_protocols{kProtocolName, &State::on_event, 0, kOrderLimitBytes, 0, nullptr, 0}, lws_protocols{}};
    lws_set_log_level(0, nullptr);
    lws_context_creation_info info{};
    info.port = CONTEXT_PORT_NO_LISTEN;
    info.protocols = kProtocols.data();
    info.user = &state;
    info.gid = static_cast<gid_t>(-1);
    info.uid = static_cast<uid_t>(-1);
    info.options = LWS_SERVER_OPTION_DISABLE_IPV6;
    info.fd_limit_per_thread = 8;
    info.connect_timeout_secs = kConnectWithinS;
    info.timeout_secs = kConnectWithinS;
    state.context = lws_create_context(&info);
    if (state.context == nullptr) throw std::runtime_error("No socket is to be had for the instructor's station.");
    state.look.state = state.again.state = &state;
    lws_sul_schedule(state.context, 0, &state.look.timer, &State::on_look, kLookUs);
    lws_sul_schedule(state.context, 0, &state.again.timer, &State::on_again, 1);
    state.thread = std::thread([&state] {
        while (!state.stopping && lws_service(state.context, 0) >= 0) {
        }
    });
}

Dialer::~Dialer() {
    state_->stopping = true;
    lws_cancel_service(state_->context);
    state_->thread.join();
    lws_context_destroy(state_->context);
}

std::optional<DialAddress> parse_address(const std::string& text) {
    DialAddress address;
    const size_t colon = text.rfind(':');
    address.host = text.substr(0, colon);
    if (colon != std::string::npos) {
        const std::string port = text.substr(colon + 1);
        if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos)
            return std::nullopt;
        address.port = std::stoi(port);
    }
    if (address.host.empty() || address.port < 1 || address.port > 65535) return std::nullopt;
    return address;
}

}  // namespace cryo::station
