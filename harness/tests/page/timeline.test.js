// SPDX-License-Identifier: MIT
// The ownership timeline: what is drawn for reports whose blocks are known.
import assert from 'node:assert/strict';
import { pageTest, texts } from './browser.js';

// The finding whose result has a timeline: C's input, given back; Rust's string, that C frees; a block that nobody releases.
const figure = (page) => page.locator('.entry[open] .ownership');
const lane = (page, block) => figure(page).locator(`.lane[data-block="${block}"]`);
const labels = (locator) => locator.locator('.mark > text').allTextContents();
const holders = (locator) => locator.locator('.segment').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('class').split(' ').at(-1)));
const boxOf = (locator) => locator.evaluate((node) => node.getBBox().y + node.getBBox().height / 2);

pageTest('draws each block with what happened to it', 'sample', {}, async (page) => {
  assert.equal(await figure(page).locator('.lane').count(), 3);
  assert.deepEqual(await labels(lane(page, 1)), ['allocated by C', 'released by C']);
  assert.deepEqual(await labels(lane(page, 2)), ['allocated by Rust', 'to the caller', 'released by C: free()']);
  assert.deepEqual(await labels(lane(page, 3)), ['allocated by somebody', 'lost']);
});

pageTest('draws who holds it, not by colour alone', 'sample', {}, async (page) => {
  assert.deepEqual(await holders(lane(page, 1)), ['caller']);
  assert.deepEqual(await holders(lane(page, 2)), ['library', 'caller']);
  assert.deepEqual(await holders(lane(page, 3)), ['unknown']);
  assert.deepEqual(await lane(page, 2).locator('.letter').allTextContents(), ['L', 'C']);
  assert.match(await lane(page, 2).locator('.caller .bar').getAttribute('fill'), /^url\(#/);
});

pageTest('the wrong release stands out, on its line', 'sample', {}, async (page) => {
  assert.equal(await lane(page, 2).locator('.mark.wrong .cross').count(), 1);
  assert.equal(await lane(page, 1).locator('.mark.wrong').count(), 0);
  const rows = figure(page).locator('.row.wrong');
  assert.deepEqual((await rows.locator('text').allTextContents()).filter((text) => /^\d/.test(text)), ['18']);
  const row = await boxOf(rows.filter({ hasText: '18' }).locator('.band'));
  const mark = await boxOf(lane(page, 2).locator('.alarm'));
  assert.ok(Math.abs(row - mark) < 20, `the mark at ${mark}, its row at ${row}`);
});

pageTest('time goes down: each mark is below the one before', 'sample', {}, async (page) => {
  const heights = await lane(page, 2).locator('.mark > text').evaluateAll((nodes) => nodes.map((node) => Number(node.getAttribute('y'))));
  assert.deepEqual([...heights].sort((a, b) => a - b), heights);
  assert.equal(new Set(heights).size, 3);
});

pageTest('the scenario’s own lines are beside it', 'sample', {}, async (page) => {
  const code = await figure(page).locator('.row .code').allTextContents();
  assert.ok(code.some((line) => /free\(output\)/.test(line)), code.join('\n'));
});

pageTest('in a narrow window blocks can be seen beside the lines', 'sample', { viewport: { width: 400, height: 800 } }, async (page) => {
  const left = await lane(page, 1).locator('.mark > text').first().evaluate((node) => node.getBoundingClientRect().left);
  assert.ok(left < 330, `what happens begins at ${left}`);
});

pageTest('says the same in words', 'sample', {}, async (page) => {
  const words = /block 2, 29 bytes, allocated by Rust: line 17: allocated by Rust in print_and_return\(\); held by the library\. .*line 18: released wrongly by C in free\(\); held by nobody/;
  const picture = page.locator('.entry[open] svg[role="img"]');
  assert.match(await picture.locator('desc').textContent(), words);
  assert.equal(await picture.getAttribute('aria-describedby'), await picture.locator('desc').getAttribute('id'));
  await figure(page).locator('.words > summary').click();
  assert.deepEqual(await texts(page, '.entry[open] .words li.wrong'), [
    'line 18: released wrongly by C in free(); held by nobody', 'in no step of the scenario: lost; held by nobody']);
});

pageTest('where none was recorded, it says so', 'engines', {}, async (page) => {
  assert.match(await page.locator('.entry[open]').innerText(), /No timeline was recorded here/);
});

pageTest('a long one is cut, and says so', 'long', {}, async (page) => {
  assert.equal(await figure(page).locator('.lane').count(), 48);
  assert.match(await figure(page).innerText(), /156 steps had no room here/);
  assert.deepEqual(await labels(lane(page, 100)), ['allocated by Rust', 'to the caller', 'released by Rust: drop()']);
});
