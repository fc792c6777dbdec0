#!/bin/bash
# SPDX-License-Identifier: MIT
# completion.sh bash|zsh|fish: the shell completes the commands that --help lists, each one's options, and what these take.
. "$(dirname "$0")/common.sh"
shell=$1

in_bash() {
  bash --norc -c '
    . "$1/freehold"
    read -ra COMP_WORDS <<<"$(sed "s/=/ = /g" <<<"$2")"
    [[ $2 != *" " && $2 != *= ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _freehold
    printf "%s\n" "${COMPREPLY[@]}"' bash "$COMPLETION" "$1"
}
in_zsh() { "$HERE/zsh_candidates" "$COMPLETION" "$1" "$TMP/zcompdump"; }
# fish gives the whole word, and a description behind a tab.
in_fish() { fish --no-config -c 'source $argv[1]/freehold.fish; complete -C $argv[2]' "$COMPLETION" "$1" | sed 's/\t.*//; s/^--[a-z-]*=//'; }

# candidates LINE: what the shell offers, sorted.
candidates() { "in_$shell" "$1" | grep -v '^$' | sort -u; }

commands | sort >"$TMP/wanted"
candidates 'freehold ' | grep -v '^-' >"$TMP/found"
same "$shell: commands" "$TMP/wanted" "$TMP/found"
for command in $(commands); do
  options "$command" | grep '^--' >"$TMP/wanted"
  candidates "freehold $command --" | sed 's/=$//' | grep '^--' >"$TMP/found"
  same "$shell: $command" "$TMP/wanted" "$TMP/found"
done

# offers LINE WORD…: exactly these.
offers() {
  line=$1
  shift
  printf '%s\n' "$@" | sort >"$TMP/wanted"
  candidates "$line" >"$TMP/found"
  same "$shell: $line" "$TMP/wanted" "$TMP/found"
}
# there_are OPTION: the words that it takes, as the error says.
there_are() { "$FREEHOLD" run "$1" no-such-word . 2>&1 | sed -n 's/.*; there are: //p' | tr -d ,; }
cd "$TMP" || exit 1
mkdir -p work/folder && touch work/one.scn work/two.txt work/lib.a && cd work || exit 1
# shellcheck disable=SC2046
offers 'freehold run --format=' $(there_are --format)
# shellcheck disable=SC2046
offers 'freehold run --engine=' $(there_are --engine)
offers 'freehold exec --engine=' valgrind asan
candidates 'freehold run ' | grep -q '^one.scn' || fail "$shell: run offers no scenario"
# fish lists all files, those that are wanted first.
[ "$shell" = fish ] || ! candidates 'freehold run ' | grep -q '^two' || fail "$shell: run offers what is no scenario"
candidates 'freehold flags ' | grep -q '^lib.a' || fail "$shell: flags offers no archive"
