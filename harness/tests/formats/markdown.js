// SPDX-License-Identifier: MIT
// summary.md, rendered by GitHub's own cmark-gfm with the extensions that GitHub has: what others wrote is text in code
// wherever it is, where neither HTML nor links nor, later on, @mentions and #numbers are looked for.
"use strict";

const assert = require("node:assert");
const test = require("node:test");

const { samples, hostile, written, report_of, unexpected, unmet, not_judged, of_run, output_of } = require("./common");

const extensions = ["table", "autolink", "strikethrough", "tagfilter", "tasklist"];
const elements = ["h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "details", "summary", "ul", "li"];

function rendered(markdown) {
  return output_of("cmark-gfm", ["--unsafe", ...extensions.flatMap((name) => ["-e", name])], { input: markdown }).stdout;
}

// Without what is in code.
function prose_of(html) {
  return html.replace(/<pre[^>]*>.*?<\/pre>/gs, "").replace(/<code>.*?<\/code>/gs, "");
}

const tables_of = (html) => html.match(/<table>.*?<\/table>/gs) || [];
const is_of_scenarios = (table) => /<th>verdict<\/th>/.test(table); // the other is the selftest's

function check(html) {
  for (const [, name] of html.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)) assert.ok(elements.includes(name), `<${name}>`);
  assert.doesNotMatch(html, /<[^>]*(href|src|on[a-z]+)=/);
  const prose = prose_of(html);
  assert.doesNotMatch(prose, /[@#`~_*]|<!--|!\[|https?:|www\.|everyone|single/);
  for (const table of tables_of(html)) {
    const rows = [...table.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row.match(/<t[dh]>/g).length);
    const columns = is_of_scenarios(table) ? 3 : rows[0];
    for (const cells of rows) assert.strictEqual(cells, columns);
  }
  const open = (name) => (html.match(new RegExp(`<${name}[ >]`, "g")) || []).length;
  const closed = (name) => (html.match(new RegExp(`</${name}>`, "g")) || []).length;
  for (const name of elements) assert.strictEqual(open(name), closed(name), name);
}

for (const sample of samples)
  test(`${sample}: text stays text`, () => check(rendered(written("markdown", sample))));

for (const sample of samples)
  test(`${sample}: it fits into a comment, and says what it leaves out`, () => {
    const text = written("markdown", sample);
    const report = report_of(sample);
    const html = rendered(text);
    const problems = unexpected(report, false) + unmet(report) + not_judged(report) - of_run(report);
    const sections = (html.match(/<h3>/g) || []).length - (report.baseline ? 1 : 0);
    const left_out = +(/… (\d+) more problems? left out/.exec(text) || [0, 0])[1];
    const rows = tables_of(html).filter(is_of_scenarios).reduce((n, table) => n + table.match(/<tr>/g).length - 1, 0);
    const rows_left_out = +(/… and (\d+) more that did not pass/.exec(text) || [0, 0])[1];
    assert.ok(text.length < 65536);
    assert.strictEqual(sections + left_out, problems);
    assert.strictEqual(rows + rows_left_out, report.summary.fail + report.summary.inconclusive);
    assert.match(text, new RegExp(`^## Freehold: ${report.verdict}\n`));
  });

// Nothing is lost of it either.
test("hostile text is there, whole", () => {
  const html = rendered(written("markdown", "hostile-markup"));
  const text = html.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  for (const part of ["::set-output name=a::b", "c | d \\| e ` f `` g", "</details>", "@everyone #1 [i](https://example.org/?j=%0A%25)", "&lt; :tada:"])
    assert.ok(text.includes(part), part);
});

for (const sample of hostile)
  test(`${sample}, not escaped, would be seen`, () => {
    const [result] = report_of(sample).results;
    assert.throws(() => check(rendered(`| a | b | c |\n| --- | --- | --- |\n| ${result.scenario.split("\n")[0]} ${result.scenario} | b | c |`)));
  });
