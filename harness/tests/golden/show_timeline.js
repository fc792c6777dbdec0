// SPDX-License-Identifier: MIT
// The timelines of a report.json, a line for each block that the caller held, the same for each engine:
//   node show_timeline.js REPORT [MOST]     MOST blocks of a scenario
"use strict";

const fs = require("fs");

const most = Number(process.argv[3] || 100);

function step_words(step) {
  const by = step.by ? ` by ${step.by}` : "";
  const where = step.function ? ` in ${step.function}` : "";
  return `${step.line || "end"} ${step.deed}${by}${where} -> ${step.holder}`;
}

function show(result) {
  const held = result.timeline.blocks.filter((block) => block.steps.some((step) => step.holder === "caller"));
  console.log(`${result.engine}: ${result.scenario} (${result.verdict})${result.timeline.left_out > 0 ? ", cut" : ""}`);
  for (const block of held.slice(0, most))
    console.log(`  ${block.allocated_by}, ${block.size} bytes: ${block.steps.map(step_words).join("; ")}`);
}

JSON.parse(fs.readFileSync(process.argv[2], "utf8")).results.forEach(show);
