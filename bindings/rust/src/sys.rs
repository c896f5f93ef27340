// SPDX-License-Identifier: Apache-2.0
//! The functions of `rebate.h` that the safe wrapper uses, as they are.
#![allow(non_camel_case_types)]

use std::os::raw::c_char;

macro_rules! opaque {
    ($($name:ident),*) => {
        $(#[repr(C)]
        pub struct $name {
            _private: [u8; 0],
        })*
    };
}

opaque!(
    rebate_text,
    rebate_error,
    rebate_options,
    rebate_policy,
    rebate_input,
    rebate_data,
    rebate_settlement
);

pub const INVALID_ARGUMENT: i32 = 1;
pub const INPUT: i32 = 3;
pub const NOT_FOUND: i32 = 6;

pub const ISSUE_TAG: i32 = 1;
pub const ISSUE_NAME: i32 = 2;
pub const ISSUE_MESSAGE: i32 = 3;
pub const ISSUE_FILE: i32 = 4;
pub const ISSUE_POINTER: i32 = 5;
pub const ISSUE_SUGGESTION: i32 = 8;
pub const ISSUE_LINE: i32 = 3;
pub const ISSUE_COLUMN: i32 = 4;

type Out<T> = *mut *mut T;
type Error = *mut *mut rebate_error;

extern "C" {
    pub fn rebate_version() -> *const c_char;

    pub fn rebate_text_data(text: *const rebate_text) -> *const c_char;
    pub fn rebate_text_size(text: *const rebate_text) -> usize;
    pub fn rebate_text_free(text: *mut rebate_text);

    pub fn rebate_error_message(error: *const rebate_error) -> *const c_char;
    pub fn rebate_error_count(error: *const rebate_error) -> usize;
    pub fn rebate_error_text(error: *const rebate_error, index: usize, field: i32) -> *const c_char;
    pub fn rebate_error_number(error: *const rebate_error, index: usize, field: i32) -> i32;
    pub fn rebate_error_free(error: *mut rebate_error);

    pub fn rebate_options_new(options: Out<rebate_options>, error: Error) -> i32;
    pub fn rebate_options_set_threads(options: *mut rebate_options, threads: i32, error: Error) -> i32;
    pub fn rebate_options_set_as_of(options: *mut rebate_options, day: *const c_char, error: Error) -> i32;
    pub fn rebate_options_set_period(options: *mut rebate_options, period: *const c_char, error: Error) -> i32;
    pub fn rebate_options_set_partner(options: *mut rebate_options, partner: *const c_char, error: Error) -> i32;
    pub fn rebate_options_set_rule(options: *mut rebate_options, rule: *const c_char, error: Error) -> i32;
    pub fn rebate_options_set_language(options: *mut rebate_options, language: *const c_char, error: Error) -> i32;
    pub fn rebate_options_set_traces(options: *mut rebate_options, traces: i32, error: Error) -> i32;
    pub fn rebate_options_set_rows(options: *mut rebate_options, rows: i32, error: Error) -> i32;
    pub fn rebate_options_free(options: *mut rebate_options);

    pub fn rebate_policy_from_file(path: *const c_char, policy: Out<rebate_policy>, error: Error) -> i32;
    pub fn rebate_policy_from_json(
        json: *const c_char,
        size: usize,
        file_name: *const c_char,
        policy: Out<rebate_policy>,
        error: Error,
    ) -> i32;
    pub fn rebate_policy_to_json(policy: *const rebate_policy, text: Out<rebate_text>, error: Error) -> i32;
    pub fn rebate_policy_id(policy: *const rebate_policy) -> *const c_char;
    pub fn rebate_policy_free(policy: *mut rebate_policy);

    pub fn rebate_input_new(input: Out<rebate_input>, error: Error) -> i32;
    pub fn rebate_input_set_folder(input: *mut rebate_input, path: *const c_char, error: Error) -> i32;
    pub fn rebate_input_add_file(
        input: *mut rebate_input,
        name: *const c_char,
        bytes: *const c_char,
        size: usize,
        error: Error,
    ) -> i32;
    pub fn rebate_input_free(input: *mut rebate_input);

    pub fn rebate_data_read(
        policy: *const rebate_policy,
        input: *mut rebate_input,
        options: *mut rebate_options,
        data: Out<rebate_data>,
        error: Error,
    ) -> i32;
    pub fn rebate_data_free(data: *mut rebate_data);

    pub fn rebate_evaluate(
        policy: *const rebate_policy,
        data: *const rebate_data,
        options: *mut rebate_options,
        settlement: Out<rebate_settlement>,
        error: Error,
    ) -> i32;
    pub fn rebate_settlement_to_json(
        settlement: *const rebate_settlement,
        options: *mut rebate_options,
        text: Out<rebate_text>,
        error: Error,
    ) -> i32;
    pub fn rebate_settlement_to_csv(
        settlement: *const rebate_settlement,
        options: *mut rebate_options,
        text: Out<rebate_text>,
        error: Error,
    ) -> i32;
    pub fn rebate_settlement_to_statements(
        settlement: *const rebate_settlement,
        options: *mut rebate_options,
        text: Out<rebate_text>,
        error: Error,
    ) -> i32;
    pub fn rebate_settlement_line_count(settlement: *const rebate_settlement) -> usize;
    pub fn rebate_settlement_line_text(settlement: *const rebate_settlement, line: usize, field: i32) -> *const c_char;
    pub fn rebate_settlement_line_amount(
        settlement: *const rebate_settlement,
        line: usize,
        field: i32,
        text: Out<rebate_text>,
        error: Error,
    ) -> i32;
    pub fn rebate_settlement_explain(
        settlement: *const rebate_settlement,
        line: usize,
        options: *mut rebate_options,
        text: Out<rebate_text>,
        error: Error,
    ) -> i32;
    pub fn rebate_settlement_free(settlement: *mut rebate_settlement);
}
