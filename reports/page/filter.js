// SPDX-License-Identifier: MIT
// Which entries a state chooses, and how many each further choice would show.

function allows(chosen, values) {
  return chosen.length === 0 || values.some((value) => chosen.includes(value));
}

const facets = {
  verdict: (entry) => [entry.verdict],
  kind: (entry) => [entry.kind],
  engine: (entry) => entry.engines,
};

function hasWords(entry, words) {
  return words.every((word) => entry.text.includes(word));
}

function wordsOf(text) {
  return text.toLowerCase().split(/\s+/).filter((word) => word !== '');
}

export function chosenEntries(entries, state) {
  const words = wordsOf(state.text);
  return entries.filter((entry) => hasWords(entry, words) &&
    Object.entries(facets).every(([name, valuesOf]) => allows(state[name], valuesOf(entry))));
}

// Of one facet: a Map from each of its values to the number of entries that it and all other filters choose.
export function facetCounts(entries, state, facet) {
  const counts = new Map();
  for (const entry of chosenEntries(entries, { ...state, [facet]: [] }))
    for (const value of facets[facet](entry))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

// All values of a facet, in the order in which entries have them.
export function facetValues(entries, facet) {
  return [...new Set(entries.flatMap(facets[facet]))];
}
