# SPDX-License-Identifier: MIT
# What one tool said of one program (KINDS, WORDS, WHERE, IS_EXTRA; separated by tabs) -> the table's cell. `kind` is the program's
# defect, or "none"; `nature` is 1 where the tool has no way to see it. Rules: ci/compare.
function fits(   list, i, n) {
    n = split($1, list, " ")
    for (i = 1; i <= n; i++) if (list[i] == kind) return 1
    return 0
}
function join(list, word) { return list == "" ? word : index(", " list ",", ", " word ",") ? list : list ", " word }
BEGIN { FS = "\t" }
$1 == "?" { unanswered = $2; next }
$1 == "!" { nature = 1; next }
fits() && $3 == 1 { is_caught = 1; next }
fits() && $3 == 0 { is_named = 1; next }
{ others = join(others, fits() ? $2 " elsewhere" : $2) }
$4 == 1 { extra = join(extra, $2) }
END {
    if (unanswered != "") print "no answer: " unanswered
    else if (kind == "none") print others == "" ? "nothing" : "false alarm: " others
    else if (is_caught || is_named) print (is_caught ? "caught" : "caught, not where") (extra == "" ? "" : ", and " extra)
    else if (others != "") print others
    else print nature ? "can't" : "nothing"
}
