// SPDX-License-Identifier: Apache-2.0
#include "rebate/rebate.h"

#include <gtest/gtest.h>

extern "C" rebate_status header_is_c99(void);

TEST(CHeader, WorksFromC99) { EXPECT_EQ(header_is_c99(), REBATE_INPUT); }
