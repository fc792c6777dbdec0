// SPDX-License-Identifier: MIT
// Elements. The only place where the page makes any: a string is always text, and always visible.
import { visible } from './text.js';

const svgNamespace = 'http://www.w3.org/2000/svg';

function setAttribute(node, name, value) {
  if (typeof value === 'function')
    node.addEventListener(name, value);
  else if (value === true)
    node.setAttribute(name, '');
  else if (value !== false && value !== null && value !== undefined)
    node.setAttribute(name, visible(String(value)));
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes))
    setAttribute(node, name, value);
  for (const child of children.flat())
    if (child !== null && child !== undefined)
      node.append(typeof child === 'string' ? visible(child) : child);
  return node;
}

// `attributes`: a function is a listener, true an attribute without a value, false and null are left out. `children`: nodes,
// strings and lists of them; null is left out.
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svgElement(name, attributes = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, name), attributes, children);
}

// A <details> whose content is made when it is first opened.
export function lazyDetails(attributes, summary, makeContent) {
  const node = element('details', attributes, element('summary', {}, summary));
  const open = () => {
    if (node.open && node.childElementCount === 1)
      node.append(...[makeContent()].flat());
  };
  node.addEventListener('toggle', open);
  open();
  return node;
}

// Brings a place of the page into view, for the keyboard too.
export function goTo(node) {
  node.scrollIntoView({ block: 'start' });
  node.focus({ preventScroll: true });
}
