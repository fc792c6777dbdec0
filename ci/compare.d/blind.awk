# SPDX-License-Identifier: MIT
# report.json of `freehold run`, flattened by json.awk -> what `engine` says that it can't see: a line of the page for each kind and
# reason, with the number of expectations.
function count(line) {
    if (!(line in times)) order[++n] = line
    times[line]++
}
BEGIN { FS = "\t" }
$1 ~ /^results\.[0-9]+\.not_applicable\.[0-9]+\.kind$/ { kind = $2 }
$1 ~ /^results\.[0-9]+\.not_applicable\.[0-9]+\.reason$/ { count(kind ": " $2) }
END { for (i = 1; i <= n; i++) printf "- %s, %s (%d)\n", engine, order[i], times[order[i]] }
