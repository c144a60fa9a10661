#include "engine/io/parameter_table.h"

#include "engine/core/units.h"

namespace cryo::io {
namespace {

using testing::HasSubstr;

enum class Colour { Red, Green };

struct Inner {
    double angle_rad = 0.0;
    std::vector<Vec3> path_m;
};

struct Sample {
    double depth_m = 0.02;
    double frequency_hz = 9e6;
    double power_w = 1.0;
    double temperature_degc = -20.0;
    int count = 3;
    uint64_t seed = 1;
    bool on = false;
    std::string name;
    Colour colour = Colour::Green;
    std::array<double, 3> gains_db{};
    Vec2 tilt_rad{0.0};
    std::vector<std::string> notes;
    Inner inner;
    std::vector<Inner> parts;
};

const ParameterTable<Inner>& inner_table() {
    static const ParameterTable<Inner> rows{
        "A part",
        {number("angle_deg", &Inner::angle_rad, {-90, 90}, Presence::Required, "Its angle"),
         points("path_mm", &Inner::path_m, {-100, 100}, {2, 4}, Presence::Optional, "Its path")}};
    return rows;
}

const ParameterTable<Sample>& sample_table() {
    static const ParameterTable<Sample> rows{
        "A sample",
        {constant<Sample>("schema", 1, "Version"), constant<Sample>("kind", "sample", "What it is"),
         number("depth_mm", &Sample::depth_m, {1, 60}, Presence::Required, "How deep").sourced("a book"),
         number("frequency_mhz", &Sample::frequency_hz, {2, 18}, Presence::Optional, "How fast"),
         number("power_w", &Sample::power_w, {0, 100}, Presence::Optional, "How strong"),
         number("temperature_c", &Sample::temperature_degc, {-200, 50}, Presence::Optional, "How cold"),
         whole("count", &Sample::count, {1, 10}, Presence::Optional, "How many"),
         whole("seed", &Sample::seed, {0, 9e15}, Presence::Optional, "Which draw"),
         on_off("on", &Sample::on, Presence::Optional, "Whether"),
         text("name", &Sample::name, {1, 5}, Presence::Required, "Which"),
         word("colour", &Sample::colour,
              std::vector<std::pair<std::string, Colour>>{{"red", Colour::Red}, {"green", Colour::Green}},
              Presence::Optional, "What colour"),
         numbers("gains_db", &Sample::gains_db, {-10, 10}, {}, Presence::Optional, "Gains"),
         numbers("tilt_deg", &Sample::tilt_rad, {-45, 45}, {}, Presence::Optional, "Tilt"),
         texts("notes", &Sample::notes, {0, 2}, Presence::Optional, "Notes"),
         table("inner", &Sample::inner, inner_table(), Presence::Optional),
         tables("part", &Sample::parts, inner_table(), {0, 3}, Presence::Optional)}};
    return rows;
}

struct Reading {
    Sample sample;
    std::string faults;
};

Reading read(const std::string& text) {
    const ParameterTree tree = parse_toml(text, "f");
    FaultLog log(tree);
    Reading reading;
    sample_table().read(tree.root, reading.sample, log);
    reading.faults = to_string(log.sorted());
    return reading;
}

const std::string kHead = "schema = 1\nkind = \"sample\"\nname = \"abc\"\ndepth_mm = 12.5\n";

TEST(ParameterTable, UnitsOfKeysBecomeSi) {
    const Reading r = read(kHead +
                           "frequency_mhz = 7.5\npower_w = 2\ntemperature_c = -88.5\ntilt_deg = [0, 45]\n"
                           "inner = { angle_deg = 90, path_mm = [[0, 0, 1], [1, 2, 3]] }\n");
    EXPECT_EQ(r.faults, "");
    EXPECT_DOUBLE_EQ(r.sample.depth_m, 0.0125);
    EXPECT_DOUBLE_EQ(r.sample.frequency_hz, 7.5e6);
    EXPECT_DOUBLE_EQ(r.sample.power_w, 2.0);
    EXPECT_DOUBLE_EQ(r.sample.temperature_degc, -88.5);
    EXPECT_DOUBLE_EQ(r.sample.tilt_rad.y, 0.78539816339744831);
    EXPECT_DOUBLE_EQ(r.sample.inner.angle_rad, 1.5707963267948966);
    EXPECT_DOUBLE_EQ(r.sample.inner.path_m[1].z, 0.003);
}

TEST(ParameterTable, TheLongestSuffixNamesTheUnit) {
    EXPECT_EQ(unit_of_key("peak_velocity_cm_per_s").label, "cm/s");
    EXPECT_DOUBLE_EQ(unit_of_key("peak_velocity_cm_per_s").si_per_unit, 0.01);
    EXPECT_EQ(unit_of_key("freeze_s").label, "s");
    EXPECT_EQ(unit_of_key("film_w_per_m2k").label, "W/(m\u00b2K)");
    EXPECT_EQ(unit_of_key("attenuation_db_per_cm_mhz").label, "dB/(cm MHz)");
    EXPECT_EQ(unit_of_key("frequency_mhz").label, "MHz");
    EXPECT_EQ(unit_of_key("volume_ml").si_per_unit, 1e-6);
    EXPECT_EQ(unit_of_key("dangers").label, "");
    EXPECT_EQ(unit_of_key("bmi").label, "");
}

TEST(ParameterTable, AbsentKeysKeepTheirDefault) {
    const Reading r = read(kHead);
    EXPECT_EQ(r.faults, "");
    EXPECT_EQ(r.sample.count, 3);
    EXPECT_EQ(r.sample.colour, Colour::Green);
}

TEST(ParameterTable, AllFaultsAreReportedAtOnce) {
    const Reading r = read(
        "schema = 1\nkind = \"simple\"\nname = \"abcdef\"\ndepht_mm = 3\ncount = 2.0\non = 1\ncolour = \"gren\"\n"
        "gains_db = [0, 11]\nnotes = [\"a\", 3]\nseed = -1\npower_w = inf\n[[part]]\nangle_deg = 91\n[[part]]\n");
    EXPECT_EQ(r.faults,
              "f:1:1: 'depth_mm' is missing: How deep (number in mm, 1 to 60 mm)\n"
              "f:2:8: 'kind' is 'simple'; allowed: 'sample'; did you mean 'sample'?\n"
              "f:3:8: 'name' has 6 characters; allowed: 1 to 5 characters\n"
              "f:4:1: unknown key 'depht_mm'; the nearest known one is 'depth_mm'\n"
              "f:5:9: 'count' must be a whole number, not a number\n"
              "f:6:6: 'on' must be true or false, not a whole number\n"
              "f:7:10: 'colour' is 'gren'; allowed: one of 'red', 'green'; did you mean 'green'?\n"
              "f:8:12: 'gains_db' has 2 numbers; allowed: 3 numbers\n"
              "f:9:15: an item of 'notes' must be a text, not a whole number\n"
              "f:10:8: 'seed' is -1; allowed: 0 to 9e+15\n"
              "f:11:11: 'power_w' is inf; it must be a finite number\n"
              "f:13:13: 'angle_deg' is 91\u00b0; allowed: -90 to 90\u00b0\n"
              "f:14:1: 'angle_deg' is missing: Its angle (number in \u00b0, -90 to 90\u00b0)\n");
}

TEST(ParameterTable, BadItemsKeepTheirPlaceInTheList) {
    const Reading r = read(kHead + "[[part]]\nangle_deg = 200\n[[part]]\nangle_deg = 45\n");
    ASSERT_EQ(r.sample.parts.size(), 2U);
    EXPECT_DOUBLE_EQ(r.sample.parts[1].angle_rad, rad_from_deg(45));
}

TEST(ParameterTable, WritingGivesWhatReadingTook) {
    Sample sample;
    sample.name = "x";
    sample.depth_m = 0.0096;
    sample.count = 7;
    sample.seed = 9000000000000000ULL;
    sample.colour = Colour::Red;
    sample.notes = {"one"};
    sample.tilt_rad = {0.0, rad_from_deg(10)};
    sample.parts = {{rad_from_deg(30), {{0, 0, 0.001}, {0, 0, 0.0025}}}};
    const std::string written = to_toml(sample_table().write(sample));
    EXPECT_EQ(written,
              "schema = 1\nkind = \"sample\"\ndepth_mm = 9.6\nfrequency_mhz = 9\npower_w = 1\ntemperature_c = -20\n"
              "count = 7\nseed = 9000000000000000\non = false\nname = \"x\"\ncolour = \"red\"\ntilt_deg = [0, 10]\n"
              "notes = [\"one\"]\n\n[[part]]\nangle_deg = 30\npath_mm = [[0, 0, 1], [0, 0, 2.5]]\n");
    const Reading back = read(written);
    EXPECT_EQ(back.faults, "");
    EXPECT_EQ(to_toml(sample_table().write(back.sample)), written);
    EXPECT_DOUBLE_EQ(back.sample.parts[0].path_m[1].z, 0.0025);
    EXPECT_EQ(back.sample.seed, sample.seed);
}

TEST(ParameterTable, SlidersReachTheMemberByKey) {
    const Row<Sample>* row = sample_table().find("depth_mm");
    ASSERT_NE(row, nullptr);
    Sample sample;
    row->number(sample) = 0.03;
    EXPECT_DOUBLE_EQ(sample.depth_m, 0.03);
    EXPECT_EQ(row->info.range.high, 60.0);
    EXPECT_EQ(row->info.unit().label, "mm");
    EXPECT_FALSE(sample_table().find("name")->number);
}

TEST(ParameterTable, TheReferenceNamesEveryKey) {
    const std::string reference = reference_markdown("Samples", sample_table().meaning(), sample_table().infos());
    for (const std::string& key : sample_table().keys()) EXPECT_THAT(reference, HasSubstr("| `" + key + "` |"));
    EXPECT_THAT(reference, HasSubstr("| `depth_mm` | number in mm | 1 to 60 mm | required | How deep (a book) |"));
    EXPECT_THAT(reference, HasSubstr("| `count` | whole number | 1 to 10 | `3` | How many |"));
    EXPECT_THAT(reference, HasSubstr("### `[[part]]`"));
    EXPECT_THAT(reference, HasSubstr("### `[inner]`"));
}

}  // namespace
}  // namespace cryo::io
