#!/bin/sh
# SPDX-License-Identifier: MIT
# docs/tutorial.md, executed: blocks of sh are run in order, a block behind "`PATH`:" is that file, and each line of a block without a
# language is one that the commands before it printed.
. "$(dirname "$0")/common.sh"
unset -f freehold # the page means the program
PATH=$(dirname "$FREEHOLD"):$PATH
export PATH
cd "$TMP" || exit 1

# The page as a script.
awk '
  /^```/ && !inside { inside = 1; language = substr($0, 4)
    if (path != "") { print "mkdir -p \"$(dirname " path ")\" && cat >" path " <<\\END_OF_FILE"; kind = "file" }
    else if (language == "sh") { print ": >\"$TMP/said\""; kind = "run" }
    else if (language == "") { print "check <<\\END_OF_LINES"; kind = "lines" }
    else { print "fail \"the page has a block of " language " that is no file\""; kind = "none" }
    path = ""
    next }
  /^```/ { inside = 0
    if (kind == "file") { print "END_OF_FILE"; n++ }
    else if (kind == "run") n++
    else if (kind == "lines") { print "END_OF_LINES"; n++ }
    next }
  inside && kind == "run" { print "{ " $0 "\n} >>\"$TMP/said\" 2>&1 || { cat \"$TMP/said\"; fail \"line " NR " of the page\"; }"; next }
  inside { print; next }
  /^`[^`]+`:$/ { path = substr($0, 2, length($0) - 3); next }
  END { print "n_blocks=" n }
' "$SOURCE/docs/tutorial.md" >page.sh

# check: each line that comes in was printed, wherever the terminal broke it, with whatever behind it (a time).
check() {
  tr -s ' \n' ' ' <"$TMP/said" >"$TMP/one_line"
  while IFS= read -r line; do
    grep -qF -- "$line" "$TMP/one_line" || { cat "$TMP/said"; fail "not printed: $line"; }
  done
}

n_blocks=0
. ./page.sh
[ "$n_blocks" -ge 15 ] || fail "only $n_blocks blocks were found"
