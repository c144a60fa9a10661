// From an authored anatomy to one patient's: build (BMI), sex, age, side and seed move depths, sizes and branches by
// the published distributions. The same patient is the same anatomy on every machine. The authored anatomy is that of a
// right side, BMI 23, 70 years or younger; effects of sex and age are provisional:
//   sex   nerves of men are 3 % wider, of women 3 % narrower (smaller sections in women, without a published factor);
//   age   from 70 to 80 years muscle thins by 30 % and skin by 17 %, then no more; what lies deeper rises;
//   side  the left is the mirror image, x -> -x.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/anatomy/anatomy.h"
#include "engine/anatomy/relief.h"

namespace cryo::anatomy {

enum class Sex : uint8_t { Female, Male };
enum class Side : uint8_t { Left, Right };

struct Patient {
    double bmi = 23.0;  // 17..45
    Sex sex = Sex::Female;
    double age_years = 60.0;
    Side side = Side::Right;
    uint64_t seed = 1;
};

// Thickness of the subcutaneous fat at the site for four builds; between them linear, outside held.
struct FatTable {
    std::array<double, 4> bmi{19, 23, 28, 35};
    std::array<double, 4> thickness_m{};
    double thickness_at(double bmi_value) const;
};

// A quantity drawn once per patient.
struct Spread {
    double sd = 0.0;
    double low = 0.0;  // clip, as an offset or factor like the sd
    double high = 0.0;
};

// An alternative drawn with a probability: structures with this tag exist only in patients who drew it.
struct VariantDraw {
    std::string id;  // e.g. "branch_count"
    std::vector<std::string> outcomes;
    std::vector<double> probabilities;  // sum 1
};

// What a scenario's author wrote: the anatomy at BMI 23, and how patients differ.
struct AnatomyTemplate {
    Anatomy at_bmi_23;
    FatTable fat;
    double fat_top_m = 0.0;  // the stretch acts between these two depths and carries everything deeper along
    double fat_bottom_m = 0.0;
    ReliefShape relief;
    std::vector<VariantDraw> variants;
    // "variant=outcome" or "variant=outcome|outcome" that a nerve or vessel needs to exist, parallel to
    // at_bmi_23.nerves and .vessels; "" = always.
    std::vector<std::string> nerve_needs;
    std::vector<std::string> vessel_needs;
    Spread nerve_size_factor{0.12, -0.25, 0.25};  // relative
    Spread position_x_m{0.0, 0.0, 0.0};           // of branches and vessels beside the target
};

// How depth at BMI 23 moves in this patient: fat stretches in proportion to its thickness at the site, skin and muscle
// thin with age, and everything deeper is carried along. Rising in depth; 0 at the skin.
double patient_depth_m(const AnatomyTemplate& authored, const Patient& patient, double depth_at_bmi_23_m);

// The outcome a patient drew of a variant, as an index into its outcomes.
int drawn_outcome(const VariantDraw& variant, const Patient& patient);

// Nerves and vessels are kept kTubeGapM apart (declared crossings may touch) by moving the less important one aside,
// and between skin and the bottom of the box, which goes with the fat. For authored data that cannot be satisfied
// anatomy_faults() of the result says what is wrong.
Anatomy make_anatomy(const AnatomyTemplate& authored, const Patient& patient);

// What is wrong with an authored anatomy, one readable sentence each: its own faults, its tables, and what goes wrong
// in a sample of patients from BMI 19 to 35. Takes some tenths of a second.
std::vector<std::string> template_faults(const AnatomyTemplate& authored);

}  // namespace cryo::anatomy
