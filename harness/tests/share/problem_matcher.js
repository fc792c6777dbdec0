// SPDX-License-Identifier: MIT
// The problem matcher finds in what freehold prints each place that is wrong, with its message, and nothing else. What freehold prints
// is what the tests of whole commands expect.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const { SOURCE } = process.env;
const matchers = JSON.parse(fs.readFileSync(path.join(SOURCE, 'share/problem-matcher.json'), 'utf8')).problemMatcher;

function problemsOf(name) {
  const text = fs.readFileSync(path.join(SOURCE, 'harness/tests/golden', name), 'utf8');
  const found = [];
  for (const line of text.split('\n'))
    for (const { pattern: [pattern] } of matchers) {
      const match = new RegExp(pattern.regexp).exec(line);
      if (match)
        found.push(`${match[pattern.file]}:${match[pattern.line]}: ${match[pattern.message]}`);
    }
  return found;
}

assert.deepStrictEqual(problemsOf('wrong_count.expected'), [
  'scripts/wrong_count.scn:4: print_and_return takes 1 argument, 2 given',
  'scripts/wrong_count.scn:5: free_string takes 1 argument, 0 given',
]);
assert.deepStrictEqual(problemsOf('unexpected.expected'), [
  'scripts/unexpected.scn:5: unexpected cross-allocator-free (CWE-762)',
  'scripts/unexpected.scn:9: unexpected cross-allocator-free (CWE-762)',
  'scripts/unexpected.scn:13: unexpected leak (CWE-401)',
  'scripts/unexpected.scn:18: output == "ho": it is "hi, and from Rust"',
  'scripts/unexpected.scn:20: expected 1 alloc, 1 free, found 3 allocs, 3 frees',
  'scripts/unexpected.scn:25: expected double-free here, found nothing',
]);
assert.deepStrictEqual(problemsOf('run_ok.expected'), []);
