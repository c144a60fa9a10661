// The ice ball as scan lines hear it, from the temperature field: a bright rim where it faces the transducer, one or
// two millimetres of fading echo, then black, and a shadow behind; and the swelling that it leaves where it has thawed.
// Private to ultrasound/.
//
// Frozen tissue between the liquidus and the solidus is a mush whose impedance and attenuation rise with its ice
// fraction. Rim reflection: Lam, Shimi and Cuschieri 1995 and the impedance of solid ice (Selfridge) span 14 to 34 % of
// intensity; attenuation at megahertz was found nowhere and is a design value. Tissue that was frozen comes back a
// little brighter and without its fine structure (oedema, described of thawed lesions); by how much is a design value.
#pragma once

#include <vector>

#include "engine/ultrasound/line_echo.h"

namespace cryo::ultrasound {

inline constexpr double kIceAttenuationDbPerCmMhz = 12.0;
inline constexpr double kIceImpedanceRatio = 2.2;  // solid ice over soft tissue
inline constexpr double kOedemaDb = -8.0;  // of the haze over thawed tissue, re muscle: 3 dB on muscle, more on fat

// Ice fraction of tissue at a temperature, 0..1: an ideal solution whose freezing point is the liquidus, 1 - T_f / T.
// Half of it appears within a degree of the front, which is why the rim is sharp although heat flow uses a wider range.
double ice_fraction(double temperature_degc);

class IceEcho {
  public:
    // Looking for the box around all that is or was ice pays when many lines are asked; without it the whole grid
    // counts as the box.
    IceEcho(const ImageFrame& frame, bool find_box);
    bool any() const { return any_; }
    void add(const EchoScene& scene, LineWork& work) const;

  private:
    void add_oedema(const EchoScene& scene, LineWork& work) const;
    // Ranges at which a line is inside the box around all that is or was ice; false when it is never.
    bool enter_box(const Vec3& origin_m, const Vec3& direction, double depth_m, double& in_m, double& out_m) const;

    const Grid3<float>* grid_ = nullptr;
    const Grid3<float>* coldest_ = nullptr;  // null: nothing has thawed yet
    Vec3 low_m_{0.0};
    Vec3 high_m_{0.0};
    bool any_ = false;
};

}  // namespace cryo::ultrasound
