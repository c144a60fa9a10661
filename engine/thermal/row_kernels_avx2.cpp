// The row loops for processors with AVX2; the build gives this file, and no other, the flags for it.
#include "engine/thermal/row_kernels.h"

namespace cryo::thermal {

#include "engine/thermal/row_kernels.inc"

extern const RowKernels kAvx2RowKernels;
const RowKernels kAvx2RowKernels{"avx2", state_same, state_mixed, flux_same, flux_mixed, distant_face};

}  // namespace cryo::thermal
