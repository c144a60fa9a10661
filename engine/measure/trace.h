// The ground truth of an attempt, sampled at 60 Hz. One table names every column with its unit: CSV, attempt file,
// metrics and plots are made from it. float32, so that live and stored values are the same bits. "The target" is, of
// the nerves that must be treated, the one nearest to the active zone, and in the image the one nearest to its middle.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cryo::measure {

// CRYO_TRACE_COLUMNS(X): X(name, meaning). Names end in their unit; flags are 0 or 1.
#define CRYO_TRACE_COLUMNS(X)                                                                            \
    X(t_s, "simulated time from the start")                                                              \
    X(phase, "0 scan, 1 needle, 2 cool, 3 rewarm")                                                       \
    X(slide_mm, "transducer along the image, the simulated hand's wander included")                      \
    X(across_mm, "transducer out of the image plane")                                                    \
    X(rotate_deg, "transducer about the skin normal")                                                    \
    X(tilt_deg, "transducer fan angle")                                                                  \
    X(rock_deg, "transducer heel-toe angle")                                                             \
    X(hand_slide_mm, "of which the simulated hand's wander")                                             \
    X(hand_across_mm, "of which the simulated hand's wander")                                            \
    X(hand_rotate_deg, "of which the simulated hand's wander")                                           \
    X(hand_tilt_deg, "of which the simulated hand's wander")                                             \
    X(hand_rock_deg, "of which the simulated hand's wander")                                             \
    X(press_frac, "transducer pressure, 0 to 1")                                                         \
    X(contact_frac, "share of the face that is coupled")                                                 \
    X(depth_mm, "image depth")                                                                           \
    X(focus_mm, "transmit focus")                                                                        \
    X(frequency_mhz, "transmit frequency")                                                               \
    X(gain_db, "overall gain")                                                                           \
    X(gray_frac, "median gray about the target, 0 black to 1 white; -1 where it was not looked at")      \
    X(white_frac, "share of the speckle about the target that is drawn white")                           \
    X(image_live, "1 while the image is not frozen")                                                     \
    X(help_on, "1 while labels or the see-through view help")                                            \
    X(target_lateral_frac, "target centre across the image, 0 left to 1 right; outside [0,1] off image") \
    X(target_depth_frac, "target centre down the image")                                                 \
    X(target_seen, "1 while the target's section is in the live image")                                  \
    X(tip_x_mm, "tip, world")                                                                            \
    X(tip_y_mm, "tip, world")                                                                            \
    X(tip_z_mm, "tip, world")                                                                            \
    X(dir_x, "shaft direction, hub to tip")                                                              \
    X(dir_y, "shaft direction")                                                                          \
    X(dir_z, "shaft direction")                                                                          \
    X(insert_mm, "shaft below the skin")                                                                 \
    X(tip_plane_mm, "distance of the tip from the image plane")                                          \
    X(shaft_plane_deg, "angle of the shaft out of the image plane")                                      \
    X(shaft_face_deg, "angle of the shaft to the transducer face, in plane")                             \
    X(shaft_in_beam_frac, "share of the inserted shaft inside the beam thickness")                       \
    X(tip_contrast, "tip echo over background in standard deviations of speckle")                        \
    X(tip_visible, "1 while this learner's screen shows the tip")                                        \
    X(tip_target_mm, "tip to the target's epineurium, negative inside")                                  \
    X(zone_target_mm, "nearest point of the active zone to the target's epineurium")                     \
    X(zone_axis_mm, "middle of the active zone to the target's axis")                                    \
    X(zone_angle_deg, "active zone to the target's axis")                                                \
    X(artery_mm, "shaft to the nearest artery wall; 99 where there is none")                             \
    X(vein_mm, "shaft to the nearest vein wall; 99 where there is none")                                 \
    X(bone_mm, "tip to the nearest bone; 99 where there is none")                                        \
    X(motor_mm, "shaft to the nearest motor nerve; 99 where there is none")                              \
    X(pleura_mm, "tip to the pleura; 99 where there is none")                                            \
    X(pierced_frac, "shaft inside a nerve, as a share of that nerve's thickness")                        \
    X(stim_mode, "0 off, 1 sensory, 2 motor")                                                            \
    X(stim_v, "stimulator amplitude")                                                                    \
    X(skin_zone_mm, "depth of the active zone's shallowest point below the skin")                        \
    X(gas_on, "1 while gas flows")                                                                       \
    X(adherent, "1 while ice binds the cryoprobe")                                                       \
    X(tip_degc, "thermocouple, with its lag")                                                            \
    X(wall_degc, "metal of the active zone")                                                             \
    X(ice_radius_mm, "visible edge from the middle of the active zone, widest across the shaft")         \
    X(ice_volume_mm3, "tissue below the liquidus")                                                       \
    X(skin_min_degc, "coldest dermis now")                                                               \
    X(nerve_min_degc, "coldest fascicle of a nerve to treat now")                                        \
    X(covered_mm, "longest run treated so far, the least over the branches that count")                  \
    X(motor_frozen_frac, "largest share of a motor section treated so far")                              \
    X(motor_frozen_mm, "longest run of a motor nerve with half its section treated so far")              \
    X(cycle, "gas-on periods begun")                                                                     \
    X(placement, "placements begun")

struct TraceSample {
#define CRYO_TRACE_FIELD(name, meaning) float name = 0.0F;
    CRYO_TRACE_COLUMNS(CRYO_TRACE_FIELD)
#undef CRYO_TRACE_FIELD
};

// The same in double precision: what is computed from a sample is computed in this.
struct TraceValues {
#define CRYO_TRACE_VALUE(name, meaning) double name = 0.0;
    CRYO_TRACE_COLUMNS(CRYO_TRACE_VALUE)
#undef CRYO_TRACE_VALUE
};
TraceValues widened(const TraceSample& sample);

struct TraceColumn {
    const char* name;
    const char* meaning;
    float TraceSample::*member;
};
std::span<const TraceColumn> trace_columns();

inline constexpr double kTraceRateHz = 60.0;

using Trace = std::vector<TraceSample>;

}  // namespace cryo::measure
