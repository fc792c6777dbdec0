# SPDX-License-Identifier: MIT
# memcheck's log -> its records: KINDS <tab> WORDS <tab> WHERE. WHERE: 1 the first stack holds `place` (FILE:LINE); -1 it holds
# another line of that file; 0 neither. Rules: ci/compare.
function flush() {
    if (words != "") printf "%s\t%s\t%d\n", kinds, words, where
    kinds = words = ""
}
function start(k, w) {
    flush()
    kinds = k
    words = w
    where = 0
    is_first_stack = 1
}
BEGIN { file = place; sub(/:.*/, "", file) }
{ sub(/^==[0-9]+== ?/, "") }
/^Mismatched / { start("cross-allocator-free", "mismatched free"); next }
/^Invalid free\(\)/ { start("invalid-free", "invalid free"); next }
/^Invalid (read|write)/ { start("out-of-bounds", "invalid " $2); next }
/^Jump to the invalid address/ { start("out-of-bounds", "invalid jump"); next }
/^(Conditional jump|Use of uninit)/ { start("uninitialised-use", "uninitialised value"); next }
/^Syscall param .*uninit/ { start("uninitialised-use", "uninitialised value"); next }
/^Syscall param / { start("out-of-bounds", "unaddressable syscall parameter"); next }
/^Process terminating/ {
    name = $0
    gsub(/.*\(|\).*/, "", name)
    start("abort", name)
    next
}
/ (definitely|indirectly|possibly) lost in loss record/ { start("leak", "leak"); next }
# What the address is: the stacks that follow are of other deeds.
/^ Address / { is_first_stack = 0 }
/^ Address .* free'd/ && kinds == "out-of-bounds" {
    kinds = "use-after-free"
    words = words " of a freed block"
}
/^ Address .* 0 bytes inside .* free'd/ && kinds == "invalid-free" {
    kinds = "double-free"
    words = "double free"
}
is_first_stack && index($0, "(" place ")") { where = 1 }
is_first_stack && index($0, "(" file ":") && !where { where = -1 }
/^ERROR SUMMARY:/ { flush(); is_whole = 1 }
END { flush(); if (!is_whole) print "?\tno end of the log\t0" }
