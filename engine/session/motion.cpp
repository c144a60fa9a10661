// The two hands from tick to tick, and what the shaft meets on its way.
#include "engine/core/units.h"
#include "engine/io/number_text.h"
#include "engine/mechanics/tissue_press.h"
#include "engine/mechanics/transducer_motion.h"
#include "engine/session/session_state.h"

namespace cryo::session {

namespace {

// A hand that moved the transducer this recently still grips it.
constexpr int64_t kGripTicks = kTicksPerSecond / 2;
constexpr double kTearM = 0.001;

bool same(const instruments::TransducerPose& a, const instruments::TransducerPose& b) {
    return a.slide_m == b.slide_m && a.across_m == b.across_m && a.rotate_rad == b.rotate_rad &&
           a.tilt_rad == b.tilt_rad && a.rock_rad == b.rock_rad && a.press_frac == b.press_frac;
}

bool same(const instruments::CryoprobePose& a, const instruments::CryoprobePose& b) {
    return a.entry_x_m == b.entry_x_m && a.entry_y_m == b.entry_y_m && a.yaw_rad == b.yaw_rad &&
           a.pitch_rad == b.pitch_rad && a.insert_m == b.insert_m;
}

std::string mm_text(double value_m) {
    return io::rounded_text(std::round(mm_from_m(value_m) * 10.0) / 10.0, 4) + " mm";
}

}  // namespace

void Session::State::step_hands() {
    world_from_image_before = hands.world_from_image;
    insert_before_m = needle.pose.insert_m;
    held = mechanics::step_transducer(held, held_target, kTickS);
    if (setup.simulated_hand) {
        const bool gripped = !same(held, held_target) || tick - last_grip_tick < kGripTicks;
        mechanics::step_hand(wanderer, gripped, kTickS);
    }
    if (device) {
        const instruments::CryoprobePose from = needle.pose;
        const mechanics::NeedleStep step =
            mechanics::step_needle(needle, *device, console.adherent, surroundings(), kTickS);
        needle = step.state;
        if (step.pull_resisted) say("(The cryoprobe is frozen in and does not move.)");
        if (!same(from, needle.pose)) step_contacts(from);
        watch_tear();
    }
    refresh_pose();
}

void Session::State::step_contacts(const instruments::CryoprobePose& from) {
    for (const mechanics::ContactEvent& contact :
         mechanics::update_contacts(contacts, *device, from, needle.pose, surroundings())) {
        const auto index = static_cast<size_t>(contact.index);
        const auto note = [&](EventKind kind, const std::string& text, const std::string& structure) {
            log(kind, text, structure, mm_from_m(needle.pose.insert_m));
            events.back().place_m = contact.place_m;
        };
        switch (contact.kind) {
            case mechanics::ContactKind::Skin:
                note(EventKind::SkinPuncture, "Skin punctured.", "");
                hurt(pain::skin_puncture(device->shaft_diameter_m), contact.place_m, "Ouch!");
                break;
            case mechanics::ContactKind::NerveTouched: {
                const anatomy::Nerve& nerve = anatomy().nerves[index];
                if (std::find(counted_nerves.begin(), counted_nerves.end(), contact.index) != counted_nerves.end())
                    note(EventKind::TipInTarget, "The shaft touches the target: " + nerve.label + ".", nerve.id);
                touch_nerve(contact.index, contact.place_m);
                break;
            }
            case mechanics::ContactKind::NerveTransfixed: {
                const anatomy::Nerve& nerve = anatomy().nerves[index];
                note(EventKind::NerveTransfixed, "Nerve transfixed: " + nerve.label + ".", nerve.id);
                hurt(pain::kNervePierced, contact.place_m, "That shoots like lightning!");
                break;
            }
            case mechanics::ContactKind::VesselWall:
                break;
            case mechanics::ContactKind::VesselLumen: {
                const anatomy::Vessel& vessel = anatomy().vessels[index];
                const bool artery = vessel.kind == anatomy::VesselKind::Artery;
                note(artery ? EventKind::ArteryPuncture : EventKind::VeinPuncture,
                     (artery ? "Artery punctured: " : "Vein punctured: ") + vessel.label + ".", vessel.id);
                hurt(pain::kVesselPierced, contact.place_m, "Ow, that stings.");
                break;
            }
            case mechanics::ContactKind::Bone: {
                const anatomy::Bone& bone = anatomy().bones[index];
                note(EventKind::BoneContact, "Bone touched: " + bone.label + ".", bone.id);
                hurt(pain::kBone, contact.place_m, "Ow, that is the bone.");
                break;
            }
            case mechanics::ContactKind::Pleura:
                note(EventKind::PleuraPuncture, "Pleura entered.", anatomy().layers[index].id);
                hurt(pain::kPleura, contact.place_m, "I cannot breathe in!");
                break;
        }
    }
}

void Session::State::watch_tear() {
    if (!console.adherent) {
        bound_at.reset();
        tear_reported = false;
        return;
    }
    if (!bound_at) bound_at = needle.pose;
    const double moved_m = mechanics::shaft_displacement_m(*bound_at, needle.pose);
    if (moved_m > kTearM && !tear_reported) {
        tear_reported = true;
        log(EventKind::Tear, "Moved by " + mm_text(moved_m) + " while frozen in: tissue torn.", "", mm_from_m(moved_m));
        hurt(pain::kTear, tip_m(), "That tears!");
    }
}

// The face goes in with the tissue, so the image is made from where it ends.
void Session::State::press_tissue() {
    if (same(hands.transducer, pressed_with)) return;
    pressed_with = hands.transducer;
    deformation = {mechanics::press_field(medium(), transducer(), hands.transducer), deformation.pockets()};
    hands.world_from_image = deformation.press().world_from_image;
}

// A muscle that answers the stimulator jerks the limb with each of its two pulses per second.
double Session::State::twitch_m() const {
    constexpr double kTwitchM = 0.0006;
    constexpr double kPulseS = 0.5;
    constexpr double kTwitchS = 0.12;
    if (console.stim_mode != StimMode::Motor || responding.empty()) return 0.0;
    const double since_s = std::fmod(t_s(), kPulseS);
    return since_s < kTwitchS ? kTwitchM * std::sin(kPi * since_s / kTwitchS) : 0.0;
}

void Session::State::refresh_pose() {
    const mechanics::HandOffset& w = wanderer.offset;
    hands.transducer = setup.simulated_hand ? mechanics::with_offset(held, w) : held;
    hands.transducer.slide_m -= jolt.offset_m(static_cast<double>(tick - jolt.since_tick) * kTickS) + twitch_m();
    hands.wander = {.slide_m = hands.transducer.slide_m - held.slide_m,
                    .across_m = hands.transducer.across_m - held.across_m,
                    .rotate_rad = hands.transducer.rotate_rad - held.rotate_rad,
                    .tilt_rad = hands.transducer.tilt_rad - held.tilt_rad,
                    .rock_rad = hands.transducer.rock_rad - held.rock_rad,
                    .press_frac = 0.0};
    press_tissue();
    hands.cryoprobe = needle.pose;
    hands.resistance_frac = needle.resistance_frac;
}

}  // namespace cryo::session
