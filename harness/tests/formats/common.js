// SPDX-License-Identifier: MIT
// What the tests of all formats need: sample reports in a format, and programs to read them with.
// WRITE_REPORT is the program that writes them (write_report.c). Packages come with `ci/setup --test`.
"use strict";

const assert = require("node:assert");
const { execFileSync, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const write_report = process.env.WRITE_REPORT;
assert.ok(write_report, "WRITE_REPORT is not set");

const room = { maxBuffer: 1 << 30, encoding: "utf8" };

const samples = execFileSync(write_report, ["--list"], room).trim().split("\n");
assert.ok(samples.length > 10);

const hostile = samples.filter((name) => name.startsWith("hostile"));
assert.ok(hostile.length > 1);

function written(format, sample) {
  return execFileSync(write_report, [format, sample], room);
}

// The report itself.
function report_of(sample) {
  return JSON.parse(written("json", sample));
}

// How many entries the lists have: what several engines say of one line of one scenario is one. `said_of` gives for a
// result what it says, as strings; the same twice is said twice.
function count_merged(report, said_of) {
  const most = new Map();
  report.results.forEach((result, i) => {
    const scenario = result.file === null ? `process ${i}` : `${result.file} ${result.line} ${result.scenario}`;
    const counts = new Map();
    for (const text of said_of(result)) counts.set(text, (counts.get(text) || 0) + 1);
    for (const [text, n] of counts) most.set(`${scenario} ${text}`, Math.max(n, most.get(`${scenario} ${text}`) || 0));
  });
  return [...most.values()].reduce((sum, n) => sum + n, 0);
}

// Findings that no scenario expects; `is_known`: those that the baseline holds, or the others.
function unexpected(report, is_known) {
  return count_merged(report, (result) =>
    result.findings.filter((f) => !f.expected && f.known === is_known).map((f) => `${f.kind} ${f.file} ${f.line || result.line}`),
  );
}

function unmet(report) {
  return count_merged(report, (result) => result.unmet.map((u) => `${u.line} ${u.message}`));
}

// Reasons why a result could not be judged, and the run itself. A sample without reasons is told of all the same.
function not_judged(report) {
  const reasons = count_merged(report, (result) => {
    const is_silent = result.verdict !== "pass" && result.findings.length + result.unmet.length === 0;
    return result.reason !== null ? [result.reason] : is_silent ? ["?"] : [];
  });
  return reasons + of_run(report);
}

// It is cut, or empty.
function of_run(report) {
  return report.cut || report.results.length === 0 ? 1 : 0;
}

// A file in a folder that goes away with the process.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "freehold-formats-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true }));

function file_with(name, text) {
  const whole = path.join(folder, name);
  fs.writeFileSync(whole, text);
  return whole;
}

// What a program prints; it must be there. `status`: what it may end with.
function output_of(program, argv, { input, status = [0], env } = {}) {
  const end = spawnSync(program, argv, { ...room, input, env: { ...process.env, ...env } });
  assert.ok(!end.error, `${program} can't be run; ci/setup --test installs it: ${end.error}`);
  assert.ok(status.includes(end.status), `${program}: ${end.status}\n${end.stdout}${end.stderr}`.slice(0, 4000));
  return end;
}

module.exports = {
  samples, hostile, written, report_of, unexpected, unmet, not_judged, of_run, folder, file_with, output_of,
};
