// SPDX-License-Identifier: MIT
// The report as it is embedded in the page, with what was written once put back to where it belongs.

// "directory/file", as the table of excerpts names it; null when the frame has no source.
export function framePath(frame) {
  if (frame.file === null || frame.directory === undefined || frame.file.startsWith('/'))
    return frame.file;
  return `${frame.directory}/${frame.file}`;
}

function excerptsOf(files) {
  return new Map(Object.entries(files).map(([path, lines]) => [path, new Map(Object.entries(lines))]));
}

// Scenarios with their results. What ran again on the same engine is a scenario of its own, as in the report's "agreement".
function scenariosOf({ agreement, results }) {
  const scenarios = agreement.map((one) => ({ ...one, results: [] }));
  const latest = new Map();
  let begun = 0;
  for (const result of results) {
    const key = JSON.stringify([result.file, result.line, result.scenario]);
    if (latest.get(key)?.results.every(({ engine }) => engine !== result.engine) !== true)
      latest.set(key, scenarios[begun++]);
    latest.get(key).results.push(result);
  }
  return scenarios;
}

export function readData(node) {
  const data = JSON.parse(node.textContent);
  return {
    report: data.report,
    scenarios: scenariosOf(data.report),
    frames: data.frames,
    lines: data.lines,
    excerpts: excerptsOf(data.excerpts),
    kinds: new Map(Object.entries(data.kinds)),
  };
}

// Frames of a stack, innermost first.
export function framesOf(data, stack) {
  return stack.frames.map((number) => data.frames[number]);
}

// The lines of a finding's record.
export function recordOf(data, finding) {
  return finding.record?.map((number) => data.lines[number]) ?? [];
}

// A line of source; undefined when it is not there.
export function sourceLine(data, path, line) {
  return data.excerpts.get(path)?.get(String(line));
}

// The numbers of a scenario's lines, from its first to the brace that ends it; those whose text is there.
export function scenarioLines(data, file, first) {
  const numbers = [];
  for (let line = first; sourceLine(data, file, line) !== undefined; line++) {
    numbers.push(line);
    if (sourceLine(data, file, line).startsWith('}'))
      break;
  }
  return numbers;
}
