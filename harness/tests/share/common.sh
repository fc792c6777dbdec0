# SPDX-License-Identifier: MIT
# What the tests of share/ and of the man pages share. Environment: FREEHOLD (the program), SOURCE (the source tree), MARKS
# (list-marks), COMPLETION (the folder of the completions).
set -u
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
export LC_ALL=C.UTF-8
HERE=$(cd "$(dirname "$0")" && pwd)

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# The commands that --help lists; the options of one of them, as "--name", and as "-n".
commands() { "$FREEHOLD" --help | sed -n 's/^  freehold \([a-z][a-z]*\) .*/\1/p'; }
options() { "$FREEHOLD" "$1" --help | grep -oE '^  (-[a-z], )?--[a-z-]+' | grep -oE -- '--?[a-z-]+' | sort; }

# same WHAT WANTED FOUND: two files of sorted lines.
same() {
  [ -s "$2" ] || fail "$1: nothing to compare with"
  diff -u "$2" "$3" || fail "$1: - is wanted and not there, + is there and not wanted"
}
