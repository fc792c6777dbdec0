// SPDX-License-Identifier: MIT
// What one engine saw: whose block, who released it and who allocated it side by side, what happened to it, the engine's own words.
import { element, lazyDetails } from './dom.js';
import { recordOf } from './data.js';
import { kindView } from './kind.js';
import { heapView, logsView, notesView, ownershipView } from './result.js';
import { sourceView } from './source.js';
import { stackView } from './stack.js';
import { count, language } from './text.js';

// A host whose code did it, or the side that the function is of.
function actor(host, domain, function_) {
  const who = host ?? language(domain);
  if (who === undefined)
    return function_;
  return function_ === null ? who : `${who} (${function_})`;
}

function fact(name, value, class_ = '') {
  return value === null ? null : element('div', { class: class_ }, element('dt', {}, name), element('dd', {}, value));
}

function offsetWords({ size, offset }) {
  if (offset === 0)
    return null;
  if (offset < 0)
    return `${count(-offset, 'byte')} before its start`;
  return offset < size ? `${count(offset, 'byte')} inside it` : `${count(offset - size, 'byte')} past its end`;
}

function lostWords({ bytes, blocks }) {
  return bytes === null ? null : `${count(bytes, 'byte')} in ${count(blocks, 'block')}`;
}

function releaserClass(finding) {
  return finding.kind === 'cross-allocator-free' ? 'wrong' : '';
}

function blockFacts(finding) {
  const { block } = finding;
  const facts = [
    fact('Block', block === null ? null : count(block.size, 'byte')),
    fact('Pointer', block === null ? null : offsetWords(block)),
    fact('Lost', lostWords(finding), 'wrong'),
    fact('Allocated by', actor(finding.allocating_host, finding.allocated_by, finding.allocator)),
    fact('Released by', actor(finding.releasing_host, finding.released_by, finding.releaser), releaserClass(finding)),
  ].filter((one) => one !== null);
  return facts.length === 0 ? null : element('dl', { class: 'facts block' }, facts);
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// "Released by C", "Allocated by CPython", "Accessed"
function stackTitle(finding, role) {
  const sides = new Map([
    ['released', finding.releasing_host ?? language(finding.released_by)],
    ['allocated', finding.allocating_host ?? language(finding.allocated_by)],
  ]);
  const who = sides.get(role);
  return capital(who === undefined ? role : `${role} by ${who}`);
}

function stackPanel(data, finding, stack, index) {
  return element('div', { class: index === 0 ? 'panel deed' : 'panel' },
    element('h5', { class: 'part' }, stackTitle(finding, stack.role)), stackView(data, stack, finding.file));
}

function wakeView(finding) {
  return finding.folded.length === 0 ? null : element('details', {},
    element('summary', {}, `${count(finding.folded.length, 'more line')} caused by this`),
    element('ul', {}, finding.folded.map((line) => element('li', {}, line))));
}

function recordView(data, result, finding) {
  const lines = recordOf(data, finding);
  return lines.length === 0 ? null : lazyDetails({}, `What ${result.engine} said`, () =>
    element('pre', { class: 'record', tabindex: '0', role: 'group', 'aria-label': 'The engine’s record' },
      lines.flatMap((line) => [line, element('br')])));
}

function findingView(data, finding) {
  return [
    blockFacts(finding),
    element('div', { class: 'panels' }, finding.stacks.map((stack, index) => stackPanel(data, finding, stack, index))),
  ];
}

function wordsOfEngine(data, result, finding) {
  return finding === null ? [] : [wakeView(finding), recordView(data, result, finding)];
}

// What one of an entry's sightings shows: a result, and a finding of it or null.
export function evidenceView(data, { result, finding }, entry) {
  return [
    ...(finding === null ? [sourceView(data, result.file, entry.place.line)] : findingView(data, finding)),
    ...ownershipView(data, result, 'h5'),
    finding === null ? null : kindView(data, finding),
    heapView(result), notesView(result), ...wordsOfEngine(data, result, finding), logsView(result),
  ];
}
