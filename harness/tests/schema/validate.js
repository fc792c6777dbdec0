// SPDX-License-Identifier: MIT
// Validates a report against the schema:  NODE_PATH=/usr/share/nodejs node validate.js SCHEMA REPORT
// Exit status: 0 valid · 1 not valid · 2 could not tell (no ajv, no file, a schema that is not strict).
"use strict";

const fs = require("fs");

const CANNOT_TELL = 2;

function give_up(message) {
  console.error(`validate.js: ${message}`);
  process.exit(CANNOT_TELL);
}

function load_ajv() {
  try {
    return require("ajv");
  } catch (error) {
    return give_up(`ajv can't be loaded; install node-ajv, and set NODE_PATH=/usr/share/nodejs (${error.code})`);
  }
}

function read_json(path) {
  try {
    return JSON.parse(fs.readFileSync(path, "utf8"));
  } catch (error) {
    return give_up(`${path}: ${error.message}`);
  }
}

// What the schema of one object leaves open.
function gaps_of_object(schema, path) {
  const gaps = [];
  if (schema.additionalProperties !== false) gaps.push(`${path}: additionalProperties is not false`);
  if (!Array.isArray(schema.required)) gaps.push(`${path}: nothing is required`);
  for (const [name, property] of Object.entries(schema.properties || {}))
    if (!property.description) gaps.push(`${path}/properties/${name}: no description`);
  return gaps;
}

function gaps_of(schema, path) {
  if (schema === null || typeof schema !== "object") return [];
  const own = schema.type === "object" ? gaps_of_object(schema, path) : [];
  const inner = Object.entries(schema).flatMap(([key, value]) => gaps_of(value, `${path}/${key}`));
  return own.concat(inner);
}

function main(schema_path, report_path) {
  if (!report_path) give_up("usage: node validate.js SCHEMA REPORT");
  const Ajv = load_ajv();
  const schema = read_json(schema_path);
  const report = read_json(report_path);
  const gaps = gaps_of(schema, "#");
  if (gaps.length > 0) give_up(`${schema_path} is not strict:\n${gaps.join("\n")}`);
  const validate = new Ajv({ allErrors: true }).compile(schema);
  if (validate(report)) return 0;
  for (const error of validate.errors) console.error(`${report_path}${error.dataPath}: ${error.message}`);
  return 1;
}

process.exitCode = main(process.argv[2], process.argv[3]);
