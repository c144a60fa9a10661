// The anatomy explorer: a session without needle or clock that only the section moves in.
#include <algorithm>
#include <cmath>

#include "engine/app/case_library.h"
#include "engine/app/trainer.h"
#include "engine/render/scene3d_camera.h"
#include "engine/ui/layout.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

// Every nerve, vessel, layer and bone of a body, once.
std::vector<std::string> names_of(const anatomy::Anatomy& body) {
    std::vector<std::string> names;
    const auto add = [&](const auto& structures) {
        for (const auto& one : structures)
            if (!one.label.empty() && std::find(names.begin(), names.end(), one.label) == names.end())
                names.push_back(one.label);
    };
    add(body.nerves);
    add(body.vessels);
    add(body.layers);
    add(body.bones);
    return names;
}

}  // namespace

void Trainer::explore(std::shared_ptr<const scenario::Scenario> scenario, const session::Setup& setup) {
    explored_ = std::make_unique<session::Session>(scenario, setup, pool_);
    explored_->apply(session::SetKnob{session::Knob::Labels, 1.0});
    explored_->apply(session::SetKnob{session::Knob::SeeThrough, 1.0});
    explored_->advance(1);
    explored_readouts_ = view::make_readouts(*explored_);
    explorer_ = {.title = scenario->title,
                 .readouts = &explored_readouts_,
                 .names = names_of(explored_->medium().anatomy()),
                 .places = {}};
    state_.explorer = {};
    explorer_due_s_ = 0.0;
    turned_right_px_ = turned_down_px_ = 0.0;
    zoom_ = 1.0;
    viewer_.pictures() = {};
    screen_ = ui::Screen::Explorer;
}

void Trainer::open_explorer() {
    before_explorer_ = screen_;
    preview_.reset();
    session::Setup setup;
    setup.simulated_hand = false;
    if (screen_ == ui::Screen::Briefing && scenario_ && !scenario_->is_phantom) {
        setup.seed = state_.patient.seed;
        setup.bmi = state_.patient.bmi;
        explore(scenario_, setup);
        return;
    }
    const auto last = load_case(last_case_.empty() ? "knee_ipbsn" : last_case_);
    const auto shown = last && !(*last)->is_phantom ? last : load_case("knee_ipbsn");
    if (shown) explore(*shown, setup);
}

void Trainer::leave_explorer() {
    explored_.reset();
    viewer_.pictures() = {};
    screen_ = before_explorer_;
}

void Trainer::explore_other(int step) {
    std::vector<std::string> ids;
    for (const ui::CaseCard& card : home_.cases)
        if (card.kind == ui::CaseKind::Case) ids.push_back(card.id);
    if (ids.empty() || !explored_) return;
    const auto here = std::find(ids.begin(), ids.end(), explored_->scenario().id) - ids.begin();
    const auto count = static_cast<std::ptrdiff_t>(ids.size());
    const auto next = ((here < count ? here : 0) + step + count) % count;
    session::Setup setup;
    setup.simulated_hand = false;
    if (const auto other = load_case(ids[static_cast<size_t>(next)])) explore(*other, setup);
}

void Trainer::draw_explorer_pictures() {
    if (!explored_) return;
    explored_readouts_ = view::make_readouts(*explored_);
    const ui::ExplorerLayout layout = ui::lay_out_explorer(frame_.width_px, frame_.height_px, state_.text_scale);
    const double unit = ui::unit_px(frame_.width_px, frame_.height_px, state_.text_scale);
    view::FrameOptions options;
    options.image_index = image_index_++;
    options.line_count = governor_.tier().line_count;
    options.sample_count = governor_.tier().sample_count;
    view::FrameView view = view::make_frame(*explored_, options);
    if (frame_.now_s >= image_due_s_ || viewer_.pictures().image == 0) {
        viewer_.draw_image(view.image, layout.page.left, unit);
        image_due_s_ = frame_.now_s + image_s_;
    }
    turned_right_px_ += state_.turn_of_scene.right_px;
    turned_down_px_ += state_.turn_of_scene.down_px;
    zoom_ = std::clamp(zoom_ * std::pow(0.9, state_.turn_of_scene.wheel), 0.4, 2.5);
    view.scene.camera = render::zoom(
        render::orbit(camera_for(ui::SceneView::SeeThrough, view.scene), turned_right_px_, turned_down_px_), zoom_);
    viewer_.draw_scene(view.scene, layout.block);

    // The names of the section again, where its plane lies in the block.
    explorer_.places.clear();
    const int width = static_cast<int>(std::lround(layout.block.width));
    const int height = static_cast<int>(std::lround(layout.block.height));
    for (const view::Readouts::Label& label : explored_readouts_.image_labels) {
        const Vec3 world_m = view.scene.world_from_image.point({label.lateral_m, 0.0, label.depth_m});
        if (const auto px = render::project_px(view.scene.camera, width, height, world_m))
            explorer_.places.push_back({label.text, *px});
    }
}

}  // namespace cryo::app
