// Plots: round ticks, honest lines, the same picture as text and as pixels.
#include "engine/report/plot.h"

#include <limits>
#include <set>

#include "engine/io/png.h"
#include "engine/report/lettering.h"
#include "engine/report/plot_layout.h"
#include "engine/report/svg.h"

namespace cryo::report {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> values(const std::vector<Tick>& ticks) {
    std::vector<double> out;
    for (const Tick& tick : ticks) out.push_back(tick.value);
    return out;
}

TEST(Ticks, AreRoundAndInsideTheRange) {
    EXPECT_THAT(values(round_ticks(0.0, 10.0, 5)), testing::ElementsAre(0, 2, 4, 6, 8, 10));
    EXPECT_THAT(values(round_ticks(-62.0, 41.0, 5)), testing::ElementsAre(-60, -40, -20, 0, 20, 40));
    EXPECT_THAT(values(round_ticks(0.0, 430.0, 8)), testing::ElementsAre(0, 50, 100, 150, 200, 250, 300, 350, 400));
    const std::vector<Tick> small = round_ticks(0.0, 0.3, 3);
    EXPECT_EQ(small.back().label, "0.3");
    EXPECT_EQ(small[0].label, "0");
}

TEST(Ticks, AreOneTwoOrFiveApartAtEveryScale) {
    for (double scale = 1e-6; scale < 1e6; scale *= 1.7) {
        const std::vector<Tick> ticks = round_ticks(-0.3 * scale, scale, 6);
        ASSERT_GE(ticks.size(), 3U) << scale;
        const double step = ticks[1].value - ticks[0].value;
        const double lead = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
        EXPECT_TRUE(std::abs(lead - 1) < 1e-6 || std::abs(lead - 2) < 1e-6 || std::abs(lead - 5) < 1e-6) << lead;
    }
}

Plot simple() {
    Plot plot;
    plot.title = "Ice";
    plot.x_label = "time, s";
    plot.y_label = "radius, mm";
    plot.series = {{"visible edge", {0, 50, 100}, {0, 3, 4}}};
    return plot;
}

TEST(Layout, DataSpanFillsTheFrame) {
    const PlotLayout l = lay_out(simple());
    EXPECT_EQ(l.x_low, 0.0);
    EXPECT_EQ(l.x_high, 100.0);
    EXPECT_EQ(l.y_low, 0.0) << "what starts at zero keeps its zero";
    EXPECT_GT(l.y_high, 4.0);
    EXPECT_NEAR(l.x_px(0.0), l.left_px, 1e-9);
    EXPECT_NEAR(l.x_px(100.0), l.right_px, 1e-9);
    EXPECT_LT(l.y_px(4.0), l.y_px(0.0)) << "up is more";
}

TEST(Layout, LevelsAreAlwaysInSight) {
    Plot plot = simple();
    plot.levels = {{9.0, "#000000", "limit"}};
    EXPECT_GT(lay_out(plot).y_high, 9.0);
}

TEST(Layout, NoDataAndConstantDataStillHaveAnAxis) {
    Plot empty;
    EXPECT_LT(lay_out(empty).y_low, lay_out(empty).y_high);
    Plot constant;
    constant.series = {{"s", {1, 1}, {37, 37}}};
    EXPECT_LT(lay_out(constant).y_low, 37.0);
    EXPECT_GT(lay_out(constant).y_high, 37.0);
    EXPECT_THAT(line_plot_svg(empty), testing::HasSubstr("</svg>"));
}

TEST(Lines, AGapBreaksTheLine) {
    Plot plot = simple();
    plot.series = {{"s", {0, 1, 2, 3, 4}, {0, 1, kNan, 1, 0}}};
    EXPECT_EQ(series_lines_px(plot.series[0], lay_out(plot)).size(), 2U);
}

TEST(Lines, ThinningKeepsThePeakOfOneSample) {
    Plot plot;
    Series s{"s", {}, {}};
    for (int i = 0; i < 50000; ++i) {
        s.x.push_back(i);
        s.y.push_back(i == 31234 ? 100.0 : std::sin(i * 0.01));
    }
    plot.series = {s};
    const PlotLayout l = lay_out(plot);
    const auto lines = series_lines_px(s, l);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_LT(lines[0].size(), 5U * static_cast<size_t>(plot.width_px));
    double top = 1e9;
    for (const Vec2& p : lines[0]) top = std::min(top, p.y);
    EXPECT_NEAR(top, l.y_px(100.0), 1e-9);
    for (size_t i = 0; i + 1 < lines[0].size(); ++i) EXPECT_LE(lines[0][i].x, lines[0][i + 1].x) << "never runs back";
}

TEST(Lines, AStepHoldsItsValueUntilTheNext) {
    Plot plot;
    plot.series = {{"s", {0, 50, 100}, {0, 1, 1}}};
    plot.series[0].stepped = true;
    const PlotLayout l = lay_out(plot);
    const auto line = series_lines_px(plot.series[0], l)[0];
    ASSERT_GE(line.size(), 3U);
    EXPECT_NEAR(line[1].x, l.x_px(50.0), 1e-9);
    EXPECT_NEAR(line[1].y, l.y_px(0.0), 1e-9);
}

TEST(Marks, LabelsOfMomentsCloseTogetherStandSideBySide) {
    PlotLayout l;
    l.x_high = 100.0;
    l.right_px = 1000.0;
    const std::vector<Mark> marks{{51.0, "b"}, {50.0, "a"}, {90.0, "c"}, {200.0, "outside"}};
    const auto placed = place_marks(marks, l, 18.0);
    ASSERT_EQ(placed.size(), 3U);
    EXPECT_EQ(placed[0].mark->label, "a");
    EXPECT_EQ(placed[0].label_px, 500.0);
    EXPECT_EQ(placed[1].x_px, 510.0);
    EXPECT_EQ(placed[1].label_px, 518.0);
    EXPECT_EQ(placed[2].label_px, 900.0);
}

TEST(PlotSvg, HoldsTitleDescriptionAndEscapesText) {
    Plot plot = simple();
    plot.title = "Ice & <fat>";
    const std::string svg = line_plot_svg(plot);
    EXPECT_THAT(svg, testing::HasSubstr("<title>Ice &amp; &lt;fat&gt;</title>"));
    EXPECT_THAT(svg, testing::HasSubstr("visible edge: from 0 to 4."));
    EXPECT_EQ(svg.find("nan"), std::string::npos);
}

Vec3 pixel(const Raster& raster, double x, double y) {
    const size_t at =
        3 * (static_cast<size_t>(2.0 * y) * static_cast<size_t>(raster.width) + static_cast<size_t>(2.0 * x));
    return {raster.rgb[at], raster.rgb[at + 1], raster.rgb[at + 2]};
}

TEST(PlotRaster, DrawsTheLineWhereTheDataLie) {
    Plot plot = simple();
    plot.series = {{"", {0, 100}, {2, 2}, "#ff0000"}};
    plot.y_low = 0.0;
    plot.y_high = 4.0;
    const PlotLayout l = lay_out(plot);
    const Raster raster = line_plot_raster(plot);
    EXPECT_EQ(raster.width, 2 * plot.width_px);
    EXPECT_EQ(raster.rgb.size(), static_cast<size_t>(raster.width) * static_cast<size_t>(raster.height) * 3U);
    for (const double x : {10.0, 37.0, 81.0}) {
        EXPECT_EQ(pixel(raster, l.x_px(x), l.y_px(2.0)), Vec3(255, 0, 0));
        EXPECT_EQ(pixel(raster, l.x_px(x), l.y_px(2.0) - 6.0), Vec3(255, 255, 255));
    }
}

TEST(PlotRaster, BandsLieBehind) {
    Plot plot = simple();
    plot.bands = {{20.0, 60.0, "#00ff00", ""}};
    const PlotLayout l = lay_out(plot);
    const Raster raster = line_plot_raster(plot);
    EXPECT_EQ(pixel(raster, l.x_px(40.0), l.bottom_px - 4.0), Vec3(0, 255, 0));
    EXPECT_EQ(pixel(raster, l.x_px(70.0), l.bottom_px - 4.0), Vec3(255, 255, 255));
}

TEST(PlotRaster, PngReadsBackAsTheSamePixels) {
    const Raster raster = line_plot_raster(simple());
    const std::vector<uint8_t> png = line_plot_png(simple());
    const auto read = io::parse_png(std::string(png.begin(), png.end()), "plot.png");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->width_px, raster.width);
    EXPECT_EQ(read->values, raster.rgb);
}

TEST(Lettering, EveryPrintableSignHasItsOwnShape) {
    std::set<std::vector<std::pair<double, double>>> shapes;
    int signs = 0;
    std::vector<std::string> all{"°", "−", "≤", "≥", "·", "◊", "±", "×"};
    for (char c = '0'; c <= 'z'; ++c)
        if (std::isalnum(static_cast<unsigned char>(c))) all.emplace_back(1, c);
    for (const std::string& text : all) {
        std::vector<std::pair<double, double>> shape;
        for (const auto& stroke : lettering(text).strokes)
            for (const Vec2& p : stroke) shape.emplace_back(p.x, p.y);
        EXPECT_FALSE(shape.empty()) << text;
        shapes.insert(shape);
        ++signs;
    }
    EXPECT_EQ(static_cast<int>(shapes.size()), signs);
}

TEST(Lettering, LinesOfTextRunToTheRight) {
    EXPECT_GT(lettering("time, s").width_units, lettering("time").width_units);
    EXPECT_EQ(lettering("").width_units, 0.0);
    EXPECT_GT(lettering("\xff\xfe").width_units, 0.0) << "bytes that are no text show a box";
}

TEST(Numbers, KeepTheirSignAndLoseIdleZeros) {
    EXPECT_EQ(fixed(-0.04, 1), "0.0");
    EXPECT_EQ(fixed(-0.06, 1), "-0.1");
    EXPECT_EQ(signed_fixed(-20.0, 0), "−20");
    EXPECT_EQ(short_number(-1e-15), "0");
    EXPECT_EQ(short_number(0.25), "0.25");
}

}  // namespace
}  // namespace cryo::report
