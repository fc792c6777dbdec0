# SPDX-License-Identifier: MIT
# What the stages of the comparison share; each sources it.
# shellcheck shell=sh
. "$(dirname "$0")/../common.sh"

# each_program FUNCTION: calls it with NAME SOURCE COMPILER LIBRARY of every program in $work/programs.json.
# Their input is the terminal's, as outside of the loop.
each_program() {
    jq --raw-output '.[] | [.name, .source, .compiler, .library] | @tsv' "$work/programs.json" >"$work/programs.tsv"
    while IFS=$tab read -r name source compiler library <&3; do
        "$1" "$name" "$source" "$compiler" "$library"
    done 3<"$work/programs.tsv"
}
