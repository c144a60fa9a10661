// Times that the bench takes: quantiles of a run, and how far its fifths lie apart, which tells what a difference from
// another run is worth.
#pragma once

#include <string>
#include <vector>

#include "engine/io/json.h"

namespace cryo::app {

double seconds_now();  // of a clock that never goes back

struct StageBench {
    std::string stage;
    double p50_ms = 0.0;
    double p95_ms = 0.0;
    double p99_ms = 0.0;
    double low_ms = 0.0;  // least and greatest median of the run's fifths
    double high_ms = 0.0;
};

class Times {
  public:
    void add(double seconds) { ms_.push_back(1e3 * seconds); }
    bool empty() const { return ms_.empty(); }
    StageBench row(const std::string& stage) const;  // zeros when empty

  private:
    std::vector<double> ms_;  // in order of the run
};

io::Json stage_json(const StageBench& stage);
io::Json stages_json(const std::vector<StageBench>& stages);  // by name
void print_stages(const std::vector<StageBench>& stages);

}  // namespace cryo::app
