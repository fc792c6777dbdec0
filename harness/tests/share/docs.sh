#!/bin/sh
# SPDX-License-Identifier: MIT
# What README.md and docs/ show works: every scenario in a block of code parses, every freehold command has the options that the command
# has. (gate/tutorial runs the tutorial, docs_run the other commands of blocks of sh; style/examples checks output.)
. "$(dirname "$0")/common.sh"
cd "$SOURCE" || exit 1
printf '[library]\nstaticlib = libx.a\nheader = x.h\n' >"$TMP/freehold.ini"

# Each block that holds a scenario, as a file named after its place; without a library's name, which is the page's own.
awk -v folder="$TMP" '
    /^ *```/ { if (inside && text ~ /(^|\n) *scenario "/) { gsub(/\nlibrary [a-z]+/, "\n", text); print text >(folder "/" name ".scn") }
               inside = !inside; text = ""; name = FILENAME "-" FNR; gsub(/\//, "-", name); next }
    inside { text = text "\n" $0 }' README.md docs/*.md
set -- "$TMP"/*.scn
[ -e "$1" ] && [ $# -ge 5 ] || fail "only $# scenarios in the pages"
"$FREEHOLD" check --list --config "$TMP/freehold.ini" "$@" >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "a scenario of a page does not parse"; }

# "FILE:LINE COMMAND OPTION" for each option before `--`, in blocks and in `code`.
awk '
    /^ *```/ { inside = !inside; next }
    {
        line = $0
        while (match(line, inside ? "freehold [a-z]+ .*" : "`freehold [a-z]+ [^`]*`")) {
            text = substr(line, RSTART, RLENGTH)
            line = inside ? "" : substr(line, RSTART + RLENGTH)
            gsub(/`/, "", text)
            sub(/ -- .*/, "", text)
            sub(/ [#|>&;].*/, "", text)
            n = split(text, words, " ")
            for (i = 3; i <= n; i++)
                if (words[i] ~ /^--[a-z]/) { sub(/[=,.)].*/, "", words[i]); print FILENAME ":" FNR, words[2], words[i] }
        }
    }' README.md docs/*.md >"$TMP/used"
n=$(wc -l <"$TMP/used")
[ "$n" -ge 20 ] || fail "only $n options of commands found in the pages"
for command in $(commands); do
  options "$command" >"$TMP/options-$command"
done
while read -r place command option; do
  [ -f "$TMP/options-$command" ] || { [ "$command" = freehold ] && continue; fail "$place: there is no freehold $command"; }
  grep -qx -e "$option" "$TMP/options-$command" || fail "$place: freehold $command has no $option"
done <"$TMP/used"
