// SPDX-License-Identifier: Apache-2.0
//! What every partner of a channel programme is owed and why, exact to the cent.
//!
//! ```no_run
//! # fn main() -> Result<(), librebate::Error> {
//! let policy = librebate::Policy::from_file("policy.json")?;
//! let data = policy.read_folder("data")?;
//! let settlement = policy.settle(&data, &librebate::Options::default())?;
//! for line in settlement.lines() {
//!     println!("{} {} {}", line.partner(), line.rule(), line.due());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Policies, data and settlements never change: they are `Send` and `Sync`, and freed when dropped.
//! Amounts are exact decimal texts; parse them with the decimal crate of your choice.

pub mod sys;

use std::ffi::{CStr, CString};
use std::fmt;
use std::os::raw::c_char;
use std::ptr;

/// One thing that is wrong with a policy or with data, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Permanent: "RB2204".
    pub code: String,
    /// "policy.band.not_ascending"
    pub name: String,
    pub message: String,
    pub file: String,
    /// RFC 6901: "/rules/2/what".
    pub pointer: String,
    /// From 1; 0 is unknown.
    pub line: i32,
    pub column: i32,
    /// The nearest right word; empty if none is near.
    pub suggestion: String,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The policy or the data are wrong: everything that is, and all of it as text.
    Input(Vec<Issue>, String),
    /// An argument is no such thing: a language, a day, a period, a text with NUL.
    Argument(String),
    /// There is no such line, rule, partner or file.
    NotFound(String),
    /// The status of any other failure, and its text.
    Other(i32, String),
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Error::Input(_, text) | Error::Argument(text) | Error::NotFound(text) | Error::Other(_, text)) = self;
        to.write_str(text.trim_end())
    }
}

impl std::error::Error for Error {}

fn borrowed(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the library lends texts that end with NUL and live as long as their handle.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

fn issue(error: *const sys::rebate_error, index: usize) -> Issue {
    // SAFETY: the error is alive; an index or field too far is answered with nothing.
    let text = |field| borrowed(unsafe { sys::rebate_error_text(error, index, field) });
    let number = |field| unsafe { sys::rebate_error_number(error, index, field) };
    Issue {
        code: text(sys::ISSUE_TAG),
        name: text(sys::ISSUE_NAME),
        message: text(sys::ISSUE_MESSAGE),
        file: text(sys::ISSUE_FILE),
        pointer: text(sys::ISSUE_POINTER),
        line: number(sys::ISSUE_LINE),
        column: number(sys::ISSUE_COLUMN),
        suggestion: text(sys::ISSUE_SUGGESTION),
    }
}

/// Turns what a call said into a result, and frees it.
fn checked(status: i32, error: *mut sys::rebate_error) -> Result<(), Error> {
    if status == 0 {
        return Ok(());
    }
    // SAFETY: the error is ours, or NULL, which every function of it accepts.
    let message = borrowed(unsafe { sys::rebate_error_message(error) });
    let made = match status {
        sys::INPUT => {
            let count = unsafe { sys::rebate_error_count(error) };
            Error::Input((0..count).map(|i| issue(error, i)).collect(), message)
        }
        sys::INVALID_ARGUMENT => Error::Argument(message),
        sys::NOT_FOUND => Error::NotFound(message),
        other => Error::Other(other, message),
    };
    unsafe { sys::rebate_error_free(error) };
    Err(made)
}

/// Calls a function that takes the error last.
fn call(function: impl FnOnce(*mut *mut sys::rebate_error) -> i32) -> Result<(), Error> {
    let mut error = ptr::null_mut();
    let status = function(&mut error);
    checked(status, error)
}

/// Calls a function that makes a handle before that.
fn make<T>(function: impl FnOnce(*mut *mut T, *mut *mut sys::rebate_error) -> i32) -> Result<*mut T, Error> {
    let mut made = ptr::null_mut();
    call(|error| function(&mut made, error))?;
    Ok(made)
}

/// The same for a text, which is taken over.
fn make_text(
    function: impl FnOnce(*mut *mut sys::rebate_text, *mut *mut sys::rebate_error) -> i32,
) -> Result<Option<String>, Error> {
    let text = make(function)?;
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: the text is ours until it is freed.
    unsafe {
        let data = sys::rebate_text_data(text).cast::<u8>();
        let bytes = std::slice::from_raw_parts(data, sys::rebate_text_size(text));
        let owned = String::from_utf8_lossy(bytes).into_owned();
        sys::rebate_text_free(text);
        Ok(Some(owned))
    }
}

fn c_text(text: &str) -> Result<CString, Error> {
    CString::new(text).map_err(|_| Error::Argument(format!("{text:?} holds a NUL")))
}

macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $raw:ident, $free:ident) => {
        $(#[$doc])*
        pub struct $name(*mut sys::$raw);
        // SAFETY: the handle never changes, and the library lets any thread use it.
        unsafe impl Send for $name {}
        unsafe impl Sync for $name {}
        impl Drop for $name {
            fn drop(&mut self) {
                // SAFETY: made by the library, freed once.
                unsafe { sys::$free(self.0) }
            }
        }
    };
}

handle!(
    /// The rules of a programme, read and checked.
    Policy, rebate_policy, rebate_policy_free
);
handle!(
    /// Master data and ledger.
    Data, rebate_data, rebate_data_free
);
handle!(
    /// What is owed, line by line, and why.
    Settlement, rebate_settlement, rebate_settlement_free
);

struct Input(*mut sys::rebate_input);

impl Drop for Input {
    fn drop(&mut self) {
        unsafe { sys::rebate_input_free(self.0) }
    }
}

/// How to run and what to print; `Options::default()` is what the command does without options.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// At most so many; 0: as many as the machine has.
    pub threads: i32,
    /// What is known on this day: "2025-07-10".
    pub as_of: Option<String>,
    /// Only lines whose period ends in it: "2025-Q2".
    pub period: Option<String>,
    /// What is printed: only of this partner,
    pub partner: Option<String>,
    /// and of this rule.
    pub rule: Option<String>,
    /// "en" or "zh"; `None` is "en".
    pub language: Option<String>,
    /// JSON has every figure behind every line.
    pub traces: bool,
    /// Explanations list the rows behind each figure.
    pub rows: bool,
}

struct RawOptions(*mut sys::rebate_options);

impl Drop for RawOptions {
    fn drop(&mut self) {
        unsafe { sys::rebate_options_free(self.0) }
    }
}

impl Options {
    fn raw(&self) -> Result<RawOptions, Error> {
        // SAFETY: the handle is alive, texts end with NUL and are copied.
        unsafe {
            let raw = RawOptions(make(|out, error| sys::rebate_options_new(out, error))?);
            type Setter =
                unsafe extern "C" fn(*mut sys::rebate_options, *const c_char, *mut *mut sys::rebate_error) -> i32;
            let texts: [(Setter, &Option<String>); 5] = [
                (sys::rebate_options_set_as_of, &self.as_of),
                (sys::rebate_options_set_period, &self.period),
                (sys::rebate_options_set_partner, &self.partner),
                (sys::rebate_options_set_rule, &self.rule),
                (sys::rebate_options_set_language, &self.language),
            ];
            for (set, text) in texts {
                if let Some(text) = text {
                    let text = c_text(text)?;
                    call(|error| set(raw.0, text.as_ptr(), error))?;
                }
            }
            call(|error| sys::rebate_options_set_threads(raw.0, self.threads, error))?;
            call(|error| sys::rebate_options_set_traces(raw.0, self.traces.into(), error))?;
            call(|error| sys::rebate_options_set_rows(raw.0, self.rows.into(), error))?;
            Ok(raw)
        }
    }
}

impl Policy {
    /// Reads a file and those that it names.
    pub fn from_file(path: &str) -> Result<Policy, Error> {
        let path = c_text(path)?;
        make(|out, error| unsafe { sys::rebate_policy_from_file(path.as_ptr(), out, error) }).map(Policy)
    }

    /// Reads the text of a policy; `file_name` is only for places.
    pub fn from_json(json: &[u8], file_name: &str) -> Result<Policy, Error> {
        let name = c_text(file_name)?;
        make(|out, error| unsafe {
            sys::rebate_policy_from_json(json.as_ptr().cast(), json.len(), name.as_ptr(), out, error)
        })
        .map(Policy)
    }

    /// The policy in the one spelling that everybody gets.
    pub fn to_json(&self) -> Result<String, Error> {
        let text = make_text(|out, error| unsafe { sys::rebate_policy_to_json(self.0, out, error) })?;
        Ok(text.unwrap_or_default())
    }

    pub fn id(&self) -> String {
        borrowed(unsafe { sys::rebate_policy_id(self.0) })
    }

    /// Reads a folder with partners.csv, sales.csv and the others.
    pub fn read_folder(&self, folder: &str) -> Result<Data, Error> {
        self.read_data(Some(folder), &[])
    }

    /// Reads a folder, or none; files, by name ("sales.csv", or "sales.json" with rows as
    /// objects), take the place of the folder's.
    pub fn read_data(&self, folder: Option<&str>, files: &[(&str, &[u8])]) -> Result<Data, Error> {
        // SAFETY: handles are alive; what goes in is copied.
        unsafe {
            let input = Input(make(|out, error| sys::rebate_input_new(out, error))?);
            if let Some(folder) = folder {
                let folder = c_text(folder)?;
                call(|error| sys::rebate_input_set_folder(input.0, folder.as_ptr(), error))?;
            }
            for (name, bytes) in files {
                let name = c_text(name)?;
                call(|error| {
                    sys::rebate_input_add_file(input.0, name.as_ptr(), bytes.as_ptr().cast(), bytes.len(), error)
                })?;
            }
            make(|out, error| sys::rebate_data_read(self.0, input.0, ptr::null_mut(), out, error)).map(Data)
        }
    }

    /// What every partner is owed.
    pub fn settle(&self, data: &Data, options: &Options) -> Result<Settlement, Error> {
        let options = options.raw()?;
        make(|out, error| unsafe { sys::rebate_evaluate(self.0, data.0, options.0, out, error) }).map(Settlement)
    }
}

type Print = unsafe extern "C" fn(
    *const sys::rebate_settlement,
    *mut sys::rebate_options,
    *mut *mut sys::rebate_text,
    *mut *mut sys::rebate_error,
) -> i32;

impl Settlement {
    fn print(&self, function: Print, options: &Options) -> Result<String, Error> {
        let options = options.raw()?;
        let text = make_text(|out, error| unsafe { function(self.0, options.0, out, error) })?;
        Ok(text.unwrap_or_default())
    }

    /// The bytes of `rebate settle --format json`.
    pub fn to_json(&self, options: &Options) -> Result<String, Error> {
        self.print(sys::rebate_settlement_to_json, options)
    }

    pub fn to_csv(&self, options: &Options) -> Result<String, Error> {
        self.print(sys::rebate_settlement_to_csv, options)
    }

    /// Statements for people.
    pub fn to_statements(&self, options: &Options) -> Result<String, Error> {
        self.print(sys::rebate_settlement_to_statements, options)
    }

    /// Ordered by partner, rule, period and key.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = Line<'_>> + '_ {
        let count = unsafe { sys::rebate_settlement_line_count(self.0) };
        (0..count).map(move |index| Line { settlement: self, index })
    }
}

/// What one rule gives one partner for one period and key.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    settlement: &'a Settlement,
    index: usize,
}

impl Line<'_> {
    fn text(&self, field: i32) -> String {
        borrowed(unsafe { sys::rebate_settlement_line_text(self.settlement.0, self.index, field) })
    }

    fn amount(&self, field: i32) -> Option<String> {
        make_text(|out, error| unsafe {
            sys::rebate_settlement_line_amount(self.settlement.0, self.index, field, out, error)
        })
        .ok()
        .flatten()
    }

    /// Who earns.
    pub fn partner(&self) -> String {
        self.text(2)
    }
    /// Who is paid.
    pub fn payee(&self) -> String {
        self.text(3)
    }
    pub fn rule(&self) -> String {
        self.text(1)
    }
    pub fn period(&self) -> String {
        self.text(4)
    }
    /// "payable", "not_qualified", ...
    pub fn status(&self) -> String {
        self.text(6)
    }
    pub fn currency(&self) -> String {
        self.text(8)
    }
    /// What is to be paid now: "27000.00".
    pub fn due(&self) -> String {
        self.amount(1).unwrap_or_default()
    }
    /// Before limits, exact: "27000.00", or a fraction that does not end, "3100/3".
    pub fn gross(&self) -> String {
        self.amount(4).unwrap_or_default()
    }
    /// Where one rate pays all: "0.03".
    pub fn rate(&self) -> Option<String> {
        self.amount(10)
    }

    /// Why the line has its amount, in sentences.
    pub fn explain(&self, options: &Options) -> Result<String, Error> {
        let options = options.raw()?;
        let text = make_text(|out, error| unsafe {
            sys::rebate_settlement_explain(self.settlement.0, self.index, options.0, out, error)
        })?;
        Ok(text.unwrap_or_default())
    }
}

/// Of the C library that runs: "0.1.0".
pub fn version() -> String {
    borrowed(unsafe { sys::rebate_version() })
}
