#include "engine/app/pose_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <set>

#include "engine/core/units.h"
#include "engine/io/number_text.h"
#include "engine/ultrasound/doppler.h"

namespace cryo::app {

namespace {

struct PoseKey {
    const char* name;
    const char* unit;
    double si_per_unit;
    std::function<double&(ImagePose&)> member;
    std::function<ultrasound::Range(const scenario::Scenario&)> range;  // in the unit of the key
};

using ultrasound::Range;

std::function<Range(const scenario::Scenario&)> always(double low, double high) {
    return [low, high](const scenario::Scenario&) { return Range{low, high}; };
}

// Degrees; lines that fan out are not steered.
std::function<Range(const scenario::Scenario&)> steering(const Range& range_rad) {
    return [range_rad](const scenario::Scenario& s) {
        if (s.transducer.shape != instruments::ArrayShape::Linear) return Range{0.0, 0.0};
        return Range{deg_from_rad(range_rad.low), deg_from_rad(range_rad.high)};
    };
}

const std::vector<PoseKey>& pose_keys() {
    constexpr double kMm = 1e-3;
    constexpr double kDeg = kPi / 180.0;
    namespace in = instruments;
    namespace us = ultrasound;
    static const std::vector<PoseKey> keys{
        {"slide_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.transducer.slide_m; },
         always(-mm_from_m(in::kSlideLimitM), mm_from_m(in::kSlideLimitM))},
        {"across_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.transducer.across_m; },
         always(-mm_from_m(in::kAcrossLimitM), mm_from_m(in::kAcrossLimitM))},
        {"rotate_deg", "deg", kDeg, [](ImagePose& p) -> double& { return p.transducer.rotate_rad; },
         always(-180.0, 180.0)},
        {"tilt_deg", "deg", kDeg, [](ImagePose& p) -> double& { return p.transducer.tilt_rad; }, always(-45.0, 45.0)},
        {"rock_deg", "deg", kDeg, [](ImagePose& p) -> double& { return p.transducer.rock_rad; }, always(-20.0, 20.0)},
        {"press_frac", "", 1.0, [](ImagePose& p) -> double& { return p.transducer.press_frac; }, always(0.0, 1.0)},
        {"depth_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.imaging.depth_m; },
         [](const scenario::Scenario& s) {
             return Range{mm_from_m(us::kDepthRangeM.low),
                          mm_from_m(std::min(us::kDepthRangeM.high, s.transducer.depth_max_m))};
         }},
        {"focus_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.imaging.focus_m; },
         always(mm_from_m(us::kFocusRangeM.low), mm_from_m(us::kFocusRangeM.high))},
        {"freq_mhz", "MHz", 1e6, [](ImagePose& p) -> double& { return p.imaging.frequency_hz; },
         [](const scenario::Scenario& s) {
             return Range{mhz_from_hz(s.transducer.frequency_low_hz), mhz_from_hz(s.transducer.frequency_high_hz)};
         }},
        {"gain_db", "dB", 1.0, [](ImagePose& p) -> double& { return p.imaging.gain_db; },
         always(us::kGainRangeDb.low, us::kGainRangeDb.high)},
        {"entry_x_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.cryoprobe.entry_x_m; },
         always(-mm_from_m(in::kEntryLimitM), mm_from_m(in::kEntryLimitM))},
        {"entry_y_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.cryoprobe.entry_y_m; },
         always(-mm_from_m(in::kEntryLimitM), mm_from_m(in::kEntryLimitM))},
        {"needle_yaw_deg", "deg", kDeg, [](ImagePose& p) -> double& { return p.cryoprobe.yaw_rad; },
         always(-360.0, 360.0)},
        {"needle_pitch_deg", "deg", kDeg, [](ImagePose& p) -> double& { return p.cryoprobe.pitch_rad; },
         always(5.0, 90.0)},
        {"insert_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.cryoprobe.insert_m; },
         [](const scenario::Scenario& s) {
             return Range{0.0, s.devices.empty() ? 0.0 : mm_from_m(s.devices.front().shaft_length_m)};
         }},
        {"time_s", "s", 1.0, [](ImagePose& p) -> double& { return p.time_s; }, always(0.0, 3600.0)},
        {"doppler_scale_cm_per_s", "cm/s", 0.01,
         [](ImagePose& p) -> double& { return p.imaging.doppler.scale_m_per_s; },
         always(100.0 * us::kDopplerScaleRangeMPerS.low, 100.0 * us::kDopplerScaleRangeMPerS.high)},
        {"doppler_steer_deg", "deg", kDeg, [](ImagePose& p) -> double& { return p.imaging.doppler.steer_rad; },
         steering(us::kDopplerSteerRangeRad)},
        {"needle_steer_deg", "deg", kDeg, [](ImagePose& p) -> double& { return p.imaging.needle_steer_rad; },
         always(deg_from_rad(us::kNeedleSteerRangeRad.low), deg_from_rad(us::kNeedleSteerRangeRad.high))},
        {"box_lateral_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.imaging.doppler.box_lateral_m; },
         always(mm_from_m(us::kBoxLateralRangeM.low), mm_from_m(us::kBoxLateralRangeM.high))},
        {"box_depth_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.imaging.doppler.box_depth_m; },
         always(mm_from_m(us::kBoxDepthRangeM.low), mm_from_m(us::kBoxDepthRangeM.high))},
        {"box_width_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.imaging.doppler.box_width_m; },
         always(mm_from_m(us::kBoxWidthRangeM.low), mm_from_m(us::kBoxWidthRangeM.high))},
        {"box_height_mm", "mm", kMm, [](ImagePose& p) -> double& { return p.imaging.doppler.box_height_m; },
         always(mm_from_m(us::kBoxHeightRangeM.low), mm_from_m(us::kBoxHeightRangeM.high))}};
    return keys;
}

// Keys that take one of a few words.
struct WordKey {
    const char* name;
    std::vector<std::string> words;
    std::function<void(ImagePose&, size_t)> set;
    std::function<size_t(const ImagePose&)> get;
};

WordKey on_off(const char* name, std::function<bool&(ImagePose&)> member) {
    return {name,
            {"on", "off"},
            [member](ImagePose& pose, size_t word) { member(pose) = word == 0; },
            [member](const ImagePose& pose) {
                ImagePose copy = pose;
                return member(copy) ? size_t{0} : size_t{1};
            }};
}

const std::vector<WordKey>& word_keys() {
    static const std::vector<WordKey> keys{
        on_off("noise", [](ImagePose& p) -> bool& { return p.noise_on; }),
        on_off("gas", [](ImagePose& p) -> bool& { return p.gas_on; }),
        on_off("compounding", [](ImagePose& p) -> bool& { return p.imaging.compounding; }),
        on_off("needle_enhancement", [](ImagePose& p) -> bool& { return p.imaging.needle_enhancement; }),
        {"doppler",
         {"off", "colour", "power"},
         [](ImagePose& p, size_t word) { p.imaging.doppler.mode = static_cast<ultrasound::DopplerMode>(word); },
         [](const ImagePose& p) { return static_cast<size_t>(p.imaging.doppler.mode); }}};
    return keys;
}

const WordKey* find_word_key(const std::string& name) {
    for (const WordKey& key : word_keys())
        if (name == key.name) return &key;
    return nullptr;
}

std::string either(const std::vector<std::string>& words) {
    std::string text = words.front();
    for (size_t i = 1; i < words.size(); ++i) text += (i + 1 == words.size() ? " or " : ", ") + words[i];
    return text;
}

const PoseKey* find_key(const std::string& name) {
    for (const PoseKey& key : pose_keys())
        if (name == key.name) return &key;
    return nullptr;
}

std::vector<std::string> key_names() {
    std::vector<std::string> names;
    for (const PoseKey& key : pose_keys()) names.emplace_back(key.name);
    for (const WordKey& key : word_keys()) names.emplace_back(key.name);
    return names;
}

// The whole text as a number, whatever the locale.
std::optional<double> number_from(const std::string& text) {
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const char* end = text.data() + text.size();
    double value = 0.0;
    const auto [rest, error] = std::from_chars(begin, end, value);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return value;
}

Diagnostic fault(const std::string& option, std::string message) { return {option, 0, 0, std::move(message)}; }

std::string range_words(const PoseKey& key, const Range& range) {
    std::string words = io::rounded_text(range.low) + " to " + io::rounded_text(range.high);
    if (*key.unit != '\0') words += std::string(" ") + key.unit;
    return words;
}

Result<PoseEdit> parse_item(const std::string& item, const std::string& option) {
    const auto equals = item.find('=');
    if (equals == std::string::npos) return fault(option, "'" + item + "' is not of the form key=value");
    const std::string name = item.substr(0, equals), text = item.substr(equals + 1);
    if (const WordKey* key = find_word_key(name)) {
        const auto found = std::find(key->words.begin(), key->words.end(), text);
        if (found == key->words.end()) return fault(option, name + " is '" + text + "'; it is " + either(key->words));
        return PoseEdit{name, static_cast<double>(found - key->words.begin())};
    }
    if (find_key(name) == nullptr) {
        const std::string near = nearest_word(name, key_names());
        std::string known;
        for (const std::string& key : key_names()) known += " " + key;
        return fault(option, "'" + name + "' is not a key" +
                                 (near.empty() ? "; the keys are" + known : "; did you mean '" + near + "'?"));
    }
    const std::optional<double> value = number_from(text);
    if (!value || !std::isfinite(*value)) return fault(option, name + " is '" + text + "', which is not a number");
    return PoseEdit{name, *value};
}

}  // namespace

ImagePose target_view(const scenario::Scenario& scenario) {
    ImagePose pose;
    pose.imaging = scenario.imaging;
    pose.imaging.frozen = false;
    pose.imaging.doppler.box_depth_m = pose.imaging.focus_m;
    pose.cryoprobe = scenario.cryoprobe_start;
    return pose;
}

Result<std::vector<PoseEdit>> parse_pose(const std::string& text, const std::string& option) {
    std::vector<PoseEdit> edits;
    Diagnostics faults;
    std::set<std::string> seen;
    size_t from = 0;
    while (from < text.size()) {
        const size_t comma = std::min(text.find(',', from), text.size());
        Result<PoseEdit> edit = parse_item(text.substr(from, comma - from), option);
        if (!edit)
            faults.push_back(edit.faults().front());
        else if (!seen.insert(edit->key).second)
            faults.push_back(fault(option, edit->key + " is given twice"));
        else
            edits.push_back(*edit);
        from = comma + 1;
    }
    if (!faults.empty()) return faults;
    return edits;
}

Result<ImagePose> apply_pose(const scenario::Scenario& scenario, const ImagePose& pose,
                             const std::vector<PoseEdit>& edits, const std::vector<PoseEdit>& steps, int count) {
    ImagePose posed = pose;
    Diagnostics faults;
    bool focus_given = false;
    for (const PoseEdit& edit : edits) {
        if (const WordKey* key = find_word_key(edit.key))
            key->set(posed, static_cast<size_t>(edit.value));
        else
            find_key(edit.key)->member(posed) = edit.value * find_key(edit.key)->si_per_unit;
        focus_given = focus_given || edit.key == "focus_mm";
    }
    for (const PoseEdit& step : steps) {
        if (find_word_key(step.key) != nullptr) {
            faults.push_back(fault("--step", step.key + " cannot be stepped; give it in --pose"));
            continue;
        }
        find_key(step.key)->member(posed) += count * step.value * find_key(step.key)->si_per_unit;
        focus_given = focus_given || step.key == "focus_mm";
    }
    const std::string where = count == 0 ? "--pose" : "frame " + std::to_string(count);
    // A focus that nobody asked for follows the depth, as on a machine.
    if (!focus_given) posed.imaging.focus_m = std::min(posed.imaging.focus_m, posed.imaging.depth_m);
    for (const PoseKey& key : pose_keys()) {
        const Range range = key.range(scenario);
        const double value = key.member(posed) / key.si_per_unit;
        const double slack = 1e-9 * std::max(1.0, std::abs(value));  // of the way through SI and back
        if (Range{range.low - slack, range.high + slack}.contains(value)) continue;
        faults.push_back(fault(where, std::string(key.name) + " is " + io::rounded_text(value) + "; allowed is " +
                                          range_words(key, range)));
    }
    // So does the colour box; and its scale cannot outrun the echoes.
    ultrasound::DopplerSettings& doppler = posed.imaging.doppler;
    doppler.box_depth_m = std::min(doppler.box_depth_m, posed.imaging.depth_m);
    if (doppler.mode != ultrasound::DopplerMode::Off && faults.empty()) {
        const double largest = ultrasound::largest_doppler_scale(scenario.transducer, posed.imaging);
        if (doppler.scale_m_per_s > largest)
            faults.push_back(fault(where, "doppler_scale_cm_per_s is " +
                                              io::rounded_text(100.0 * doppler.scale_m_per_s) +
                                              "; allowed is at most " + io::rounded_text(100.0 * largest) +
                                              " with the colour box this deep"));
    }
    if (posed.imaging.focus_m > posed.imaging.depth_m + 1e-9)
        faults.push_back(fault(where, "focus_mm is " + io::rounded_text(mm_from_m(posed.imaging.focus_m)) +
                                          "; allowed is at most depth_mm, " +
                                          io::rounded_text(mm_from_m(posed.imaging.depth_m))));
    if (!faults.empty()) return faults;
    return posed;
}

std::vector<PoseEdit> pose_values(const ImagePose& pose) {
    ImagePose copy = pose;
    std::vector<PoseEdit> values;
    for (const PoseKey& key : pose_keys()) values.push_back({key.name, key.member(copy) / key.si_per_unit});
    return values;
}

std::vector<std::pair<std::string, std::string>> pose_words(const ImagePose& pose) {
    std::vector<std::pair<std::string, std::string>> words;
    for (const WordKey& key : word_keys()) words.emplace_back(key.name, key.words[key.get(pose)]);
    return words;
}

}  // namespace cryo::app
