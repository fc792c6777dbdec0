// SPDX-License-Identifier: MIT
// code-quality.json by the rules that GitLab documents for "Code Quality report format" (its documentation, CI/CD,
// Testing, Code Quality; a part of Code Climate's engine specification). GitLab publishes no schema in a package, so they
// are written out here: a JSON array without a byte order mark; description, check_name, fingerprint, location.path and
// location.lines.begin are required; severity is one of five words; paths are relative, without "./" (a
// program outside of the project, which nothing in it can link to, keeps its own); issues of one
// fingerprint are shown once.
"use strict";

const assert = require("node:assert");
const test = require("node:test");

const { samples, written, report_of, unexpected, unmet, not_judged } = require("./common");

const severities = ["info", "minor", "major", "critical", "blocker"];

function check(issues) {
  assert.ok(Array.isArray(issues));
  for (const issue of issues) {
    for (const name of ["description", "check_name", "fingerprint"])
      assert.ok(typeof issue[name] === "string" && issue[name] !== "", name);
    assert.ok(severities.includes(issue.severity), "severity");
    assert.ok(typeof issue.location.path === "string" && issue.location.path !== "", "path");
    assert.doesNotMatch(issue.location.path, /^\.\.?\//);
    assert.ok(Number.isInteger(issue.location.lines.begin) && issue.location.lines.begin >= 1, "begin");
  }
  assert.strictEqual(new Set(issues.map((issue) => issue.fingerprint)).size, issues.length, "fingerprints");
}

for (const sample of samples)
  test(`${sample} keeps the rules and leaves nothing out`, () => {
    const report = report_of(sample);
    const text = written("code-quality", sample);
    const issues = JSON.parse(text);
    check(issues);
    assert.ok(text.startsWith("["));
    const known = unexpected(report, true);
    assert.strictEqual(issues.length, unexpected(report, false) + known + unmet(report) + not_judged(report));
    assert.strictEqual(issues.filter((issue) => issue.severity === "info").length, known);
    assert.strictEqual(issues.length === 0, report.verdict === "pass" && known === 0);
    assert.strictEqual(text, written("code-quality", sample));
  });

const breakages = {
  description: (issue) => (issue.description = ""),
  fingerprint: (issue) => delete issue.fingerprint,
  "another's fingerprint": (issue, issues) => (issue.fingerprint = issues[1].fingerprint),
  severity: (issue) => (issue.severity = "grave"),
  path: (issue) => (issue.location.path = "./a"),
  line: (issue) => (issue.location.lines.begin = 0),
};
for (const [name, break_it] of Object.entries(breakages))
  test(`an issue with a wrong ${name} is seen`, () => {
    const issues = JSON.parse(written("code-quality", "sample"));
    break_it(issues[0], issues);
    assert.throws(() => check(issues));
  });
