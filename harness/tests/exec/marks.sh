#!/bin/sh
# SPDX-License-Identifier: MIT
# Rust code that brings no text of std (no_std, made with LTO) is known all the same: nobody says that there is none, and nothing of
# it is clean that is not.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}

# made TYPE OUTPUT OPTION…
made() {
  type=$1 output=$2
  shift 2
  build "${RUSTC:-rustc}" --edition 2021 --crate-name pair --crate-type "$type" -C opt-level=3 -C lto=fat -C panic=abort "$@" \
    -o "$output" "$here/no_std.rs"
}

# known STATUSES PROGRAM ARGUMENT…: one of these exit statuses, and nobody says that it has no Rust code.
known() {
  statuses=$1
  shift
  "$FREEHOLD" exec --out out --leftover-timeout 3600 -- "$@" >printed 2>said
  status=$?
  case " $statuses " in *" $status "*) ;; *) cat said; fail "exit status $status, not one of $statuses: $*" ;; esac
  ! grep -q 'no sign of Rust' said || fail "Rust code was not seen: $*"
}

made cdylib libpair.so -C strip=symbols
made staticlib libpair.a
build "$cc" -o shared "$here/free_or_return.c" ./libpair.so -Wl,-rpath,"$TMP"
build "$cc" -o whole "$here/free_or_return.c" libpair.a
build "$cc" -s -o stripped "$here/free_or_return.c" libpair.a
for program in shared whole stripped; do
  known '0 3' ./$program
  known '1 3' ./$program bad
done

# What a distribution's tools leave: no section .comment, but symbols or texts.
build objcopy --remove-section .comment whole without
known '1 3' ./without bad
rust staticlib libstrtest.a -O
build "$cc" -s -o stripped "$here/free_or_return.c" libstrtest.a $rust_libs
build objcopy --remove-section .comment stripped
known 3 ./stripped bad

audit 0 /bin/true
says 'no sign of Rust code'
