// SPDX-License-Identifier: Apache-2.0
//
// librebate for every language that can call C: what every partner is owed and why, exact to the
// cent. docs/C-API.md has the whole story with examples; this is the contract in short.
//
// Language.   Strict C99 and C++, fixed-width types, no structs by value, no variadic functions, no
//             macros that a caller must expand.
// Handles.    Every object is opaque. `..._free` releases it and accepts NULL. What an `_out`
//             parameter receives belongs to the caller. A returned `const` pointer belongs to the
//             handle that it was asked of and lives as long as that handle.
// Status.     Every call that can fail returns a status. On failure all outputs are NULL (or 0),
//             and *error_out, if `error_out` is not NULL, is an object of the caller that says
//             everything, to be freed with rebate_error_free(); it is NULL only if there was no
//             memory for it. On success *error_out is NULL. What it held before is overwritten.
// Texts.      UTF-8. Names, paths and ids go in as texts that end with NUL; documents as pointer
//             and size. All are copied. What comes out ends with NUL too.
// Numbers.    Amounts are decimal texts ("-1234.50"), or integers with a scale: 123450 at scale 2.
//             Never a binary floating point number. Days are counted from 1970-01-01.
// Threads.    No global state. Immutable handles (all but rebate_options and rebate_input) may be
//             used by any number of threads at once. A mutable handle belongs to one call at a
//             time: a second one gets REBATE_BUSY. Free a handle when no call uses it.
// Exceptions. None leaves a call. Out of memory is a status; the handles stay usable.
// ABI.        A function never changes its meaning: a changed one gets a new name. Enumerators keep
//             their numbers. rebate_abi_version() grows when something is removed.
#ifndef REBATE_REBATE_H
#define REBATE_REBATE_H

#include <stddef.h>
#include <stdint.h>

#define REBATE_VERSION_MAJOR 0
#define REBATE_VERSION_MINOR 1
#define REBATE_VERSION_PATCH 0

#if defined(_WIN32)
#define REBATE_API
#elif defined(__GNUC__)
#define REBATE_API __attribute__((visibility("default")))
#else
#define REBATE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

// ---- status ------------------------------------------------------------------------------------

typedef int32_t rebate_status;

enum {
  REBATE_OK = 0,
  REBATE_INVALID_ARGUMENT = 1,  // NULL where there must be something, an unknown number or word
  REBATE_WRONG_HANDLE = 2,      // a handle of another type, or one that was freed
  REBATE_INPUT = 3,             // policy or data are wrong: the error lists all issues
  REBATE_STOPPED = 4,           // a callback asked to stop
  REBATE_NO_MEMORY = 5,
  REBATE_NOT_FOUND = 6,         // no such line, rule, file
  REBATE_NOT_EXACT = 7,         // the number does not fit the integer and scale that were asked for
  REBATE_BUSY = 8,              // another call is using this mutable handle
  REBATE_INTERNAL = 9           // a defect of the library; the error's text helps to report it
};

// "REBATE_OK"; "REBATE_INTERNAL" for an unknown number. Since 0.1.
REBATE_API const char *rebate_status_name(rebate_status status);

// ---- version -----------------------------------------------------------------------------------

// "0.1.0", of the library that runs. Since 0.1.
REBATE_API const char *rebate_version(void);
// major * 1000000 + minor * 1000 + patch. Since 0.1.
REBATE_API uint32_t rebate_version_number(void);
// 1. A program may run with any later library of the same number. Since 0.1.
REBATE_API uint32_t rebate_abi_version(void);

enum {
  REBATE_LIMIT_POLICY_BYTES = 1,
  REBATE_LIMIT_DEPTH = 2,
  REBATE_LIMIT_RULES = 3,
  REBATE_LIMIT_BANDS = 4,
  REBATE_LIMIT_NUMBER_DIGITS = 5,
  REBATE_LIMIT_FIELD_BYTES = 6,
  REBATE_LIMIT_RECORD_BYTES = 7,
  REBATE_LIMIT_EXPRESSION_BYTES = 8,
  REBATE_LIMIT_ISSUES = 9,
  REBATE_LIMIT_ROWS = 10
};

// How large an input may be; 0 for an unknown limit. Since 0.1.
REBATE_API uint64_t rebate_limit(int32_t limit);

// ---- objects -----------------------------------------------------------------------------------

typedef struct rebate_text rebate_text;              // bytes that a call made
typedef struct rebate_error rebate_error;            // why a call failed; also a list of warnings
typedef struct rebate_policy rebate_policy;          // immutable: the rules, checked
typedef struct rebate_options rebate_options;        // mutable: how to run and what to print
typedef struct rebate_input rebate_input;            // mutable: data on its way in
typedef struct rebate_data rebate_data;              // immutable: master data and ledger
typedef struct rebate_plan rebate_plan;              // immutable: a policy bound to master data
typedef struct rebate_tally rebate_tally;            // immutable: sums of rows, which merge
typedef struct rebate_settlement rebate_settlement;  // immutable: what is owed and why

// ---- text --------------------------------------------------------------------------------------

// The bytes, and a NUL behind them; NULL for NULL. Since 0.1.
REBATE_API const char *rebate_text_data(const rebate_text *text);
// Without that NUL; 0 for NULL. Since 0.1.
REBATE_API size_t rebate_text_size(const rebate_text *text);
REBATE_API void rebate_text_free(rebate_text *text);

// ---- error -------------------------------------------------------------------------------------
//
// Accepts NULL everywhere: there are then no issues, and texts are empty. An index beyond the end
// answers the same.

enum { REBATE_SEVERITY_ERROR = 0, REBATE_SEVERITY_WARNING = 1, REBATE_SEVERITY_NOTE = 2 };

enum {
  REBATE_ISSUE_TAG = 1,         // "RB2204"
  REBATE_ISSUE_NAME = 2,        // "policy.band.not_ascending"
  REBATE_ISSUE_MESSAGE = 3,     // a whole sentence
  REBATE_ISSUE_FILE = 4,        // "policy.json"
  REBATE_ISSUE_POINTER = 5,     // "/rules/2/what", RFC 6901
  REBATE_ISSUE_FOUND = 6,       // what stands there
  REBATE_ISSUE_EXPECTED = 7,    // what may stand there
  REBATE_ISSUE_SUGGESTION = 8,  // the nearest right word
  REBATE_ISSUE_EXCERPT = 9,     // the expression that REBATE_ISSUE_OFFSET counts in
  REBATE_ISSUE_TEXT = 10        // all of it, as the command prints it
};

enum {
  REBATE_ISSUE_CODE = 1,      // 2204; 0 if it is about the call and not about an input
  REBATE_ISSUE_SEVERITY = 2,  // REBATE_SEVERITY_...
  REBATE_ISSUE_LINE = 3,      // from 1; 0 is unknown
  REBATE_ISSUE_COLUMN = 4,    // from 1, in bytes; 0 is unknown
  REBATE_ISSUE_OFFSET = 5,    // byte inside the expression, from 0; -1 is none
  REBATE_ISSUE_LENGTH = 6     // bytes that are meant; 0 is unknown
};

// The status that came with it; REBATE_OK of warnings and of NULL. Since 0.1.
REBATE_API rebate_status rebate_error_status(const rebate_error *error);
// Everything on one page, a line or more for each issue. Since 0.1.
REBATE_API const char *rebate_error_message(const rebate_error *error);
REBATE_API size_t rebate_error_count(const rebate_error *error);
REBATE_API const char *rebate_error_text(const rebate_error *error, size_t index, int32_t field);
REBATE_API int32_t rebate_error_number(const rebate_error *error, size_t index, int32_t field);
// [{"code": "RB2204", "name": ..., "severity": "error", "file": ...}]. Since 0.1.
REBATE_API rebate_status rebate_error_to_json(const rebate_error *error, rebate_text **text_out);
REBATE_API void rebate_error_free(rebate_error *error);

// ---- options -----------------------------------------------------------------------------------
//
// Calls that take options accept NULL: everything as the command does without options.

enum { REBATE_STAGE_READING = 0, REBATE_STAGE_ADDING_UP = 1, REBATE_STAGE_SETTLING = 2 };

// Told the part of a stage that is done, in thousandths, by the thread that made the call. Anything
// but 0 stops the run: the call returns REBATE_STOPPED. It must not throw or jump. It may use any
// handle but the options and the input of the call under way, which are busy.
typedef int32_t (*rebate_progress)(int32_t stage, int32_t thousandths, void *user_data);

REBATE_API rebate_status rebate_options_new(rebate_options **options_out, rebate_error **error_out);
// At most so many threads, 0 to 1024; 0, the default: as many as the machine has. The result is the
// same whatever it is. Since 0.1.
REBATE_API rebate_status rebate_options_set_threads(rebate_options *options, int32_t threads,
                                                    rebate_error **error_out);
// What is known on this day: "2025-07-10". NULL: as data.json says, else after the last period's
// close. Since 0.1.
REBATE_API rebate_status rebate_options_set_as_of(rebate_options *options, const char *day,
                                                  rebate_error **error_out);
// Only lines whose period ends in it: "2025", "2025-Q2", "2025-04-01..2025-06-30"; NULL: all. Told
// to be wrong by the call that uses it, since only a policy knows the periods. Since 0.1.
REBATE_API rebate_status rebate_options_set_period(rebate_options *options, const char *period,
                                                   rebate_error **error_out);
// NULL: none. Since 0.1.
REBATE_API rebate_status rebate_options_set_progress(rebate_options *options,
                                                     rebate_progress progress, void *user_data,
                                                     rebate_error **error_out);
// What is printed: of this partner, of this rule (NULL: of all). Since 0.1.
REBATE_API rebate_status rebate_options_set_partner(rebate_options *options, const char *partner,
                                                    rebate_error **error_out);
REBATE_API rebate_status rebate_options_set_rule(rebate_options *options, const char *rule,
                                                 rebate_error **error_out);
// "en", the default, or "zh". Since 0.1.
REBATE_API rebate_status rebate_options_set_language(rebate_options *options, const char *language,
                                                     rebate_error **error_out);
// Not 0: JSON has every figure behind every line. Since 0.1.
REBATE_API rebate_status rebate_options_set_traces(rebate_options *options, int32_t traces,
                                                   rebate_error **error_out);
// Not 0: explanations list the rows behind each figure. Since 0.1.
REBATE_API rebate_status rebate_options_set_rows(rebate_options *options, int32_t rows,
                                                 rebate_error **error_out);
REBATE_API void rebate_options_free(rebate_options *options);

// ---- policy ------------------------------------------------------------------------------------

// Reads and checks a policy. `file_name` is only for places and may be NULL. Files that the policy
// names are not read. Since 0.1.
REBATE_API rebate_status rebate_policy_from_json(const char *json, size_t json_size,
                                                 const char *file_name, rebate_policy **policy_out,
                                                 rebate_error **error_out);
// The same from a file and those that it names. Since 0.1.
REBATE_API rebate_status rebate_policy_from_file(const char *path, rebate_policy **policy_out,
                                                 rebate_error **error_out);
// The policy in the one spelling that everybody gets. Since 0.1.
REBATE_API rebate_status rebate_policy_to_json(const rebate_policy *policy, rebate_text **text_out,
                                               rebate_error **error_out);
// Works out the examples of the policy. REBATE_INPUT if one comes out otherwise, or cannot be
// worked out; the error lists them. Since 0.1.
REBATE_API rebate_status rebate_policy_check_examples(const rebate_policy *policy,
                                                      rebate_error **error_out);
// Warnings and notes of its reading; NULL if there are none. Since 0.1.
REBATE_API const rebate_error *rebate_policy_warnings(const rebate_policy *policy);
// NULL for a wrong handle. Since 0.1.
REBATE_API const char *rebate_policy_id(const rebate_policy *policy);
REBATE_API const char *rebate_policy_currency(const rebate_policy *policy);
REBATE_API size_t rebate_policy_rule_count(const rebate_policy *policy);
// NULL beyond the last rule. Since 0.1.
REBATE_API const char *rebate_policy_rule_id(const rebate_policy *policy, size_t rule);
REBATE_API void rebate_policy_free(rebate_policy *policy);
// The JSON Schema of policies, draft 07. `language` is "en", "zh", or NULL for both. Since 0.1.
REBATE_API rebate_status rebate_policy_schema(const char *language, rebate_text **text_out,
                                              rebate_error **error_out);

// ---- data --------------------------------------------------------------------------------------
//
// An input collects what is to be read; rebate_data_read() reads all of it at once and tells all
// that is wrong. A folder is the ground; a file, columns or a stream take the place of the folder's
// file of that name. Without a folder they are all there is.

REBATE_API rebate_status rebate_input_new(rebate_input **input_out, rebate_error **error_out);
// The folder with partners.csv, sales.csv and the others. Since 0.1.
REBATE_API rebate_status rebate_input_set_folder(rebate_input *input, const char *path,
                                                 rebate_error **error_out);
// The bytes of a file: "sales.csv"; "sales.json", an array of objects; or "data.json". Since 0.1.
REBATE_API rebate_status rebate_input_add_file(rebate_input *input, const char *name,
                                               const char *bytes, size_t size,
                                               rebate_error **error_out);

// Columns of a file, `file` being its name without ending ("sales") and `column` a field of it.
// Values go behind those that the column has already, so that rows can be appended in batches; in
// the end all columns must be equally long. All are copied. Since 0.1.

// `sizes` may be NULL if all texts end with NUL. A NULL text is missing.
REBATE_API rebate_status rebate_input_add_texts(rebate_input *input, const char *file,
                                                const char *column, const char *const *texts,
                                                const size_t *sizes, size_t count,
                                                rebate_error **error_out);
// coefficient x 10^-scale, 0 <= scale <= 18. `present` may be NULL; else a value whose byte is 0 is
// missing.
REBATE_API rebate_status rebate_input_add_numbers(rebate_input *input, const char *file,
                                                  const char *column, const int64_t *coefficients,
                                                  int32_t scale, const uint8_t *present,
                                                  size_t count, rebate_error **error_out);
REBATE_API rebate_status rebate_input_add_days(rebate_input *input, const char *file,
                                               const char *column, const int32_t *days,
                                               const uint8_t *present, size_t count,
                                               rebate_error **error_out);
REBATE_API rebate_status rebate_input_add_flags(rebate_input *input, const char *file,
                                                const char *column, const uint8_t *flags,
                                                const uint8_t *present, size_t count,
                                                rebate_error **error_out);

// The rows of an Arrow stream, see rebate/arrow/c_data.h. On success the stream is moved: it is the
// input's to release, and stream->release is NULL. On failure it is still the caller's. It is read
// by rebate_data_read(). Since 0.1.
struct ArrowArrayStream;
REBATE_API rebate_status rebate_input_add_stream(rebate_input *input, const char *file,
                                                 struct ArrowArrayStream *stream,
                                                 rebate_error **error_out);
REBATE_API void rebate_input_free(rebate_input *input);

// Reads the input by the fields that the policy knows. The input is empty afterwards, whatever the
// outcome, and may be filled again. Since 0.1.
REBATE_API rebate_status rebate_data_read(const rebate_policy *policy, rebate_input *input,
                                          rebate_options *options, rebate_data **data_out,
                                          rebate_error **error_out);
REBATE_API const rebate_error *rebate_data_warnings(const rebate_data *data);
// Rows that were read from a file: "sales". REBATE_NOT_FOUND if it was not read. Since 0.1.
REBATE_API rebate_status rebate_data_row_count(const rebate_data *data, const char *file,
                                               uint64_t *count_out, rebate_error **error_out);
REBATE_API void rebate_data_free(rebate_data *data);

// ---- plan and tally ----------------------------------------------------------------------------

// Binds a policy to the partners and other master data. The handles may be freed afterwards: what
// stands on them keeps what it needs. Uses of `options`: as_of. Since 0.1.
REBATE_API rebate_status rebate_plan_compile(const rebate_policy *policy, const rebate_data *data,
                                             rebate_options *options, rebate_plan **plan_out,
                                             rebate_error **error_out);
REBATE_API rebate_status rebate_plan_to_text(const rebate_plan *plan, rebate_text **text_out,
                                             rebate_error **error_out);
REBATE_API const rebate_error *rebate_plan_warnings(const rebate_plan *plan);
REBATE_API void rebate_plan_free(rebate_plan *plan);

// Adds up the rows of `data`, which has the plan's partners: that of the plan, or one with other
// rows. Uses of `options`: threads, progress. Since 0.1.
REBATE_API rebate_status rebate_tally_build(const rebate_plan *plan, const rebate_data *data,
                                            rebate_options *options, rebate_tally **tally_out,
                                            rebate_error **error_out);
// Sums of disjoint rows become one, in any order. Since 0.1.
REBATE_API rebate_status rebate_tally_merge(const rebate_plan *plan, const rebate_tally *a,
                                            const rebate_tally *b, rebate_tally **tally_out,
                                            rebate_error **error_out);
// The bytes of a tally file; equal tallies are equal bytes. Since 0.1.
REBATE_API rebate_status rebate_tally_save(const rebate_tally *tally, rebate_text **bytes_out,
                                           rebate_error **error_out);
// REBATE_INPUT if the bytes are damaged or belong to another policy, day or list of partners.
// Since 0.1.
REBATE_API rebate_status rebate_tally_restore(const rebate_plan *plan, const char *bytes,
                                              size_t size, rebate_tally **tally_out,
                                              rebate_error **error_out);
REBATE_API void rebate_tally_free(rebate_tally *tally);

// ---- settlement --------------------------------------------------------------------------------

// Uses of `options`: period, threads, progress. Since 0.1.
REBATE_API rebate_status rebate_settle(const rebate_plan *plan, const rebate_tally *tally,
                                       rebate_options *options, rebate_settlement **settlement_out,
                                       rebate_error **error_out);
// Compiles, adds up and settles. Since 0.1.
REBATE_API rebate_status rebate_evaluate(const rebate_policy *policy, const rebate_data *data,
                                         rebate_options *options,
                                         rebate_settlement **settlement_out,
                                         rebate_error **error_out);
REBATE_API const rebate_error *rebate_settlement_warnings(const rebate_settlement *settlement);
REBATE_API void rebate_settlement_free(rebate_settlement *settlement);

// The bytes of `rebate settle --format json` and csv. Uses of `options`: partner, rule, traces.
// Since 0.1.
REBATE_API rebate_status rebate_settlement_to_json(const rebate_settlement *settlement,
                                                   rebate_options *options, rebate_text **text_out,
                                                   rebate_error **error_out);
REBATE_API rebate_status rebate_settlement_to_csv(const rebate_settlement *settlement,
                                                  rebate_options *options, rebate_text **text_out,
                                                  rebate_error **error_out);
// Statements for people. Uses of `options`: partner, rule, period, as_of, language. Since 0.1.
REBATE_API rebate_status rebate_settlement_to_statements(const rebate_settlement *settlement,
                                                         rebate_options *options,
                                                         rebate_text **text_out,
                                                         rebate_error **error_out);
// What no line used, what was paid twice, what had no target. Uses of `options`: language.
// Since 0.1.
REBATE_API rebate_status rebate_settlement_coverage_to_json(const rebate_settlement *settlement,
                                                            rebate_text **text_out,
                                                            rebate_error **error_out);
REBATE_API rebate_status rebate_settlement_coverage_to_text(const rebate_settlement *settlement,
                                                            rebate_options *options,
                                                            rebate_text **text_out,
                                                            rebate_error **error_out);

// The lines as an Arrow stream, the columns of the CSV with amounts as decimal128 where they fit
// and as utf8 where they may be fractions. *stream is the caller's to release and lives without the
// settlement. Uses of `options`: partner, rule. Since 0.1.
REBATE_API rebate_status rebate_settlement_to_stream(const rebate_settlement *settlement,
                                                     rebate_options *options,
                                                     struct ArrowArrayStream *stream,
                                                     rebate_error **error_out);

// ---- lines -------------------------------------------------------------------------------------
//
// Lines are counted from 0, in the order of the JSON without options.

enum {
  REBATE_LINE_RULE = 1,      // "annual-target"
  REBATE_LINE_PARTNER = 2,   // who earns
  REBATE_LINE_PAYEE = 3,     // who is paid
  REBATE_LINE_PERIOD = 4,    // "2025-Q2"
  REBATE_LINE_KIND = 5,      // "final"
  REBATE_LINE_STATUS = 6,    // "payable"
  REBATE_LINE_LEVEL = 7,     // of a rule that sets a level; else empty
  REBATE_LINE_CURRENCY = 8,  // what is due is in: "CNY"
  REBATE_LINE_FORM = 9       // "credit_note"; "on_invoice" has been given already
};

enum {
  REBATE_AMOUNT_DUE = 1,
  REBATE_AMOUNT_ROUNDED = 2,
  REBATE_AMOUNT_SETTLED_BEFORE = 3,
  REBATE_AMOUNT_GROSS = 4,
  REBATE_AMOUNT_AFTER_LIMITS = 5,
  REBATE_AMOUNT_AFTER_COMBINATION = 6,
  REBATE_AMOUNT_SHARE = 7,
  REBATE_AMOUNT_QUALIFYING = 8,  // the measure that chose the band; may be missing
  REBATE_AMOUNT_EARNING = 9,     // the measure that was paid on; may be missing
  REBATE_AMOUNT_RATE = 10        // where one rate pays all; may be missing
};

enum {
  REBATE_NUMBER_BAND = 1,       // from 1; 0: none was reached
  REBATE_NUMBER_IS_PAID = 2,    // 0 for members of combinations
  REBATE_NUMBER_KEY_COUNT = 3   // parts of the rule's `each`
};

REBATE_API size_t rebate_settlement_line_count(const rebate_settlement *settlement);
// NULL for a wrong handle, line or field. Since 0.1.
REBATE_API const char *rebate_settlement_line_text(const rebate_settlement *settlement, size_t line,
                                                   int32_t field);
// A part of the line's key: "L01". NULL as above. Since 0.1.
REBATE_API const char *rebate_settlement_line_key(const rebate_settlement *settlement, size_t line,
                                                  size_t part);
REBATE_API rebate_status rebate_settlement_line_number(const rebate_settlement *settlement,
                                                       size_t line, int32_t field,
                                                       int64_t *number_out,
                                                       rebate_error **error_out);
// Exact: "27000.00", or a fraction that does not end, "1/3". If the line has no such number,
// *text_out is NULL and the status is REBATE_OK. Since 0.1.
REBATE_API rebate_status rebate_settlement_line_amount(const rebate_settlement *settlement,
                                                       size_t line, int32_t field,
                                                       rebate_text **text_out,
                                                       rebate_error **error_out);
// coefficient x 10^-scale for a scale that the caller chooses, 0 to 18. REBATE_NOT_EXACT if the
// number has more digits; REBATE_NOT_FOUND if the line has no such number. Since 0.1.
REBATE_API rebate_status rebate_settlement_line_decimal(const rebate_settlement *settlement,
                                                        size_t line, int32_t field, int32_t scale,
                                                        int64_t *coefficient_out,
                                                        rebate_error **error_out);
// The same of all lines: both arrays have as many places as there are lines. `present` gets 0 where
// a line has no such number and may be NULL; its coefficient is then 0. Since 0.1.
REBATE_API rebate_status rebate_settlement_decimals(const rebate_settlement *settlement,
                                                    int32_t field, int32_t scale,
                                                    int64_t *coefficients, uint8_t *present,
                                                    size_t count, rebate_error **error_out);
// Why the line has its amount, in sentences. Uses of `options`: language, rows. Since 0.1.
REBATE_API rebate_status rebate_settlement_explain(const rebate_settlement *settlement, size_t line,
                                                   rebate_options *options, rebate_text **text_out,
                                                   rebate_error **error_out);
// {"line": {...}, "explanation": {...}, "trace": {...}}. Since 0.1.
REBATE_API rebate_status rebate_settlement_explain_to_json(const rebate_settlement *settlement,
                                                           size_t line, rebate_options *options,
                                                           rebate_text **text_out,
                                                           rebate_error **error_out);

#ifdef __cplusplus
}
#endif

#endif  // REBATE_REBATE_H
