# SPDX-License-Identifier: MIT
# gcc's warnings (-fdiagnostics-plain-output, one text) and how it ended ($status) -> an answer (common.jq). A
# report says the warning's option: "-Wanalyzer-double-free"; or its text, if it has none. A leak is reported
# where the last pointer goes, and its notes tell where the block was made: so they are frames, too.
include "common";

def place: capture("^([^:]*/)?(?<at>[^:/]+:[0-9]+):").at;

def is_warning: test(": warning: ");

def says: capture("\\[(?<option>-W[^]=]*)[^]]*\\]$").option // capture(": warning: (?<text>.*)").text;

def reports:
    reduce lines[] as $line ([];
        if $line | is_warning then . + [{says: ($line | says), frames: [$line | place]}]
        elif . != [] and .[-1].says == "-Wanalyzer-malloc-leak" and ($line | test(": note: ")) then
            .[-1].frames += [$line | place]
        else . end);

answer($program; $tool;
    why_not_run($status) // (if $status == "0" then null else "exit status \($status)" end);
    reports; [])
