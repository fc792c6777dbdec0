// SPDX-License-Identifier: MIT
// The filters: a field for text, and boxes to tick, each with the number of findings that it shows.
import { element } from './dom.js';
import { otherKinds, verdicts } from './entries.js';
import { facetCounts, facetValues } from './filter.js';
import { hasFilters, noFilters } from './state.js';
import { count } from './text.js';

const typingPause = 150;

const verdictLabels = new Map(verdicts.map(({ name, label }) => [name, label]));

function labelOf(facet, value) {
  return (facet === 'verdict' ? verdictLabels : otherKinds).get(value) ?? value;
}

function box(state, facet, value) {
  const input = element('input', { type: 'checkbox', name: facet, value, change: () => {
    const others = state.get()[facet].filter((other) => other !== value);
    state.change({ [facet]: input.checked ? [...others, value] : others, page: 1, open: '' });
  } });
  const number = element('span', { class: 'number' });
  const node = element('label', { class: facet === 'verdict' ? `facet ${value}` : 'facet' }, input,
    element('span', {}, labelOf(facet, value)), ' ', number);
  return { value, node, input, number };
}

function group(entries, state, facet, title) {
  const boxes = facetValues(entries, facet).map((value) => box(state, facet, value));
  return { facet, boxes, node: element('fieldset', {}, element('legend', {}, title), boxes.map(({ node }) => node)) };
}

function showGroup({ facet, boxes }, entries, chosen) {
  const counts = facetCounts(entries, chosen, facet);
  for (const { value, node, input, number } of boxes) {
    const n = counts.get(value) ?? 0;
    number.textContent = n.toLocaleString('en');
    input.checked = chosen[facet].includes(value);
    node.classList.toggle('empty', n === 0 && !input.checked);
  }
}

function textField(state) {
  let pause = 0;
  const input = element('input', { type: 'search', id: 'text-filter', autocomplete: 'off', spellcheck: 'false', input: () => {
    clearTimeout(pause);
    pause = setTimeout(() => state.change({ text: input.value, page: 1, open: '' }, false), typingPause);
  } });
  return input;
}

// Made once; show(state, number of entries chosen) brings it up to date.
export function makeFacets(entries, state) {
  const text = textField(state);
  const groups = [group(entries, state, 'verdict', 'Verdict'), group(entries, state, 'kind', 'Kind'), group(entries, state, 'engine', 'Engine')];
  const status = element('p', { class: 'status', role: 'status', 'aria-live': 'polite' });
  const clear = element('button', { type: 'button', class: 'clear', click: () => {
    state.change(noFilters());
    text.focus();
  } }, 'Clear the filters');
  const node = element('details', { class: 'facets', open: !window.matchMedia('(max-width: 60rem)').matches },
    element('summary', {}, 'Filters'),
    element('form', { role: 'search', 'aria-label': 'Findings', submit: (event) => event.preventDefault() },
      element('label', { for: 'text-filter' }, 'Text'), text, groups.map((one) => one.node), clear));
  const show = (chosen, n) => {
    groups.forEach((one) => showGroup(one, entries, chosen));
    if (document.activeElement !== text)
      text.value = chosen.text;
    clear.hidden = !hasFilters(chosen);
    status.textContent = n === entries.length ? count(n, 'finding') : `${n.toLocaleString('en')} of ${count(entries.length, 'finding')}`;
  };
  return { node, status, show };
}
