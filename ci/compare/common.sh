# SPDX-License-Identifier: MIT
# What the stages of the comparison share; each sources it. Paths are relative to the tree's root from here
# on.
# shellcheck shell=sh
set -eu
cd "$(dirname "$0")/../.."
export LC_ALL=C
here=ci/compare
tab=$(printf '\t')

# A tool's defaults are what is compared: nothing of this terminal's.
unset ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS VALGRIND_OPTS VALGRIND_LIB RUST_BACKTRACE RUST_LIB_BACKTRACE RUSTFLAGS \
    MALLOC_PERTURB_ MALLOC_CHECK_ MALLOC_ARENA_MAX GLIBC_TUNABLES LD_PRELOAD CFLAGS LDFLAGS G_SLICE NO_COLOR || :

say() {
    echo "ci/compare: $*" >&2
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

# each_program FUNCTION: calls it with NAME SOURCE COMPILER LIBRARY of every program in $work/programs.json.
# Their input is the terminal's, as outside of the loop.
each_program() {
    jq --raw-output '.[] | [.name, .source, .compiler, .library] | @tsv' "$work/programs.json" >"$work/programs.tsv"
    while IFS=$tab read -r name source compiler library <&3; do
        "$1" "$name" "$source" "$compiler" "$library"
    done 3<"$work/programs.tsv"
}
