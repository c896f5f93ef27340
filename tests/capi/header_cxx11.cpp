// SPDX-License-Identifier: Apache-2.0
//
// The headers in C as C++11, the oldest C++ that a host may have; the compiler is the test.
#include "rebate/arrow/c_data.h"
#include "rebate/rebate.h"

static_assert(sizeof(rebate_status) == 4 && REBATE_OK == 0, "the header is read");
