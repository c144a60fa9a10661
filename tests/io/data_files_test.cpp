// PNG, NPY, CSV, base64: round trips, each beside bytes pinned from the format's own definition.
#include <array>
#include <cmath>
#include <limits>

#include "engine/io/base64.h"
#include "engine/io/csv.h"
#include "engine/io/files.h"
#include "engine/io/npy.h"
#include "engine/io/number_text.h"
#include "engine/io/png.h"
#include "tests/support/temporary_folder.h"

namespace cryo::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// ---- NPY

TEST(Npy, BytesAreThoseOfTheFormat) {
    const std::array<float, 2> values{1.0F, -2.0F};
    const std::string bytes = npy_bytes(values, {2, 1});
    // numpy.lib.format: magic, version 1.0, header length as little-endian uint16, header padded with spaces to a
    // multiple of 64 in all and ended by a newline, then the data.
    const std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }";
    std::string expected("\x93NUMPY\x01\x00\x76\x00", 10);
    expected += header + std::string(118 - header.size() - 1, ' ') + "\n";
    expected += std::string("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8);  // IEEE 754: 1.0 and -2.0
    ASSERT_EQ(expected.size(), 128U + 8U);
    EXPECT_EQ(bytes, expected);
}

TEST(Npy, OneAxisIsWrittenAsATupleOfOne) {
    const std::array<double, 3> values{1, 2, 3};
    EXPECT_THAT(npy_bytes(values, {3}), HasSubstr("'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"));
}

TEST(Npy, RoundTripKeepsShapeAndBits) {
    std::vector<float> values;
    for (int i = 0; i < 24; ++i) values.push_back(static_cast<float>(i) / 7.0F);
    const Result<NumberArray> back = parse_npy(npy_bytes(values, {2, 3, 4}), "a.npy");
    ASSERT_TRUE(back.ok());
    EXPECT_THAT(back->shape, ElementsAre(2, 3, 4));
    EXPECT_TRUE(back->is_float32);
    for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(back->values[i], static_cast<double>(values[i]));
    const std::array<double, 2> doubles{0.1, std::numeric_limits<double>::infinity()};
    const Result<NumberArray> exact = parse_npy(npy_bytes(doubles, {2}), "b.npy");
    EXPECT_THAT(exact->values, ElementsAre(0.1, std::numeric_limits<double>::infinity()));
}

TEST(Npy, DamagedFilesAreRefused) {
    const std::array<double, 4> values{1, 2, 3, 4};
    const std::string good = npy_bytes(values, {4});
    EXPECT_FALSE(parse_npy("", "a").ok());
    EXPECT_FALSE(parse_npy("not numpy at all", "a").ok());
    for (size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(parse_npy(good.substr(0, size), "a").ok()) << size;
    std::string other = good;
    other.replace(other.find("<f8"), 3, "<i8");
    EXPECT_FALSE(parse_npy(other, "a").ok());
}

TEST(Npy, AShapeThatDoesNotFitIsOurBug) {
    const std::array<double, 4> values{};
    EXPECT_THROW(npy_bytes(values, {5}), CheckFailure);
}

// ---- PNG

Picture ramp(int channels) {
    Picture picture{5, 3, channels, {}};
    for (int i = 0; i < 5 * 3 * channels; ++i) picture.values.push_back(static_cast<uint8_t>(i * 5));
    return picture;
}

TEST(Png, StartsAsTheFormatSays) {
    const std::string bytes = png_bytes(ramp(3));
    EXPECT_EQ(bytes.substr(0, 8), "\x89PNG\r\n\x1a\n");
    // Header chunk: 13 bytes, name, width 5, height 3, 8 bits, colour type 2 (RGB).
    EXPECT_EQ(bytes.substr(8, 18), std::string("\0\0\0\x0dIHDR\0\0\0\x05\0\0\0\x03\x08\x02", 18));
}

TEST(Png, RoundTripIsLossless) {
    const test::TemporaryFolder folder;
    for (const int channels : {1, 3, 4}) {
        const Picture picture = ramp(channels);
        write_png(folder.file("a.png"), picture);
        const Result<Picture> back = read_png(folder.file("a.png"));
        ASSERT_TRUE(back.ok());
        EXPECT_EQ(back->width_px, 5);
        EXPECT_EQ(back->height_px, 3);
        EXPECT_EQ(back->channels, channels);
        EXPECT_EQ(back->values, picture.values);
    }
}

TEST(Png, RowsRunFromTheTop) {
    Picture picture{1, 2, 1, {10, 200}};
    EXPECT_THAT(parse_png(png_bytes(picture), "a", 3)->values, ElementsAre(10, 10, 10, 200, 200, 200));
}

TEST(Png, DamagedFilesAreRefused) {
    const std::string good = png_bytes(ramp(1));
    EXPECT_FALSE(parse_png("", "a").ok());
    EXPECT_FALSE(parse_png(good.substr(0, 20), "a").ok());
    EXPECT_FALSE(parse_png(good.substr(0, 40), "a").ok());
}

// ---- CSV and numbers

TEST(Numbers, AreTheShortestThatReadBack) {
    EXPECT_EQ(number_text(0.1), "0.1");
    EXPECT_EQ(number_text(-0.0), "-0");
    EXPECT_EQ(number_text(1e23), "1e+23");
    EXPECT_EQ(number_text(0.1F), "0.1");
    EXPECT_EQ(number_text(1.0 / 3.0), "0.3333333333333333");
    EXPECT_EQ(number_text(std::nan("")), "nan");
    EXPECT_EQ(rounded_text(9.600000000000001), "9.6");
    EXPECT_EQ(rounded_text(2e5), "200000");
    EXPECT_EQ(rounded_text(1234.5678, 3), "1.23e+03");
}

TEST(Csv, TextIsPinned) {
    CsvText csv({"t_s", "note, with comma"});
    csv.add(std::array<double, 2>{0.5, -3});
    csv.add(std::array<float, 2>{0.1F, 1e-6F});
    csv.add(std::array<std::string, 2>{"say \"hi\"", ""});
    EXPECT_EQ(csv.text(), "t_s,\"note, with comma\"\n0.5,-3\n0.1,1e-06\n\"say \"\"hi\"\"\",\"\"\n");
}

TEST(Csv, NumbersComeBackExactly) {
    CsvText csv({"a", "b,c"});
    csv.add(std::array<double, 2>{1.0 / 3.0, 6.02214076e23});
    const Result<NumberTable> table = parse_number_csv(csv.text(), "a.csv");
    ASSERT_TRUE(table.ok());
    EXPECT_THAT(table->columns, ElementsAre("a", "b,c"));
    EXPECT_EQ(table->rows[0][table->column("b,c")], 6.02214076e23);
    EXPECT_EQ(table->rows[0][0], 1.0 / 3.0);
}

TEST(Csv, EveryBadLineIsNamed) {
    const Result<NumberTable> table = parse_number_csv("a,b\r\n1,2\r\n1\r\n\r\n3,x\r\n", "a.csv");
    EXPECT_EQ(to_string(table.faults()),
              "a.csv:3: 1 fields where the header has 2\na.csv:5: 'x' in column b is not a number\n");
    EXPECT_FALSE(parse_number_csv("", "a.csv").ok());
}

// ---- Base64

TEST(Base64, IsThatOfRfc4648) {
    // Test vectors of section 10.
    const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                      {"f", "Zg=="},
                                                                      {"fo", "Zm8="},
                                                                      {"foo", "Zm9v"},
                                                                      {"foob", "Zm9vYg=="},
                                                                      {"fooba", "Zm9vYmE="},
                                                                      {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(base64_text(bytes), text);
        EXPECT_EQ(base64_bytes(text), bytes);
    }
    EXPECT_EQ(base64_text("\xfb\xff"), "+/8=");
}

TEST(Base64, RefusesWhatIsNot) {
    for (const char* text : {"Zg=", "Zg", "Z===", "Zg==Zg==", "Zm9v!", "Zm 9", "====", "Zg=a"})
        EXPECT_FALSE(base64_bytes(text).has_value()) << text;
}

TEST(Base64, FloatsKeepTheirBits) {
    const std::vector<float> values = {0.1F, -0.0F, std::numeric_limits<float>::infinity(), 1e-42F};
    const auto back = floats_from_base64(base64_from_floats(values));
    ASSERT_TRUE(back.has_value());
    ASSERT_EQ(back->size(), values.size());
    for (size_t i = 0; i < values.size(); ++i)
        EXPECT_EQ(std::bit_cast<uint32_t>((*back)[i]), std::bit_cast<uint32_t>(values[i]));
    EXPECT_EQ(base64_from_floats(std::array<float, 1>{1.0F}), "AACAPw==");  // 00 00 80 3f
    EXPECT_FALSE(floats_from_base64("Zm9v").has_value());                   // three bytes
    EXPECT_TRUE(floats_from_base64("")->empty());
}

}  // namespace
}  // namespace cryo::io
