// SPDX-License-Identifier: MIT
// report.sarif against SARIF's own: the schema (2.1.0-rtm.5, in @microsoft/jest-sarif) and the SARIF SDK's validator
// (@microsoft/sarif-multitool), with its rules for what GitHub's code scanning takes (Ghas).
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const Ajv = require("ajv");

const { samples, hostile, written, report_of, unexpected, unmet, not_judged, folder, file_with, output_of } = require("./common");

const packages = path.join(__dirname, "node_modules", "@microsoft");
const schema = JSON.parse(
  fs.readFileSync(path.join(packages, "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json"), "utf8"),
);
const ajv = new Ajv({ schemaId: "auto", allErrors: true, unknownFormats: [] });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const is_valid = ajv.compile(schema);

function run_of(sample) {
  return JSON.parse(written("sarif", sample)).runs[0];
}

function locations_of(run) {
  const results = run.results.flatMap((r) => [
    ...r.locations,
    ...(r.relatedLocations || []),
    ...(r.stacks || []).flatMap((stack) => stack.frames.map((frame) => frame.location)),
  ]);
  const notifications = run.invocations[0].toolExecutionNotifications.flatMap((n) => n.locations);
  return results.concat(notifications).map((l) => l.physicalLocation).filter(Boolean);
}

for (const sample of samples)
  test(`${sample} is valid by the schema`, () => {
    assert.ok(is_valid(JSON.parse(written("sarif", sample))), ajv.errorsText(is_valid.errors).slice(0, 2000));
  });

// Each breaks a document in one way.
const breakages = {
  "no version": (log) => delete log.version,
  "line 0": (log) => (log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0),
  "an unknown level": (log) => (log.runs[0].results[0].level = "bad"),
  "no message": (log) => delete log.runs[0].results[0].message,
  "no rule id": (log) => delete log.runs[0].tool.driver.rules[0].id,
  "an unknown member": (log) => (log.runs[0].results[0].surprise = 1),
  "no success": (log) => delete log.runs[0].invocations[0].executionSuccessful,
  "a URI with a blank": (log) => (log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "a b"),
  "an unknown suppression": (log) => (log.runs[0].results.find((r) => r.suppressions).suppressions[0].kind = "x"),
};
for (const [name, break_it] of Object.entries(breakages))
  test(`a document with ${name} is not valid`, () => {
    const log = JSON.parse(written("sarif", "baseline"));
    break_it(log);
    assert.ok(!is_valid(log));
  });

// Notes are advice. Freehold has no address of its own to give: SARIF2005 (informationUri).
const tolerated = ["SARIF2005"];

test("the SARIF SDK's validator has nothing against them", () => {
  const tool = path.join(packages, "sarif-multitool-linux", "Sarif.Multitool");
  fs.chmodSync(tool, 0o755);
  const small = samples.filter((sample) => sample !== "large");
  const files = small.map((sample) => file_with(`${sample}.sarif`, written("sarif", sample)));
  const broken = JSON.parse(written("sarif", "sample"));
  broken.runs[0].results[0].ruleIndex = 99;
  files.push(file_with("broken.sarif", JSON.stringify(broken)));
  const output = path.join(folder, "validation.out");
  output_of(tool, ["validate", ...files, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "-o", output, "-q"], {
    status: [0, 1],
    env: { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
  });
  const run = JSON.parse(fs.readFileSync(output, "utf8")).runs[0];
  const found = run.results
    .filter((result) => !tolerated.includes(result.ruleId))
    .map((r) => `${path.basename(r.locations[0].physicalLocation.artifactLocation.uri)}: ${r.ruleId} ${r.message.arguments}`);
  assert.ok(found.some((line) => line.startsWith("broken.sarif: ")), "the validator saw nothing at all");
  assert.deepStrictEqual(found.filter((line) => !line.startsWith("broken.sarif: ")), []);
});

for (const sample of samples)
  test(`${sample}: nothing is left out, nothing is added`, () => {
    const report = report_of(sample);
    const run = run_of(sample);
    const known = run.results.filter((result) => result.suppressions);
    assert.strictEqual(known.length, unexpected(report, true));
    assert.strictEqual(run.results.length - known.length, unexpected(report, false) + unmet(report));
    const notifications = run.invocations[0].toolExecutionNotifications;
    assert.strictEqual(notifications.length, not_judged(report));
    assert.strictEqual(run.invocations[0].executionSuccessful, notifications.length === 0);
    for (const result of run.results) {
      assert.strictEqual(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
      assert.strictEqual(result.level, result.suppressions ? "note" : "error");
      assert.ok(result.locations.length === 1);
      assert.strictEqual(result.baselineState !== undefined, report.baseline !== null);
    }
  });

for (const sample of samples)
  test(`${sample}: places are URIs of the project's`, () => {
    for (const { artifactLocation, region } of locations_of(run_of(sample))) {
      assert.match(artifactLocation.uri, /^[A-Za-z0-9%/._~:-]+$/);
      assert.strictEqual(artifactLocation.uriBaseId, artifactLocation.uri.startsWith("file:///") ? undefined : "%SRCROOT%");
      assert.doesNotMatch(artifactLocation.uri, /^\.\.?\//);
      decodeURIComponent(artifactLocation.uri);
      if (region) assert.ok(region.startLine >= 1);
    }
  });

// "[text](1)" is a link to a related location, "[text](https://…)" one to anywhere.
for (const sample of hostile)
  test(`${sample}: no message has a link`, () => {
    const messages = written("sarif", sample).match(/"text" : ".*"/g);
    assert.ok(messages.some((text) => text.includes("quoted") || text.includes("[i]")));
    for (const text of messages) assert.doesNotMatch(text, /\]\(/);
  });

test("rules name their weakness", () => {
  const rules = run_of("sample").tool.driver.rules;
  const rule = rules.find((r) => r.id === "FH0002");
  assert.strictEqual(rule.name, "CrossAllocatorFree");
  assert.ok(rule.properties.tags.includes("external/cwe/cwe-762"));
  assert.strictEqual(rule.relationships[0].target.id, "762");
  assert.strictEqual(new Set(rules.map((r) => r.id)).size, rules.length);
});
