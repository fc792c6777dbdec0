# SPDX-License-Identifier: MIT
# rules.md, and how its two tables are applied. A row that can't be understood is an error, and no page is
# written.
include "common";

# ---- reading the tables

def cell_text: sub("^ *`?"; "") | sub("`? *$"; "");

# The rows of the table under a heading of the text: an object each, by these names.
def table($heading; $names):
    ("\n" + . | split("\n## ") | map(select(startswith($heading + "\n"))) | first // error("rules.md has no \"\($heading)\""))
    | lines | map(select(startswith("| `")) | split("|")[1:-1] | map(cell_text))
    | map(if length == ($names | length) then . else error("rules.md: \(join(" | ")): not \($names | length) columns") end)
    | if . == [] then error("rules.md: no rows under \"\($heading)\"") else . end
    | map([$names, .] | transpose | map({(.[0]): .[1]}) | add);

def kinds_in_cell:
    if . == "" or . == "(not about memory)" then [] else split(", ") end
    | map(if [.] | inside(kinds) then . else error("rules.md: no such kind: \(.)") end);

# The text of rules.md -> {naming, blind}.
def read_rules:
    {
        naming: (table("What a report names"; ["reader", "pattern", "kind", "words"])
                 | map(. + {kinds: (.kind | kinds_in_cell), is_left_out: (.kind == "(not about memory)")})),
        blind: table("What a tool can't see"; ["tool", "kind", "culprit", "program", "because"])
    };

# ---- applying them

# What a report names: {kinds, words, is_left_out}. Freehold's reports have no rules: what they say is the
# kind.
def meaning($rules; $reader; $says):
    if $reader | startswith("freehold_") then {kinds: [$says], words: $says, is_left_out: false}
    else
        first($rules.naming[] | select(.reader == $reader and (.pattern as $pattern | $says | test($pattern))))
        // {kinds: [], words: "", is_left_out: false}
        | {kinds, words: (if .words == "" then $says else .words end), is_left_out}
    end;

def fits_whole($pattern): $pattern == "any" or test("^(" + $pattern + ")$");

# Has the tool no way to see this program's defect?
def is_blind($rules; $program; $tool):
    any($rules.blind[]; . as $rule
        | ($tool.name | fits_whole($rule.tool)) and ($program.kind | fits_whole($rule.kind))
          and ($program.culprit | fits_whole($rule.culprit)) and ($program.name | fits_whole($rule.program)));
