// SPDX-License-Identifier: MIT
// How the page takes many findings: the page of a real report, its results repeated until it has so many, in a headless Chromium.
//   node harness/bench/page.mjs INDEX.HTML [FINDINGS]
// Prints sizes and milliseconds. Needs what ci/setup --test installs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , source, wanted = '10000'] = process.argv;
if (source === undefined) {
  console.error('usage: node harness/bench/page.mjs INDEX.HTML [FINDINGS]');
  process.exit(2);
}
const require = createRequire(new URL('../tests/page/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const begin = '<script type="application/json" id="data">';

function repeated(report, findings) {
  const seen = report.results.filter((result) => result.findings.length > 0);
  const results = [];
  const agreement = [];
  for (let n = 0, round = 0; n < findings; round++)
    for (const result of seen) {
      const scenario = `${result.scenario} (${round})`;
      results.push({ ...result, scenario });
      if (agreement.at(-1)?.scenario !== scenario)
        agreement.push({ scenario, file: result.file, line: result.line, verdict: result.verdict, engines: [] });
      n += result.findings.length;
    }
  return { ...report, results, agreement };
}

function enlarge(html, findings) {
  const start = html.indexOf(begin) + begin.length;
  const end = html.indexOf('</script>', start);
  const data = JSON.parse(html.slice(start, end));
  const json = JSON.stringify({ ...data, report: repeated(data.report, findings) });
  return html.slice(0, start) + json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`) + html.slice(end);
}

// Milliseconds from before `act` to the frame after it.
function timed(page, act) {
  return page.evaluate(async (body) => {
    const start = performance.now();
    new Function(body)();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
  }, act);
}

function row(name, value, unit) {
  console.log(`${name.padEnd(34)} ${value.toLocaleString('en', { maximumFractionDigits: 1 }).padStart(12)} ${unit}`);
}

async function measure(page, path) {
  await page.addInitScript(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(`file://${path}`);
  await page.locator('.entry').first().waitFor();
  const { paint, loaded } = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    loaded: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
  }));
  row('first paint (the head)', paint, 'ms');
  row('until the script has drawn', loaded, 'ms');
  row('longest task of these', Math.max(0, ...await page.evaluate(() => window.tasks)), 'ms');
  row('a filter is ticked', await timed(page, "document.querySelector('.facet input[name=kind]').click()"), 'ms');
  row('and unticked', await timed(page, "document.querySelector('.facet input[name=kind]').click()"), 'ms');
  row('the next page', await timed(page, "document.querySelector('.pager button:last-child').click()"), 'ms');
  row('a finding is opened', await timed(page, "document.querySelector('.entry:not([open]) summary').click()"), 'ms');
  row('elements', await page.locator('*').count(), '');
  row('heap of the script', await page.evaluate(() => performance.memory.usedJSHeapSize / 2 ** 20), 'MiB');
}

const folder = mkdtempSync(join(tmpdir(), 'freehold-bench-'));
const path = join(folder, 'index.html');
writeFileSync(path, enlarge(readFileSync(source, 'utf8'), Number(wanted)));
row('size', statSync(path).size / 2 ** 20, 'MiB');
const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'] });
try {
  await measure(await browser.newPage({ bypassCSP: true }), path);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
