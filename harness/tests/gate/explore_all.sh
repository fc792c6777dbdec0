#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold explore finds faults of each sort in a library that has 20, and none in its mended twin. The ledger alone: with Valgrind it
# takes many minutes.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/explore/common.sh"
library faulty --cfg faulty
library mended

freehold 0 explore --engine ledger --runs 3100 mended
freehold 1 explore --engine ledger --runs 1100 --output out faulty
finds out >found
while read -r kind function; do
  grep -q "^$kind .*$function " found || { cat said found; fail "$kind of $function was not found"; }
done <<'END'
abort st_channel_ref
abort st_store_lookup
wrong-release st_builder_build
leak st_store_open
leak st_channel_receive
leak st_cursor_free
layout-mismatch st_bytes_new
cross-allocator-free st_text_upper
double-free st_bytes_append
END
