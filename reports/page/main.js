// SPDX-License-Identifier: MIT
// Puts the views in the place of the plain tables.
import { element, goTo } from './dom.js';
import { readData } from './data.js';
import { entriesOf } from './entries.js';
import { makeFacets } from './facets.js';
import { chosenEntries } from './filter.js';
import { listView, pageToShow, showOpenEntry } from './list.js';
import { scenariosView } from './scenarios.js';
import { keepState } from './state.js';
import { themeButton } from './theme.js';

// At first what is wrong stands open, if anything is.
function firstOpen(entries, state) {
  if (state.open !== '')
    return state.open;
  return entries[0]?.verdict === 'fail' || entries[0]?.verdict === 'inconclusive' ? entries[0].id : '';
}

function makeFindings(data, entries) {
  const results = element('div', { class: 'results' });
  const open = new Set();
  let facets;
  const show = (state) => {
    const chosen = chosenEntries(entries, state);
    if (state.open !== '')
      open.add(state.open);
    facets.show(state, chosen.length);
    results.replaceChildren(facets.status, listView(data, {
      chosen, total: entries.length, page: pageToShow(chosen, state), open, preferredEngine: state.engine[0],
      onPage: (page) => {
        kept.change({ page, open: '' });
        goTo(document.getElementById('findings'));
      },
      onOpen: (id) => kept.note({ open: id }),
    }));
    if (state.open !== '')
      showOpenEntry(results, state.open);
  };
  const kept = keepState(show);
  facets = makeFacets(entries, kept);
  const first = firstOpen(entries, kept.get());
  if (first !== '')
    open.add(first);
  return { nodes: [facets.node, results], show: kept.show };
}

// Links within the page leave the address to the filters.
function keepAddress(event) {
  const link = event.target.closest('a[href^="#"]');
  if (link === null)
    return;
  event.preventDefault();
  goTo(document.querySelector(link.getAttribute('href')));
}

function start() {
  const data = readData(document.getElementById('data'));
  const findings = makeFindings(data, entriesOf(data));
  const view = document.getElementById('findings-view');
  view.replaceChildren(...findings.nodes);
  view.classList.add('faceted');
  findings.show();
  document.getElementById('scenarios-view').replaceChildren(...scenariosView(data));
  document.querySelector('body > nav').append(themeButton());
  document.addEventListener('click', keepAddress);
  document.documentElement.classList.add('scripted');
}

start();
