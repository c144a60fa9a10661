// The attempt as the triggers of a lesson see it.
#pragma once

#include "engine/session/session_state.h"

namespace cryo::session {

class LessonWorld : public scenario::ScriptWorld {
  public:
    explicit LessonWorld(const Session::State& state) : state_(state) {}

    double level(const scenario::Trigger& trigger) const override;
    bool holds(const scenario::Trigger& trigger) const override;

  private:
    double distance_m(const scenario::Trigger& trigger) const;
    double temperature_degc(const std::string& of) const;
    bool is_in_picture(const scenario::Trigger& trigger) const;
    bool shows_axis(const scenario::Trigger& trigger) const;
    bool is_in_layer(const std::string& id) const;
    bool happened(EventKind kind) const;  // since the tick before
    bool was_pierced(const std::string& what) const;

    const Session::State& state_;
};

// Whether a script asks for measurements, which then have to be kept.
bool asks_for_metrics(const scenario::Script& script);

}  // namespace cryo::session
