#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold mutate with an engine that sees accesses: what the ledger does not catch, and what is proven to change nothing.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/mutate/common.sh"

# An expectation more, and an engine that sees accesses. Nobody owns what is not there: to release it changes nothing.
cat >weak.scn <<'END'
scenario "a text and a ticket" {
    text = text_new()
    text_free(text)
    ticket = ticket_take()
    ticket_give(ticket)
    expect tickets() == 0
    uint64_t *nothing = null
    text_free(nothing)
}
END
freehold 0 mutate --min-score 100
fate use-after-release 3 caught 1
fate drop-release 5 caught 1
fate drop-release 8 equivalent 1
fate release-twice 8 equivalent 1
[ "$(grep -c '"fate" : "caught"' freehold-mutants/mutation.json)" = "$(grep -c '"reason" : ' freehold-mutants/mutation.json)" ] ||
  { cat freehold-mutants/mutation.json; fail "caught for no reason"; }
