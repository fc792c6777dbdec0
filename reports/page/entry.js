// SPDX-License-Identifier: MIT
// One entry of the list: a line, and all that is known when it is opened.
import { element, lazyDetails } from './dom.js';
import { otherKinds, verdicts } from './entries.js';
import { evidenceView } from './evidence.js';
import { engineChoice } from './result.js';
import { place, shortPath } from './text.js';

const marks = new Map(verdicts.map(({ name, mark }) => [name, mark]));
const labels = new Map(verdicts.map(({ name, label }) => [name, label]));

function placeWords({ file, line, function: function_ }) {
  const where = place(file === null ? null : shortPath(file), line);
  return function_ === null ? where : `${function_} (${where})`;
}

function summaryOf(entry) {
  return [
    element('span', { class: 'mark', role: 'img', 'aria-label': labels.get(entry.verdict) }, marks.get(entry.verdict)),
    element('h4', {}, element('span', { class: 'kind' }, otherKinds.get(entry.kind) ?? entry.kind), ' ',
      element('span', { class: 'message' }, entry.message)),
    element('span', { class: 'about' }, element('span', { class: 'place' }, placeWords(entry.place)),
      entry.scenario === '' ? null : element('span', { class: 'scenario' }, entry.scenario),
      element('span', { class: 'seen' }, entry.engines.join(', '))),
  ];
}

function fingerprintView(entry) {
  return entry.fingerprint === undefined || entry.fingerprint === null ? null :
    element('p', { class: 'fingerprint' }, 'Fingerprint: ', element('code', {}, entry.fingerprint));
}

// `preferredEngine`: shown first where several saw it. `onToggle(isOpen)` is called when it is opened or closed.
export function entryView(data, entry, { isOpen, preferredEngine, onToggle }) {
  const node = lazyDetails({ class: `entry ${entry.verdict}`, open: isOpen, 'data-id': entry.id }, summaryOf(entry), () =>
    element('div', { class: 'evidence' },
      engineChoice(entry.sightings, (sighting) => evidenceView(data, sighting, entry), preferredEngine),
      fingerprintView(entry)));
  node.querySelector('summary').addEventListener('click', () => onToggle(!node.open));
  return node;
}
