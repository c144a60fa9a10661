// Runs a test once per API of OpenGL that the program supports, each on a fresh context.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "engine/gpu/context.h"

namespace cryo::gpu {

class OnBothApis : public ::testing::TestWithParam<Api> {
  protected:
    // What a test leaves behind in the way of errors is the test's failure.
    void TearDown() override { EXPECT_NO_THROW(check_errors("the test")); }

    OffscreenContext context_{GetParam()};
};

inline std::string api_suffix(const ::testing::TestParamInfo<Api>& info) {
    return info.param == Api::Gl33Core ? "Gl33Core" : "Gles30";
}

#define CRYO_ON_BOTH_APIS(Suite) \
    INSTANTIATE_TEST_SUITE_P(Apis, Suite, ::testing::Values(Api::Gl33Core, Api::Gles30), api_suffix)

}  // namespace cryo::gpu
