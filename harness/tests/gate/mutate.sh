#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold mutate: what is caught, what survives and what is proven to change nothing; the gate; survivors that run.
. "$(dirname "$0")/common.sh"
cp "$SOURCE"/harness/tests/gate/mutate/* "$TMP"
cd "$TMP" || exit 1
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o libtickets.a lib.rs || fail "rustc"
printf '[library]\nstaticlib = libtickets.a\nheader = lib.h\n' >freehold.ini

# mutate EXPECTED_STATUS ARGUMENT…
mutate() {
  wanted=$1
  shift
  "$FREEHOLD" mutate "$@" >said 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat said; fail "mutate $*: exit status $status, not $wanted"; }
}

# fate MUTATION LINE FATE COUNT: so many mutants have that fate. json-glib writes a member a line.
fate() {
  count=$(awk -F '" : |,$' -v wanted="$2 \"$1\" \"$3\"" '
    { name = $1; sub(/^ *"/, "", name) }
    name == "line" || name == "mutation" || name == "fate" { is[name] = $2 }
    name == "fate" { count += is["line"] " " is["mutation"] " " is["fate"] == wanted }
    END { print count + 0 }' freehold-mutants/mutation.json)
  [ "$count" = "$4" ] || { cat freehold-mutants/mutation.json; fail "$count of $1 on line $2 are $3, not $4"; }
}

# Nothing tells that a ticket was never given back: the list still holds it. The ledger sees no use after release.
cat >weak.scn <<'END'
scenario "a text and a ticket" {
    text = text_new()
    text_free(text)
    ticket = ticket_take()
    ticket_give(ticket)
}

scenario "a text, forgotten" {
    text = text_new()                   !leak
}
END
mutate 0 --engine ledger
fate drop-release 3 caught 1
fate release-twice 3 caught 1
fate release-by-another 3 caught 2
fate shift-pointer 3 caught 1
fate use-after-release 3 survived 1
fate drop-release 5 survived 1
said '^survived  weak.scn:5: drop-release: ticket_give(ticket)$'
said '^1 of 2 scenarios have marks, and were not broken further$'

# A survivor is a scenario that runs, as the message says; a score that is too low fails.
command=$(sed -n 's/^  run it: freehold run //p' said | head -n 1)
[ -n "$command" ] || fail "no survivor to run"
"$FREEHOLD" run --engine ledger --out out "$command" >again 2>&1 || { cat again; fail "$command does not run"; }
score=$(sed -n 's/^score: \([0-9]*\) %.*/\1/p' said)
[ "$score" -gt 0 ] && [ "$score" -lt 100 ] || fail "the score is $score"
mutate 0 --engine ledger --min-score "$score"
mutate 1 --engine ledger --min-score "$((score + 1))"

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
mutate 0 --min-score 100
fate use-after-release 3 caught 1
fate drop-release 5 caught 1
fate drop-release 8 equivalent 1
fate release-twice 8 equivalent 1
[ "$(grep -c '"fate" : "caught"' freehold-mutants/mutation.json)" = "$(grep -c '"reason" : ' freehold-mutants/mutation.json)" ] ||
  { cat freehold-mutants/mutation.json; fail "caught for no reason"; }

# What fails as it is shows nothing; without anything else there is nothing to judge.
printf 'scenario "wrong" {\n    text = text_new()\n    expect tickets() == 9\n    text_free(text)\n}\n' >weak.scn
mutate 3 --engine ledger
said '^left out, does not pass as it is: weak.scn:1: wrong (ledger: fail)$'
mutate 2 --min-score 101
said 'min-score is a percentage'
mutate 2 --engine nobody
said "unknown engine 'nobody'"
