// SPDX-License-Identifier: MIT
// What is to be known of one result beside its findings: counts, notes, what its engine could not see, raw logs.
import { element } from './dom.js';
import { count } from './text.js';
import { hasTimeline, timelineView } from './timeline.js';

function heapWords({ allocs, frees, bytes, in_use_bytes: inUse, in_use_blocks: blocks }) {
  const left = blocks > 0 ? `; ${count(inUse, 'byte')} in ${count(blocks, 'block')} in use at the end` : '';
  return `${count(allocs, 'alloc')}, ${count(frees, 'free')}, ${count(bytes, 'byte')}${left}`;
}

// A link only to what lies beside the page; and a process id that was left out of a name makes it another name.
function logView(log) {
  if (log.startsWith('/') || log.split('/').includes('..') || /\.PID(\.|$)/.test(log))
    return element('code', {}, log);
  const href = `./${log.split('/').map(encodeURIComponent).join('/')}`;
  return element('a', { href }, log);
}

export function logsView(result) {
  if (result.logs.length === 0)
    return null;
  return element('p', { class: 'logs' }, 'Raw log: ', result.logs.flatMap((log, index) => [index > 0 ? ', ' : '', logView(log)]));
}

export function notesView(result) {
  const notes = [
    ...result.notes,
    ...result.not_applicable.map((one) => `${one.kind} in line ${one.line} is not applicable: ${one.reason}` +
      (one.seen_by.length > 0 ? ` (seen by ${one.seen_by.join(', ')})` : '')),
  ];
  return notes.length === 0 ? null : element('ul', { class: 'notes' }, notes.map((note) => element('li', {}, note)));
}

export function heapView(result) {
  return result.heap === null ? null : element('p', { class: 'heap' }, 'Heap: ', heapWords(result.heap));
}

// Of a process there is none. `heading`: the element of its heading.
export function ownershipView(data, result, heading) {
  if (result.file === null && !hasTimeline(result))
    return [];
  return [element(heading, { class: 'part' }, 'What happened to the blocks'),
    hasTimeline(result) ? timelineView(data, result) : element('p', { class: 'note' }, 'No timeline was recorded here.')];
}

// Buttons that choose among results by their engines, and the view of the one that is chosen. `preferred` is shown first.
export function engineChoice(sightings, makeView, preferred = '') {
  const body = element('div', { class: 'chosen' });
  const show = (index) => {
    body.replaceChildren(...[makeView(sightings[index])].flat().filter((node) => node !== null));
    buttons.forEach((button, other) => button.setAttribute('aria-pressed', String(other === index)));
  };
  const buttons = sightings.map(({ result }, index) =>
    element('button', { type: 'button', 'aria-pressed': 'false', click: () => show(index) }, result.engine));
  show(Math.max(0, sightings.findIndex(({ result }) => result.engine === preferred)));
  const group = element('div', { class: 'engines', role: 'group', 'aria-label': 'Engine' }, 'as seen by ', buttons);
  return [sightings.length > 1 ? group : null, body];
}
