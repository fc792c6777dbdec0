// SPDX-License-Identifier: MIT
// A kind of finding: why it is a defect, and how to mend it.
import { element } from './dom.js';

function cweLink(cwe) {
  return element('a', { class: 'cwe', rel: 'noreferrer', href: `https://cwe.mitre.org/data/definitions/${Number(cwe)}.html` }, `CWE-${cwe}`);
}

export function kindView(data, finding) {
  const { explanation, remedy } = data.kinds.get(finding.kind);
  return element('div', { class: 'why', role: 'note', 'aria-label': `About ${finding.kind}` },
    element('p', {}, element('b', {}, finding.kind), ' ', finding.cwe === null ? null : cweLink(finding.cwe), ' ', explanation),
    element('p', {}, element('b', {}, 'To mend it: '), remedy));
}
