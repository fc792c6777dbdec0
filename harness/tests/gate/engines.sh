#!/bin/sh
# SPDX-License-Identifier: MIT
# Each engine fails for the right reason; what none of those asked can see is no pass, and one that can settles it.
. "$(dirname "$0")/common.sh"
cat >"$TMP/wrong.scn" <<'END'
library strtest
scenario "C frees a Rust string" {
    output = print_and_return("hi")
    free(output)
}
END
for engine in valgrind asan ledger; do
  run 1 --engine $engine "$TMP/wrong.scn"
  said "^FAIL .* \[$engine\]"
  said "wrong.scn:4: unexpected cross-allocator-free (CWE-762)"
done
run 1 --engine all "$TMP/wrong.scn"
said "C frees a Rust string  ✗         ✗     ✗       unexpected cross-allocator-free"
said "1 scenarios\{0,1\}: 0 pass, 1 fail, 0 inconclusive"

cat >"$TMP/read.scn" <<'END'
library strtest
scenario "C reads a string that it gave back" {
    output = print_and_return("hi")
    free_string(output)
    read output, 2                  !use-after-free
}
END
run 3 --engine ledger "$TMP/read.scn"
said "!use-after-free on line 5 could not be judged: ledger sees no memory accesses; run"
said "with --engine valgrind as well"
run 0 --engine ledger,valgrind "$TMP/read.scn"
run 0 --engine ledger,asan "$TMP/read.scn"

# What no engine saw, though all that could see it looked, is not there.
sed 's/    free_string(output)$//; s/!use-after-free/!use-after-free\n    free_string(output)/' "$TMP/read.scn" >"$TMP/innocent.scn"
run 1 --engine all "$TMP/innocent.scn"
said "expected use-after-free here, found nothing"

# Nobody who can tell is asked.
cat >"$TMP/unset.scn" <<'END'
library strtest
scenario "C decides on what nobody set" {
    bytes = (char *)malloc(4)
    read bytes, 1                   !uninitialised-use
    free(bytes)
}
END
run 3 --engine asan,ledger "$TMP/unset.scn"
said "could not be judged: asan does not know which"
run 0 --engine all "$TMP/unset.scn"
