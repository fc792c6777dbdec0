# SPDX-License-Identifier: MIT
# What a program with AddressSanitizer said -> its reports: KINDS <tab> WORDS <tab> WHERE. WHERE: 1 the first stack holds `place`
# (FILE:LINE); -1 it holds another line of that file; 0 neither. `status` is how the program ended. Rules: ci/compare.
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
    is_any = 1
}
function kinds_of(name) {
    if (name == "alloc-dealloc-mismatch") return "cross-allocator-free"
    if (name == "new-delete-type-mismatch") return "layout-mismatch"
    if (name == "double-free") return "double-free"
    if (name == "bad-free") return "invalid-free"
    if (name == "heap-use-after-free") return "use-after-free"
    if (name ~ /-(overflow|underflow)$/ && name != "stack-overflow") return "out-of-bounds"
    if (name ~ /^(SEGV|ABRT|BUS|FPE|ILL)$/) return "abort"
    return "-"
}
function name_of(line) {
    if (line ~ /attempting double-free/) return "double-free"
    if (line ~ /attempting free on address which was not malloc/) return "bad-free"
    sub(/.*AddressSanitizer:? /, "", line)
    sub(/ .*/, "", line)
    return line
}
function signal_of(status) {
    return status == 134 ? "SIGABRT" : status == 139 ? "SIGSEGV" : "signal " (status - 128)
}
BEGIN { file = place; sub(/:.*/, "", file) }
/ERROR: LeakSanitizer: detected/ { next }
/ERROR: LeakSanitizer|LeakSanitizer has encountered a fatal error/ { start("?", "LeakSanitizer could not look"); next }
/ERROR: AddressSanitizer/ { name = name_of($0); start(kinds_of(name), name); next }
/^(Direct|Indirect) leak of / { start("leak", "leak"); next }
# The stacks that follow are of other deeds.
/^(freed by|previously allocated|allocated by|SUMMARY|Shadow bytes)| is located / { is_first_stack = 0 }
is_first_stack && /^ +#[0-9]+ / {
    frame = $0
    sub(/:[0-9]+$/, "", frame) # the column, if there is one
    if ($0 ~ ("/" place "$") || frame ~ ("/" place "$")) where = 1
    else if (index($0, "/" file ":") && !where) where = -1
}
END {
    flush()
    if (status == 124) print "?\ttimed out\t0"
    else if (!is_any && status > 128) printf "-\t%s\t0\n", signal_of(status)
}
