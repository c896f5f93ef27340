// SPDX-License-Identifier: Apache-2.0
//
// The whole way in C: a policy and a data folder in, amounts and one explanation out.
//
//   example_c_settle examples/channel-2025/policy.json examples/channel-2025/data
#include "rebate/rebate.h"

#include <stdio.h>

// Prints what is wrong, and gives it back.
static int fail(rebate_error *error) {
  fputs(rebate_error_message(error), stderr);
  rebate_error_free(error);
  return 1;
}

static int print_line(const rebate_settlement *settlement, size_t line) {
  rebate_text *due = NULL;
  rebate_error *error = NULL;
  if (rebate_settlement_line_amount(settlement, line, REBATE_AMOUNT_DUE, &due, &error)) {
    return fail(error);
  }
  printf("%s %s %s %s %s\n", rebate_settlement_line_text(settlement, line, REBATE_LINE_PARTNER),
         rebate_settlement_line_text(settlement, line, REBATE_LINE_RULE),
         rebate_settlement_line_text(settlement, line, REBATE_LINE_PERIOD),
         rebate_text_data(due), rebate_settlement_line_text(settlement, line, REBATE_LINE_STATUS));
  rebate_text_free(due);
  return 0;
}

static int print(const rebate_settlement *settlement) {
  rebate_text *why = NULL;
  rebate_error *error = NULL;
  size_t count = rebate_settlement_line_count(settlement);
  for (size_t line = 0; line < 3 && line < count; ++line) {
    if (print_line(settlement, line)) return 1;
  }
  printf("... %u lines\n\n", (unsigned)count);
  if (rebate_settlement_explain(settlement, 0, NULL, &why, &error)) return fail(error);
  fputs(rebate_text_data(why), stdout);
  rebate_text_free(why);
  return 0;
}

int main(int count, char **words) {
  rebate_policy *policy = NULL;
  rebate_input *input = NULL;
  rebate_data *data = NULL;
  rebate_settlement *settlement = NULL;
  rebate_error *error = NULL;
  int failed = 1;
  if (count != 3) return fprintf(stderr, "usage: settle POLICY FOLDER\n"), 2;

  if (rebate_policy_from_file(words[1], &policy, &error) == REBATE_OK &&
      rebate_input_new(&input, &error) == REBATE_OK &&
      rebate_input_set_folder(input, words[2], &error) == REBATE_OK &&
      rebate_data_read(policy, input, NULL, &data, &error) == REBATE_OK &&
      rebate_evaluate(policy, data, NULL, &settlement, &error) == REBATE_OK) {
    failed = print(settlement);
  } else {
    failed = fail(error);
  }

  rebate_settlement_free(settlement);  // Every _free accepts NULL.
  rebate_data_free(data);
  rebate_input_free(input);
  rebate_policy_free(policy);
  return failed;
}
