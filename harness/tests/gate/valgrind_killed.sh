#!/bin/sh
# SPDX-License-Identifier: MIT
# Valgrind killed in the middle leaves a log without its end, ended from outside one that is no scenario's: inconclusive,
# never a pass, also where the scenario expects an abort.
. "$(dirname "$0")/common.sh"
copy_path
real=$(command -v valgrind) || fail "Valgrind is not installed"
rm -f "$TMP/bin/valgrind"
PATH=$TMP/bin
cat >"$TMP/long.scn" <<'END'
library strtest

scenario "long enough to be killed" {
    repeat 100000000 {
        free(malloc(1))     !abort
    }
}
END
for signal in KILL TERM ABRT; do
  cat >"$TMP/bin/valgrind" <<END
#!/bin/sh
case \$1 in --version) exec $real --version;; esac
( sleep 2; kill -$signal \$\$ ) &
exec $real "\$@"
END
  chmod +x "$TMP/bin/valgrind"
  run 3 "$TMP/long.scn"
  if [ $signal = KILL ]; then said "log is cut"; else said "ended from outside"; fi
  said "1 scenario: 0 pass, 0 fail, 1 inconclusive"
  [ -s "$TMP/out/report.json" ] || fail "no report"
done
