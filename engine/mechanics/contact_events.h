// Where the inserted shaft is against skin, nerves, vessels and bone, and a streaming detector of crossings. The shaft
// is a capsule from the skin to the tip; distances in metres from its surface, negative when it is inside; places in
// world coordinates. A crossing counts once and arms again when the shaft has left by 0.5 mm.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/instruments/cryoprobe.h"
#include "engine/mechanics/surroundings.h"

namespace cryo::mechanics {

inline constexpr double kRearmM = 0.0005;
inline constexpr double kTransfixedFrac = 0.5;  // of a nerve's smaller diameter
inline constexpr double kFarM = 1.0;            // distance to a structure that does not exist

// The nearest approach of the shaft to one structure.
struct Proximity {
    double distance_m = kFarM;  // surface of shaft to surface of structure (of a vessel: its lumen)
    Vec3 place_m{0.0};          // on the shaft's axis, world
    double along_m = 0.0;       // from the tip back along the shaft
};

// A straight piece of shaft, world frame.
struct ShaftSegment {
    Vec3 tip_m{0.0};
    Vec3 end_m{0.0};  // towards the hub: where the shaft passes the skin, or where the active zone ends
    double radius_m = 0.0007;
};
// None outside the skin.
std::vector<ShaftSegment> inserted_segments(const instruments::CryoprobeDevice& device,
                                            const instruments::CryoprobePose& pose);
std::vector<ShaftSegment> active_segments(const instruments::CryoprobeDevice& device,
                                          const instruments::CryoprobePose& pose);

Proximity proximity_to_nerve(const ShaftSegment& shaft, int nerve, const Surroundings& surroundings);
Proximity proximity_to_vessel(const ShaftSegment& shaft, int vessel, const Surroundings& surroundings);
// Of the very tip, whatever the shaft's radius: bone stops it at 0.
Proximity tip_to_bone(const ShaftSegment& shaft, int bone, const Surroundings& surroundings);

// How deep the shaft is in a nerve as a share of the nerve's smaller diameter, 0 (not inside) and up.
double pierced_frac(const Proximity& proximity, const anatomy::Nerve& nerve);

// Skin: the shaft entered the body. VesselWall: the shaft's surface came to the outside of the wall; VesselLumen: it
// broke through it. NerveTouched: it came to the epineurium; NerveTransfixed: it went kTransfixedFrac deep. Bone,
// Pleura: the tip came onto a bone, into a layer of lung.
enum class ContactKind : uint8_t { Skin, NerveTouched, NerveTransfixed, VesselWall, VesselLumen, Bone, Pleura };

struct ContactEvent {
    ContactKind kind = ContactKind::Skin;
    int index = -1;  // into Anatomy::nerves, vessels, bones or layers
    Vec3 place_m{0.0};
    double fraction = 1.0;  // when in the step, 0..1
};

// Which crossings stand. Sized by the anatomy; plain, so that a session can store and hash it.
struct ContactState {
    bool skin = false;
    std::vector<uint8_t> nerve_touched;
    std::vector<uint8_t> nerve_transfixed;
    std::vector<uint8_t> vessel_wall;
    std::vector<uint8_t> vessel_lumen;
    std::vector<uint8_t> bone;
    std::vector<uint8_t> pleura;  // by layer
};
ContactState make_contact_state(const anatomy::Anatomy& anatomy);

// Moves the shaft from one pose to the next in pieces small against the structures, so that nothing is stepped over,
// and returns what was crossed, in the order of crossing.
std::vector<ContactEvent> update_contacts(ContactState& state, const instruments::CryoprobeDevice& device,
                                          const instruments::CryoprobePose& from, const instruments::CryoprobePose& to,
                                          const Surroundings& surroundings);

}  // namespace cryo::mechanics
