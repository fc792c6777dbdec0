// SPDX-License-Identifier: MIT
// The page where scripts are not allowed: what it is made of is there all the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openPage, pageTest, samplePage, texts } from './browser.js';

const off = { javaScriptEnabled: false };

pageTest('has the head without its script', 'sample', off, async (page) => {
  assert.match(await page.locator('h1').innerText(), /The gate fails \(exit status 1\)/);
  assert.match(await page.locator('.counts').innerText(), /^7 scenarios, 4 fail, 1 could not be judged, 2 pass/);
  assert.match(await page.locator('header .facts').innerText(), /strtest debug[\s\S]*rustc 1\.63\.0[\s\S]*valgrind 3\.19\.0/);
});

pageTest('has the findings as a table, what is wrong first', 'sample', off, async (page) => {
  assert.deepEqual(await texts(page, '#findings tbody td:first-child'),
    ['wrong', 'wrong', 'wrong', 'wrong', 'not met', 'not met', 'not judged', 'as expected']);
  assert.match(await page.locator('#findings tbody tr').first().innerText(), /cross-allocator-free CWE-762\s+a block of 29 bytes.*strings\.scn:18/);
});

pageTest('has the scenarios, engines across', 'engines', off, async (page) => {
  assert.deepEqual(await texts(page, '#scenarios thead th'), ['Scenario', 'File', 'valgrind', 'asan', 'ledger']);
  assert.match((await texts(page, '#scenarios tbody tr'))[1], /only one sees the leak.*✗ fail\s+unexpected leak.*✗ fail\s+unexpected disagreement.*\? inconclusive/s);
});

pageTest('explains the kinds that there are, and no other', 'sample', off, async (page) => {
  assert.deepEqual(await texts(page, '#kinds dt b'), ['leak', 'cross-allocator-free', 'unknown']);
  assert.match(await page.locator('#kinds').innerText(), /To mend it: Give the block back/);
});

pageTest('says that nothing was run', 'empty', off, async (page) => {
  assert.match(await page.locator('header').innerText(), /The gate could not judge[\s\S]*Nothing was run/);
  assert.match(await page.locator('#findings').innerText(), /Nothing was found/);
});

pageTest('says that it was cut', 'all-kinds', off, async (page) => {
  assert.match(await page.locator('header').innerText(), /The run was interrupted/);
});

pageTest('the script replaces the tables', 'sample', {}, async (page) => {
  assert.equal(await page.locator('#findings-view table').count(), 0);
  assert.equal(await page.locator('.entry').count(), 8);
});

// As CI servers show reports: no script, no style of the page's own.
test('stays readable under the strictest policy', async () => {
  const page = await openPage(samplePage('empty'));
  await page.route('https://ci.invalid/', (route) => route.fulfill({
    contentType: 'text/html',
    headers: { 'Content-Security-Policy': "sandbox; default-src 'none'; img-src 'self'; style-src 'self'" },
    body: readFileSync(samplePage('sample')),
  }));
  await page.goto('https://ci.invalid/');
  assert.equal(await page.locator('#findings tbody tr').count(), 8);
  assert.equal(await page.locator('.entry').count(), 0);
  assert.match(await page.locator('h1').innerText(), /The gate fails/);
  await page.context().close();
});
