// SPDX-License-Identifier: Apache-2.0
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const {test} = require('node:test');
const {Policy, RebateError} = require('..');

const examples = process.env.REBATE_EXAMPLES ?? path.join(__dirname, '../../../examples');
const example = path.join(examples, 'channel-2025');

function settle() {
  const policy = Policy.fromFile(`${example}/policy.json`);
  return policy.settle(policy.readData(`${example}/data`));
}

test('settles the example', () => {
  const settlement = settle();
  assert.equal(settlement.toCsv(), fs.readFileSync(`${example}/expected/settlement.csv`, 'utf8'));
  const line = settlement.line(0);
  assert.equal(`${line.partner} ${line.rule} ${line.due} ${line.rate}`, 'P01 annual-target 45272.00 0.05');
  assert.match(line.explain({language: 'zh'}), /45,272\.00/);
  assert.equal([...settlement].length, settlement.lineCount);
  assert.throws(() => settlement.line(-1), {kind: 'not-found'});
});

test('errors carry their issues', () => {
  assert.throws(() => Policy.fromJson({librebate: 1, polcy: 'p'}, 'p.json'), (error) => {
    assert(error instanceof RebateError);
    assert.equal(error.kind, 'input');
    const issue = error.issues.find(({code}) => code === 'RB1101');
    assert.equal(issue.suggestion, 'policy');
    return true;
  });
  assert.throws(() => settle().toJson({rule: 'anual-target'}), {kind: 'not-found'});
  assert.throws(() => settle().toJson({language: 'fr'}), {kind: 'argument'});
  assert.throws(() => settle().toJson({lang: 'en'}), {kind: 'argument'});
});

test('closed objects are refused', () => {
  const settlement = settle();
  settlement.close();
  settlement.close();
  assert.throws(() => settlement.toJson(), {kind: 'closed'});
});

test('rows of objects take the place of a file', () => {
  const policy = Policy.fromFile(`${example}/policy.json`);
  const rows = [{id: 'S1', date: '2025-02-01', partner: 'P01', product: 'X', quantity: '1', net: '10.00'}];
  const settlement = policy.settle(policy.readData(`${example}/data`, {'sales.json': rows}));
  assert.notEqual(settlement.toJson(), settle().toJson());
});
