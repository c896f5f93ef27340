// SPDX-License-Identifier: Apache-2.0
//
// Settles a policy and says why the first line has its amount: node settle.js POLICY FOLDER
'use strict';

const {Policy} = require('..');

const policy = Policy.fromFile(process.argv[2]);
const line = policy.settle(policy.readData(process.argv[3])).line(0);
console.log(line.partner, line.rule, line.due, line.currency);
console.log(line.explain());
