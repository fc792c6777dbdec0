// SPDX-License-Identifier: MIT
// The guest as an add-on of node's; BUGS: what goes wrong, "forget,dropOfC".
const test = require('node:test');
const guest = require(process.env.GUEST);

test('greets', () => guest.greet());
for (const bug of (process.env.BUGS ?? '').split(',').filter((name) => name !== ''))
  test(bug, () => guest[bug]());
