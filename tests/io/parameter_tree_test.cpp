#include "engine/io/parameter_tree.h"

namespace cryo::io {
namespace {

using testing::HasSubstr;

TEST(ParameterTree, KeysAndValuesKnowTheirPlace) {
    const ParameterTree tree = parse_toml("a = 1\n[part]\n  \"b c\" = [10, \"x\"]\n[[item]]\nd = true\n", "f.toml");
    ASSERT_TRUE(tree.readable);
    const Node* part = tree.root.find("part");
    ASSERT_NE(part, nullptr);
    EXPECT_EQ(part->key_place.line, 2);
    EXPECT_EQ(part->key_place.column, 2);
    const Node* list = part->find("b c");
    EXPECT_EQ(list->key_place.line, 3);
    EXPECT_EQ(list->key_place.column, 3);
    EXPECT_EQ(list->place.column, 11);
    EXPECT_EQ(list->children[1].place.column, 16);
    EXPECT_EQ(list->children[1].text, "x");
    const Node& item = tree.root.nearest({"item", "0"});
    EXPECT_EQ(item.key_place.line, 4);
    EXPECT_TRUE(item.find("d")->on);
}

TEST(ParameterTree, ChildrenStandInTheOrderOfTheFile) {
    const ParameterTree tree = parse_toml("zebra = 1\nant = 2\n[m]\n[b]\n", "f.toml");
    std::string order;
    for (const Node& child : tree.root.children) order += child.key + " ";
    EXPECT_EQ(order, "zebra ant m b ");
}

TEST(ParameterTree, KindsAreToldApart) {
    const ParameterTree tree = parse_toml("w = 3\nr = 3.0\nh = 0x10\ni = -inf\nd = 1979-05-27\ns = 'a'\n", "f.toml");
    EXPECT_EQ(tree.root.find("w")->kind, NodeKind::Whole);
    EXPECT_EQ(tree.root.find("w")->number, 3.0);
    EXPECT_EQ(tree.root.find("r")->kind, NodeKind::Real);
    EXPECT_EQ(tree.root.find("h")->whole, 16);
    EXPECT_EQ(tree.root.find("i")->kind, NodeKind::Real);
    EXPECT_EQ(tree.root.find("d")->kind, NodeKind::Date);
    EXPECT_EQ(tree.root.find("s")->kind, NodeKind::Text);
}

TEST(ParameterTree, NearestGoesAsFarAsTheFileDoes) {
    const ParameterTree tree = parse_toml("[a]\nb = [[1, 2]]\n", "f.toml");
    EXPECT_EQ(tree.root.nearest({"a", "b", "0", "1"}).number, 2.0);
    EXPECT_EQ(tree.root.nearest({"a", "c"}).key, "a");
    EXPECT_EQ(&tree.root.nearest({"x"}), &tree.root);
    EXPECT_EQ(tree.root.nearest({"a", "b", "7"}).key, "b");
}

TEST(ParameterTree, ASyntaxFaultHasItsPlace) {
    const ParameterTree tree = parse_toml("a = 1\nb = [1, 2\n\nc = 3\n", "f.toml");
    EXPECT_FALSE(tree.readable);
    ASSERT_EQ(tree.faults.size(), 1U);
    EXPECT_EQ(tree.faults[0].line, 4);
    EXPECT_THAT(tree.faults[0].message, HasSubstr("not valid TOML"));
}

TEST(ParameterTree, RepeatedKeysAreNotedAndTheFirstStands) {
    const ParameterTree tree = parse_toml(
        "a = 1\nb = 2\n a = 3 # again\nb = \"]\"\n[t]\nx = 1\n[t]\nx = 2\ny = 3\n[u]\nx.y = 1\nx.y = 2\n", "f.toml");
    ASSERT_TRUE(tree.readable) << to_string(tree.faults);
    EXPECT_EQ(to_string(tree.faults),
              "f.toml:3:2: the key 'a' stands twice in its table\n"
              "f.toml:4:1: the key 'b' stands twice in its table\n"
              "f.toml:7:1: [t] stands twice or clashes with a key above\n"
              "f.toml:12:1: the key 'x.y' stands twice in its table\n");
    EXPECT_EQ(tree.root.find("a")->whole, 1);
    EXPECT_EQ(tree.root.find("b")->whole, 2);
    EXPECT_EQ(tree.root.children.size(), 4U);
    EXPECT_EQ(tree.root.find("t")->children.size(), 1U);
}

TEST(ParameterTree, ARepeatThatRunsOverLinesEndsTheReading) {
    const ParameterTree tree = parse_toml("a = 1\na = [\n 1,\n]\n", "f.toml");
    EXPECT_FALSE(tree.readable);
    EXPECT_EQ(tree.faults.size(), 1U);
    EXPECT_FALSE(parse_toml("t = { a = 1, a = 2 }\n", "f.toml").readable);
}

TEST(ParameterTree, HostileTextsEndInAFault) {
    EXPECT_FALSE(parse_toml("a = " + std::string(100000, '['), "f.toml").readable);
    EXPECT_FALSE(parse_toml(std::string("a = \"\xff\xfe\""), "f.toml").readable);
    EXPECT_FALSE(parse_toml(std::string("a = 1\0b = 2\n", 12), "f.toml").readable);
    EXPECT_FALSE(parse_toml("a = 99999999999999999999\n", "f.toml").readable);
    EXPECT_TRUE(parse_toml("", "f.toml").readable);
    std::string many;
    for (int i = 0; i < 200; ++i) many += "a = 1\n";
    EXPECT_FALSE(parse_toml(many, "f.toml").readable);  // 100 repeats are enough for anyone
}

// Characters beyond ASCII, and texts that lead the parser past its own assertions.
TEST(ParameterTree, WhatTheParserCannotTakeIsRefusedAtItsPlace) {
    const auto place = [](const std::string& text) {
        const ParameterTree tree = parse_toml(text, "f.toml");
        if (tree.readable) return std::string();
        return std::to_string(tree.faults.at(0).line) + ":" + std::to_string(tree.faults[0].column);
    };
    EXPECT_EQ(place("a = 1\né = 2\n"), "2:1");
    EXPECT_EQ(place("a = 'é' # é\nb = \"é\\\"é\" é\n"), "2:12");
    EXPECT_EQ(place("\xEF\xBB\xBF# é\na = 'é'\n"), "");  // a byte-order mark
    EXPECT_EQ(place("a = \"\"\"\né \"\" \\\n  ok \"\"\"\"\"\nb = '''é'' '''\n"), "");
    EXPECT_EQ(place("a = \"\"\"one \\  \n\n  é\"\"\"\n"), "3:3");
    EXPECT_EQ(place("a = \"never closed é\nb = 1\n"), "1:20");
    EXPECT_EQ(place("a = 1\nb = 2\n[=\nc = 3\n"), "3:1");
    EXPECT_EQ(place("[="), "1:1");
}

TEST(ToToml, TextIsPinned) {
    const ParameterTree tree = parse_toml(
        "title = 'a \"b\" \\'\n'odd key' = 1.5\nlist = [[1, 2], []]\n[part]\nx = true\n[[item]]\nn = 1\n[item.inner]\n"
        "y = 2\n[[item]]\n",
        "f.toml");
    EXPECT_EQ(
        to_toml(tree.root),
        "title = \"a \\\"b\\\" \\\\\"\n\"odd key\" = 1.5\nlist = [[1, 2], []]\n\n[part]\nx = true\n\n[[item]]\nn = 1\n"
        "\n[item.inner]\ny = 2\n\n[[item]]\n");
}

TEST(FaultLog, KnowsWhatIsSoundAndSortsByPlace) {
    const ParameterTree tree = parse_toml("a = 1\n[t]\nb = 2\nc = 3\n", "f.toml");
    FaultLog log(tree);
    const Node& t = *tree.root.find("t");
    log.add(*t.find("c"), "second");
    log.add_other_file({{"g.toml", 1, 1, "other"}});
    log.add_at_key(*tree.root.find("a"), "first");
    EXPECT_FALSE(log.is_sound(t));
    EXPECT_TRUE(log.is_sound(*t.find("b")));
    EXPECT_FALSE(log.is_sound(tree.root));
    EXPECT_EQ(to_string(log.sorted()), "f.toml:1:1: first\nf.toml:4:5: second\ng.toml:1:1: other\n");
}

}  // namespace
}  // namespace cryo::io
