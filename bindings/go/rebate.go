// SPDX-License-Identifier: Apache-2.0

// Package librebate computes what every partner of a channel programme is owed and why, exact to
// the cent.
//
//	policy, err := librebate.ReadPolicy("policy.json")
//	data, err := policy.ReadFolder("data")
//	settlement, err := policy.Settle(data, librebate.Options{})
//	for _, line := range settlement.Lines() {
//		fmt.Println(line.Partner(), line.Rule(), line.Due())
//	}
//
// Policies, data and settlements never change and may be shared among goroutines. Close frees one
// at once; without it the garbage collector does.
package librebate

/*
#cgo pkg-config: rebate-c
#include <rebate/rebate.h>
#include <stdlib.h>
*/
import "C"

import (
	"errors"
	"math/big"
	"runtime"
	"strings"
	"unsafe"
)

// Issue is one thing that is wrong with a policy or with data, and where it stands.
type Issue struct {
	Code       string // permanent: "RB2204"
	Name       string // "policy.band.not_ascending"
	Severity   int    // 0 error, 1 warning, 2 note
	Message    string
	File       string
	Pointer    string // RFC 6901: "/rules/2/what"
	Line       int    // from 1; 0 is unknown
	Column     int
	Suggestion string // the nearest right word
}

// Error is why a call failed. For ErrInput, Issues has everything that is wrong.
type Error struct {
	Status  int
	Message string
	Issues  []Issue
}

func (e *Error) Error() string { return strings.TrimRight(e.Message, "\n") }

// Is makes errors.Is(err, ErrInput) and its like work.
func (e *Error) Is(target error) bool { return statusErrors[e.Status] == target }

// What an Error may be, for errors.Is.
var (
	ErrInput    = errors.New("the policy or the data are wrong")
	ErrArgument = errors.New("an argument is no such thing")
	ErrNotFound = errors.New("there is no such line, rule, partner or file")
	ErrClosed   = errors.New("the object was closed")
	ErrMemory   = errors.New("there is no more memory")
)

var statusErrors = map[int]error{
	C.REBATE_INPUT:            ErrInput,
	C.REBATE_INVALID_ARGUMENT: ErrArgument,
	C.REBATE_NOT_FOUND:        ErrNotFound,
	C.REBATE_WRONG_HANDLE:     ErrClosed,
	C.REBATE_NO_MEMORY:        ErrMemory,
}

func issuesOf(e *C.rebate_error) []Issue {
	issues := make([]Issue, 0, int(C.rebate_error_count(e)))
	for i := C.size_t(0); i < C.rebate_error_count(e); i++ {
		text := func(field C.int32_t) string { return C.GoString(C.rebate_error_text(e, i, field)) }
		number := func(field C.int32_t) int { return int(C.rebate_error_number(e, i, field)) }
		issues = append(issues, Issue{
			Code: text(C.REBATE_ISSUE_TAG), Name: text(C.REBATE_ISSUE_NAME),
			Severity: number(C.REBATE_ISSUE_SEVERITY), Message: text(C.REBATE_ISSUE_MESSAGE),
			File: text(C.REBATE_ISSUE_FILE), Pointer: text(C.REBATE_ISSUE_POINTER),
			Line: number(C.REBATE_ISSUE_LINE), Column: number(C.REBATE_ISSUE_COLUMN),
			Suggestion: text(C.REBATE_ISSUE_SUGGESTION),
		})
	}
	return issues
}

// failure turns what a call said into an error, and frees it.
func failure(status C.rebate_status, e *C.rebate_error) error {
	if status == C.REBATE_OK {
		return nil
	}
	defer C.rebate_error_free(e)
	made := &Error{Status: int(status), Message: C.GoString(C.rebate_error_message(e))}
	if status == C.REBATE_INPUT {
		made.Issues = issuesOf(e)
	}
	return made
}

func textOf(t *C.rebate_text) string {
	defer C.rebate_text_free(t)
	return C.GoStringN(C.rebate_text_data(t), C.int(C.rebate_text_size(t)))
}

// cText is nil for "", which stands for none.
func cText(text string) *C.char {
	if text == "" {
		return nil
	}
	return C.CString(text)
}

func freeText(text *C.char) { C.free(unsafe.Pointer(text)) }

// Policy is the rules of a programme, read and checked.
type Policy struct{ handle *C.rebate_policy }

func newPolicy(handle *C.rebate_policy) *Policy {
	policy := &Policy{handle}
	runtime.SetFinalizer(policy, (*Policy).Close)
	return policy
}

// ReadPolicy reads a file and those that it names.
func ReadPolicy(path string) (*Policy, error) {
	cPath := C.CString(path)
	defer freeText(cPath)
	var handle *C.rebate_policy
	var e *C.rebate_error
	if err := failure(C.rebate_policy_from_file(cPath, &handle, &e), e); err != nil {
		return nil, err
	}
	return newPolicy(handle), nil
}

// ParsePolicy reads the text of a policy; fileName is only for places.
func ParsePolicy(json []byte, fileName string) (*Policy, error) {
	cName := cText(fileName)
	defer freeText(cName)
	bytes := C.CBytes(json)
	defer C.free(bytes)
	var handle *C.rebate_policy
	var e *C.rebate_error
	status := C.rebate_policy_from_json((*C.char)(bytes), C.size_t(len(json)), cName, &handle, &e)
	if err := failure(status, e); err != nil {
		return nil, err
	}
	return newPolicy(handle), nil
}

// JSON is the policy in the one spelling that everybody gets.
func (p *Policy) JSON() (string, error) {
	defer runtime.KeepAlive(p)
	var text *C.rebate_text
	var e *C.rebate_error
	if err := failure(C.rebate_policy_to_json(p.handle, &text, &e), e); err != nil {
		return "", err
	}
	return textOf(text), nil
}

// ID of the policy.
func (p *Policy) ID() string {
	defer runtime.KeepAlive(p)
	return C.GoString(C.rebate_policy_id(p.handle))
}

// Rules are the ids of the rules, in their order.
func (p *Policy) Rules() []string {
	defer runtime.KeepAlive(p)
	var ids []string
	for i := C.size_t(0); i < C.rebate_policy_rule_count(p.handle); i++ {
		ids = append(ids, C.GoString(C.rebate_policy_rule_id(p.handle, i)))
	}
	return ids
}

// Close frees the policy; what was made of it stays usable.
func (p *Policy) Close() {
	C.rebate_policy_free(p.handle)
	p.handle = nil
}

// Data is master data and ledger.
type Data struct{ handle *C.rebate_data }

// ReadFolder reads a folder with partners.csv, sales.csv and the others.
func (p *Policy) ReadFolder(folder string) (*Data, error) { return p.ReadData(folder, nil) }

// ReadData reads a folder, or none if it is empty; files, by name ("sales.csv", or "sales.json"
// with rows as objects), take the place of the folder's.
func (p *Policy) ReadData(folder string, files map[string][]byte) (*Data, error) {
	defer runtime.KeepAlive(p)
	var input *C.rebate_input
	var e *C.rebate_error
	if err := failure(C.rebate_input_new(&input, &e), e); err != nil {
		return nil, err
	}
	defer C.rebate_input_free(input)
	if folder != "" {
		cFolder := C.CString(folder)
		defer freeText(cFolder)
		if err := failure(C.rebate_input_set_folder(input, cFolder, &e), e); err != nil {
			return nil, err
		}
	}
	for name, content := range files {
		if err := addFile(input, name, content); err != nil {
			return nil, err
		}
	}
	var handle *C.rebate_data
	if err := failure(C.rebate_data_read(p.handle, input, nil, &handle, &e), e); err != nil {
		return nil, err
	}
	data := &Data{handle}
	runtime.SetFinalizer(data, (*Data).Close)
	return data, nil
}

func addFile(input *C.rebate_input, name string, content []byte) error {
	cName := C.CString(name)
	defer freeText(cName)
	bytes := C.CBytes(content)
	defer C.free(bytes)
	var e *C.rebate_error
	status := C.rebate_input_add_file(input, cName, (*C.char)(bytes), C.size_t(len(content)), &e)
	return failure(status, e)
}

// Warnings are about rows that count nowhere, and columns and files that are not read.
func (d *Data) Warnings() []Issue {
	defer runtime.KeepAlive(d)
	return issuesOf((*C.rebate_error)(unsafe.Pointer(C.rebate_data_warnings(d.handle))))
}

// Close frees the data; settlements made of it stay usable.
func (d *Data) Close() {
	C.rebate_data_free(d.handle)
	d.handle = nil
}

// Options of a run and of what is printed; zero values are the defaults.
type Options struct {
	Threads  int    // at most so many; 0: as many as the machine has
	AsOf     string // what is known on this day: "2025-07-10"
	Period   string // only lines whose period ends in it: "2025-Q2"
	Partner  string // what is printed: only of this partner
	Rule     string // and of this rule
	Language string // "en" or "zh"
	Traces   bool   // JSON has every figure behind every line
	Rows     bool   // explanations list the rows behind each figure
}

func flag(is bool) C.int32_t {
	if is {
		return 1
	}
	return 0
}

// handle makes the options of C; the caller frees them.
func (o Options) handle() (*C.rebate_options, error) {
	var handle *C.rebate_options
	var e *C.rebate_error
	if err := failure(C.rebate_options_new(&handle, &e), e); err != nil {
		return nil, err
	}
	if o.Language == "" {
		o.Language = "en"
	}
	asOf, period, partner := cText(o.AsOf), cText(o.Period), cText(o.Partner)
	rule, language := cText(o.Rule), cText(o.Language)
	for _, text := range []*C.char{asOf, period, partner, rule, language} {
		defer freeText(text)
	}
	steps := []func() C.rebate_status{
		func() C.rebate_status { return C.rebate_options_set_threads(handle, C.int32_t(o.Threads), &e) },
		func() C.rebate_status { return C.rebate_options_set_as_of(handle, asOf, &e) },
		func() C.rebate_status { return C.rebate_options_set_period(handle, period, &e) },
		func() C.rebate_status { return C.rebate_options_set_partner(handle, partner, &e) },
		func() C.rebate_status { return C.rebate_options_set_rule(handle, rule, &e) },
		func() C.rebate_status { return C.rebate_options_set_language(handle, language, &e) },
		func() C.rebate_status { return C.rebate_options_set_traces(handle, flag(o.Traces), &e) },
		func() C.rebate_status { return C.rebate_options_set_rows(handle, flag(o.Rows), &e) },
	}
	for _, step := range steps {
		if status := step(); status != C.REBATE_OK {
			C.rebate_options_free(handle)
			return nil, failure(status, e)
		}
	}
	return handle, nil
}

// Settlement is what is owed, line by line, and why.
type Settlement struct{ handle *C.rebate_settlement }

// Settle computes what every partner is owed.
func (p *Policy) Settle(data *Data, options Options) (*Settlement, error) {
	defer runtime.KeepAlive(p)
	defer runtime.KeepAlive(data)
	run, err := options.handle()
	if err != nil {
		return nil, err
	}
	defer C.rebate_options_free(run)
	var handle *C.rebate_settlement
	var e *C.rebate_error
	status := C.rebate_evaluate(p.handle, data.handle, run, &handle, &e)
	if err := failure(status, e); err != nil {
		return nil, err
	}
	settlement := &Settlement{handle}
	runtime.SetFinalizer(settlement, (*Settlement).Close)
	return settlement, nil
}

// print runs one of the calls that make a text of a settlement.
func (s *Settlement) print(options Options,
	call func(*C.rebate_options, **C.rebate_text, **C.rebate_error) C.rebate_status) (string, error) {
	defer runtime.KeepAlive(s)
	shown, err := options.handle()
	if err != nil {
		return "", err
	}
	defer C.rebate_options_free(shown)
	var text *C.rebate_text
	var e *C.rebate_error
	if err := failure(call(shown, &text, &e), e); err != nil {
		return "", err
	}
	return textOf(text), nil
}

// JSON is the bytes of `rebate settle --format json`.
func (s *Settlement) JSON(options Options) (string, error) {
	return s.print(options, func(o *C.rebate_options, t **C.rebate_text, e **C.rebate_error) C.rebate_status {
		return C.rebate_settlement_to_json(s.handle, o, t, e)
	})
}

// CSV has one record a line.
func (s *Settlement) CSV(options Options) (string, error) {
	return s.print(options, func(o *C.rebate_options, t **C.rebate_text, e **C.rebate_error) C.rebate_status {
		return C.rebate_settlement_to_csv(s.handle, o, t, e)
	})
}

// Statements are for people.
func (s *Settlement) Statements(options Options) (string, error) {
	return s.print(options, func(o *C.rebate_options, t **C.rebate_text, e **C.rebate_error) C.rebate_status {
		return C.rebate_settlement_to_statements(s.handle, o, t, e)
	})
}

// Lines of the settlement, ordered by partner, rule, period and key.
func (s *Settlement) Lines() []Line {
	defer runtime.KeepAlive(s)
	lines := make([]Line, int(C.rebate_settlement_line_count(s.handle)))
	for i := range lines {
		lines[i] = Line{s, i}
	}
	return lines
}

// Close frees the settlement and with it its lines.
func (s *Settlement) Close() {
	C.rebate_settlement_free(s.handle)
	s.handle = nil
}

// Line is what one rule gives one partner for one period and key.
type Line struct {
	settlement *Settlement
	index      int
}

func (l Line) text(field C.int32_t) string {
	defer runtime.KeepAlive(l.settlement)
	text := C.rebate_settlement_line_text(l.settlement.handle, C.size_t(l.index), field)
	if text == nil {
		return ""
	}
	return C.GoString(text)
}

// amount is nil where the line has no such number.
func (l Line) amount(field C.int32_t) *big.Rat {
	defer runtime.KeepAlive(l.settlement)
	var text *C.rebate_text
	status := C.rebate_settlement_line_amount(l.settlement.handle, C.size_t(l.index), field, &text, nil)
	if status != C.REBATE_OK || text == nil {
		return nil
	}
	number, _ := new(big.Rat).SetString(textOf(text))
	return number
}

// Partner who earns.
func (l Line) Partner() string { return l.text(C.REBATE_LINE_PARTNER) }

// Payee who is paid.
func (l Line) Payee() string { return l.text(C.REBATE_LINE_PAYEE) }

// Rule is its id.
func (l Line) Rule() string { return l.text(C.REBATE_LINE_RULE) }

// Period is its name: "2025-Q2".
func (l Line) Period() string { return l.text(C.REBATE_LINE_PERIOD) }

// Status is "payable", "not_qualified", ...
func (l Line) Status() string { return l.text(C.REBATE_LINE_STATUS) }

// Currency of the amounts.
func (l Line) Currency() string { return l.text(C.REBATE_LINE_CURRENCY) }

// Due is what is to be paid now, exact.
func (l Line) Due() *big.Rat { return l.amount(C.REBATE_AMOUNT_DUE) }

// Gross is the amount before limits, exact.
func (l Line) Gross() *big.Rat { return l.amount(C.REBATE_AMOUNT_GROSS) }

// Rate is nil where not one rate pays all.
func (l Line) Rate() *big.Rat { return l.amount(C.REBATE_AMOUNT_RATE) }

// Explain says why, in sentences.
func (l Line) Explain(options Options) (string, error) {
	s := l.settlement
	return s.print(options, func(o *C.rebate_options, t **C.rebate_text, e **C.rebate_error) C.rebate_status {
		return C.rebate_settlement_explain(s.handle, C.size_t(l.index), o, t, e)
	})
}

// Version of the C library that runs.
func Version() string { return C.GoString(C.rebate_version()) }
