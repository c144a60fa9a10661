#include "engine/scenario/schema.h"

#include <cmath>

#include "engine/scenario/script_words.h"
#include "engine/scenario/tables.h"

namespace cryo::scenario {

using io::Json;
using io::ParameterInfo;
using io::ValueKind;

namespace {

Json object_of(const std::vector<ParameterInfo>& infos);

void add_range(Json& schema, const io::Range& range, const char* low, const char* high) {
    if (std::isfinite(range.low)) schema[low] = range.low;
    if (std::isfinite(range.high)) schema[high] = range.high;
}

Json list_of(Json items, const io::Range& count) {
    Json schema{{"type", "array"}, {"items", std::move(items)}};
    add_range(schema, count, "minItems", "maxItems");
    return schema;
}

Json number_of(const ParameterInfo& info) {
    Json schema{{"type", info.kind == ValueKind::Whole ? "integer" : "number"}};
    add_range(schema, info.range, "minimum", "maximum");
    return schema;
}

Json words_of(const std::vector<std::string>& words) {
    Json list = Json::array();
    for (const std::string& word : words) list.push_back(word);
    return {{"enum", std::move(list)}};
}

bool is_trigger_list(const std::string& key) { return key == "all" || key == "any" || key == "none"; }
bool is_action_list(const std::string& key) { return key == "do" || key == "enter"; }

Json value_of(const ParameterInfo& info) {
    switch (info.kind) {
        case ValueKind::Number:
        case ValueKind::Whole:
            return number_of(info);
        case ValueKind::Switch:
            return {{"type", "boolean"}};
        case ValueKind::Text: {
            Json schema{{"type", "string"}};
            add_range(schema, info.range, "minLength", "maxLength");
            return schema;
        }
        case ValueKind::Word:
            return words_of(info.words);
        case ValueKind::Numbers:
            return list_of(number_of(info), info.count);
        case ValueKind::Points:
            return list_of(list_of(number_of(info), {3, 3}), info.count);
        case ValueKind::Texts:
            return list_of({{"type", "string"}}, info.count);
        case ValueKind::Table:
            return object_of(info.children);
        case ValueKind::Tables:
            if (is_trigger_list(info.key)) return list_of({{"$ref", "#/$defs/trigger"}}, info.count);
            if (is_action_list(info.key)) return list_of({{"$ref", "#/$defs/action"}}, info.count);
            return list_of(object_of(info.children), info.count);
    }
    return Json::object();
}

Json object_of(const std::vector<ParameterInfo>& infos) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const ParameterInfo& info : infos) {
        Json value = value_of(info);
        value["description"] = info.meaning;
        properties[info.key] = std::move(value);
        if (info.presence == io::Presence::Required) required.push_back(info.key);
    }
    Json schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
}

template <class Word>
Json any_of(const std::vector<Word>& words) {
    Json list = Json::array();
    for (const Word& word : words) {
        Json schema = object_of(word.table.infos());
        schema["title"] = word.name;
        schema["description"] = word.table.meaning();
        list.push_back(std::move(schema));
    }
    return {{"anyOf", std::move(list)}};
}

// A lesson takes every key of a case, needs few of them, and names its base.
Json lesson_of(Json schema) {
    schema["properties"]["kind"] = words_of({"lesson"});
    schema["properties"]["base"] = {{"type", "string"}, {"description", "File of the case that it changes"}};
    schema["required"] = Json::array({"schema", "kind", "base", "id", "title"});
    for (auto& [key, value] : schema["properties"].items())
        if (value.contains("type") && value["type"] == "object") value.erase("required");
    return schema;
}

}  // namespace

Json file_schema() {
    Json schema = object_of(scenario_table().infos());
    Json lesson = lesson_of(schema);
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"title", "CryoSono cases and lessons"},
            {"anyOf", Json::array({std::move(schema), std::move(lesson)})},
            {"$defs", {{"trigger", any_of(trigger_words())}, {"action", any_of(action_words())}}}};
}

}  // namespace cryo::scenario
