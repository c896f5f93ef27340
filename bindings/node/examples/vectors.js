// SPDX-License-Identifier: Apache-2.0
//
// Runs the golden vectors of all bindings: node vectors.js FILE. See bindings/run-vectors.
'use strict';

const fs = require('fs');
const {Policy} = require('..');

function answer(path, folder) {
  try {
    const policy = Policy.fromFile(path);
    return policy.settle(policy.readData(folder)).toJson();
  } catch (error) {
    return error.issues.map((issue) => issue.code).join(',');
  }
}

const vectors = fs.readFileSync(process.argv[2], 'utf8').trimEnd().split('\n');
let right = 0;
for (const vector of vectors) {
  const [policy, folder, expected] = vector.split('\t');
  if (answer(policy, folder) === fs.readFileSync(expected, 'utf8')) ++right;
  else console.log('differs:', vector);
}
console.log(`${right} of ${vectors.length}`);
process.exit(right === vectors.length ? 0 : 1);
