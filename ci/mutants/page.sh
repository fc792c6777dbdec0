# SPDX-License-Identifier: MIT
# Part of ci/mutants/run: counts, survivors with their reasons, the page.

# texts_explained FOLDER: "FILE TAB OLD TAB NEW TAB REASON" for each paragraph of FOLDER/survivors: a file's name, a line "- old", a line
# "+ new", and why that changes nothing that matters.
texts_explained() {
  [ ! -e "harness/freehold/$1/survivors" ] || awk -v folder="$1/" 'BEGIN { RS = ""; FS = "\n" }
    /^#/ { next }
    {
      reason = $4
      for (i = 5; i <= NF; i++) reason = reason " " $i
      printf "%s\t%s\t%s\t%s\n", folder $1, substr($2, 3), substr($3, 3), reason
    }' "harness/freehold/$1/survivors"
}

# with_outcome FOLDER OUTCOME: "FILE TAB OLD TAB NEW" of those that ended so, without the blanks before the lines.
with_outcome() {
  outcomes "$1" | awk -v outcome="$2" '
    NR == FNR { if ($3 == outcome) is_wanted[$1] = 1; next }
    $1 in is_wanted { sub(/^ */, "", $4); sub(/^ */, "", $5); print $2 "\t" $4 "\t" $5 }' - FS='\t' "$list"
}

# What an explanation says must be so: its line is there, and no test kills the mutant.
check_explained() {
  texts_explained "$1" >"$work/explained"
  while IFS="$tab" read -r file old _ reason; do
    if ! sed 's/^[ \t]*//' "harness/freehold/$file" 2>/dev/null | grep -qxF -e "$old"; then
      echo "$1/survivors: $file has no line: $old"
    elif [ -z "$reason" ]; then
      echo "$1/survivors: $file: no reason for: $old"
    fi
  done <"$work/explained" >>"$work/wrong"
  with_outcome "$1" killed >"$work/killed"
  awk -F '\t' -v folder="$1" 'FILENAME == ARGV[1] { killed[$1, $2, $3] = 1; next }
    ($1, $2, $3) in killed { print folder "/survivors: a test kills it: " $1 ": " $3 }' "$work/killed" "$work/explained" >>"$work/wrong"
}

# A row of the table, and the survivors, each with its reason.
count_folder() {
  check_explained "$1"
  with_outcome "$1" survived >"$work/survived"
  awk -F '\t' -v folder="$1" -v wrong="$work/wrong" 'FILENAME == ARGV[1] { reason[$1, $2, $3] = $4; next }
    ($1, $2, $3) in reason {
      printf "**%s**\n\n```diff\n- %s\n+ %s\n```\n\n%s\n\n", $1, $2, $3, reason[$1, $2, $3]
      next
    }
    {
      printf "**%s**\n\n```diff\n- %s\n+ %s\n```\n\nNot explained yet.\n\n", $1, $2, $3
      print folder "/survivors: not explained: " $1 "\n- " $2 "\n+ " $3 >>wrong
    }' "$work/explained" "$work/survived" >>"$work/shown"
  outcomes "$1" | awk -v folder="$1" -v made="$(awk -v folder="$1/" 'index($2, folder) == 1' "$list" | wc -l)" '
    { n[$3]++; tried += $3 == "killed" || $3 == "survived" }
    END {
      printf "| `%s/` | %d | %d | %d | %d | %d | %d | %.1f %% |\n", folder, made, n["invalid"], n["same"], tried, n["killed"], n["survived"],
        tried ? 100 * n["killed"] / tried : 0
    }' >>"$work/rows"
  tail -n 1 "$work/rows"
}

# The whole score, and whether it will do.
write_page() {
  score=$(awk -F '|' '{ tried += $6; killed += $7 } END { printf "%.1f", tried ? 100 * killed / tried : 0 }' "$work/rows")
  if [ "$sample" = 1000000 ]; then
    scope='It tried all of them.'
  else
    scope="It tried a sample (seed $seed), at most some $sample of each folder; with \`--all\` it tries all, for hours."
  fi
  sed -e '/@ROWS@/r '"$work/rows" -e '/@ROWS@/d' -e '/@SURVIVORS@/r '"$work/shown" -e '/@SURVIVORS@/d' -e "s/@SCOPE@/$scope/" -e "s/@SCORE@/$score/" \
    "$here/page.md.in" | cat -s >"$output"
  cat "$work/wrong"
  echo "ci/mutants/run: $score % killed"
  [ ! -s "$work/wrong" ] && awk -v score="$score" 'BEGIN { exit !(score >= 95) }'
}
