// SPDX-License-Identifier: MIT
// Light or dark: as the system says, unless somebody chose. The choice is kept where the browser lets pages keep something.
import { element } from './dom.js';

const key = 'freehold-theme';

function stored() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(theme) {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The choice holds for this page.
  }
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? window.matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

export function themeButton() {
  const words = () => isDark() ? 'Light' : 'Dark';
  const button = element('button', { type: 'button', class: 'theme', title: 'Change the colours', click: () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    store(theme);
    button.textContent = words();
  } });
  const kept = stored();
  if (kept === 'light' || kept === 'dark')
    document.documentElement.dataset.theme = kept;
  button.textContent = words();
  return button;
}
