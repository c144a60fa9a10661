#include "tests/app/child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace cryo::app {

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void become(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
    for (const std::string& entry : environment) {
        const auto equals = entry.find('=');
        if (equals == std::string::npos)
            unsetenv(entry.c_str());
        else
            setenv(entry.substr(0, equals).c_str(), entry.substr(equals + 1).c_str(), 1);
    }
    execute(words);
}

}  // namespace

void execute(const std::vector<std::string>& words) {
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    for (std::string& word : copies) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    _exit(127);
}

ChildResult run_child(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
    const std::filesystem::path base =
        std::filesystem::temp_directory_path() / ("cryosono_child_" + std::to_string(getpid()));
    const std::string out_file = base.string() + ".out", err_file = base.string() + ".err";
    const pid_t child = fork();
    if (child == 0) {
        const int out = open(out_file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
        const int err = open(err_file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
        dup2(out, 1);
        dup2(err, 2);
        become(words, environment);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ChildResult result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(out_file), contents(err_file)};
    std::filesystem::remove(out_file);
    std::filesystem::remove(err_file);
    return result;
}

}  // namespace cryo::app
