// SPDX-License-Identifier: MIT
// Goes wrong if BUGS has its name.
const test = require('node:test');
const guest = require(process.env.GUEST);

test('drops of C', () => process.env.BUGS?.includes('dropOfC') && guest.dropOfC());
