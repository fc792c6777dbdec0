# SPDX-License-Identifier: MIT
# memcheck's log (one text) and how the run ended ($status) -> an answer (common.jq). A report is a paragraph
# with a stack; it says its first line and what the address is: "Invalid read of size 1: Address 0x… is 0
# bytes inside a block of size 18 free'd".
include "common";

def is_frame: test("^ +(at|by) 0x");

def frame: capture("[(/](?<at>[^()/:]+:[0-9]+)\\)$").at;

# Lines -> arrays of the lines between empty ones.
def paragraphs: reduce .[] as $line ([[]]; if $line == "" then . + [[]] else .[-1] += [$line] end);

# The first stack is that of the deed; where a block was allocated or freed comes after.
def first_stack:
    (map(is_frame) | index(true)) as $start
    | .[$start:]
    | .[:(map(is_frame) | index(false)) // length];

def headline: map(select(startswith("Thread ") or is_frame | not)) | .[0] // "a stack without words";

def address: .[] | select(startswith(" Address ")) | .[1:];

def report: {says: ([headline, address] | join(": ") | without_addresses), frames: [first_stack[] | frame]};

# What the log's last lines count: each report is a context, but for leaks of kinds that are no errors, and
# for signals.
def contexts: capture("^ERROR SUMMARY: [0-9]+ errors from (?<n>[0-9]+) contexts").n | tonumber;

# The program's end by a signal.
def is_end: .says | startswith("Process terminating");

[lines[] | capture("^==(?<process>[0-9]+)==( (?<text>.*))?$")] as $lines
| [$lines[] | .text // ""] as $log
| [$log | paragraphs[] | select(any(is_frame)) | report] as $reports
| [$log[] | contexts] as $contexts
| ($reports | map(select(is_end | not)) | length) as $read
| answer($program; $tool;
    why_not_run($status)
    // (if $contexts == [] then "no end of the log"
        elif $read < $contexts[-1] then "the log counts \($contexts[-1]) reports, and has \($read)"
        elif [$lines[].process] | unique | length > 1 then "the log is of several processes"
        elif ($status | IN("0", "99")) or (own_signals[$status] and any($reports[]; is_end)) then null
        else "exit status \($status)" end);
    $reports; [])
