#include "engine/thermal/row_kernels.h"

namespace cryo::thermal {

#include "engine/thermal/row_kernels.inc"

#if defined(CRYO_HAS_AVX2_KERNELS)
extern const RowKernels kAvx2RowKernels;
#endif

const RowKernels& baseline_row_kernels() {
    static const RowKernels kernels{"baseline", state_same, state_mixed, flux_same, flux_mixed, distant_face};
    return kernels;
}

const RowKernels& row_kernels() {
#if defined(CRYO_HAS_AVX2_KERNELS)
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    if (wide) return kAvx2RowKernels;
#endif
    return baseline_row_kernels();
}

}  // namespace cryo::thermal
