#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold mutate: what is caught and what survives; the gate; survivors that run.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/mutate/common.sh"

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
freehold 0 mutate --engine ledger
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
mkdir -p "$TMP/elsewhere"
freehold 0 mutate --engine ledger --out "$TMP/elsewhere/mutants"
command=$(sed -n 's/^  run it: freehold run //p' said | head -n 1)
(cd "$TMP/elsewhere" && eval "\"\$FREEHOLD\" run --engine ledger --out out $command") >again 2>&1 || { cat again; fail "$command does not run elsewhere"; }
score=$(sed -n 's/^score: \([0-9]*\) %.*/\1/p' said)
[ "$score" -gt 0 ] && [ "$score" -lt 100 ] || fail "the score is $score"
freehold 0 mutate --engine ledger --min-score "$score"
freehold 1 mutate --engine ledger --min-score "$((score + 1))"
# Survivors are no scenarios of the project.
said "^score: $score %"

# What fails as it is shows nothing; without anything else there is nothing to judge.
printf 'scenario "wrong" {\n    text = text_new()\n    expect tickets() == 9\n    text_free(text)\n}\n' >weak.scn
freehold 3 mutate --engine ledger
said '^left out, does not pass as it is: weak.scn:1: wrong (ledger: fail)$'
freehold 2 mutate --min-score 101
said 'min-score is a percentage'
freehold 2 mutate --engine nobody
said "unknown engine 'nobody'"
