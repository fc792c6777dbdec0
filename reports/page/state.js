// SPDX-License-Identifier: MIT
// What is chosen: filters, the page of the list, the entry that is open. It lives in the address's fragment, so that a link keeps
// it and the back button works.

const lists = ['verdict', 'kind', 'engine'];

export function noFilters() {
  return { verdict: [], kind: [], engine: [], text: '', page: 1, open: '' };
}

// A fragment that is no state (a link into the page) chooses nothing.
export function parseState(fragment) {
  const state = noFilters();
  const words = new URLSearchParams(fragment.includes('=') ? fragment.replace(/^#/, '') : '');
  for (const name of lists)
    state[name] = words.getAll(name);
  state.text = words.get('text') ?? '';
  state.page = Math.max(1, Math.trunc(Number(words.get('page'))) || 1);
  state.open = words.get('open') ?? '';
  return state;
}

export function formatState(state) {
  const words = new URLSearchParams();
  for (const name of lists)
    state[name].forEach((value) => words.append(name, value));
  if (state.text !== '')
    words.set('text', state.text);
  if (state.page > 1)
    words.set('page', String(state.page));
  if (state.open !== '')
    words.set('open', state.open);
  return `#${words}`;
}

export function hasFilters(state) {
  return state.text !== '' || lists.some((name) => state[name].length > 0);
}

// `onChange(state)` is called at once, and whenever the state changes, by the page or by the browser.
export function keepState(onChange) {
  let state = parseState(location.hash);
  const show = () => onChange(state);
  window.addEventListener('popstate', () => {
    state = parseState(location.hash);
    show();
  });
  return {
    show,
    get: () => state,
    // `isStep`: the back button returns to what was before.
    change(part, isStep = true) {
      state = { ...state, ...part };
      history[isStep ? 'pushState' : 'replaceState'](null, '', formatState(state));
      show();
    },
    // Remembers in the address alone.
    note(part) {
      state = { ...state, ...part };
      history.replaceState(null, '', formatState(state));
    },
  };
}
