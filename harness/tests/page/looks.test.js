// SPDX-License-Identifier: MIT
// Light and dark, by the keyboard alone, on paper, in a narrow window.
import assert from 'node:assert/strict';
import { pageTest } from './browser.js';

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const isDark = async (page) => (await ground(page)).match(/\d+/g).slice(0, 3).every((part) => Number(part) < 60);

pageTest('is light where the system is', 'sample', { colorScheme: 'light' }, async (page) => {
  assert.equal(await isDark(page), false);
});

pageTest('is dark where the system is', 'sample', { colorScheme: 'dark' }, async (page) => {
  assert.equal(await isDark(page), true);
});

pageTest('changes its colours when asked, and keeps them', 'sample', { colorScheme: 'light' }, async (page) => {
  await page.getByRole('button', { name: 'Dark' }).click();
  assert.equal(await isDark(page), true);
  await page.reload();
  assert.equal(await isDark(page), true);
  await page.getByRole('button', { name: 'Light' }).click();
  assert.equal(await isDark(page), false);
});

// Tab until something that matches has the focus.
async function tabTo(page, selector, most = 60) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector))
      return;
  }
  assert.fail(`Tab does not reach ${selector}`);
}

pageTest('the keyboard filters, opens and goes on', 'sample', {}, async (page) => {
  await tabTo(page, '.skip', 1);
  await tabTo(page, 'input[type="search"]');
  await tabTo(page, 'input[value="leak"]');
  await page.keyboard.press('Space');
  await page.locator('.status', { hasText: '1 of 8' }).waitFor();
  await tabTo(page, '.entry > summary');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.entry[open]').count(), 1);
});

pageTest('the focus can be seen', 'sample', {}, async (page) => {
  await tabTo(page, '.entry > summary');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, 'solid');
});

pageTest('j and k go through the list, and not through the field', 'sample', {}, async (page) => {
  const focused = () => page.evaluate(() => [...document.querySelectorAll('.entry > summary')].indexOf(document.activeElement));
  await page.locator('.entry > summary').first().focus();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.equal(await focused(), 2);
  await page.keyboard.press('k');
  assert.equal(await focused(), 1);
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('jk');
  assert.equal(await page.getByRole('searchbox').inputValue(), 'jk');
});

pageTest('links within the page keep the filters', 'sample', { fragment: '#kind=leak' }, async (page) => {
  await page.getByRole('link', { name: 'Kinds' }).click();
  assert.equal(await page.evaluate(() => location.hash), '#kind=leak');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'kinds');
});

pageTest('prints what there is, without what can only be clicked', 'sample', { colorScheme: 'dark' }, async (page) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  assert.equal(await isDark(page), false);
  for (const selector of ['.facets', 'body > nav', '.theme'])
    assert.equal(await page.locator(selector).isVisible(), false, selector);
  assert.equal(await page.locator('.entry').first().isVisible(), true);
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
});

for (const sample of ['sample', 'hostile-strings', 'engines'])
  pageTest(`a narrow window needs no sideways scrolling of the page: ${sample}`, sample, { viewport: { width: 360, height: 740 } }, async (page) => {
    await page.locator('.entry').evaluateAll((entries) => entries.forEach((entry) => { entry.open = true; }));
    await page.locator('.entry .evidence').last().waitFor();
    const { width, room } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, room: document.documentElement.clientWidth }));
    assert.ok(width <= room, `${width} in ${room}`);
    assert.equal(await page.locator('.facets').getAttribute('open'), null);
  });
