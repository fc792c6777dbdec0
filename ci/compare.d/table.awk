# SPDX-License-Identifier: MIT
# `tools`: their names, separated by blanks. The judged programs (first file: NAME, KIND, DIRECTION, TITLE, SOURCE, a cell a tool, separated by tabs), the tools' versions
# (second), what Freehold's engines can't see (third), page.md (fourth) -> docs/comparison.md.
function linked(i) { return "[" title[i] "](comparison/" source[i] ")" }
function is_defect(i) { return kind[i] != "none" }
function is_caught(i, t) { return is_defect(i) && cell[i, t] ~ /^caught/ }
# Of the tools from `first` to `last`.
function is_caught_by_any(i, first, last,   t) {
    for (t = first; t <= last; t++) if (is_caught(i, t)) return 1
    return 0
}
function cells(label, of,   t, line) {
    line = "| " label " |"
    for (t = 1; t <= n_tools; t++) line = line " " of[t] " |"
    print line
}
function rule(n,   line) {
    for (line = "|"; n > 0; n--) line = line " --- |"
    print line
}
function write_table(   i, t, of) {
    cells("kind | direction | program", head)
    rule(3 + n_tools)
    for (i = 1; i <= n; i++) {
        for (t = 1; t <= n_tools; t++) of[t] = cell[i, t] == "caught" ? "**caught**" : cell[i, t]
        cells((is_defect(i) ? kind[i] : "no defect") " | " direction[i] " | " linked(i), of)
    }
}
function write_count(label, pattern,   i, t, of) {
    for (t = 1; t <= n_tools; t++) {
        of[t] = 0
        for (i = 1; i <= n; i++) of[t] += is_defect(i) && cell[i, t] ~ pattern
    }
    cells(label, of)
}
function write_others(   i, t, of) {
    for (t = 1; t <= n_tools; t++) {
        of[t] = 0
        for (i = 1; i <= n; i++) of[t] += is_defect(i) && cell[i, t] !~ /^(caught|caught, not where|nothing|can't)$/
    }
    cells("other words", of)
}
function write_false_alarms(   i, t, of) {
    for (t = 1; t <= n_tools; t++) {
        of[t] = 0
        for (i = 1; i <= n; i++) of[t] += !is_defect(i) && cell[i, t] != "nothing"
    }
    cells("not silent on the " n - n_defects " without a defect", of)
}
function write_counts() {
    cells("of " n_defects " defects", head)
    rule(1 + n_tools)
    write_count("**caught**", "^caught$")
    write_count("caught, not where", "^caught, not where$")
    write_others()
    write_count("nothing", "^nothing$")
    write_count("can't", "^can't$")
    write_false_alarms()
}
function write_together(   i, plain, ours) {
    for (i = 1; i <= n; i++) {
        plain += is_caught_by_any(i, 1, n_plain)
        ours += is_caught_by_any(i, n_plain + 1, n_tools)
    }
    printf "Of the %d defects, the plain tools together name %d, Freehold's engines together %d.\n", n_defects, plain, ours
}
function write_item(i, more) { printf "- %s, %s: %s%s\n", kind[i], direction[i], linked(i), more; n_items++ }
function start_list() { n_items = 0 }
function end_list() { if (!n_items) print "- none of these" }
function write_only(   i) {
    start_list()
    for (i = 1; i <= n; i++)
        if (is_caught_by_any(i, n_plain + 1, n_tools) && !is_caught_by_any(i, 1, n_plain)) write_item(i, "")
    end_list()
}
function write_unseen(   i) {
    start_list()
    for (i = 1; i <= n; i++) if (is_defect(i) && !is_caught_by_any(i, n_plain + 1, n_tools)) write_item(i, "")
    end_list()
}
function write_missed(   i, t) {
    start_list()
    for (t = n_plain + 1; t <= n_tools; t++)
        for (i = 1; i <= n; i++)
            if (is_defect(i) ? cell[i, t] !~ /^(caught|can't)$/ : cell[i, t] != "nothing") write_item(i, " (" head[t] ": " cell[i, t] ")")
    end_list()
}
BEGIN {
    FS = "\t"
    n_plain = 5
    heads["valgrind"] = "Valgrind"
    heads["asan-c"] = "ASan, C side"
    heads["asan-both"] = "ASan, both sides"
    heads["gcc"] = "gcc"
    heads["gcc-attributes"] = "gcc, contract"
    heads["freehold-exec"] = "Freehold exec"
    n_tools = split(tools, head, " ")
    for (t = 1; t <= n_tools; t++) {
        name = head[t]
        head[t] = name in heads ? heads[name] : "Freehold: " substr(name, length("freehold-") + 1)
    }
}
FILENAME ~ /\/cells$/ {
    n++
    kind[n] = $2; direction[n] = $3; title[n] = $4; source[n] = $5
    gsub(/->/, "→", direction[n])
    sub(/.*\//, "", source[n])
    for (t = 1; t <= n_tools; t++) cell[n, t] = $(5 + t)
    n_defects += is_defect(n)
    next
}
FILENAME ~ /\/versions$/ { versions = versions "- " $0 "\n"; next }
FILENAME ~ /\/blind$/ { blind = blind $0 "\n"; next }
/^@table@$/ { write_table(); next }
/^@counts@$/ { write_counts(); next }
/^@together@$/ { write_together(); next }
/^@only@$/ { write_only(); next }
/^@unseen@$/ { write_unseen(); next }
/^@missed@$/ { write_missed(); next }
/^@blind@$/ { printf "%s", blind == "" ? "- nothing in these\n" : blind; next }
/^@versions@$/ { printf "%s", versions; next }
{ print }
