// SPDX-License-Identifier: MIT
// A stack: the user's frames with their source, everything else folded.
import { element, lazyDetails } from './dom.js';
import { framesOf, framePath, sourceLine } from './data.js';
import { sourceView } from './source.js';
import { count, place, shortPath } from './text.js';

const openFrames = 2;

function objectName(frame) {
  return frame.object === undefined ? '' : `in ${frame.object.split('/').at(-1)}`;
}

// What a frame is called, and where it is; of a scenario's step, the scenario's line.
function describe(data, frame, scenarioFile) {
  if (frame.step !== undefined) {
    const text = sourceLine(data, scenarioFile, frame.step)?.trim().replace(/\s+/g, ' ');
    return { name: text ?? 'the scenario’s line', path: scenarioFile, line: frame.step };
  }
  return { name: frame.function ?? '???', path: framePath(frame), line: frame.line };
}

function placeView(frame, { path, line }) {
  if (path === null)
    return element('span', { class: 'place' }, frame.step === undefined ? objectName(frame) : place(null, line));
  return element('span', { class: 'place', title: place(path, line) }, place(shortPath(path), line));
}

function headOf(frame, described) {
  return [element('code', { class: 'function' }, described.name), ' ', placeView(frame, described)];
}

function frameView(data, frame, scenarioFile, isOpen) {
  const described = describe(data, frame, scenarioFile);
  const source = sourceView(data, described.path, described.line);
  if (source === null)
    return element('li', { class: `frame ${frame.group}` }, headOf(frame, described));
  return element('li', { class: `frame ${frame.group}` },
    element('details', { open: isOpen }, element('summary', {}, headOf(frame, described)), source));
}

const owners = { std: 'Rust’s std', cxx: 'C++’s std', harness: 'the harness' };

function foldedWords(frames) {
  const words = [];
  for (const [name, owner] of Object.entries(owners)) {
    const n = frames.filter(({ group }) => group === name).length;
    if (n > 0)
      words.push(`${words.length > 0 ? n : count(n, 'frame')} of ${owner}`);
  }
  return `… ${words.join(', ')}`;
}

function wholeStack(data, frames, scenarioFile) {
  return element('ol', { class: 'whole' },
    frames.map((frame) => element('li', { class: frame.group }, headOf(frame, describe(data, frame, scenarioFile)))));
}

// `scenarioFile`: the scenario's, or null.
export function stackView(data, stack, scenarioFile) {
  const frames = framesOf(data, stack);
  const shown = frames.filter(({ group }) => group === 'user' || group === 'step');
  if (shown.length === 0)
    return wholeStack(data, frames, scenarioFile);
  const list = element('ol', { class: 'frames' },
    shown.map((frame, index) => frameView(data, frame, scenarioFile, index < openFrames || frame.step !== undefined)));
  if (shown.length === frames.length)
    return list;
  return element('div', {}, list,
    lazyDetails({ class: 'folded' }, foldedWords(frames), () => wholeStack(data, frames, scenarioFile)));
}
