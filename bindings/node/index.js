// SPDX-License-Identifier: Apache-2.0
//
// What every partner is owed and why, exact to the cent. Amounts are texts ("27000.00"), since a
// JavaScript number would lose their digits.
'use strict';

const {koffi, functions: c} = require('./native.js');

const statusNames = {1: 'argument', 2: 'closed', 3: 'input', 4: 'stopped', 5: 'memory', 6: 'not-found'};
const severities = ['error', 'warning', 'note'];

class RebateError extends Error {
  constructor(message, kind, issues) {
    super(message);
    this.name = 'RebateError';
    this.kind = kind;
    this.issues = issues;
  }
}

function issueOf(error, index) {
  const text = (field) => c.error_text(error, index, field);
  const number = (field) => c.error_number(error, index, field);
  return {
    code: text(1), name: text(2), severity: severities[number(2)], message: text(3), file: text(4),
    pointer: text(5), line: number(3), column: number(4), suggestion: text(8),
  };
}

/** Calls a function that takes the error last, and throws what it says. */
function call(name, ...words) {
  const error = [null];
  const status = c[name](...words, error);
  if (status === 0) return;
  const message = c.error_message(error[0]).trimEnd();
  const issues = [];
  for (let i = 0; status === 3 && i < c.error_count(error[0]); ++i) issues.push(issueOf(error[0], i));
  c.error_free(error[0]);
  throw new RebateError(message, statusNames[status] ?? 'internal', issues);
}

/** The same for a function that makes a handle. */
function make(name, ...words) {
  const out = [null];
  call(name, ...words, out);
  return out[0];
}

function makeText(name, ...words) {
  const text = make(name, ...words);
  if (text === null) return null;
  const size = Number(c.text_size(text));
  const made = size === 0 ? '' : Buffer.from(koffi.view(c.text_data(text), size)).toString('utf8');
  c.text_free(text);
  return made;
}

const freed = new FinalizationRegistry(({free, handle}) => c[free](handle));

/** An object of the library: freed by close(), else with the garbage. */
class Held {
  #handle;
  #free;
  constructor(noun, handle) {
    this.#handle = handle;
    this.#free = `${noun}_free`;
    freed.register(this, {free: this.#free, handle}, this);
  }
  get handle() {
    if (this.#handle === null) throw new RebateError('the object was closed', 'closed', []);
    return this.#handle;
  }
  close() {
    if (this.#handle === null) return;
    freed.unregister(this);
    c[this.#free](this.#handle);
    this.#handle = null;
  }
}

function withOptions(given, use) {
  const known = ['threads', 'asOf', 'period', 'partner', 'rule', 'language', 'traces', 'rows'];
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new RebateError(`there is no option '${name}'`, 'argument', []);
  }
  const options = make('options_new');
  try {
    call('options_set_threads', options, given.threads ?? 0);
    call('options_set_as_of', options, given.asOf ?? null);
    call('options_set_period', options, given.period ?? null);
    call('options_set_partner', options, given.partner ?? null);
    call('options_set_rule', options, given.rule ?? null);
    call('options_set_language', options, given.language ?? 'en');
    call('options_set_traces', options, given.traces ? 1 : 0);
    call('options_set_rows', options, given.rows ? 1 : 0);
    return use(options);
  } finally {
    c.options_free(options);
  }
}

class Policy extends Held {
  static fromFile(path) {
    return new Policy('policy', make('policy_from_file', path));
  }
  static fromJson(json, fileName = '') {
    const bytes = Buffer.from(typeof json === 'object' && !Buffer.isBuffer(json) ? JSON.stringify(json) : json);
    return new Policy('policy', make('policy_from_json', bytes, bytes.length, fileName));
  }
  get id() {
    return c.policy_id(this.handle);
  }
  get rules() {
    const count = Number(c.policy_rule_count(this.handle));
    return Array.from({length: count}, (_, i) => c.policy_rule_id(this.handle, i));
  }
  toJson() {
    return makeText('policy_to_json', this.handle);
  }
  readData(folder = null, files = {}) {
    const input = make('input_new');
    try {
      if (folder !== null) call('input_set_folder', input, folder);
      for (const [name, content] of Object.entries(files)) {
        const bytes = Buffer.from(Array.isArray(content) ? JSON.stringify(content) : content);
        call('input_add_file', input, name, bytes, bytes.length);
      }
      return new Data('data', make('data_read', this.handle, input, null));
    } finally {
      c.input_free(input);
    }
  }
  settle(data, options = {}) {
    return withOptions(options, (run) =>
      new Settlement('settlement', make('evaluate', this.handle, data.handle, run)));
  }
}

class Data extends Held {}

class Settlement extends Held {
  #print(name, options) {
    return withOptions(options, (shown) => makeText(name, this.handle, shown));
  }
  toJson(options = {}) {
    return this.#print('settlement_to_json', options);
  }
  toCsv(options = {}) {
    return this.#print('settlement_to_csv', options);
  }
  toStatements(options = {}) {
    return this.#print('settlement_to_statements', options);
  }
  get lineCount() {
    return Number(c.settlement_line_count(this.handle));
  }
  line(index) {
    if (!Number.isInteger(index) || index < 0 || index >= this.lineCount) {
      throw new RebateError(`there is no line ${index}`, 'not-found', []);
    }
    return new Line(this, index);
  }
  *[Symbol.iterator]() {
    for (let i = 0; i < this.lineCount; ++i) yield new Line(this, i);
  }
}

class Line {
  #settlement;
  constructor(settlement, index) {
    this.#settlement = settlement;
    this.index = index;
  }
  #text(field) {
    return c.settlement_line_text(this.#settlement.handle, this.index, field);
  }
  #amount(field) {
    return makeText('settlement_line_amount', this.#settlement.handle, this.index, field);
  }
  get rule() { return this.#text(1); }
  get partner() { return this.#text(2); }
  get payee() { return this.#text(3); }
  get period() { return this.#text(4); }
  get kind() { return this.#text(5); }
  get status() { return this.#text(6); }
  get currency() { return this.#text(8); }
  get due() { return this.#amount(1); }
  get gross() { return this.#amount(4); }
  get rate() { return this.#amount(10); }
  explain(options = {}) {
    return withOptions(options, (shown) =>
      makeText('settlement_explain', this.#settlement.handle, this.index, shown));
  }
}

module.exports = {Policy, Data, Settlement, Line, RebateError, version: () => c.version()};
