#include "engine/ultrasound/tip_visibility.h"

namespace cryo::ultrasound {

TipVisibility tip_visibility(const ImageFrame&) { return {}; }

}  // namespace cryo::ultrasound
