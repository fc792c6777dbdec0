// SPDX-License-Identifier: MIT
// Words: what others wrote made visible, numbers and counts, places.

const hidden = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const named = new Map([['\n', '\\n'], ['\t', '\\t'], ['\r', '\\r']]);

function escaped(character) {
  const code = character.codePointAt(0);
  return named.get(character) ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`);
}

// Characters that can't be seen, or that turn text around, as escapes that can.
export function visible(text) {
  return text.replace(hidden, escaped);
}

// "1 finding", "10,000 findings"
export function count(n, one, many = `${one}s`) {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

const languages = new Map([['rust', 'Rust'], ['c', 'C'], ['c++', 'C++']]);

// Of an allocation domain; undefined for none and unknown.
export function language(domain) {
  return languages.get(domain);
}

// "lib.rs:12"
export function place(file, line) {
  if (file === null)
    return line === null ? '' : `line ${line}`;
  return line === null ? file : `${file}:${line}`;
}

// The end of a path says more than its beginning.
export function shortPath(path, parts = 3) {
  const names = path.split('/');
  return names.length > parts + 1 ? `…/${names.slice(-parts).join('/')}` : path;
}

export function isAbsolute(path) {
  return path.startsWith('/');
}
