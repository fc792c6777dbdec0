# SPDX-License-Identifier: MIT
# gcc's warnings (-fdiagnostics-plain-output) -> KINDS <tab> WORDS <tab> WHERE: 1 if it is about `place` (FILE:LINE), else -1.
# Rules: ci/compare.
function flush() {
    if (words != "") printf "%s\t%s\t%d\n", kinds, words, where
    kinds = words = ""
}
function kinds_of(option) {
    if (option ~ /^-W(analyzer-mismatching-deallocation|mismatched-dealloc|mismatched-new-delete)$/)
        return "cross-allocator-free wrong-release"
    if (option == "-Wanalyzer-malloc-leak") return "leak"
    if (option == "-Wanalyzer-double-free") return "double-free"
    if (option ~ /^-W(analyzer-free-of-non-heap|free-nonheap-object)$/) return "invalid-free"
    if (option ~ /^-W(analyzer-)?use-after-free$/) return "use-after-free"
    if (option ~ /^-W(analyzer-out-of-bounds|array-bounds|stringop-over(flow|read))$/) return "out-of-bounds"
    if (option ~ /^-W(analyzer-use-of-uninitialized-value|uninitialized|maybe-uninitialized)$/) return "uninitialised-use"
    if (option ~ /^-W(analyzer-)?null-dereference$/) return "abort"
    if (option ~ /^-Wanalyzer-/) return "-"
    return "" # not about memory
}
function is_here() { return index($0, "/" place ":") || index($0, place ":") == 1 }
/: warning: / {
    flush()
    option = $0
    if (!match(option, /\[-W[^]]*\]$/)) next
    option = substr(option, RSTART + 1, RLENGTH - 2)
    sub(/=.*/, "", option)
    kinds = kinds_of(option)
    if (kinds == "") next
    words = option
    sub(/^-W(analyzer-)?/, "", words)
    where = is_here() ? 1 : -1
}
# A leak is reported where the last pointer goes; its events tell where the block was made.
/: note: / && kinds == "leak" && is_here() { where = 1 }
END { flush() }
