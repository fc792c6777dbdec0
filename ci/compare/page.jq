# SPDX-License-Identifier: MIT
# The cells -> docs/comparison.md: page.md.in (one text), with a part in the place of each line "@NAME@".
# $cells, $answers: these files, each in an array; $versions: a line each.
include "common";

def row: "| " + join(" | ") + " |";

def ruler: map("---") | row;

def plain_tools: tools | map(select(.is_ours | not));

def our_tools: tools | map(select(.is_ours));

def is_defect: .kind != "none";

# Of a program: do these tools name its kind?
def is_named_by($tools): is_defect and any(.cells[$tools[].name].verdict; startswith("caught"));

def linked: "[\(.title)](comparison/\(.file))";

def kind_shown: if is_defect then .kind else "no defect" end;

def arrow: .direction | gsub("->"; "→");

# A cell as the page shows it.
def shown:
    if .verdict == "other words" then .words
    elif .verdict == "caught" and .words == "" then "**caught**"
    elif .verdict | startswith("caught") then .verdict + (if .words == "" then "" else ", and " + .words end)
    else .verdict + (if .words == "" then "" else ": " + .words end) end
    | gsub("\\|"; "\\|");

def program_row: [kind_shown, arrow, linked, (.cells[tools[].name] | shown)] | row;

def program_table:
    (["kind", "direction", "program", tools[].head] | row, ruler),
    (.[] | program_row);

def item: "- \(kind_shown), \(arrow): \(linked)";

def items(programs): [programs] | if . == [] then "- none of these" else .[] end;

# Of each tool: how many of these programs have a cell with this verdict.
def count_row($words; programs; $verdict):
    [programs] as $counted
    | [$words, (tools[].name as $tool | [$counted[] | select(.cells[$tool].verdict == $verdict)] | length | tostring)]
    | row;

def counts:
    . as $programs
    | def defects: $programs[] | select(is_defect);
      def sound: $programs[] | select(is_defect | not);
      (["of \([defects] | length) defects", tools[].head] | row, ruler),
      count_row("**caught**"; defects; "caught"),
      (("caught, not where", "other words", "nothing", "can't", "no answer") as $verdict | count_row($verdict; defects; $verdict)),
      count_row("false alarms on the \([sound] | length) without a defect"; sound; "false alarm"),
      count_row("no answer on these"; sound; "no answer");

def together:
    [.[] | select(is_defect)] | length as $all
    | (map(select(is_named_by(plain_tools))) | length) as $plain
    | (map(select(is_named_by(our_tools))) | length) as $ours
    | "Of the \($all) defects, the plain tools together name \($plain), Freehold's engines together \($ours).";

def only_ours: items(.[] | select(is_named_by(our_tools) and (is_named_by(plain_tools) | not)) | item);

def unseen: items(.[] | select(is_defect and (is_named_by(our_tools) | not)) | item);

# Does a tool of ours say exactly what it should of this program, or itself that it can't see it?
def is_right($cell):
    if is_defect then [$cell.verdict, $cell.words] | IN(["caught", ""], ["can't", ""])
    else $cell.verdict == "nothing" end;

def missed:
    . as $programs
    | items(our_tools[] as $tool | $programs[] | .cells[$tool.name] as $cell
            | select(is_right($cell) | not) | "\(item) (\($tool.head): \($cell | shown))");

# What the engines say of themselves, with the number of scenarios.
def blind_of($tool):
    [$answers[0][] | select(.tool == $tool) | .cannot[] | "\(.kind): \(.reason)"]
    | group_by(.)[]
    | "- \($tool | ltrimstr("freehold-")), \(first) (\(length))";

def blind: [blind_of(our_tools[].name)] | if . == [] then "- nothing in these" else .[] end;

def part($name):
    if $name == "table" then program_table
    elif $name == "counts" then counts
    elif $name == "together" then together
    elif $name == "only" then only_ours
    elif $name == "unseen" then unseen
    elif $name == "missed" then missed
    elif $name == "blind" then blind
    elif $name == "versions" then $versions | rtrimstr("\n") | lines[] | "- " + .
    else error("page.md.in: no such part: \($name)") end;

rtrimstr("\n") | lines[]
| . as $line
| (capture("^@(?<part>[a-z]+)@$").part as $name | $cells[0] | part($name)) // $line
