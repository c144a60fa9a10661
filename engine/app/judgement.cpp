#include "engine/app/judgement.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/core/version.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/png.h"
#include "engine/render/scene3d_camera.h"
#include "engine/scoring/record_of.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr int kPictureWidthPx = 600;
constexpr int kSceneHeightPx = 450;
constexpr int kMostMoments = 2;  // of one kind: later cycles look like the first

report::AttemptInfo info_of(const session::Session& session, const ResultNotes& notes) {
    report::AttemptInfo info;
    info.learner = session.setup().learner;
    info.seed = session.patient().seed;
    info.patient = session.patient();
    info.device = session.device() != nullptr ? session.device()->label : "";
    info.physics_version = std::to_string(session::kPhysicsVersion);
    info.state_hash = session::hash_text(session.state_hash());
    info.program_version = program_version();
    info.input = notes.input;
    info.hash_differs = notes.hash_differs;
    return info;
}

std::string time_words(double seconds) {
    char text[48];
    std::snprintf(text, sizeof text, "%d min %02d s", static_cast<int>(seconds) / 60, static_cast<int>(seconds) % 60);
    return text;
}

// So that the field of view fills the picture.
int image_height_px(const ultrasound::ImageFrame& frame) {
    const ui::ImagePlacement at = placement_of(frame.transducer, frame.settings);
    const double proportions = (at.depth_high_m - at.depth_low_m) / (at.lateral_high_m - at.lateral_low_m);
    return std::clamp(static_cast<int>(std::lround(kPictureWidthPx * proportions)), 200, 900);
}

std::vector<uint8_t> png_of(const io::Picture& picture) {
    const std::string bytes = io::png_bytes(picture);
    return {bytes.begin(), bytes.end()};
}

}  // namespace

Judgement judge_session(const session::Session& session, const scoring::ScoreModel& model, const measure::Trace* trace,
                        std::vector<scoring::Benchmark> benchmarks) {
    Judgement judgement;
    judgement.record = trace != nullptr ? scoring::record_of(session, *trace) : scoring::record_of(session);
    judgement.record.benchmarks = std::move(benchmarks);
    if (session.has_target()) judgement.assessment = scoring::assess(judgement.record, model);
    return judgement;
}

void write_results(OutputFolder& out, const session::Session& session, const Judgement& judgement,
                   const scoring::ScoreModel& model, const ResultNotes& notes) {
    const report::AttemptInfo info = info_of(session, notes);
    io::write_atomically(out.path("events.ndjson"), report::events_ndjson(session.events()));
    io::write_atomically(out.path("trace.csv"), report::trace_csv(judgement.record.trace));
    for (size_t i = 0; i < notes.pictures.size(); ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "picture_%02d.png", static_cast<int>(i));
        const auto& png = notes.pictures[i].png;
        io::write_atomically(out.path(name), std::string(png.begin(), png.end()));
    }
    if (!judgement.assessment) {
        io::Json json;
        json["schema"] = 1;
        json["scenario"] = session.scenario().id;
        json["seed"] = info.seed;
        json["physics_version"] = info.physics_version;
        json["scored"] = false;
        json["hash"] = info.state_hash;
        io::write_atomically(out.path("report.json"), io::json_text(json));
        return;
    }
    const report::ReportInput input{session.scenario(), judgement.record, model, *judgement.assessment, info,
                                    notes.pictures};
    io::write_atomically(out.path("report.json"), report::report_json(input));
    io::write_atomically(out.path("report.html"), report::report_html(input));
}

std::string report_html_of(const session::Session& session, const Judgement& judgement,
                           const scoring::ScoreModel& model, const ResultNotes& notes) {
    return report::report_html(
        {session.scenario(), judgement.record, model, *judgement.assessment, info_of(session, notes), notes.pictures});
}

std::string report_json_of(const session::Session& session, const Judgement& judgement,
                           const scoring::ScoreModel& model, const ResultNotes& notes) {
    const report::AttemptInfo info = info_of(session, notes);
    return report::report_json({session.scenario(), judgement.record, model, *judgement.assessment, info, {}});
}

void MomentCamera::shoot(const session::Session& session, const std::string& title, const std::string& caption,
                         bool scene_too) {
    view::FrameOptions options;
    options.image_index = static_cast<uint64_t>(session.tick());
    options.reveal = true;
    view::FrameView frame = view::make_frame(session, options);
    const std::string when = "After " + time_words(session.t_s()) + ". ";
    pictures_.push_back({title, when + caption, "Ultrasound image: " + title,
                         png_of(viewer_.image_picture(frame.image, kPictureWidthPx, image_height_px(frame.image)))});
    if (!scene_too) return;
    frame.scene.camera = render::operator_camera(frame.scene);
    pictures_.push_back({title + ", see-through", when + "The body cut open: beam, shaft, ice and nerve.",
                         "3-D view: " + title,
                         png_of(viewer_.scene_picture(frame.scene, kPictureWidthPx, kSceneHeightPx))});
}

void MomentCamera::expect_losses(const scoring::Assessment& assessment) {
    losses_alone_ = true;
    const auto& losses = assessment.deductions;
    for (size_t i = 0; i < std::min(report::kNumberedLosses, losses.size()); ++i)
        expected_.push_back({losses[i].t_s, i + 1, losses[i].sentence});
    std::stable_sort(expected_.begin(), expected_.end(),
                     [](const Expected& a, const Expected& b) { return a.t_s > b.t_s; });
}

void MomentCamera::shoot_expected(const session::Session& session) {
    while (!expected_.empty() && session.t_s() >= expected_.back().t_s) {
        const size_t before = pictures_.size();
        shoot(session, "The moment of loss " + std::to_string(expected_.back().loss), expected_.back().sentence, true);
        for (size_t i = before; i < pictures_.size(); ++i) pictures_[i].loss = expected_.back().loss;
        expected_.pop_back();
    }
}

void MomentCamera::watch(const session::Session& session) {
    if (losses_alone_) {
        shoot_expected(session);
        return;
    }
    using session::EventKind;
    const auto& events = session.events();
    for (; events_seen_ < events.size(); ++events_seen_) {
        if (session.screen().imaging.frozen) continue;  // a frozen screen shows nothing new
        const EventKind kind = events[events_seen_].kind;
        if (kind == EventKind::SkinPuncture && pictures_.empty())
            shoot(session, "Entering the skin", "The target in view.", false);
        if (kind == EventKind::GasOn && gas_on_seen_++ < kMostMoments)
            shoot(session, "Gas on", "Where the cryoprobe stood when the gas was turned on.", true);
        if (kind == EventKind::GasOff && gas_off_seen_++ < kMostMoments)
            shoot(session, "Largest ice", "The ice when the gas was turned off.", true);
    }
}

void MomentCamera::finish(const session::Session& session) {
    if (losses_alone_) {
        for (Expected& late : expected_) late.t_s = std::min(late.t_s, session.t_s());
        shoot_expected(session);
        return;
    }
    shoot(session, "At the end", "When the attempt ended.", false);
}

}  // namespace cryo::app
