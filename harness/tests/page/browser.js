// SPDX-License-Identifier: MIT
// A browser for a file of tests, and pages of sample reports in it. Whatever a page says on its console, or asks the network for, fails
// the test.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';

const switches = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findChromium() {
  return process.env.PATH.split(delimiter).map((folder) => join(folder, 'chromium')).find(isProgram);
}

const executablePath = findChromium();
assert.ok(executablePath !== undefined, 'no Chromium on PATH: ci/setup --test installs it');
const browser = await chromium.launch({ executablePath, args: switches, timeout: 0 });
const folder = mkdtempSync(join(tmpdir(), 'freehold-page-'));
const written = new Map();
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

// The page of a sample, as a file: `name` as write-report knows it.
export function samplePage(name) {
  if (!written.has(name)) {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, execFileSync(process.env.WRITE_REPORT, ['html', name], { maxBuffer: 2 ** 30 }));
    written.set(name, path);
  }
  return written.get(name);
}

// The folder of a run of `scenarios`, which does not pass; its page is index.html.
export function runScenarios(scenarios) {
  const out = join(folder, 'run');
  const options = ['--engine', 'valgrind,ledger', '--timeout', '3600', '--deterministic', '--build-dir', process.env.BUILD, '--out', out];
  assert.throws(() => execFileSync(process.env.FREEHOLD, ['run', ...options, scenarios], { stdio: 'pipe' }), { status: 1 });
  return out;
}

function watch(page, address) {
  const complaints = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address)
      complaints.push(`request: ${request.url()}`);
  });
  return complaints;
}

export async function openPage(path, { fragment = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(0); // what does not come up ends with the test's own time
  const page = await context.newPage();
  page.complaints = watch(page, `file://${path}`);
  await page.goto(`file://${path}${fragment}`);
  return page;
}

// A test of one page. `sample`: of samplePage(), or a function that gives a path.
export function pageTest(name, sample, options, body) {
  test(name, async () => {
    const page = await openPage(typeof sample === 'function' ? sample() : samplePage(sample), options);
    try {
      await body(page);
      assert.deepEqual(page.complaints, []);
    } finally {
      await page.context().close();
    }
  });
}

export async function texts(page, selector) {
  return (await page.locator(selector).allInnerTexts()).map((text) => text.trim());
}
