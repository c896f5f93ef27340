// SPDX-License-Identifier: Apache-2.0
//
// Runs the golden vectors of all bindings: node vectors.js FILE. See bindings/run-vectors.
'use strict';

const fs = require('fs');
const {Policy} = require('..');

function settled(path, folder) {
  const policy = Policy.fromFile(path);
  return policy.settle(policy.readData(folder)).toJson();
}

function codes(path) {
  try {
    Policy.fromFile(path);
    return '';
  } catch (error) {
    return error.issues.map((issue) => issue.code).join(',');
  }
}

const vectors = fs.readFileSync(process.argv[2], 'utf8').trimEnd().split('\n');
let right = 0;
for (const vector of vectors) {
  const words = vector.split('\t');
  const isRight = words[0] === 'settle'
    ? settled(words[1], words[2]) === fs.readFileSync(words[3], 'utf8')
    : codes(words[1]) === words[2];
  if (isRight) ++right;
  else console.log('differs:', vector);
}
console.log(`${right} of ${vectors.length}`);
process.exit(right === vectors.length ? 0 : 1);
