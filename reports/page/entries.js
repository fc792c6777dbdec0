// SPDX-License-Identifier: MIT
// What the page lists: what one or more engines saw of a scenario, on one line; or an expectation that was not met; or why
// a scenario could not be judged. Each knows the results that say so.
import { framesOf, framePath } from './data.js';

export const verdicts = [
  { name: 'fail', label: 'Fails the gate', mark: '✗' },
  { name: 'inconclusive', label: 'Could not be judged', mark: '?' },
  { name: 'known', label: 'Known, by the baseline', mark: '•' },
  { name: 'outside', label: 'Not asked for', mark: '○' },
  { name: 'expected', label: 'As expected', mark: '✓' },
];

// Beside the kinds of findings.
export const otherKinds = new Map([['unmet', 'unmet expectation'], ['unjudged', 'not judged']]);

function verdictOf(finding) {
  if (finding.expected)
    return 'expected';
  if (finding.outside !== undefined)
    return 'outside';
  return finding.known ? 'known' : 'fail';
}

// Where no scenario ran: the user's innermost frame.
function placeOf(data, finding) {
  const frames = finding.file === null && finding.stacks.length > 0 ? framesOf(data, finding.stacks[0]) : [];
  const frame = frames.find((candidate) => candidate.group === 'user' && candidate.function !== null);
  if (frame === undefined)
    return { file: finding.file, line: finding.line, function: null };
  return { file: framePath(frame), line: frame.line, function: frame.function };
}

function sayings(data, result) {
  const findings = result.findings.map((finding) => ({
    kind: finding.kind, verdict: verdictOf(finding), message: finding.message, fingerprint: finding.fingerprint,
    place: placeOf(data, finding), finding,
  }));
  const unmet = result.unmet.map((one) => ({
    kind: 'unmet', verdict: 'fail', message: one.message, place: { file: result.file, line: one.line, function: null },
  }));
  const reason = result.reason === null ? [] : [{
    kind: 'unjudged', verdict: 'inconclusive', message: result.reason,
    place: { file: result.file, line: result.line, function: null },
  }];
  return [...findings, ...unmet, ...reason];
}

// What several engines say of the same line of a scenario is one entry; what one engine says twice is two.
function entryKey(scenario, saying, timesSaid) {
  const { kind, verdict, place, finding } = saying;
  const key = JSON.stringify([scenario, kind, verdict, place.line, finding === undefined ? saying.message : '']);
  timesSaid.set(key, (timesSaid.get(key) ?? 0) + 1);
  return `${key}${timesSaid.get(key)}`;
}

function newEntry(result, saying) {
  return {
    id: '', kind: saying.kind, verdict: saying.verdict, message: saying.message, fingerprint: saying.fingerprint,
    place: saying.place, scenario: result.scenario, file: result.file, sightings: [], engines: [], text: '',
  };
}

function addResult(data, entries, result, scenario) {
  const timesSaid = new Map();
  for (const saying of sayings(data, result)) {
    const key = entryKey(scenario, saying, timesSaid);
    if (!entries.has(key))
      entries.set(key, newEntry(result, saying));
    entries.get(key).sightings.push({ result, finding: saying.finding ?? null });
  }
}

function searchText(entry) {
  const { message, scenario, place } = entry;
  const messages = entry.sightings.map(({ finding }) => finding?.message ?? '');
  return [entry.kind, message, scenario, place.file, place.line, place.function, entry.fingerprint, ...messages]
    .join('\n').toLowerCase();
}

// Ids are the same in the next report, as far as fingerprints are.
function finish(entry, idsUsed) {
  const base = entry.fingerprint ?? entry.kind;
  idsUsed.set(base, (idsUsed.get(base) ?? 0) + 1);
  entry.id = idsUsed.get(base) === 1 ? base : `${base}.${idsUsed.get(base)}`;
  entry.engines = [...new Set(entry.sightings.map(({ result }) => result.engine))];
  entry.text = searchText(entry);
}

// What is wrong first; then in the report's order.
export function entriesOf(data) {
  const entries = new Map();
  data.scenarios.forEach(({ results }, scenario) => results.forEach((result) => addResult(data, entries, result, scenario)));
  const rank = new Map(verdicts.map(({ name }, index) => [name, index]));
  const list = [...entries.values()].sort((a, b) => rank.get(a.verdict) - rank.get(b.verdict));
  const idsUsed = new Map();
  list.forEach((entry) => finish(entry, idsUsed));
  return list;
}
