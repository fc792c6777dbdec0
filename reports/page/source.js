// SPDX-License-Identifier: MIT
// A few lines of source around one that matters.
import { element } from './dom.js';
import { sourceLine } from './data.js';

function lineView(number, text, isMeant) {
  return element('span', { class: isMeant ? 'line meant' : 'line' },
    element('span', { class: 'number', 'aria-hidden': isMeant ? null : 'true' }, `${isMeant ? '▸' : ' '}${number}`),
    element('code', {}, text));
}

function indentation(text) {
  return text.trim() === '' ? Infinity : text.length - text.trimStart().length;
}

// null when that line is not there.
export function sourceView(data, path, line, around = 2) {
  if (path === null || line === null || sourceLine(data, path, line) === undefined)
    return null;
  const numbers = Array.from({ length: 2 * around + 1 }, (_, index) => line - around + index)
    .filter((number) => sourceLine(data, path, number) !== undefined);
  const texts = numbers.map((number) => sourceLine(data, path, number));
  const indent = Math.min(...texts.map(indentation));
  return element('pre', { class: 'source', tabindex: '0', role: 'group', 'aria-label': `Source of ${path}, line ${line}` },
    numbers.map((number, index) => lineView(number, texts[index].slice(indent === Infinity ? 0 : indent), number === line)));
}
