// SPDX-License-Identifier: MIT
// Ten thousand findings: all are counted and can be reached, few are drawn at a time. How fast is measured by bench/page.mjs.
import assert from 'node:assert/strict';
import { pageTest, texts } from './browser.js';

const large = 'large';
const mostElements = 5000;

const status = (page) => page.locator('.status').innerText();
const elements = (page) => page.locator('*').count();

pageTest('shows ten thousand findings, a page at a time', large, {}, async (page) => {
  assert.equal(await status(page), '16,000 findings');
  assert.equal(await page.locator('.entry').count(), 50);
  assert.ok(await elements(page) < mostElements, `${await elements(page)} elements`);
  await page.getByRole('button', { name: 'Next' }).click();
  assert.match(await page.locator('.pager').innerText(), /Page 2 of 320/);
  assert.equal(await page.locator('.entry').first().locator('.scenario').innerText(), 'scenario 150');
  await page.goBack();
  assert.match(await page.locator('.pager').innerText(), /Page 1 of 320/);
});

pageTest('filters ten thousand findings', large, {}, async (page) => {
  await page.locator('.facet', { hasText: 'cross-allocator-free' }).locator('input').click();
  assert.equal(await status(page), '10,000 of 16,000 findings');
  await page.getByRole('searchbox').fill('29997');
  await page.locator('.status', { hasText: '1 of 16,000' }).waitFor();
  assert.deepEqual(await texts(page, '.entry .scenario'), ['scenario 29997']);
});

pageTest('reaches the last page by its address', large, { fragment: '#page=9999' }, async (page) => {
  assert.match(await page.locator('.pager').innerText(), /Page 320 of 320/);
  assert.equal(await page.getByRole('button', { name: 'Next' }).isDisabled(), true);
  assert.equal(await page.locator('.entry').count(), 50);
});

pageTest('the table of scenarios grows on demand', large, {}, async (page) => {
  assert.equal(await page.locator('.matrix tr.fail, .matrix tr.pass, .matrix tr.inconclusive').count(), 200);
  await page.getByRole('button', { name: 'Show more (29,800 scenarios)' }).click();
  assert.equal(await page.locator('.matrix tr.fail, .matrix tr.pass, .matrix tr.inconclusive').count(), 400);
});

pageTest('without scripts the table ends, and says so', large, { javaScriptEnabled: false }, async (page) => {
  assert.equal(await page.locator('#findings tbody tr').count(), 500);
  assert.match(await page.locator('#findings').innerText(), /15500 more have no room here/);
  assert.match(await page.locator('#scenarios').innerText(), /29500 more have no room here/);
});
