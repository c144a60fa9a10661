// What there is to hear at a moment of an attempt, as plain numbers: the synthesiser makes sound of it and the screen
// words. SI units.
#pragma once

#include <string>
#include <vector>

namespace cryo::sound {

struct Heard {
    double heart_rate_per_min = 0.0;  // 0: no monitor
    double flow_m_per_s = 0.0;        // along the beam, of the strongest flow in the Doppler box; 0: none
    double flow_frequency_hz = 5e6;   // transmitted for flow
    bool gas = false;                 // flows through the cryoprobe
    bool gas_low = false;             // the console warns
    double resistance_frac = 0.0;     // what the hand pushes against, 0..1
    bool is_still = true;             // time stands still: everything is silent
};

// The same in words, for those who do not hear it: "heartbeat 72/min", "flow", "gas". Empty while it is silent.
std::vector<std::string> captions(const Heard& heard);

}  // namespace cryo::sound
