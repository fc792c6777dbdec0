# SPDX-License-Identifier: MIT
# report.json, flattened by json.awk -> its findings: KINDS <tab> WORDS <tab> WHERE <tab> 1 if it was not expected. Of `freehold run`:
# those in the scenario file `scenario`; WHERE: 1 on `line`; -1 on another; 0 on none. Of `freehold exec`: all; WHERE: 1 the first
# stack holds `place` (FILE:LINE); -1 another line of that file; 0 neither. What the engine can't see by its own account is of kind
# "!", an inconclusive result of kind "?". Rules: ci/compare.
function field(   rest) { rest = $1; sub(/^results\.[0-9]+\./, "", rest); return rest }
function key(   part) { split($1, part, "."); return part[2] }
function is_scenario(path) {
    return path == scenario || substr(path, length(path) - length(scenario)) == "/" scenario
}
function see_frame(at) {
    if (at == place) where[n - 1] = 1
    else if (index(at, file ":") == 1 && !where[n - 1]) where[n - 1] = -1
}
BEGIN { FS = "\t"; wanted = -1; file = place; sub(/:.*/, "", file) }
!/^results\./ { next }
field() == "file" && place == "" && is_scenario($2) { wanted = key() }
field() == "file" && place != "" { wanted = key() }
key() != wanted { next }
field() == "verdict" { verdict = $2 }
field() ~ /^findings\.[0-9]+\.kind$/ { kind[n++] = $2 }
field() ~ /^findings\.[0-9]+\.line$/ && place == "" { where[n - 1] = $2 == line ? 1 : $2 > 0 ? -1 : 0 }
field() ~ /^findings\.[0-9]+\.expected$/ { is_extra[n - 1] = place == "" && $2 == "false" }
field() ~ /^findings\.[0-9]+\.stacks\.0\.frames\.[0-9]+\.file$/ { frame_file = $2; sub(/.*\//, "", frame_file) }
field() ~ /^findings\.[0-9]+\.stacks\.0\.frames\.[0-9]+\.line$/ && place != "" { see_frame(frame_file ":" $2) }
field() ~ /^not_applicable\.[0-9]+\.kind$/ { is_blind = 1 }
END {
    if (wanted < 0) print "?\tnot run\t0"
    for (i = 0; i < n; i++) printf "%s\t%s\t%d\t%d\n", kind[i], kind[i], where[i], is_extra[i]
    if (is_blind) print "!\tcan't see it\t0"
    else if (verdict == "inconclusive") print "?\tinconclusive\t0"
}
