// SPDX-License-Identifier: MIT
// The TextMate grammar, in the engine that editors use: every word of the language has a scope where it is one, and only there.
'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const oniguruma = require('vscode-oniguruma');
const textmate = require('vscode-textmate');

const { SOURCE, MARKS } = process.env;

// Neither word nor mark: a variable, a function of that name, what stands in a string or a comment.
const others = [
  ['    read = 1', 5, 'read', null],
  ['    read(fd, b, 4)', 5, 'read', 'entity.name.function.freehold'],
  ['    read[0] = 1', 5, 'read', null],
  ['    x = 1 # expect', 13, 'expect', 'comment.line.number-sign.freehold'],
  ['    f("expect x")', 8, 'expect', 'string.quoted.double.freehold'],
  ['    f(x) !leaky', 10, '!leaky', null],
];

async function load() {
  const wasm = fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const file = path.join(SOURCE, 'share/textmate/freehold.tmLanguage.json');
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(file, 'utf8'), file),
  });
  return registry.loadGrammar('source.freehold');
}

// The innermost scope at a column, from 1; null: only the language's own.
function scopeAt(grammar, line, column) {
  const token = grammar.tokenizeLine(line, textmate.INITIAL).tokens.find((t) => t.endIndex >= column);
  return token.scopes.length > 1 ? token.scopes[token.scopes.length - 1] : null;
}

async function main() {
  const grammar = await load();
  const samples = execFileSync(path.join(__dirname, 'samples'), [SOURCE, MARKS], { encoding: 'utf8' })
    .trimEnd().split('\n').map((row) => row.split('\t'));
  const wrong = [];
  for (const [line, column, word] of samples) {
    const scope = scopeAt(grammar, line, Number(column));
    if (!scope || /^(comment|string|entity)/.test(scope))
      wrong.push(`${word} in '${line}' is ${scope}`);
  }
  for (const [line, column, word, wanted] of others) {
    const scope = scopeAt(grammar, line, column);
    if (scope !== wanted)
      wrong.push(`${word} in '${line}' is ${scope}, not ${wanted}`);
  }
  if (samples.length < 40)
    wrong.push(`only ${samples.length} words`);
  wrong.forEach((text) => console.error(text));
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

main();
