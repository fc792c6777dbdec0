// SPDX-License-Identifier: MIT
// The list of entries, a page of it at a time: so many elements at most, however large the report.
import { element, goTo } from './dom.js';
import { verdicts } from './entries.js';
import { entryView } from './entry.js';
import { count } from './text.js';

export const pageSize = 50;

export function pagesOf(entries) {
  return Math.max(1, Math.ceil(entries.length / pageSize));
}

// The page that shows the open entry, or else the one that is asked for.
export function pageToShow(entries, state) {
  const index = state.open === '' ? -1 : entries.findIndex(({ id }) => id === state.open);
  return index >= 0 ? Math.floor(index / pageSize) + 1 : Math.min(state.page, pagesOf(entries));
}

function pager(entries, page, onPage) {
  const pages = pagesOf(entries);
  if (pages === 1)
    return null;
  const go = (to) => element('button', { type: 'button', disabled: to < 1 || to > pages, click: () => onPage(to) },
    to < page ? '← Previous' : 'Next →');
  return element('nav', { class: 'pager', 'aria-label': 'Pages of findings' }, go(page - 1),
    element('span', {}, `Page ${page.toLocaleString('en')} of ${pages.toLocaleString('en')}`), go(page + 1));
}

function groupsOf(entries) {
  return verdicts.map((verdict) => ({ ...verdict, entries: entries.filter((entry) => entry.verdict === verdict.name) }))
    .filter((group) => group.entries.length > 0);
}

function groupView(data, group, total, options) {
  return element('section', { class: `group ${group.name}`, 'aria-labelledby': `group-${group.name}` },
    element('h3', { id: `group-${group.name}` }, group.label, ' ', element('span', { class: 'total' }, total.toLocaleString('en'))),
    group.entries.map((entry) => entryView(data, entry, options(entry))));
}

function nothing(entries, total) {
  return element('p', { class: 'nothing' }, total === 0 ? 'Nothing was found.' : 'No finding is as the filters ask.');
}

// j and k go to the next entry and to the one before, from within the list.
function moveAmongEntries(event) {
  const step = { j: 1, k: -1 }[event.key];
  if (step === undefined || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, textarea'))
    return;
  const summaries = [...event.currentTarget.querySelectorAll('.entry > summary')];
  const here = summaries.indexOf(event.target.closest('.entry')?.querySelector('summary'));
  summaries[here + step]?.focus();
}

// `chosen`: entries that the filters let through. `total`: of all. `open`: ids of the entries that are open. `onOpen(id)`: '' when one
// was closed.
export function listView(data, { chosen, total, page, open, preferredEngine, onPage, onOpen }) {
  const shown = chosen.slice((page - 1) * pageSize, page * pageSize);
  const totals = new Map(groupsOf(chosen).map(({ name, entries }) => [name, entries.length]));
  const options = (entry) => ({ isOpen: open.has(entry.id), preferredEngine, onToggle: (isOpen) => onOpen(isOpen ? entry.id : '') });
  const more = chosen.length - shown.length;
  return element('div', { class: 'list', keydown: moveAmongEntries },
    shown.length === 0 ? nothing(chosen, total) : null,
    groupsOf(shown).map((group) => groupView(data, group, totals.get(group.name), options)),
    pager(chosen, page, onPage),
    more > 0 ? element('p', { class: 'print-only' }, `${count(more, 'more finding')} on other pages of this list.`) : null);
}

export function showOpenEntry(list, id) {
  const node = [...list.querySelectorAll('.entry')].find((entry) => entry.dataset.id === id);
  if (node !== undefined)
    goTo(node.querySelector('summary'));
}
