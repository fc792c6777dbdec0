#!/bin/sh
# SPDX-License-Identifier: MIT
# What a call costs in a sequence that freehold explore makes, runs and judges, beside the same kind of call in a C program. The library
# is that of the gate's test, without its faults. What a run costs before its first sequence is taken off.
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/explore.sh [RUNS [SEQUENCES]]
# Prints the median of RUNS pairs, run in turn: sequences a second of processor time, of all processes together, what a call costs in
# both, and the ratio.
set -eu
runs=${1:-3} sequences=${2:-20000}
. "$(dirname "$0")/common.sh"
few=2000 # what the first sequences show anew is not what one costs later

mkdir mended
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o mended/libst.a "$source/harness/tests/gate/explore/lib.rs"
cp "$source/harness/tests/gate/explore/lib.h" mended
printf '[library]\nstaticlib = libst.a\nheader = lib.h\n' >mended/freehold.ini
cat >by_hand.c <<'END'
#include <stdlib.h>
#include "mended/lib.h"
int main(int argc, char **argv)
{
    for (int i = argc > 1 ? atoi(argv[1]) : 1; i > 0; i--) {
        struct st_store *store = st_store_new();
        struct st_item *item = st_item_new(7);
        st_item_rename(item, "hello");
        st_store_put(store, st_item_clone(item));
        st_store_put(store, item);
        st_text_free(st_store_lookup(store, "hello"));
        st_item_free(st_store_take(store));
        struct st_cursor *cursor = st_cursor_new(store);
        st_cursor_next(cursor);
        st_cursor_free(cursor);
        struct st_channel *channel = st_channel_new();
        if (st_channel_send(channel, st_item_new(1)) == 0)
            st_item_free(st_channel_receive(channel));
        st_channel_unref(channel);
        st_store_free(store);
    }
    return 0;
}
END
"${CC:-cc}" -O1 -g -o by_hand by_hand.c mended/libst.a -lpthread -ldl -lm
hand_calls=20 hand_rounds=100000

explore() { # SEQUENCES
  "$FREEHOLD" explore --engine ledger --runs "$1" --output out mended
}

calls() {
  sed -n 's/^[0-9]* sequences, \([0-9]*\) calls.*/\1/p' said
}

explore "$few" >said # links the runner
first=$(calls)
explore "$sequences" >said
more=$(($(calls) - first))
for _ in $(seq "$runs"); do
  start=$(seconds explore "$few")
  whole=$(seconds explore "$sequences")
  hand=$(seconds ./by_hand "$hand_rounds")
  echo "$start $whole $hand" | awk -v more="$more" -v rounds="$hand_rounds" -v calls="$hand_calls" '
    { print $3 / rounds / calls * 1e6, ($2 - $1) / more * 1e6 }'
done | of_pairs >pairs
read -r hand ours ratio _ <pairs
awk -v ours="$ours" -v hand="$hand" -v ratio="$ratio" -v more="$more" -v n="$((sequences - few))" 'BEGIN {
  printf "in a sequence: %.2f µs a call, %.0f sequences a second\nin a C program: %.3f µs a call\nratio: %.0f\n", ours, 1e6 / (ours * more / n), hand, ratio
}'
