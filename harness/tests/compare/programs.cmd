# What a program must be to be compared: one mark, the same in its scenario, of a known kind; a second line
# that says who and what; one library.
mkdir "$TMP/source"

# write NAME [SED-SCRIPT [SED-SCRIPT-OF-THE-SCENARIO]]
write() {
    sed "${2-}" >"$TMP/source/$1.c" <<'END'
/* SPDX-License-Identifier: MIT */
/* Rust -> C: C calls the release function twice */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    free_string(output);
    free_string(output); /* !double-free */
}
END
    sed "${3-}" >"$TMP/source/$1.scn" <<'END'
library strtest

scenario "C calls the release function twice" {
    output = print_and_return("hi")
    free_string(output)
    free_string(output)                     !double-free
}
END
}

# list NAME…
list() {
    echo "-- $*"
    ../../../ci/compare/list-programs "$TMP" "$TMP/source" "$@"
}

write good
write another 's/double-free/leak/' 's/double-free/leak/'
write sound 's| /\* !.*||; s|^/\* Rust -> C:|/* Rust, C:|' 's/ *!double-free//'
cp "$TMP/source/good.c" "$TMP/source/plus.cpp"
cp "$TMP/source/good.scn" "$TMP/source/plus.scn"
list
cat "$TMP/programs.json"
list good sound && jq --raw-output '.[].name' "$TMP/programs.json"

write two_marks 's|"hi");|"hi"); /* !leak */|'
write other_kind '' 's/double-free/leak/'
write no_mark_in_scenario '' 's/ *!double-free//'
write unknown_kind 's/double-free/triple-free/' 's/double-free/triple-free/'
write no_heading 's/Rust -> C: //'
write no_library 's/.*strtest.h.*//'
write no_scenario
rm "$TMP/source/no_scenario.scn"
for name in two_marks other_kind no_mark_in_scenario unknown_kind no_heading no_library no_scenario missing; do
    list "$name"
    echo "exit status $?"
done
