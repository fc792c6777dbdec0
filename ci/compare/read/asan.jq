# SPDX-License-Identifier: MIT
# What a program with AddressSanitizer wrote (one text) and how it ended ($status) -> an answer (common.jq). A
# report begins with "ERROR: AddressSanitizer: " and says what follows; or with "Direct leak of", one for each
# leak.
include "common";

def headline:
    (capture("ERROR: AddressSanitizer:? (?<says>.*)").says, capture("^(?<says>(Direct|Indirect) leak) of ").says)
    | without_addresses;

# The stacks that follow these lines are of other deeds.
def ends_first_stack: test("^(freed by|previously allocated|allocated by|SUMMARY|Shadow bytes)| is located ");

# The line's column, which some have, is dropped.
def frame: capture("^ +#[0-9]+ .*[ /(](?<at>[^ /():]+:[0-9]+)(:[0-9]+)?$").at;

def reports:
    reduce lines[] as $line ([];
        ([$line | headline] | first) as $says
        | if $says then . + [{$says, frames: [], is_over: false}]
          elif . == [] or .[-1].is_over then .
          elif $line | ends_first_stack then .[-1].is_over = true
          else .[-1].frames += [$line | frame] end)
    | map(del(.is_over));

. as $text
| reports as $reports
# A program may end itself without a report of ASan's: that is not silence.
| own_signals[$status] as $signal
| answer($program; $tool;
    why_not_run($status)
    // (if $text | test("LeakSanitizer has encountered a fatal error|ERROR: LeakSanitizer: (?!detected)") then
            "LeakSanitizer could not look"
        elif $text | test("AddressSanitizer:? (CHECK failed|nested bug)") then "AddressSanitizer broke down"
        elif $reports != [] then
            if $text | test("\nSUMMARY: AddressSanitizer: ") then null else "the report has no end" end
        elif $status == "0" or $signal then null
        else "exit status \($status), and no report" end);
    if $reports == [] and $signal then [{says: $signal, frames: []}] else $reports end;
    [])
