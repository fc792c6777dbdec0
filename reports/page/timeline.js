// SPDX-License-Identifier: MIT
// The ownership timeline, drawn: the scenario's lines down, blocks across, who holds them as bars, what happens as marks.
import { element, svgElement } from './dom.js';
import { blockWords, holderWords, isPassing, isWrong, layOut, metrics, stepWords } from './timeline_layout.js';
import { count, language } from './text.js';

const letters = new Map([['library', 'L'], ['caller', 'C'], ['unknown', '?'], ['nobody', '']]);
let picturesMade = 0;

function clip(text, width, letter) {
  const room = Math.floor(width / letter);
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}

function rowView(row, layout) {
  const text = clip(row.text, layout.left - metrics.gutter - 6, metrics.letter);
  const y = row.top + metrics.row / 2 + 4;
  return svgElement('g', { class: row.isWrong ? 'row wrong' : 'row' },
    svgElement('rect', { x: 0, y: row.top, width: layout.width, height: row.height, class: 'band' }),
    row.line > 0 ? svgElement('text', { x: metrics.gutter - 12, y, class: 'number' }, String(row.line)) : null,
    svgElement('text', { x: metrics.gutter + (text.length - text.trimStart().length) * metrics.letter, y, class: row.line > 0 ? 'code' : 'aside' },
      svgElement('title', {}, row.text), text.trimStart()));
}

function laneHead({ block, x }) {
  const lines = [`block ${block.block}`, count(block.size, 'byte'), language(block.allocated_by) ?? 'of unknown origin'];
  return svgElement('g', { class: 'lane-head' }, lines.map((line, index) =>
    svgElement('text', { x: x + 2, y: 16 + 16 * index, class: index === 0 ? 'name' : '' }, line)));
}

function segmentView({ holder, top, bottom, isLast }, { x }) {
  const height = Math.max(0, bottom - top);
  const group = svgElement('g', { class: `segment ${holder}` },
    svgElement('title', {}, `held by ${holderWords(holder)}`),
    svgElement('rect', { x, y: top, width: metrics.bar, height, class: isLast ? 'bar open' : 'bar' }));
  if (height >= metrics.slot)
    group.append(svgElement('text', { x: x + metrics.bar / 2, y: top + height / 2 + 4, class: 'letter' }, letters.get(holder)));
  return group;
}

function cross(x, y) {
  return [
    svgElement('circle', { cx: x, cy: y, r: 10, class: 'alarm' }),
    svgElement('path', { d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`, class: 'cross' }),
  ];
}

function shapeOf(step, x, y) {
  switch (step.deed) {
  case 'allocated': return [svgElement('circle', { cx: x, cy: y, r: 6, class: 'dot' })];
  case 'handed over': return [svgElement('path', { d: `M${x} ${y - 7}l7 7l-7 7l-7 -7z`, class: 'dot' })];
  case 'released': return [svgElement('rect', { x: x - metrics.bar / 2, y: y - 3, width: metrics.bar, height: 6, class: 'end' })];
  default: return cross(x, y);
  }
}

function markView({ step, label, y }, lane) {
  const x = lane.x + metrics.bar / 2;
  const text = clip(label, lane.width - metrics.bar - 14, metrics.labelLetter);
  return svgElement('g', { class: isWrong(step) ? 'mark wrong' : 'mark' },
    svgElement('title', {}, stepWords(step)), shapeOf(step, x, y),
    svgElement('text', { x: lane.x + metrics.bar + 8, y: y + 4 }, text));
}

function hatching(id) {
  return svgElement('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svgElement('rect', { width: 6, height: 6, class: 'hatch-ground' }),
    svgElement('rect', { width: 2, height: 6, class: 'hatch-line' }));
}

function fillBars(svg, id) {
  for (const bar of svg.querySelectorAll('.caller .bar'))
    bar.setAttribute('fill', `url(#${id})`);
}

function inWords(blocks) {
  return blocks.map((block) => `${blockWords(block)}: ${block.steps.map(stepWords).join('. ')}.`);
}

function picture(data, scenario, blocks) {
  const layout = layOut(data, scenario, blocks, document.documentElement.clientWidth);
  const id = `timeline-${++picturesMade}`;
  const svg = svgElement('svg', {
    class: 'timeline', role: 'img', 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-words`,
    width: layout.width, height: layout.height, viewBox: `0 0 ${layout.width} ${layout.height}`,
  },
  svgElement('title', { id: `${id}-title` }, `Who held which block: ${scenario.scenario}`),
  svgElement('desc', { id: `${id}-words` }, inWords(blocks).join(' ')),
  svgElement('defs', {}, hatching(`${id}-hatch`)),
  layout.rows.map((row) => rowView(row, layout)),
  layout.lanes.map((lane) => svgElement('g', { class: 'lane', 'data-block': lane.block.block }, laneHead(lane),
    lane.segments.map((segment) => segmentView(segment, lane)), lane.marks.map((mark) => markView(mark, lane)))));
  fillBars(svg, `${id}-hatch`);
  return svg;
}

function legend() {
  const items = [['library', 'held by the library'], ['caller', 'held by the caller'], ['unknown', 'by whom is not known']];
  return element('ul', { class: 'legend', 'aria-hidden': 'true' },
    items.map(([holder, words]) => element('li', { class: holder }, element('span', { class: 'swatch' }, letters.get(holder)), ` ${words}`)),
    element('li', { class: 'wrong' }, element('span', { class: 'swatch' }, '✕'), ' released wrongly, or lost'));
}

function scrolled(svg) {
  return element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Ownership timeline' }, svg);
}

function moreBlocks(passing, redraw) {
  const button = element('button', { type: 'button', class: 'quiet', click: () => {
    redraw();
    button.remove();
  } }, `Show ${count(passing, 'more block')}, made and released within one step`);
  return button;
}

function cutNote(timeline) {
  return timeline.left_out === 0 ? null : element('p', { class: 'note' },
    `${count(timeline.left_out, 'step')} had no room here: blocks are missing, and of one that is there the end may be.`);
}

// `result`: one that has a timeline with blocks.
export function timelineView(data, result) {
  const { blocks } = result.timeline;
  const lasting = blocks.filter((block) => !isPassing(block));
  const first = lasting.length > 0 ? lasting : blocks;
  const frame = element('div', {}, scrolled(picture(data, result, first)));
  const redraw = () => frame.replaceChildren(scrolled(picture(data, result, blocks)));
  return element('figure', { class: 'ownership' }, legend(), frame,
    first.length < blocks.length ? moreBlocks(blocks.length - first.length, redraw) : null, cutNote(result.timeline),
    element('details', { class: 'words' }, element('summary', {}, 'The same in words'),
      element('ol', {}, blocks.map((block) => element('li', {}, blockWords(block),
        element('ul', {}, block.steps.map((step) => element('li', { class: isWrong(step) ? 'wrong' : '' }, stepWords(step)))))))));
}

export function hasTimeline(result) {
  return result.timeline !== null && result.timeline.blocks.length > 0;
}
