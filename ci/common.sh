# SPDX-License-Identifier: MIT
# What the scripts that measure (compare/, matrix/) share. Paths are relative to the tree's root from here on; $here is the
# folder of the script that sources this.
# shellcheck shell=sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
here=ci/${here##*/}
cd "$(dirname "$0")/../.."
export LC_ALL=C
tab=$(printf '\t')

# A tool's defaults are what is measured: nothing of this terminal's.
unset ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS VALGRIND_OPTS VALGRIND_LIB RUST_BACKTRACE RUST_LIB_BACKTRACE RUSTFLAGS \
    MALLOC_PERTURB_ MALLOC_CHECK_ MALLOC_ARENA_MAX GLIBC_TUNABLES LD_PRELOAD CFLAGS LDFLAGS G_SLICE NO_COLOR || :

say() {
    echo "$here: $*" >&2
}

die() {
    say "$*"
    exit 1
}

# filter NAME ARGUMENT…: jq with NAME.jq of this folder.
filter() {
    name_of_filter=$1
    shift
    jq -L "$here" --from-file "$here/$name_of_filter.jq" "$@"
}

build_freehold() {
    say "building freehold"
    ci/setup --compare &&
        { [ -f build/build.ninja ] || meson setup build --buildtype=debugoptimized; } &&
        ninja --quiet -C build
}
