// SPDX-License-Identifier: Apache-2.0
//
// The functions of rebate.h that the package uses, as koffi reads them.
'use strict';

const koffi = require('koffi');

for (const noun of ['text', 'error', 'options', 'policy', 'input', 'data', 'settlement']) {
  koffi.opaque(`rebate_${noun}`);
}

// Where `cmake --install` puts it, by the system's own search.
const lib = koffi.load('librebate_c.so.0.1');
const E = '_Out_ rebate_error **error';
const T = '_Out_ rebate_text **text';
const functions = {};
for (const declaration of [
  'const char *rebate_version()',
  'void *rebate_text_data(rebate_text *text)',
  'size_t rebate_text_size(rebate_text *text)',
  'void rebate_text_free(rebate_text *text)',
  'const char *rebate_error_message(rebate_error *error)',
  'size_t rebate_error_count(rebate_error *error)',
  'const char *rebate_error_text(rebate_error *error, size_t index, int32_t field)',
  'int32_t rebate_error_number(rebate_error *error, size_t index, int32_t field)',
  'void rebate_error_free(rebate_error *error)',
  `int32_t rebate_options_new(_Out_ rebate_options **options, ${E})`,
  `int32_t rebate_options_set_threads(rebate_options *options, int32_t threads, ${E})`,
  `int32_t rebate_options_set_as_of(rebate_options *options, const char *day, ${E})`,
  `int32_t rebate_options_set_period(rebate_options *options, const char *period, ${E})`,
  `int32_t rebate_options_set_partner(rebate_options *options, const char *partner, ${E})`,
  `int32_t rebate_options_set_rule(rebate_options *options, const char *rule, ${E})`,
  `int32_t rebate_options_set_language(rebate_options *options, const char *language, ${E})`,
  `int32_t rebate_options_set_traces(rebate_options *options, int32_t traces, ${E})`,
  `int32_t rebate_options_set_rows(rebate_options *options, int32_t rows, ${E})`,
  'void rebate_options_free(rebate_options *options)',
  `int32_t rebate_policy_from_file(const char *path, _Out_ rebate_policy **policy, ${E})`,
  `int32_t rebate_policy_from_json(const void *json, size_t size, const char *file,
    _Out_ rebate_policy **policy, ${E})`,
  `int32_t rebate_policy_to_json(rebate_policy *policy, ${T}, ${E})`,
  'const char *rebate_policy_id(rebate_policy *policy)',
  'size_t rebate_policy_rule_count(rebate_policy *policy)',
  'const char *rebate_policy_rule_id(rebate_policy *policy, size_t rule)',
  'void rebate_policy_free(rebate_policy *policy)',
  `int32_t rebate_input_new(_Out_ rebate_input **input, ${E})`,
  `int32_t rebate_input_set_folder(rebate_input *input, const char *path, ${E})`,
  `int32_t rebate_input_add_file(rebate_input *input, const char *name, const void *bytes,
    size_t size, ${E})`,
  'void rebate_input_free(rebate_input *input)',
  `int32_t rebate_data_read(rebate_policy *policy, rebate_input *input, rebate_options *options,
    _Out_ rebate_data **data, ${E})`,
  'void rebate_data_free(rebate_data *data)',
  `int32_t rebate_evaluate(rebate_policy *policy, rebate_data *data, rebate_options *options,
    _Out_ rebate_settlement **settlement, ${E})`,
  `int32_t rebate_settlement_to_json(rebate_settlement *of, rebate_options *options, ${T}, ${E})`,
  `int32_t rebate_settlement_to_csv(rebate_settlement *of, rebate_options *options, ${T}, ${E})`,
  `int32_t rebate_settlement_to_statements(rebate_settlement *of, rebate_options *options, ${T},
    ${E})`,
  'size_t rebate_settlement_line_count(rebate_settlement *of)',
  'const char *rebate_settlement_line_text(rebate_settlement *of, size_t line, int32_t field)',
  `int32_t rebate_settlement_line_amount(rebate_settlement *of, size_t line, int32_t field, ${T},
    ${E})`,
  `int32_t rebate_settlement_explain(rebate_settlement *of, size_t line, rebate_options *options,
    ${T}, ${E})`,
  'void rebate_settlement_free(rebate_settlement *settlement)',
]) {
  const name = /(rebate_\w+)\(/.exec(declaration)[1];
  functions[name.slice('rebate_'.length)] = lib.func(declaration);
}

module.exports = {koffi, functions};
