// Attempts written as traces, so that judging can be argued from what was done. A straight track of 20 mm leads to a
// nerve 10 mm deep; the hands move at a few mm/s and everything is sampled at 60 Hz.
#pragma once

#include "engine/scoring/attempt_record.h"
#include "engine/scoring/observation.h"
#include "engine/scoring/score.h"
#include "engine/scoring/score_model.h"

namespace cryo::scoring {

inline constexpr double kTrackMm = 20.0;  // entry to nerve along the shaft
inline constexpr double kNerveDepthMm = 10.0;

const ScoreModel& shipped_model();  // scenes/scoring/cryo_score_1.toml

class Script {
  public:
    Script();

    // --- hands ---
    Script& wait(double seconds);
    Script& follow_nerve(double mm);                 // transducer across its image, and back
    Script& slide(double mm, double seconds = 0.5);  // transducer
    Script& advance(double mm, bool seen = true);    // negative pulls back
    Script& turn(double degrees);                    // shaft about its entry
    Script& see(bool tip_on_screen);
    Script& pause_image(bool paused);
    Script& help(bool on);
    Script& leave_skin();  // all the way out
    // --- cold ---
    Script& gas(double seconds, double treats_mm = 0.0);  // and how much nerve it treats in all
    Script& thaw(double seconds = 60.0);                  // until the ice is gone
    Script& skin(double degc);
    // --- what the trace says directly ---
    measure::TraceSample& now() { return now_; }
    AttemptRecord& record() { return record_; }

    Script& event(session::EventKind kind, const std::string& structure = "", double value = 0.0,
                  const std::string& text = "");
    double t_s() const { return static_cast<double>(now_.t_s); }

    // Closes the attempt: the target's stations say what was treated.
    AttemptRecord finish();

  private:
    void sample();
    void place_tip();

    AttemptRecord record_;
    measure::TraceSample now_;
    int64_t tick_ = 0;
    double pitch_deg_ = 30.0;
    double yaw_deg_ = 0.0;
    double treated_mm_ = 0.0;
    Vec3 last_gas_mm_{1e9};
};

// Scan, follow the nerve, one approach in sight, the protocol's gas, thaw.
Script careful_until_gas();
AttemptRecord careful_attempt();

NerveOutcome nerve_treated(const std::string& id, anatomy::NerveRole role, double treated_mm,
                           double section_frac = 1.0);

inline Assessment judged(const AttemptRecord& record) {
    return judge(observe(record, shipped_model()), shipped_model());
}
bool has_critical(const Assessment& assessment, const std::string& id);
bool has_critical(const std::vector<Critical>& criticals, const std::string& id);

}  // namespace cryo::scoring
