// SPDX-License-Identifier: MIT
// Goes wrong if BUGS has its name.
const test = require('node:test');
const guest = require(process.env.GUEST);

test('forgets', () => process.env.BUGS?.includes('forget') && guest.forget());
