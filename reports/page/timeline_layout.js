// SPDX-License-Identifier: MIT
// Where everything of an ownership timeline is drawn: steps down, blocks across. Pure: numbers and words, no elements.
import { scenarioLines, sourceLine } from './data.js';
import { count, language, place } from './text.js';

export const metrics = {
  head: 56, row: 34, slot: 28, gutter: 44, letter: 7.3, labelLetter: 6.4, bar: 16, laneMin: 116, sourceMin: 150, sourceMax: 420, sourceShare: 0.4,
};

// Longer scenarios show only the lines on which something happens.
const wholeScenario = 30;

const holders = new Map([['library', 'the library'], ['caller', 'the caller'], ['nobody', 'nobody'], ['unknown', 'somebody, it is not known who']]);

export function holderWords(holder) {
  return holders.get(holder);
}

export function isWrong(step) {
  return step.deed === 'released wrongly' || step.deed === 'lost';
}

// Allocated and rightly released within one step of the scenario.
export function isPassing(block) {
  const { line } = block.steps[0];
  return line !== null && block.steps.every((step) => step.line === line && !isWrong(step)) &&
    block.steps.at(-1).deed === 'released';
}

function byWhom(step) {
  return language(step.by) ?? 'somebody';
}

// Beside its mark.
export function stepLabel(step) {
  switch (step.deed) {
  case 'allocated': return `allocated by ${byWhom(step)}`;
  case 'handed over': return `to ${holderWords(step.holder)}`;
  case 'released': return `released by ${byWhom(step)}`;
  case 'released wrongly': return `released by ${byWhom(step)}${step.function === null ? '' : `: ${step.function}()`}`;
  default: return step.deed;
  }
}

// In a sentence.
export function stepWords(step) {
  const where = step.line === null ? 'in no step of the scenario' : `line ${step.line}`;
  const by = step.by === null ? '' : ` by ${byWhom(step)}`;
  const call = step.function === null ? '' : ` in ${step.function}()`;
  return `${where}: ${step.deed}${by}${call}; held by ${holderWords(step.holder)}`;
}

export function blockWords(block) {
  const owner = language(block.allocated_by);
  return `block ${block.block}, ${count(block.size, 'byte')}${owner === undefined ? '' : `, allocated by ${owner}`}`;
}

// Rows are keyed by round and line: where a block's line goes back, the scenario is in its next round of a loop or a callback.
function placeSteps(block) {
  let round = 0;
  let before = 0;
  return block.steps.map((step, index) => {
    if (step.line === null)
      return { step, round: index === 0 ? -1 : Infinity, line: 0 };
    round += step.line < before ? 1 : 0;
    before = step.line;
    return { step, round, line: step.line };
  });
}

function rowKey({ round, line }) {
  return `${round} ${line}`;
}

function chosenLines(data, scenario, used) {
  const all = scenarioLines(data, scenario.file, scenario.line);
  return all.length <= wholeScenario ? all : all.filter((line) => used.has(line) || line === scenario.line);
}

function rowText(data, scenario, { round, line }) {
  if (round === -1)
    return 'outside of any step';
  if (round === Infinity)
    return 'after the last step';
  return sourceLine(data, scenario.file, line)?.replace(/\s+$/, '') ?? place(scenario.file, line);
}

function makeRows(data, scenario, placed) {
  const used = new Set(placed.flat().filter(({ round }) => round === 0).map(({ line }) => line));
  const rows = new Map(chosenLines(data, scenario, used).map((line) => [rowKey({ round: 0, line }), { round: 0, line }]));
  for (const { round, line } of placed.flat())
    rows.set(rowKey({ round, line }), { round, line });
  return [...rows.values()].sort((a, b) => a.round === b.round ? a.line - b.line : a.round - b.round)
    .map((row) => ({ ...row, text: rowText(data, scenario, row), isWrong: false }));
}

function countPerRow(steps) {
  const counts = new Map();
  for (const one of steps)
    counts.set(rowKey(one), (counts.get(rowKey(one)) ?? 0) + 1);
  return counts;
}

function setHeights(rows, placed) {
  const counts = placed.map(countPerRow);
  let top = metrics.head;
  for (const row of rows) {
    const most = Math.max(1, ...counts.map((ofBlock) => ofBlock.get(rowKey(row)) ?? 0));
    row.top = top;
    row.height = metrics.row + (most - 1) * metrics.slot;
    top += row.height;
  }
  return top;
}

function marksOf(steps, rows) {
  const taken = new Map();
  return steps.map(({ step, ...at }) => {
    const row = rows.get(rowKey(at));
    const slot = taken.get(row) ?? 0;
    taken.set(row, slot + 1);
    row.isWrong ||= isWrong(step);
    return { step, label: stepLabel(step), y: row.top + metrics.row / 2 + slot * metrics.slot };
  });
}

function segmentsOf(marks, bottom) {
  return marks.map(({ step, y }, index) => ({ holder: step.holder, top: y, bottom: marks[index + 1]?.y ?? bottom, isLast: index === marks.length - 1 }))
    .filter(({ holder, isLast }) => !(holder === 'nobody' && isLast));
}

function laneWidth(marks) {
  const longest = Math.max(...marks.map(({ label }) => label.length));
  return Math.max(metrics.laneMin, Math.min(longest, 30) * metrics.labelLetter + metrics.bar + 24);
}

function sourceWidth(rows, room) {
  const longest = Math.max(...rows.map(({ text }) => text.length));
  return Math.min(metrics.sourceMax, Math.max(metrics.sourceMin, room * metrics.sourceShare), Math.max(metrics.sourceMin, longest * metrics.letter + 12));
}

// `scenario`: its file and first line. `blocks`: of a timeline, at least one. `room`: the width that can be seen at once; the blocks begin
// in it, whatever the length of the lines.
export function layOut(data, scenario, blocks, room) {
  const placed = blocks.map(placeSteps);
  const rows = makeRows(data, scenario, placed);
  const height = setHeights(rows, placed);
  const byKey = new Map(rows.map((row) => [rowKey(row), row]));
  let x = metrics.gutter + sourceWidth(rows, room);
  const left = x;
  const lanes = blocks.map((block, index) => {
    const marks = marksOf(placed[index], byKey);
    const lane = { block, marks, segments: segmentsOf(marks, height), x, width: laneWidth(marks) };
    x += lane.width;
    return lane;
  });
  return { rows, lanes, left, width: x, height: height + 8 };
}
