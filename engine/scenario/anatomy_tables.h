// Tables of the structures a case or test object is made of; part of tables.h, for the sources of this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/io/parameter_table.h"
#include "engine/scenario/scenario_file.h"

namespace cryo::scenario {

// Coordinates of anything, in mm.
inline constexpr io::Range kCoordinateMm{-200, 200};
inline constexpr io::Range kDepthMm{0, 200};

const io::ParameterTable<anatomy::Layer>& layer_table();
const io::ParameterTable<anatomy::Sheet>& sheet_table();
const io::ParameterTable<anatomy::Bone>& bone_table();
const io::ParameterTable<AuthoredNerve>& nerve_table();
const io::ParameterTable<AuthoredVessel>& vessel_table();
const io::ParameterTable<anatomy::Inclusion>& inclusion_table();
const io::ParameterTable<anatomy::PointTarget>& point_table();
const io::ParameterTable<anatomy::Crossing>& crossing_table();
const io::ParameterTable<anatomy::VariantDraw>& variant_table();

}  // namespace cryo::scenario
