# SPDX-License-Identifier: MIT
# What the benchmarks share. Each measures two things in turn, in one run, and prints their ratio. $source is the root of the tree;
# the folder at hand is an empty one, which goes when the script ends.
# shellcheck shell=sh
source=$(cd "$(dirname "$0")/../.." && pwd)
FREEHOLD=$(realpath "${FREEHOLD:?the freehold program}")
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
cd "$TMP"

# seconds COMMAND…: its processor time, user's and system's, and that of what it starts. It must succeed; what it says is in `said`.
seconds() {
  sh -c '"$@" >said 2>&1 || { cat said >&2; exit 1; }; times' sh "$@" |
    awk 'NR == 2 { gsub(/[ms]/, " "); printf "%.3f\n", ($1 + $3) * 60 + $2 + $4; seen = 1 } END { exit !seen }'
}

# of_pairs: medians of pairs "A B" on lines: "median of A, median of B, median of B / A, the least and the greatest B / A".
of_pairs() {
  awk '
    function sorted(values, n, i, j, t) {
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && values[j] < values[j - 1]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
    }
    { a[NR] = $1; b[NR] = $2; ratio[NR] = $1 > 0 ? $2 / $1 : 0 }
    END {
      if (NR == 0) exit 1
      sorted(a, NR); sorted(b, NR); sorted(ratio, NR); m = int((NR + 1) / 2)
      printf "%.3f %.3f %.2f %.2f %.2f\n", a[m], b[m], ratio[m], ratio[1], ratio[NR]
    }'
}
