#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold explore finds all 20 faults of a library, each by a find that calls the function with the fault, and none in its mended twin.
# Only AddressSanitizer sees the fourth.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/explore/common.sh"
library faulty --cfg faulty
library mended

freehold 0 explore --engine asan --runs 6100 mended
freehold 1 explore --engine asan --runs 16100 --output out faulty
finds out >found
[ "$(wc -l <found)" -lt 32 ] || { cat found; fail "$(wc -l <found) finds of 20 faults"; }
while read -r kind function; do
  grep -q "^$kind .*$function " found || { cat said found; fail "$kind of $function was not found"; }
done <<'END'
leak st_text_join
cross-allocator-free st_text_upper
double-free st_item_clone
use-after-free st_item_name
double-free st_item_rename
abort st_error_free
leak st_store_open
leak st_store_put
double-free st_store_take
abort st_store_lookup
leak st_store_each
leak st_store_watch
abort st_channel_ref
wrong-release st_channel_send
leak st_channel_receive
wrong-release st_builder_build
leak st_builder_add
layout-mismatch st_bytes_new
double-free st_bytes_append
leak st_cursor_next
END
