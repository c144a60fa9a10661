#include "tests/report/schema_check.h"

#include <algorithm>

namespace cryo::report {
namespace {

bool has_type(const io::Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "null") return value.is_null();
    return false;
}

bool has_any_type(const io::Json& value, const io::Json& types) {
    if (types.is_string()) return has_type(value, types.get<std::string>());
    return std::any_of(types.begin(), types.end(),
                       [&](const io::Json& type) { return has_type(value, type.get<std::string>()); });
}

void check_object(const io::Json& value, const io::Json& schema, const std::string& path,
                  std::vector<std::string>& faults) {
    const io::Json none = io::Json::object();
    const io::Json& properties = schema.contains("properties") ? schema["properties"] : none;
    if (schema.contains("required"))
        for (const io::Json& key : schema["required"])
            if (!value.contains(key.get<std::string>())) faults.push_back(path + " lacks " + key.get<std::string>());
    for (const auto& [key, inner] : value.items()) {
        if (properties.contains(key)) {
            const auto more = schema_faults(inner, properties[key], path + "." + key);
            faults.insert(faults.end(), more.begin(), more.end());
        } else if (schema.contains("additionalProperties")) {
            const io::Json& others = schema["additionalProperties"];
            if (others.is_boolean()) {
                if (!others.get<bool>()) faults.push_back(path + " has the unknown key " + key);
                continue;
            }
            const auto more = schema_faults(inner, others, path + "." + key);
            faults.insert(faults.end(), more.begin(), more.end());
        }
    }
}

}  // namespace

std::vector<std::string> schema_faults(const io::Json& value, const io::Json& schema, const std::string& path) {
    std::vector<std::string> faults;
    if (schema.contains("type") && !has_any_type(value, schema["type"])) {
        faults.push_back(path + " is no " + schema["type"].dump() + ": " + value.dump().substr(0, 60));
        return faults;
    }
    if (schema.contains("enum") &&
        std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
        faults.push_back(path + " is none of " + schema["enum"].dump() + ": " + value.dump());
    if (value.is_number()) {
        if (schema.contains("minimum") && value.get<double>() < schema["minimum"].get<double>())
            faults.push_back(path + " is too small: " + value.dump());
        if (schema.contains("maximum") && value.get<double>() > schema["maximum"].get<double>())
            faults.push_back(path + " is too large: " + value.dump());
    }
    if (value.is_object()) check_object(value, schema, path, faults);
    if (value.is_array() && schema.contains("items"))
        for (size_t i = 0; i < value.size(); ++i) {
            const auto more = schema_faults(value[i], schema["items"], path + "[" + std::to_string(i) + "]");
            faults.insert(faults.end(), more.begin(), more.end());
        }
    return faults;
}

}  // namespace cryo::report
