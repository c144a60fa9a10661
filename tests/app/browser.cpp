#include "tests/app/browser.h"

#include <unistd.h>

#include <stdexcept>

#include "engine/io/base64.h"

namespace cryo::app {

namespace {

constexpr int kAnswerMs = 60000;  // a cold start on a busy machine

std::vector<std::string> words_of(const std::string& program, const std::string& folder) {
    return {program,
            "--headless",
            "--no-sandbox",  // tests run as root in containers
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1500,950",
            "--user-data-dir=" + folder,
            "--remote-debugging-pipe"};
}

}  // namespace

std::optional<std::string> Browser::find() {
    for (const char* program : {"/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"})
        if (access(program, X_OK) == 0) return program;
    return std::nullopt;
}

Browser::Browser(const std::string& program, const std::string& folder)
    : process_(words_of(program, folder), folder + ".log") {
    const io::Json made = call("Target.createTarget", io::Json::object({{"url", "about:blank"}}));
    const io::Json attached = call("Target.attachToTarget", {{"targetId", made.at("targetId")}, {"flatten", true}});
    session_ = attached.at("sessionId").get<std::string>();
}

io::Json Browser::call(const std::string& method, const io::Json& parameters) {
    const int id = ++last_id_;
    io::Json request{{"id", id}, {"method", method}, {"params", parameters}};
    if (!session_.empty()) request["sessionId"] = session_;
    process_.send(io::json_line(request) + '\0');
    for (;;) {
        const std::string text = process_.receive_to_zero(kAnswerMs);
        if (text.empty()) throw std::runtime_error("Chromium does not answer " + method + ":\n" + process_.output());
        const Result<io::Json> answer = io::parse_json(text, "devtools");
        if (!answer || answer->value("id", 0) != id) continue;  // an event, or an answer nobody waits for
        if (answer->contains("error")) throw std::runtime_error(method + ": " + answer->at("error").dump());
        return answer->at("result");
    }
}

void Browser::open(const std::string& address) { call("Page.navigate", {{"url", address}}); }

io::Json Browser::evaluate(const std::string& expression) {
    const io::Json result = call("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}});
    if (result.contains("exceptionDetails")) return nullptr;
    return result.at("result").value("value", io::Json());
}

bool Browser::comes_true(const std::string& expression, double seconds) {
    for (int look = 0; look < static_cast<int>(seconds * 20.0); ++look) {
        if (evaluate("Boolean(" + expression + ")") == true) return true;
        usleep(50000);
    }
    return false;
}

void Browser::press(const std::string& key) {
    const std::string text = key == "Enter" ? "\r" : key == "Space" ? " " : "";
    const std::string name = key == "Space" ? " " : key;
    const int code = key == "Tab" ? 9 : key == "Enter" ? 13 : 32;
    for (const char* type : {"keyDown", "keyUp"})
        call("Input.dispatchKeyEvent", {{"type", type},
                                        {"key", name},
                                        {"code", key},
                                        {"windowsVirtualKeyCode", code},
                                        {"text", std::string(type) == "keyDown" ? text : ""}});
}

std::string Browser::screenshot_png() {
    const io::Json shot = call("Page.captureScreenshot", {{"format", "png"}});
    return io::base64_bytes(shot.at("data").get<std::string>()).value_or("");
}

}  // namespace cryo::app
