#!/bin/sh
# SPDX-License-Identifier: MIT
# What each engine costs: a scenario that allocates and releases most of the time, under each, and beside it the same in a
# program that nothing watches.
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/engines.sh [ROUNDS [ENGINE…]]
# Prints seconds of processor time and what they are to the plain program's.
set -eu
rounds=${1:-20000}
[ $# = 0 ] || shift
[ $# -gt 0 ] || set -- ledger valgrind
. "$(dirname "$0")/common.sh"

cat >"busy.h" <<'END'
void busy_blocks(void);
END
cat >"busy.c" <<'END'
#include <stdlib.h>
#include <string.h>
#include "busy.h"

/* A list of strings, made and given back: 200 blocks. */
struct entry { struct entry *next; char *text; };

static struct entry *push(struct entry *next, size_t size)
{
    struct entry *entry = malloc(sizeof(*entry));
    entry->text = calloc(1, size);
    entry->next = next;
    return entry;
}

void busy_blocks(void)
{
    struct entry *first = NULL;
    for (size_t i = 0; i < 100; i++)
        first = push(first, 8 + i * 5);
    while (first != NULL) {
        struct entry *next = first->next;
        free(first->text);
        free(first);
        first = next;
    }
}
END
printf '#include <stdlib.h>\n#include "busy.h"\nint main(int n, char **words) { (void)n; for (long i = strtol(words[1], NULL, 10); i > 0; i--) busy_blocks(); }\n' >"plain.c"
${CC:-cc} -O1 -g -fno-builtin -c "busy.c" -o "busy.o"
ar rcs "libbusy.a" "busy.o"
${CC:-cc} -O1 -I . "plain.c" "busy.o" -o "plain"
printf '[library]\nstaticlib = libbusy.a\nheader = busy.h\n' >"freehold.ini"
printf 'scenario "nothing" { busy_blocks() }\n' >once.scn
printf 'scenario "busy" { repeat %d { busy_blocks() } }\n' "$rounds" >busy.scn

run="$FREEHOLD run --jobs 1 --timeout 3600 --build-dir build --out out"
plain=$(seconds ./plain "$rounds")
printf '%s rounds of 200 blocks\n%-10s %8s s\n' "$rounds" plain "$plain"
for engine; do
  $run --engine "$engine" once.scn >said || { cat said >&2; exit 1; } # builds the runner
  taken=$(seconds $run --engine "$engine" busy.scn)
  printf '%-10s %8s s  %6s times plain\n' "$engine" "$taken" "$(echo "$taken $plain" | awk '{ printf "%.1f", $1 / ($2 > 0 ? $2 : 0.01) }')"
done
