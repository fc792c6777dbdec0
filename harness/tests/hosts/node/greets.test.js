// SPDX-License-Identifier: MIT
const test = require('node:test');
const guest = require(process.env.GUEST);

test('greets', () => guest.greet());
