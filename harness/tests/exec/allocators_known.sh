#!/bin/sh
# SPDX-License-Identifier: MIT
# allocators_known.sh FOLDER: every function of the table of allocators is known to what was built in FOLDER (process/) and must define it
# or lead it elsewhere by name. Environment: LIST, which prints the table; KNOWN_IMPORTS, which asks the imports.
set -u
built=$1
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
wrong=0

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  wrong=$((wrong + 1))
}

# rows FAMILIES VERBS: symbols of entries.
rows() {
  awk -v families=" $1 " -v verbs=" $2 " '$2 == "entry" && index(families, " " $1 " ") && index(verbs, " " $3 " ") { print $5 }' \
    "$TMP/table"
}

# Z-encoded, as Valgrind's redirection names are.
encoded() {
  printf '%s' "$1" | sed 's/Z/ZZ/g; s/_/Zu/g; s/\*/Za/g'
}

# defines FILE SYMBOL…: all of them.
defines() {
  file=$1
  shift
  [ $# -gt 0 ] || fail "no row is asked of $file"
  nm --defined-only "$built/$file" 2>/dev/null | awk '$2 ~ /[TW]/ { print $3 }' | sort -u >"$TMP/defined"
  for symbol; do
    grep -qxF -- "$symbol" "$TMP/defined" || fail "$file does not define $symbol"
  done
}

"$LIST" >"$TMP/table" || fail "there is no table"
all='allocate zeroed resize release'
takers='resize release'

# Valgrind leads Rust's entries to the rust heap, under the names that old rustcs have and those of new ones.
for symbol in $(rows rust "$all"); do
  old=_vgw00000ZZ_Za_$(encoded "$symbol")
  new=_vgw00000ZZ_Za_$(encoded "_RNvC*$symbol")
  defines preload/libfreehold-preload.so "$old" "$new"
done

# What they are led to; `ld --wrap` leads them there, too.
for symbol in $(rows rust "$all"); do
  entry=fh_rust_${symbol#__rust_}
  for file in preload/libfreehold-preload.so preload/libfreehold-preload-asan.so preload/libfreehold-heap-asan.a \
    runner/libfreehold-runner.a runner/libfreehold-runner-asan.a runner/libfreehold-runner-ledger.a; do
    defines "$file" "$entry"
  done
done

# The ledger is the process's allocator.
# shellcheck disable=SC2046
defines runner/libfreehold-runner-ledger.a $(rows 'malloc new new[]' "$all")

# Before AddressSanitizer's own: whatever may be given a block of Rust's. Its runtimes have none of C23's yet.
for file in runner/libfreehold-runner-asan.a preload/libfreehold-heap-asan.a; do
  # shellcheck disable=SC2046
  defines "$file" $(rows 'malloc new new[]' "$takers" | grep -vx 'free_sized\|free_aligned_sized')
done

"$KNOWN_IMPORTS" || wrong=$((wrong + 1))
exit $((wrong > 0))
