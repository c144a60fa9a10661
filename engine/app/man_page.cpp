#include "engine/app/man_page.h"

#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/core/version.h"

namespace cryo::app {

namespace {

// Text as troff prints it unchanged: a backslash and a line that starts like a request would be instructions, and a
// plain hyphen would be typeset as one that cannot be copied into a shell.
std::string literal(std::string_view text) {
    std::string out;
    bool at_line_start = true;
    for (const char c : text) {
        if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
        at_line_start = c == '\n';
    }
    return out;
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::string section(const std::string& title) { return ".SH " + literal(upper(title)) + "\n"; }

// Lines that stand as they are, such as examples and tables.
std::string block(const std::string& text) { return text.empty() ? "" : ".PP\n.nf\n" + literal(text) + "\n.fi\n"; }

bool is_shown(const CLI::Option& option) { return !option.get_group().empty() && option.get_name() != "--help"; }

std::string option_entry(const CLI::Option& option) {
    std::string name = "\\fB" + literal(option.get_name(option.get_positional())) + "\\fR";
    if (option.get_positional())
        name = "\\fI" + literal(option.get_type_name()) + "\\fR";
    else if (option.get_items_expected_max() > 0)
        name += " \\fI" + literal(option.get_type_name()) + "\\fR";
    std::string words = option.get_description();
    if (option.get_required()) words += " (required)";
    if (!option.get_default_str().empty()) words += " (default: " + option.get_default_str() + ")";
    return ".TP\n" + name + "\n" + literal(words) + "\n";
}

std::string option_entries(const CLI::App& app) {
    std::string out;
    for (const bool positional : {true, false})
        for (const CLI::Option* option : app.get_options())
            if (is_shown(*option) && option->get_positional() == positional) out += option_entry(*option);
    return out;
}

// "cryosono render SCENARIO --out DIR [OPTIONS]"
std::string synopsis(const std::string& name, const CLI::App& app) {
    std::string out = ".B " + literal(name) + "\n";
    bool others = false;
    for (const CLI::Option* option : app.get_options()) {
        if (!is_shown(*option)) continue;
        if (option->get_positional()) {
            const std::string type = "\\fI" + literal(option->get_type_name()) + "\\fR";
            out += (option->get_required() ? type : "[" + type + "]") + "\n";
        } else if (option->get_required()) {
            out += "\\fB" + literal(option->get_name()) + "\\fR \\fI" + literal(option->get_type_name()) + "\\fR\n";
        } else {
            others = true;
        }
    }
    return out + (others ? "[\\fIOPTIONS\\fR]\n" : "") + ".br\n";
}

std::vector<const CLI::App*> shown_commands(const CLI::App& app) {
    std::vector<const CLI::App*> shown;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); }))
        shown.push_back(command);
    return shown;
}

// What a command says below its options, without the closing words that every command shares.
std::string own_footer(const CLI::App& command, const std::string& shared) {
    const std::string& footer = command.get_footer();
    const size_t at = footer.find(shared);
    std::string own = at == std::string::npos ? footer : footer.substr(0, at);
    own.erase(own.find_last_not_of('\n') + 1);
    return own;
}

}  // namespace

std::string man_page(const CLI::App& app, const std::string& shared_footer) {
    const std::string& program = app.get_name();
    std::string out = ".TH " + upper(program) + " 1 \"\" \"CryoSono " + program_version() + "\" \"User Commands\"\n";
    const std::string& description = app.get_description();
    const size_t colon = description.find(": ");
    const size_t stop = description.find(". ", colon);
    out +=
        section("Name") + literal(program) + " \\- " + literal(description.substr(colon + 2, stop - colon - 2)) + "\n";
    out += section("Synopsis") + synopsis(program, app);
    for (const CLI::App* command : shown_commands(app)) out += synopsis(program + " " + command->get_name(), *command);
    out += section("Description") + literal(description) + "\n";
    out += section("Options") + option_entries(app);
    out += section("Commands");
    for (const CLI::App* command : shown_commands(app)) {
        out += ".SS " + literal(command->get_name()) + "\n" + literal(command->get_description()) + "\n";
        out += option_entries(*command) + block(own_footer(*command, shared_footer));
    }
    out += section("Notes") + block(own_footer(app, shared_footer)) + block(shared_footer);
    out.pop_back();  // whoever prints a message ends its line
    return out;
}

}  // namespace cryo::app
