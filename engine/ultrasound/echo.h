// The CPU reference of the image: every pass of the GPU in double precision, from the same ScanPlan and stored fields.
// It is the truth tests measure physics on; the trainer draws with render/bmode.h.
#pragma once

#include <complex>
#include <vector>

#include "engine/ultrasound/acoustic_medium.h"
#include "engine/ultrasound/display.h"
#include "engine/ultrasound/scan_plan.h"

namespace cryo::ultrasound {

// Values along lines; line runs fastest.
struct ComplexField {
    int line_count = 0;
    int sample_count = 0;
    std::vector<std::complex<double>> values;
    std::complex<double>& at(int line, int sample) {
        return values[static_cast<size_t>(sample) * static_cast<size_t>(line_count) + static_cast<size_t>(line)];
    }
    const std::complex<double>& at(int line, int sample) const {
        return values[static_cast<size_t>(sample) * static_cast<size_t>(line_count) + static_cast<size_t>(line)];
    }
};

// Linear amplitude re a perfect plane reflector at the focus, before gain and log; line runs fastest.
struct Envelope {
    int line_count = 0;
    int sample_count = 0;
    std::vector<float> values;
    float at(int line, int sample) const {
        return values[static_cast<size_t>(sample) * static_cast<size_t>(line_count) + static_cast<size_t>(line)];
    }
};

struct GrayPicture {
    int width_px = 0;
    int height_px = 0;
    std::vector<double> gray;  // 0..1, rows from the top
};

ComplexField echo_sources(const ScanPlan& plan, const AcousticMedium& medium);
ComplexField apply_response(const ScanPlan& plan, const ComplexField& echo);
// Adds ring-down of the face and receiver noise.
Envelope detect(const ScanPlan& plan, const AcousticMedium& medium, const ComplexField& response);
GrayPicture show(const ScanPlan& plan, const Envelope& envelope, const DisplayMap& map);

// All of it.
struct ReferenceImage {
    ScanPlan plan;
    ComplexField echo;
    ComplexField response;
    Envelope envelope;
};
ReferenceImage reference_image(const ImageFrame& frame);

}  // namespace cryo::ultrasound
