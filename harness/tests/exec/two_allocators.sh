#!/bin/sh
# SPDX-License-Identifier: MIT
# Two Rust libraries in one process, one of them with an allocator of its own: which allocator a block is of can't be told, so that
# nothing of it is clean. That the allocator did not run is said in any case.
. "$(dirname "$0")/common.sh"

cat >both.c <<'END'
#include <string.h>
char *own_make(void), *std_make(void);
void own_drop(char *text), std_drop(char *text);
int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "crossed") == 0) {
        std_drop(own_make());
        return 0;
    }
    own_drop(own_make());
    std_drop(std_make());
    return 0;
}
END
cat >one.c <<'END'
char *own_make(void);
void own_drop(char *text);
int main(void)
{
    own_drop(own_make());
    return 0;
}
END

# library NAME OPTION…
library() {
  name=$1
  shift
  build "${RUSTC:-rustc}" --edition 2021 --crate-name "$name" --crate-type cdylib "$@" -o "lib$name.so" "$here/two_allocators.rs"
}

library own --cfg own
library std
# shellcheck disable=SC2086
build ${CC:-cc} -g -o both both.c -L. -lown -lstd -Wl,-rpath,"$TMP"
# shellcheck disable=SC2086
build ${CC:-cc} -g -o one one.c -L. -lown -Wl,-rpath,"$TMP"

for argument in '' crossed; do
  # shellcheck disable=SC2086
  audit 3 ./both $argument
  says 'tell the blocks of the two apart'
  ! grep -q '"kind"' out/report.json || fail 'a finding in what could not be told'
done

audit 0 ./one
says 'did not run'
