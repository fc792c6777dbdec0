# SPDX-License-Identifier: MIT
# report.json, flattened by json.awk -> the findings in the scenario file `file`: KINDS <tab> WORDS <tab> WHERE <tab> 1 if it was
# not expected. WHERE: 1 on `line`; -1 on another; 0 on none. What the engine can't see by its own account is of kind "!", an
# inconclusive result of kind "?". Rules: ci/compare.
function key(   part) { split($1, part, "."); return part[2] }
function field(   rest) { rest = $1; sub(/^results\.[0-9]+\./, "", rest); return rest }
function is_file(path) { return path == file || substr(path, length(path) - length(file)) == "/" file }
BEGIN { FS = "\t"; wanted = -1 }
!/^results\./ { next }
field() == "file" && is_file($2) { wanted = key() }
key() != wanted { next }
field() == "verdict" { verdict = $2 }
field() ~ /^findings\.[0-9]+\.kind$/ { kind[n++] = $2 }
field() ~ /^findings\.[0-9]+\.line$/ { where[n - 1] = $2 == line ? 1 : $2 > 0 ? -1 : 0 }
field() ~ /^findings\.[0-9]+\.expected$/ { is_extra[n - 1] = $2 == "false" }
field() ~ /^not_applicable\.[0-9]+\.kind$/ { is_blind = 1 }
END {
    if (wanted < 0) print "?\tnot run\t0"
    for (i = 0; i < n; i++) printf "%s\t%s\t%d\t%d\n", kind[i], kind[i], where[i], is_extra[i]
    if (is_blind) print "!\tcan't see it\t0"
    else if (verdict == "inconclusive") print "?\tinconclusive\t0"
}
