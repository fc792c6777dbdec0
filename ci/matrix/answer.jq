# SPDX-License-Identifier: MIT
# A report.json -> what it says of the cell: each scenario with its verdict, its findings and what is not applicable. Lines are counted
# from the scenario's own.
# $row, $profile, $engine, $position, $status: of the cell; the exit status.

def from($line): if . == null then null else . - $line end;

{
    $row, $profile, $engine, $position, $status,
    results: [.results[] | .line as $line | {
        scenario, verdict, reason,
        findings: [.findings[] | {kind, line: (.line | from($line)), expected, message}],
        not_applicable: [.not_applicable[]? | {kind, line: (.line | from($line)), reason}],
        unmet: [.unmet[]?]
    }]
}
