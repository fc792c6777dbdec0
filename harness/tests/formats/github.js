// SPDX-License-Identifier: MIT
// Workflow commands, written anew by GitHub's own toolkit (@actions/core): every line that is a command must be the
// very line that the toolkit makes of what the line means, and no other line may be a command.
"use strict";

const assert = require("node:assert");
const test = require("node:test");
const { issueCommand } = require("@actions/core/lib/command");

const { samples, written, report_of, unexpected, unmet, not_judged } = require("./common");

// As the runner reads them (actions/runner, ActionCommand.cs).
function unescaped(text, is_property) {
  const plain = text.replaceAll("%0D", "\r").replaceAll("%0A", "\n");
  return (is_property ? plain.replaceAll("%3A", ":").replaceAll("%2C", ",") : plain).replaceAll("%25", "%");
}

function command_of(line) {
  const parts = /^\s*::([^: ]+)(?: (.*?))?::(.*)$/s.exec(line);
  if (!parts) return null;
  const properties = (parts[2] || "").split(",").filter(Boolean).map((pair) => {
    const [, name, value] = /^([^=]*)=(.*)$/s.exec(pair);
    return [name, unescaped(value, true)];
  });
  return { name: parts[1], properties: Object.fromEntries(properties), message: unescaped(parts[3], false) };
}

function toolkits_line({ name, properties, message }) {
  const lines = [];
  const write = process.stdout.write;
  process.stdout.write = (text) => lines.push(text);
  try {
    issueCommand(name, properties, message);
  } finally {
    process.stdout.write = write;
  }
  return lines.join("").replace(/\n$/, "");
}

function commands_of(sample) {
  return written("github", sample).split("\n").map(command_of).filter(Boolean);
}

for (const sample of samples)
  test(`${sample}: every command is the toolkit's`, () => {
    for (const line of written("github", sample).split("\n")) {
      const command = command_of(line);
      if (command) assert.strictEqual(line, toolkits_line(command));
      else assert.match(line, /^(|\d+ (scenario|processe?)s?: .*|gate: .*|The run was interrupted: .*|Nothing was run: .*)$/);
    }
  });

for (const sample of samples)
  test(`${sample}: nothing is left out, nothing is forged`, () => {
    const report = report_of(sample);
    const commands = commands_of(sample);
    const count = (name) => commands.filter((command) => command.name === name).length;
    assert.strictEqual(count("error"), unexpected(report, false) + unmet(report));
    assert.strictEqual(count("warning"), unexpected(report, true) + not_judged(report));
    assert.strictEqual(count("notice"), report.baseline ? report.baseline.fixed.length : 0);
    assert.strictEqual(commands.length, count("error") + count("warning") + count("notice"));
    for (const { name, properties } of commands) {
      assert.ok(properties.title);
      if (properties.file) assert.doesNotMatch(properties.file, /^\.\.?\//);
      if (properties.file) assert.match(properties.line, /^[1-9][0-9]*$/);
      if (name === "error") assert.ok(properties.file);
    }
  });

test("a forged line is seen", () => {
  assert.notStrictEqual(command_of("  ::set-output name=a::b"), null);
  assert.notStrictEqual("::error file=a:b::c", toolkits_line(command_of("::error file=a:b::c")));
});
