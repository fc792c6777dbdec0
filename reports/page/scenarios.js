// SPDX-License-Identifier: MIT
// All that was run, scenarios down and engines across, a table for each file. What passed is here, too.
import { element, lazyDetails } from './dom.js';
import { engineChoice, heapView, logsView, notesView, ownershipView } from './result.js';
import { count } from './text.js';

const rowsAtOnce = 200;
const verdictMarks = new Map([['pass', '✓'], ['fail', '✗'], ['inconclusive', '?']]);
const verdictNames = ['fail', 'inconclusive', 'pass'];

function byFile(scenarios) {
  const files = new Map(scenarios.map(({ file }) => [file, []]));
  for (const scenario of scenarios)
    files.get(scenario.file).push(scenario);
  return files;
}

// "leak ×2": of an engine's findings.
function kindsOf(findings) {
  const counts = new Map();
  for (const { kind } of findings)
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, n]) => n === 1 ? kind : `${kind} ×${n}`).join(', ');
}

// What it must show, it can't see; another engine saw it.
function isBlind(result) {
  return result.verdict === 'pass' && result.not_applicable.length > 0 && result.findings.length === 0;
}

function foundWords(result) {
  const parts = [kindsOf(result.findings)];
  if (result.unmet.length > 0)
    parts.push(`${result.unmet.length} unmet`);
  if (isBlind(result))
    parts.push('not applicable');
  return parts.filter((part) => part !== '').join('; ');
}

function markOf(result) {
  return isBlind(result) ? '–' : verdictMarks.get(result.verdict);
}

function cell(scenario, engine) {
  const results = scenario.results.filter((result) => result.engine === engine);
  return element('td', {}, results.map((result) => element('div', { class: isBlind(result) ? 'blind' : result.verdict },
    element('span', { class: 'mark', role: 'img', 'aria-label': result.verdict }, markOf(result)),
    ' ', element('span', { class: 'found' }, foundWords(result)))));
}

function resultView(data, { result }) {
  return [
    result.reason === null ? null : element('p', { class: 'reason' }, result.reason),
    ...ownershipView(data, result, 'h3'), heapView(result), notesView(result), logsView(result),
  ];
}

function scenarioDetails(data, scenario) {
  return element('div', { class: 'evidence' }, engineChoice(scenario.results.map((result) => ({ result })), (one) => resultView(data, one)));
}

// Its name opens a row below that has the rest.
function scenarioRows(data, scenario, engines) {
  const hasLine = scenario.file !== null;
  const more = element('tr', { class: 'more', hidden: true }, element('td', { colspan: engines.length + (hasLine ? 2 : 1) }));
  const button = element('button', { type: 'button', class: 'name', 'aria-expanded': 'false', click: () => {
    more.hidden = !more.hidden;
    button.setAttribute('aria-expanded', String(!more.hidden));
    if (more.firstChild.childElementCount === 0)
      more.firstChild.append(scenarioDetails(data, scenario));
  } }, scenario.scenario);
  const row = element('tr', { class: scenario.verdict },
    hasLine ? element('td', { class: 'line' }, String(scenario.line ?? '')) : null,
    element('th', { scope: 'row' }, button), engines.map((engine) => cell(scenario, engine)));
  return [row, more];
}

function moreRows(body, scenarios, makeRows) {
  const shown = scenarios.splice(0, rowsAtOnce);
  body.append(...shown.flatMap(makeRows));
  return scenarios.length;
}

function moreScenarios(scenarios, showMore) {
  const button = element('button', { type: 'button', class: 'quiet', click: () => {
    if (showMore() === 0)
      button.remove();
    else
      button.textContent = `Show more (${count(scenarios.length, 'scenario')})`;
  } }, `Show more (${count(scenarios.length, 'scenario')})`);
  return button;
}

function tableHead(file, engines) {
  const titles = file === null ? ['Process', ...engines] : ['Line', 'Scenario', ...engines];
  return element('thead', {}, element('tr', {}, titles.map((title) => element('th', { scope: 'col' }, title))));
}

function tableOf(data, file, scenarios, engines) {
  const rest = [...scenarios];
  const body = element('tbody');
  const showMore = () => moreRows(body, rest, (scenario) => scenarioRows(data, scenario, engines));
  showMore();
  const table = element('table', { class: file === null ? 'matrix' : 'matrix numbered' },
    element('caption', { class: 'unseen' }, file ?? 'Processes'), tableHead(file, engines), body);
  return [element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': `Scenarios of ${file ?? 'a program'}` }, table),
    rest.length === 0 ? null : moreScenarios(rest, showMore)].filter((node) => node !== null);
}

function tally(scenarios) {
  return verdictNames.map((name) => [name, scenarios.filter(({ verdict }) => verdict === name).length])
    .filter(([, n]) => n > 0)
    .map(([name, n]) => element('span', { class: name }, `${verdictMarks.get(name)} ${n.toLocaleString('en')} ${name}`));
}

function fileView(data, file, scenarios, engines, isAlone) {
  const isOpen = isAlone || scenarios.some(({ verdict }) => verdict !== 'pass');
  const noun = file === null ? ['process', 'processes'] : ['scenario'];
  const summary = [element('span', { class: 'file' }, file ?? 'Processes'), ' ',
    element('span', { class: 'tally' }, count(scenarios.length, ...noun), tally(scenarios))];
  return lazyDetails({ class: 'file', open: isOpen }, summary, () => tableOf(data, file, scenarios, engines));
}

export function scenariosView(data) {
  const engines = [...new Set(data.report.results.map(({ engine }) => engine))];
  const files = [...byFile(data.scenarios)];
  return files.length === 0 ? [element('p', { class: 'nothing' }, 'Nothing was run.')] :
    files.map(([file, ofFile]) => fileView(data, file, ofFile, engines, files.length === 1));
}
