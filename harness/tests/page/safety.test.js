// SPDX-License-Identifier: MIT
// What others wrote is text, and nothing else; the page asks nobody for anything; it is usable for everybody.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pageTest, samplePage, texts } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What the page itself is made of.
const ours = ['a', 'aside', 'b', 'body', 'br', 'button', 'caption', 'code', 'dd', 'details', 'div', 'dl', 'dt', 'fieldset', 'figure', 'form', 'h1', 'h2',
  'h3', 'h4', 'h5', 'head', 'header', 'html', 'input', 'label', 'legend', 'li', 'main', 'meta', 'nav', 'ol', 'p', 'pre', 'script', 'section', 'small',
  'span', 'style', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'title', 'tr', 'ul', 'svg', 'g', 'rect', 'text', 'desc', 'defs', 'pattern',
  'circle', 'path'];

const elementNames = (page) => page.evaluate(() => [...new Set([...document.querySelectorAll('*')].map((node) => node.localName))]);

async function openEverything(page) {
  for (let i = 0; i < 3; i++)
    await page.evaluate(() => {
      document.querySelectorAll('button.name[aria-expanded="false"]').forEach((button) => button.click());
      document.querySelectorAll('details:not([open])').forEach((node) => { node.open = true; });
      return new Promise(requestAnimationFrame);
    });
}

for (const [words, options] of [['with its script', {}], ['without it', { javaScriptEnabled: false }]])
  pageTest(`hostile text makes no elements, ${words}`, 'hostile-strings', options, async (page) => {
    const names = options.javaScriptEnabled === false ? await texts(page, 'body b') : await elementNames(page);
    if (options.javaScriptEnabled === false)
      assert.ok(names.every((name) => !/quoted/.test(name)), 'the <b> of hostile text is an element');
    else
      assert.deepEqual(names.filter((name) => !ours.includes(name)), []);
    assert.match(await page.locator('#findings').innerText(), /<\/script><b> "quoted" 'single'/);
  });

pageTest('hostile text is there whole, and visible', 'hostile-strings', {}, async (page) => {
  await openEverything(page);
  const text = await page.locator('body').innerText();
  assert.match(text, /TODO\\n2\.\.3\\nok 9 - forged\\r\\x1b\[31mred\\x07\\x7f \\u\{202e\}flipped\\u\{2028\} \ufffd\ufffd? \]\]> 漢字/);
  assert.doesNotMatch(text, /[\u202e\u2028\u0007\u001b]/);
});

pageTest('a log with a hostile name leads nowhere else', 'hostile-strings', {}, async (page) => {
  const links = await page.locator('.logs a').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
  assert.ok(links.length > 0);
  for (const link of links)
    assert.match(link, /^\.\/[^:<>"]*$/);
});

pageTest('its policy allows one style, one script, and nothing else', 'sample', {}, async (page) => {
  const policy = await page.locator('meta[http-equiv]').getAttribute('content');
  assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.wasRun = true';
    document.body.append(script);
    return window.wasRun === true;
  });
  assert.equal(ran, false);
  assert.match(page.complaints.splice(0).join(), /Content Security Policy/);
});

pageTest('the document names no other place but its links', 'sample', {}, async () => {
  const source = readFileSync(samplePage('sample'), 'utf8');
  const addresses = [...source.matchAll(/(?:https?:)?\/\/[a-z][^\s"'`<)$]*/g)].map(([address]) => address);
  assert.ok(addresses.length > 0);
  assert.deepEqual(addresses.filter((address) => !/^https:\/\/cwe\.mitre\.org\/|^http:\/\/www\.w3\.org\/2000\/svg/.test(address)), []);
});

for (const [sample, scheme] of [['sample', 'light'], ['sample', 'dark'], ['engines', 'light'], ['engines', 'dark'], ['clean', 'light'], ['all-kinds', 'dark']])
  pageTest(`axe has nothing to say of ${sample} in ${scheme}`, sample, { colorScheme: scheme, bypassCSP: true }, async (page) => {
    await openEverything(page);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(' | ')}`), []);
  });
