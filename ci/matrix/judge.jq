# SPDX-License-Identifier: MIT
# Rows and answers -> cells: {row, profile, engine, position, verdict, words}. README.md says what the verdicts mean.
# $rows, $answers: these files, each in an array.

def mark: {kind, line};
def words: map("\(.kind) on line \(.line)") | join(", ");
def verdict($verdict; $words): {$verdict, $words};

# What the engine says that it can't see of the row, in this profile: its answer about the marks.
def not_applicable($answers; $answer):
    [$answers[] | select(.row == $answer.row and .profile == $answer.profile and .engine == $answer.engine and .position == "alone")
        | .results[].not_applicable[]];

# Must this engine find nothing, something, or can't it tell?
def right_verdict($marks; $position; $seen):
    if $position != "alone" then (if $seen == [] then "pass" else "fail" end)
    elif $marks == $seen then "pass"
    else "inconclusive" end;

def right_status: {pass: 0, fail: 1, inconclusive: 3}[.];

def judge($row; $answer; $not_applicable):
    ($row.marks - [$not_applicable[] | mark]) as $seen
    | [$answer.results[] | select(.scenario == $row.says)] as $own
    | ($answer.results - $own) as $others
    | [$own[].findings[] | mark] as $found
    | right_verdict($row.marks; $answer.position; $seen) as $right
    | ($found - $row.marks) as $alarms
    | ($seen - $found) as $missed
    | [$answer.results[] | select(.verdict == "inconclusive" and (.scenario != $row.says or $right != "inconclusive"))] as $open
    | if ($own | length) != 1 then verdict("not judged"; "no result")
      elif $open != [] then verdict("not judged"; $open | map("\(.scenario): \(.reason)") | join("; "))
      elif any($others[]; .verdict != "pass" or .findings != []) then
          verdict("false alarm"; [$others[] | select(.verdict != "pass") | "\(.scenario): \(.verdict)"] | join(", "))
      elif $alarms != [] then verdict("false alarm"; $alarms | words)
      elif $missed != [] then verdict("false clean"; $missed | words)
      elif $own[0].verdict != $right or $answer.status != ($right | right_status) then
          verdict("not judged"; "\($own[0].verdict), exit status \($answer.status), not \($right): \($own[0].reason // "")")
      elif $row.marks != [] and $seen == [] then verdict("not applicable"; [$not_applicable[].reason] | unique | join("; "))
      else verdict("right"; "") end;

$answers[0] as $answers
| [$rows[0][] | . as $row
    | $answers[] | select(.row == $row.row)
    | . as $answer
    | {row, profile, engine, position} + judge($row; $answer; not_applicable($answers; $answer))]
