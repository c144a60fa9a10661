// A real station on a free port of this machine: an honest learner stays in class whatever strangers do.
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "engine/station/dialer.h"
#include "engine/station/server.h"
#include "tests/station/messages.h"
#include "tests/station/raw_socket.h"

namespace cryo::station {
namespace {

constexpr int kPatienceMs = 20000;  // for what must happen; a busy machine is slow, not wrong

bool comes_true(const std::function<bool()>& condition) {
    for (int waited_ms = 0; waited_ms < kPatienceMs; waited_ms += 10) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return condition();
}

class Sockets : public testing::Test {
  protected:
    Server server{ServerOptions{.access = access(), .port = 0}};
    LearnerSide anna{{Role::Learner, kCode, "anna"}};
    Dialer dialer{anna, {"127.0.0.1", server.port()}};

    bool anna_is_in() {
        return comes_true([&] { return anna.status().phase == LinkStatus::Phase::Connected; });
    }
    // A page by hand, let in.
    std::unique_ptr<test::RawSocket> page() {
        auto socket = std::make_unique<test::RawSocket>(server.port());
        socket->send(test::upgrade_request());
        socket->receive(100);
        socket->send(test::frame(instructor_hello()));
        return socket;
    }
};

TEST_F(Sockets, ALearnerAndAPageMeet) {
    ASSERT_TRUE(anna_is_in());
    EXPECT_EQ(anna.status().title, "Knee class");
    anna.show(practising(3.0));
    anna.show(grey_picture(320, 240, 90));
    const auto socket = page();
    std::string told;
    EXPECT_TRUE(comes_true([&] {
        told += socket->receive(50);
        return told.find(R"("kind":"picture")") != std::string::npos &&
               told.find(R"("kind":"state")") != std::string::npos;
    })) << told.substr(0, 2000);
    EXPECT_NE(told.find(R"("learner":"anna")"), std::string::npos);
    socket->send(test::frame(page_order(Verb::Flinch, 0)));
    std::vector<Order> orders;
    EXPECT_TRUE(comes_true([&] {
        for (Order& order : anna.take_orders()) orders.push_back(order);
        return !orders.empty();
    }));
    ASSERT_FALSE(orders.empty());
    EXPECT_EQ(orders[0].verb, Verb::Flinch);
    EXPECT_EQ(anna.status().watchers, 1);
}

TEST_F(Sockets, StrangersGetNothing) {
    ASSERT_TRUE(anna_is_in());
    const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    const std::vector<std::string> openings{
        "\x16\x03\x01 not HTTP at all \xff\xff\r\n\r\n",
        std::string(20000, 'A'),
        "GET /" + std::string(20000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n",
        test::upgrade_request("", "another-protocol"),
        test::upgrade_request("Origin: http://elsewhere.example\r\n"),
    };
    for (const std::string& opening : openings) {
        test::RawSocket stranger(server.port());
        stranger.send(opening);
        const std::string answer = stranger.receive(300);
        EXPECT_EQ(answer.find("101 Switching"), std::string::npos) << opening.substr(0, 60);
        EXPECT_EQ(answer.find("root:"), std::string::npos);
        EXPECT_EQ(answer.find("anna"), std::string::npos);
    }
    const std::vector<std::string> first_frames{test::frame(instructor_hello("wrong-token")),
                                                test::frame(learner_hello("eve", "WRONG")),
                                                test::frame("junk"),
                                                test::frame(page_order(Verb::Flinch, 0)),
                                                test::frame(instructor_hello(), 15),  // cut off
                                                test::frame(std::string(600, 'x')),
                                                test::frame("x", uint64_t{1} << 40),
                                                test::frame("x", ~uint64_t{0}),
                                                test::frame(instructor_hello(), instructor_hello().size(), 2)};
    for (const std::string& first : first_frames) {
        test::RawSocket stranger(server.port());
        stranger.send(test::upgrade_request());
        EXPECT_NE(stranger.receive(200).find("101 Switching"), std::string::npos);
        stranger.send(first);
        stranger.send(test::frame(page_order(Verb::Flinch, 0)));
        const std::string answer = stranger.receive(300);
        EXPECT_EQ(answer.find("welcome"), std::string::npos) << first.substr(0, 60);
        EXPECT_EQ(answer.find("anna"), std::string::npos) << first.substr(0, 60);
    }
    EXPECT_EQ(anna.status().phase, LinkStatus::Phase::Connected);
    EXPECT_TRUE(anna.take_orders().empty());
    EXPECT_EQ(server.counts().instructors, 0);
}

TEST_F(Sockets, ThoseInClassStayThroughTwoHundredConnections) {
    ASSERT_TRUE(anna_is_in());
    const auto socket = page();
    ASSERT_TRUE(comes_true([&] { return server.counts().instructors == 1; }));
    std::vector<std::unique_ptr<test::RawSocket>> crowd;
    for (int i = 0; i < 200; ++i) {
        crowd.push_back(std::make_unique<test::RawSocket>(server.port()));
        if (i % 2 == 0) crowd.back()->send(test::upgrade_request());  // the others only hold the line
        if (i % 4 == 0) crowd.back()->send(test::frame(instructor_hello("guess-" + std::to_string(i))));
    }
    socket->send(test::frame(page_order(Verb::Cough, 0)));
    EXPECT_TRUE(comes_true([&] { return !anna.take_orders().empty(); }));
    const long before = server.counts().pictures;
    anna.show(grey_picture(320, 240, 90));
    EXPECT_TRUE(comes_true([&] { return server.counts().pictures > before; }));
    EXPECT_EQ(anna.status().phase, LinkStatus::Phase::Connected);
    EXPECT_EQ(server.counts().instructors, 1);
    EXPECT_EQ(server.counts().learners, 1);
    EXPECT_LE(server.counts().waiting, static_cast<int>(kMostWaiting));
    // Whoever only holds a line loses it, and there is room again.
    EXPECT_TRUE(comes_true([&] {
        LearnerSide ben{{Role::Learner, kCode, "ben"}};
        const Dialer late{ben, {"127.0.0.1", server.port()}};
        for (int i = 0; i < 100 && ben.status().phase != LinkStatus::Phase::Connected; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return ben.status().phase == LinkStatus::Phase::Connected;
    }));
}

TEST_F(Sockets, AWrongClassCodeIsSaidSo) {
    LearnerSide eve{{Role::Learner, "WRONG", "eve"}};
    const Dialer line{eve, {"127.0.0.1", server.port()}};
    ASSERT_TRUE(comes_true([&] { return eve.status().phase == LinkStatus::Phase::Refused; }));
    EXPECT_EQ(eve.status().problem, "The class code is wrong.");
}

TEST(Station, ALearnerWaitsForAStationThatComesLater) {
    int port = 0;
    {
        const Server first{ServerOptions{.access = access(), .port = 0}};
        port = first.port();
    }
    LearnerSide anna{{Role::Learner, kCode, "anna"}};
    const Dialer line{anna, {"127.0.0.1", port}};
    ASSERT_TRUE(comes_true([&] { return !anna.status().problem.empty(); }));
    const Server later{ServerOptions{.access = access(), .port = port}};
    EXPECT_TRUE(comes_true([&] { return anna.status().phase == LinkStatus::Phase::Connected; }));
}

TEST(Station, APortThatIsTakenIsOneSentence) {
    const Server first{ServerOptions{.access = access(), .port = 0}};
    EXPECT_THROW(Server({.access = access(), .port = first.port()}), std::runtime_error);
    EXPECT_THROW(Server({.access = access(), .address = "192.0.2.1", .port = 0}), std::runtime_error);
}

TEST(Station, AddressesAreHostAndPort) {
    EXPECT_EQ(parse_address("room-3")->port, kDefaultPort);
    EXPECT_EQ(parse_address("192.0.2.7:8080")->host, "192.0.2.7");
    EXPECT_EQ(parse_address("192.0.2.7:8080")->port, 8080);
    for (const char* wrong : {"", ":1", "a:", "a:b", "a:0", "a:65536", "a:-1", "a:123456"})
        EXPECT_FALSE(parse_address(wrong)) << wrong;
    EXPECT_TRUE(is_loopback("127.0.0.1"));
    EXPECT_FALSE(is_loopback("0.0.0.0"));
}

}  // namespace
}  // namespace cryo::station
