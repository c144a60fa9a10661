#include "engine/io/json.h"

#include <cmath>

namespace cryo::io {
namespace {

using testing::HasSubstr;

TEST(Json, KeysKeepTheirOrder) {
    Json value;
    value["zebra"] = 1;
    value["ant"] = {1.5, "x"};
    EXPECT_EQ(json_line(value), R"({"zebra":1,"ant":[1.5,"x"]})");
    EXPECT_EQ(json_text(Json::object()), "{}\n");
}

TEST(Json, NumbersThatAreNotFiniteBecomeNull) {
    Json value;
    value["a"] = std::nan("");
    EXPECT_EQ(json_line(value), R"({"a":null})");
}

TEST(Json, BrokenTextOfOthersDoesNotStopAReport) {
    Json value;
    value["name"] = "bad \xff byte";
    EXPECT_THAT(json_line(value), HasSubstr("bad \xef\xbf\xbd byte"));  // the replacement character
}

TEST(Json, FaultsHaveTheirPlace) {
    const Result<Json> broken = parse_json("{\n  \"a\": 1,\n  \"\xc3\xa9\": [1, }\n}", "a.json");
    ASSERT_FALSE(broken.ok());
    EXPECT_EQ(broken.faults()[0].line, 3);
    EXPECT_EQ(broken.faults()[0].column, 12);  // characters, not bytes
    EXPECT_THAT(broken.faults()[0].message, HasSubstr("syntax error"));
    EXPECT_THAT(to_string(parse_json("{\"a\": 1, \"a\": 2}", "a.json").faults()), HasSubstr("'a' stands twice"));
    EXPECT_TRUE(parse_json("[{\"a\": 1}, {\"a\": 2}]", "a.json").ok());
    EXPECT_FALSE(parse_json("", "a.json").ok());
    EXPECT_FALSE(parse_json("{\"a\": 1e999}", "a.json").ok());
}

TEST(Json, DeepNestingIsRefusedAndNotFollowed) {
    EXPECT_FALSE(parse_json(std::string(100000, '['), "a.json").ok());
    EXPECT_FALSE(parse_json(std::string(500, '[') + std::string(500, ']'), "a.json").ok());
}

TEST(JsonLines, EveryLineKnowsItsNumber) {
    const JsonLines lines = parse_json_lines("{\"a\": 1}\n\n  {\"b\": 2}\r\n", "a.ndjson");
    EXPECT_TRUE(lines.faults.empty());
    ASSERT_EQ(lines.lines.size(), 2U);
    EXPECT_EQ(lines.lines[1].line, 3);
    EXPECT_EQ(lines.lines[1].value["b"], 2);
    EXPECT_EQ(lines.cut_line, 0);
}

TEST(JsonLines, AllFaultsAreReported) {
    const JsonLines lines = parse_json_lines("{\"a\": 1}\n{\"a\": }\n[1]\n{\"b\": 1}\nnonsense\n", "a.ndjson");
    ASSERT_EQ(lines.faults.size(), 3U);
    EXPECT_EQ(lines.faults[0].line, 2);
    EXPECT_EQ(lines.faults[0].column, 7);
    EXPECT_EQ(lines.faults[1].line, 3);
    EXPECT_EQ(lines.faults[2].line, 5);
    EXPECT_EQ(lines.lines.size(), 2U);
}

TEST(JsonLines, ALastLineThatWasCutOffIsNoFault) {
    const JsonLines cut = parse_json_lines("{\"a\": 1}\n{\"t_s\": 2.", "a.ndjson");
    EXPECT_TRUE(cut.faults.empty());
    EXPECT_EQ(cut.cut_line, 2);
    // A last line that is whole only lacks its end.
    EXPECT_EQ(parse_json_lines("{\"a\": 1}", "a.ndjson").lines.size(), 1U);
}

}  // namespace
}  // namespace cryo::io
