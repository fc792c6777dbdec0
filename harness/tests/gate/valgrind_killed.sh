#!/bin/sh
# SPDX-License-Identifier: MIT
# Valgrind killed in the middle leaves a log without its end: inconclusive, never a pass.
. "$(dirname "$0")/common.sh"
copy_path
real=$(command -v valgrind) || fail "Valgrind is not installed"
rm -f "$TMP/bin/valgrind"
cat >"$TMP/bin/valgrind" <<END
#!/bin/sh
case \$1 in --version) exec $real --version;; esac
( sleep 0.5; kill -KILL \$\$ ) &
exec $real "\$@"
END
chmod +x "$TMP/bin/valgrind"
PATH=$TMP/bin
cat >"$TMP/long.scn" <<'END'
library strtest

scenario "long enough to be killed" {
    repeat 100000000 {
        free(malloc(1))
    }
}
END
run 3 "$TMP/long.scn"
said "log is cut"
said "1 scenario: 0 pass, 0 fail, 1 inconclusive"
[ -s "$TMP/out/report.json" ] || fail "no report"
