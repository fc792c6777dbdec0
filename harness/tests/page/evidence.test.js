// SPDX-License-Identifier: MIT
// A finding of a real run: whose block, who released it and who allocated it, with the sources; and what lies beside it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageTest, runScenarios, texts } from './browser.js';

let out;
function audited() {
  out ??= runScenarios(fileURLToPath(new URL('audited.scn', import.meta.url)));
  return join(out, 'index.html');
}

const panel = (page, title) => page.locator('.entry[open] .panel', { has: page.getByRole('heading', { name: title }) });

pageTest('answers in this order: the gate, what is wrong and where, whose block', audited, {}, async (page) => {
  assert.match(await page.locator('h1').innerText(), /The gate fails/);
  const entry = page.locator('.entry[open]');
  assert.equal(await entry.count(), 1);
  assert.match(await entry.locator('summary').first().innerText(),
    /cross-allocator-free block of 18 bytes allocated by Rust \(__rust_alloc\) was released by C's free\(\)\s+audited\.scn:6\s+C frees a Rust string\s+valgrind, ledger/);
  assert.match(await entry.locator('.facts').innerText(), /Allocated by\s+Rust \(__rust_alloc\)\s+Released by\s+C \(free\)/);
});

pageTest('release and allocation stand side by side, with their sources', audited, {}, async (page) => {
  assert.deepEqual(await texts(page, '.entry[open] .panel h5'), ['Released by C', 'Allocated by Rust']);
  const [left, right] = await Promise.all(['Released by C', 'Allocated by Rust'].map((title) => panel(page, title).boundingBox()));
  assert.ok(left.x + left.width <= right.x && Math.abs(left.y - right.y) < 2);
  assert.match(await panel(page, 'Released by C').locator('.meant').innerText(), /6\s*free\(output\)/);
  const sources = await panel(page, 'Allocated by Rust').locator('.meant').allInnerTexts();
  assert.match(sources[0], /CString::new/);
  assert.match(sources[1], /into_raw/);
  assert.match(sources[2], /5\s*output = print_and_return\("hi"\)/);
});

pageTest('frames of std and of the harness are folded, and there', audited, {}, async (page) => {
  const stack = panel(page, 'Allocated by Rust');
  assert.doesNotMatch(await stack.locator('.frames').innerText(), /alloc::|fh_/);
  const folded = stack.locator('.folded');
  assert.match(await folded.innerText(), /^… \d+ frames of Rust’s std, \d+ of the harness$/);
  await folded.locator('summary').click();
  await folded.locator('.whole').waitFor();
  assert.match(await folded.innerText(), /alloc::[\s\S]*print_and_return/);
});

pageTest('another engine’s evidence is a click away', audited, {}, async (page) => {
  const buttons = page.locator('.entry[open] .engines button');
  assert.deepEqual(await buttons.allInnerTexts(), ['valgrind', 'ledger']);
  assert.equal(await buttons.first().getAttribute('aria-pressed'), 'true');
  await buttons.last().click();
  assert.equal(await buttons.last().getAttribute('aria-pressed'), 'true');
  await page.getByText('What ledger said').click();
  assert.match(await page.locator('.entry[open] .record').innerText(), /^Mismatched release\n[\s\S]*free/);
});

pageTest('the kind is explained, with its number and how to mend it', audited, {}, async (page) => {
  const why = page.locator('.entry[open] .why');
  assert.match(await why.innerText(), /Each allocator may only release what it gave out itself[\s\S]*To mend it: Give a block that Rust allocated back/);
  assert.equal(await why.locator('a').getAttribute('href'), 'https://cwe.mitre.org/data/definitions/762.html');
});

pageTest('what passed is in the table, with its own timeline', audited, {}, async (page) => {
  const row = page.locator('.matrix tr.pass');
  assert.match(await row.innerText(), /the caller returns the string\s+✓\s+✓/);
  await row.getByRole('button').click();
  const details = page.locator('.matrix tr.more:not([hidden])');
  assert.match(await details.innerText(), /Heap: 3 allocs, 3 frees/);
  assert.equal(await details.locator('.lane').count(), 1);
  await details.getByRole('button', { name: /Show 2 more blocks/ }).click();
  assert.equal(await details.locator('.lane').count(), 3);
});

pageTest('its data is the report', audited, {}, async (page) => {
  const embedded = await page.evaluate(() => JSON.parse(document.getElementById('data').textContent).report);
  const written = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  assert.deepEqual(embedded.summary, written.summary);
  assert.deepEqual(embedded.agreement, written.agreement);
  assert.deepEqual(embedded.results.map(({ timeline }) => timeline), written.results.map(({ timeline }) => timeline));
  assert.ok(existsSync(join(out, 'logs')));
});

pageTest('a program’s findings are named by its own functions', 'programs', {}, async (page) => {
  assert.match(await page.locator('.counts').innerText(), /^3 processes, 1 fail/);
  assert.deepEqual(await texts(page, 'h2'), ['Findings', 'Processes', 'Kinds of findings', 'How it was built and run']);
  assert.equal(await page.locator('.entry .about .scenario').innerText(), './program --all');
  assert.equal(await page.locator('.entry .about .place').innerText(), 'main (…/project/src/my main.c:13)');
  assert.deepEqual(await texts(page, '.entry[open] .panel h5'), ['Released by CPython', 'Allocated by Rust']);
  assert.match(await page.locator('.entry[open] .facts').innerText(), /Released by\s+CPython \(free\)/);
  assert.equal(await page.locator('.ownership').count(), 0);
  assert.deepEqual(await texts(page, '.matrix thead th'), ['Process', 'valgrind']);
});

pageTest('what ran twice by one command line is two processes', 'programs', {}, async (page) => {
  assert.deepEqual((await texts(page, '.matrix tbody tr:not(.more)')).map((row) => row.replace(/\s+/g, ' ')),
    ['./program --all ✓', './program --all ✗ cross-allocator-free', '../bin/other ✓']);
});
