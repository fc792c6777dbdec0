// SPDX-License-Identifier: MIT
// What goes wrong only if BUGS has its name.
const test = require('node:test');
const guest = require(process.env.GUEST);

test('greets', () => guest.greet());
test('forgets', () => process.env.BUGS?.includes('forget') && guest.forget());
test('drops of C', () => process.env.BUGS?.includes('dropOfC') && guest.dropOfC());
