#include "engine/scenario/lesson.h"

#include "engine/io/files.h"
#include "engine/scenario/read.h"

namespace cryo::scenario {

using io::Node;
using io::NodeKind;

namespace {

void move_to(Node& node, const io::Place& place) {
    node.place = node.key_place = place;
    for (Node& child : node.children) move_to(child, place);
}

void resolve(Node& path, const std::string& base_file) {
    if (path.kind == NodeKind::Text) path.text = io::path_beside(base_file, path.text);
    for (Node& item : path.children) resolve(item, base_file);
}

Node* find(Node& table, const std::string& key) {
    for (Node& child : table.children)
        if (child.key == key) return &child;
    return nullptr;
}

void merge(const Node& over, Node& under) {
    for (const Node& child : over.children) {
        Node* same = find(under, child.key);
        if (same == nullptr) {
            under.children.push_back(child);
        } else if (same->kind == NodeKind::Table && child.kind == NodeKind::Table) {
            same->place = child.place;
            same->key_place = child.key_place;
            merge(child, *same);
        } else {
            *same = child;
        }
    }
}

}  // namespace

Result<io::ParameterTree> with_base(const io::ParameterTree& lesson, const std::string& path) {
    io::FaultLog log(lesson);
    const Node* base = lesson.root.find("base");
    if (base == nullptr || base->kind != NodeKind::Text) {
        log.add(base != nullptr ? *base : lesson.root,
                "'base' is missing: a lesson names the file of the case it changes");
        return log.sorted();
    }
    for (const char* key : {"id", "title"})
        if (lesson.root.find(key) == nullptr)
            log.add(lesson.root, std::string("'") + key + "' is missing: a lesson needs its own");
    const std::string base_file = io::path_beside(path, base->text);
    if (!io::file_exists(base_file)) {
        log.add(*base, "there is no file '" + base->text + "' (looked for " + base_file + ")");
        return log.sorted();
    }
    const Result<Scenario> whole = read_scenario(base_file);
    if (!whole) log.add_other_file(whole.faults());
    const Result<std::string> text = io::read_text(base_file, io::kAuthoredLimitBytes);
    if (!text) return text.faults();
    io::ParameterTree tree = io::parse_toml(*text, base_file);
    const Node* kind = tree.root.find("kind");
    if (whole.ok() && (kind == nullptr || kind->text != "scenario"))
        log.add(*base, "the base of a lesson must be a case, not " + (kind == nullptr ? "this" : "a " + kind->text));
    if (!log.empty()) return log.sorted();

    move_to(tree.root, base->place);
    for (const char* key : {"patient", "transducer", "other_transducers", "devices"})
        if (Node* reference = find(tree.root, key)) resolve(*reference, base->text);
    Node own = lesson.root;
    std::erase_if(own.children, [](const Node& child) { return child.key == "base" || child.key == "kind"; });
    merge(own, tree.root);
    tree.root.place = lesson.root.place;
    tree.file = path;
    tree.faults = lesson.faults;
    return tree;
}

}  // namespace cryo::scenario
