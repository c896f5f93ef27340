// SPDX-License-Identifier: Apache-2.0
//
// The header as strict C99; the compiler is the test. Linked into the tests and called once.
#include "rebate/arrow/c_data.h"
#include "rebate/rebate.h"

rebate_status header_is_c99(void);

rebate_status header_is_c99(void) {
  rebate_policy *policy = NULL;
  rebate_error *error = NULL;
  rebate_status status = rebate_policy_from_json("[]", 2, NULL, &policy, &error);
  rebate_policy_free(policy);
  rebate_error_free(error);
  return status;
}
