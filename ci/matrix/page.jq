# SPDX-License-Identifier: MIT
# The cells -> docs/matrix-run.md: page.md.in (one text), with a part in the place of each line "@NAME@".
# $rows, $cells: these files, each in an array; $versions: a line each.

def row: "| " + join(" | ") + " |";
def table: [(.[0] | row), (.[0] | map("---") | row)] + [.[1:][] | row] | join("\n");

def positions: ["first", "middle", "last", "alone"];
def columns: [("valgrind", "asan", "ledger") as $engine | ("debug", "release") | {$engine, profile: .}];
def verdicts: ["right", "not applicable", "false clean", "false alarm", "not judged"];

# Four positions -> a cell of the page.
def together:
    if (map(.verdict) | unique) == ["right"] then "right"
    elif (map(.verdict) | unique) == ["not applicable"] then "–"
    else map("\(.position): \(.verdict)") | join("; ") end;

def of_column($column): map(select(.engine == $column.engine and .profile == $column.profile));

def table_of_rows($rows; $cells):
    [["kind", "who does what", (columns[] | "\(.engine), \(.profile)")]]
    + [$rows[] | . as $row | [$cells[] | select(.row == $row.row)] as $own
        | [.kind, .says, (columns[] as $column | $own | of_column($column) | if . == [] then "not run" else together end)]]
    | table;

def counts($cells):
    [["cells", ($cells | length | tostring)]]
    + [verdicts[] as $verdict | [$verdict, ([$cells[] | select(.verdict == $verdict)] | length | tostring)]]
    | table;

def reasons($cells):
    [$cells[] | select(.verdict == "not applicable")]
    | group_by([.engine, .words])
    | map("- \(.[0].engine), \(length) cells: \(.[0].words)")
    | join("\n");

$rows[0] as $rows
| $cells[0] as $cells
| {
    "@counts@": counts($cells),
    "@rows@": table_of_rows($rows; $cells),
    "@reasons@": reasons($cells),
    "@versions@": ($versions | rtrimstr("\n") | split("\n") | map("- " + .) | join("\n"))
} as $parts
| split("\n") | map($parts[.] // .) | join("\n") | rtrimstr("\n")
