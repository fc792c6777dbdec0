// SPDX-License-Identifier: MIT
// Filters, the counts beside them, and addresses that keep them.
import assert from 'node:assert/strict';
import { openPage, pageTest, samplePage, texts } from './browser.js';

const status = (page) => page.locator('.status').innerText();
const numberOf = (page, label) => page.locator('.facet', { hasText: label }).locator('.number').innerText();
const tick = (page, label) => page.locator('.facet', { hasText: label }).locator('input').click();
const fragment = (page) => page.evaluate(() => location.hash);

pageTest('says how many findings there are, and of which kinds', 'sample', {}, async (page) => {
  assert.equal(await status(page), '8 findings');
  assert.deepEqual(await texts(page, '.group > h3'), ['Fails the gate 6', 'Could not be judged 1', 'As expected 1']);
  assert.equal(await numberOf(page, 'cross-allocator-free'), '3');
  assert.equal(await numberOf(page, 'unmet expectation'), '2');
});

pageTest('filters by verdict, kind and engine', 'engines', {}, async (page) => {
  assert.equal(await status(page), '4 findings');
  await tick(page, 'leak');
  assert.equal(await status(page), '1 of 4 findings');
  assert.deepEqual(await texts(page, '.entry .kind'), ['leak']);
  assert.equal(await numberOf(page, 'disagreement'), '1');
  assert.equal(await numberOf(page, 'valgrind'), '1');
  assert.equal(await numberOf(page, 'asan'), '0');
  await tick(page, 'disagreement');
  assert.deepEqual(await texts(page, '.entry .kind'), ['leak', 'disagreement']);
  await tick(page, 'asan');
  assert.deepEqual(await texts(page, '.entry .kind'), ['disagreement']);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  assert.equal(await status(page), '4 findings');
});

pageTest('what several engines saw is one finding', 'engines', {}, async (page) => {
  assert.equal(await page.locator('.entry', { hasText: 'use-after-free' }).locator('.seen').innerText(), 'valgrind, asan');
});

pageTest('what the baseline knows stands apart from what fails', 'baseline', {}, async (page) => {
  assert.deepEqual(await texts(page, '.group > h3'), ['Fails the gate 6', 'Could not be judged 1', 'Known, by the baseline 2', 'As expected 1']);
  await tick(page, 'Known, by the baseline');
  assert.deepEqual(await texts(page, '.entry .scenario'), ['the string is forgotten', 'all is known']);
  assert.match(await page.locator('header').innerText(), /Baseline\s+2 known, 2 fixed/);
  assert.match(await page.locator('#fixed').innerText(), /double-free: released twice it was freed twice \[valgrind\]\s+double-free ×2: /);
});

pageTest('filters by words, all of them', 'sample', {}, async (page) => {
  await page.getByRole('searchbox').fill('FORGOTTEN 29');
  await page.locator('.status', { hasText: '1 of 8' }).waitFor();
  assert.deepEqual(await texts(page, '.entry .kind'), ['leak']);
  await page.getByRole('searchbox').fill('no such words');
  await page.locator('.status', { hasText: '0 of 8' }).waitFor();
  assert.match(await page.locator('.nothing').innerText(), /No finding/);
});

pageTest('the address keeps the filters, and back returns to what was', 'sample', {}, async (page) => {
  await tick(page, 'leak');
  await tick(page, 'Fails the gate');
  assert.equal(await fragment(page), '#verdict=fail&kind=leak');
  await page.goBack();
  assert.equal(await fragment(page), '#kind=leak');
  assert.equal(await page.locator('.facet', { hasText: 'Fails the gate' }).locator('input').isChecked(), false);
  await page.goBack();
  assert.equal(await status(page), '8 findings');
  await page.goForward();
  assert.equal(await status(page), '1 of 8 findings');
});

pageTest('a link opens as it was sent', 'sample', { fragment: '#verdict=fail&kind=unmet&text=%22ho%22' }, async (page) => {
  assert.equal(await status(page), '1 of 8 findings');
  assert.equal(await page.getByRole('searchbox').inputValue(), '"ho"');
  assert.deepEqual(await texts(page, '.entry .message'), ['expect output == "ho": it is "hi"']);
});

pageTest('a link opens one finding, which has the focus', 'sample', {}, async (page) => {
  const entry = page.locator('.entry', { hasText: 'leak' }).first();
  await entry.locator('summary').first().click();
  const link = await fragment(page);
  assert.match(link, /^#open=/);
  const other = await openPage(samplePage('sample'), { fragment: link });
  const focused = other.locator('.entry[open] > summary:focus');
  await focused.waitFor();
  assert.match(await focused.innerText(), /never released/);
  await other.context().close();
});

pageTest('nonsense in the address chooses nothing that is there', 'sample', { fragment: '#page=-7&open=%3Cb%3E&kind=' }, async (page) => {
  assert.equal(await status(page), '0 of 8 findings');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  assert.equal(await status(page), '8 findings');
});
