#!/bin/sh
# SPDX-License-Identifier: MIT
# ci_files.sh schemas|steps: the files for GitHub and GitLab fit the published schemas; their scripts, run on the example project as a
# runner would, leave what they promise, and fail when there is a violation.
. "$(dirname "$0")/common.sh"
python=$HERE/python/bin/python
[ -x "$python" ] || fail "$HERE/python is not there; ci/setup --test makes it"

# fits SCHEMA FILE…
fits() { "$python" -m check_jsonschema --builtin-schema "vendor.$@" >"$TMP/said" 2>&1; }

if [ "$1" = schemas ]; then
  example=$SOURCE/examples/greeting
  fits github-actions "$SOURCE/action.yml" || { cat "$TMP/said"; fail action.yml; }
  fits github-workflows "$SOURCE/.github/workflows/test.yml" "$example/.github/workflows/freehold.yml" || { cat "$TMP/said"; fail workflows; }
  # The schema does not look at jobs whose name begins with a dot.
  sed 's/^\.freehold:/audit:/; s/extends: \.freehold/extends: audit/' "$SOURCE/share/gitlab/freehold.gitlab-ci.yml" >"$TMP/template.yml"
  fits gitlab-ci --data-transform gitlab-ci "$TMP/template.yml" "$example/.gitlab-ci.yml" || { cat "$TMP/said"; fail "GitLab"; }
  # A schema that takes anything shows nothing.
  sed 's/using: composite/using: composition/' "$SOURCE/action.yml" >"$TMP/action.yml"
  fits github-actions "$TMP/action.yml" && fail "the schema takes a wrong action.yml"
  sed 's/when: always/when: perhaps/' "$TMP/template.yml" >"$TMP/wrong.yml"
  fits gitlab-ci --data-transform gitlab-ci "$TMP/wrong.yml" && fail "the schema takes a wrong template"
  # What the example gives to the action, the action has.
  sed -n '/example\/freehold@/,$p' "$example/.github/workflows/freehold.yml" | sed -n 's/^          \([a-z-]*\):.*/\1/p' | while read -r name; do
    grep -q "^  $name:$" "$SOURCE/action.yml" || fail "action.yml has no input $name"
  done || exit 1
  exit 0
fi

PATH=$(dirname "$FREEHOLD"):$PATH
cp -r "$SOURCE/examples/greeting" "$TMP/project" || exit 1
# steps STATUS ARGUMENT…
steps() {
  wanted=$1
  shift
  "$python" "$HERE/ci_steps.py" "$@" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "$*: exit status $status, not $wanted"; }
}
said() { grep -q -- "$1" "$TMP/said" || { cat "$TMP/said"; fail "not printed: $1"; }; }

steps 0 action "$TMP/project" scenarios=scenarios options=--engine=ledger
said '^left out: github/codeql-action/upload-sarif@'
said '^left out: actions/upload-artifact@'
said '^summary:$'
steps 0 gitlab "$TMP/project" FREEHOLD_SCENARIOS=scenarios FREEHOLD_OPTIONS=--engine=ledger

sed -i 's/ *!leak$//' "$TMP/project/scenarios/greeting.scn"
steps 1 action "$TMP/project" scenarios=scenarios options=--engine=ledger
said '^::error .*file=scenarios/greeting.scn,line=15'
said 'leak'
steps 1 action "$TMP/project" scenarios=scenarios options=--engine=ledger annotations=false summary=false
grep -q '^::error' "$TMP/said" && fail "annotations that nobody wants"
steps 1 gitlab "$TMP/project" FREEHOLD_SCENARIOS=scenarios FREEHOLD_OPTIONS=--engine=ledger
steps 2 action "$TMP/project" scenarios=scenarios program=true
steps 0 action "$TMP/project" 'program=echo "::error::not mine"'
grep -n '^::' "$TMP/said" | head -3 | cut -d : -f 2- | sed 's/[0-9][0-9]*//' >"$TMP/order"
printf '%s\n' '::stop-commands::freehold-' '::error::not mine' '::freehold-::' | diff - "$TMP/order" || fail "a program's output is not shut off"
