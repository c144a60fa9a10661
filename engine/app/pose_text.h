// The pose on the command line: "slide_mm=3,tilt_deg=-4,noise=off". One table of keys with unit and range serves
// reading, stepping from frame to frame, messages and frame.json.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/scenario/scenario.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::app {

// All that can be posed, SI.
struct ImagePose {
    instruments::TransducerPose transducer;
    instruments::CryoprobePose cryoprobe;
    ultrasound::ImagingSettings imaging;
    bool noise_on = true;
    bool gas_on = false;
    double time_s = 0.0;  // in the cycle of the pulse
};

// The case's target view.
ImagePose target_view(const scenario::Scenario& scenario);

struct PoseEdit {
    std::string key;
    double value = 0.0;  // in the unit of the key; of a word key the place of the word
};

// Keys, numbers and repeats are checked here, ranges by apply_pose.
Result<std::vector<PoseEdit>> parse_pose(const std::string& text, const std::string& option);

// `pose` with the edits and `count` times the steps; a fault with the allowed range where it leaves that range.
Result<ImagePose> apply_pose(const scenario::Scenario& scenario, const ImagePose& pose,
                             const std::vector<PoseEdit>& edits, const std::vector<PoseEdit>& steps = {},
                             int count = 0);

// Every key with a number and its value, for frame.json; and every key with a word.
std::vector<PoseEdit> pose_values(const ImagePose& pose);
std::vector<std::pair<std::string, std::string>> pose_words(const ImagePose& pose);

}  // namespace cryo::app
