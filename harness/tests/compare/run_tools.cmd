# What is kept of tools that are missing, crash, or say nothing: stand-ins, on a PATH of their own.
bin=$TMP/path
mkdir -p "$bin" "$TMP/bin"
for program in awk cat cp cut dirname env grep head jq mkdir printf rm sed sh sort timeout wc; do
    ln -s "$(command -v "$program")" "$bin/$program"
done
sh=$(command -v sh)

# tool NAME: with the script on standard input.
tool() {
    { echo "#!$sh"; cat; } >"$1"
    chmod +x "$1"
}

jq '[.[] | select(.name == "double-free-rust-by-c")]' recorded/programs.json >"$TMP/programs.json"
tool "$bin/gcc" <<'END'
case "$*" in
--version) echo 'gcc (Stand-in) 1.0' ;;
*--help=*) printf '  -Wanalyzer-double-free \t[enabled]\n  -Wunused= \t[disabled]\n  -Wanalyzer-malloc-leak\t[enabled]\n' ;;
*-include*) kill -ABRT $$ ;;
esac
END
tool "$bin/rustc" <<'END'
echo 'rustc 1.0'
END
tool "$TMP/bin/double-free-rust-by-c.plain" <<'END'
END
tool "$TMP/bin/double-free-rust-by-c.asan-c" <<'END'
[ -z "${ASAN_OPTIONS-}" ] && echo 'no ASAN_OPTIONS'
echo "at home in $HOME"
cat
kill -ABRT $$
END
tool "$TMP/freehold" <<'END'
case "$*" in
--version) echo 'freehold 1.0' ;;
*--engine\ valgrind*) exit 2 ;;
*--engine\ asan*) exec cat nothing-there ;;
run*)
    while [ "$1" != --out ]; do shift; done
    mkdir "$2"
    echo '{"results": [{"file": "double-free-rust-by-c.scn", "verdict": "pass", "findings": [],
        "not_applicable": []}]}' >"$2/report.json"
    ;;
*) kill -KILL $$ ;;
esac
END
echo "rustc 1.0 can't" >"$TMP/asan-both.problem"

run_tools() {
    ASAN_OPTIONS=detect_leaks=0 PATH=$bin RUSTC=rustc ../../../ci/compare/run-tools "$TMP" "$TMP/freehold" &&
        PATH=$bin ../../../ci/compare/read-answers "$TMP" && PATH=$bin ../../../ci/compare/judge "$TMP" &&
        jq --raw-output --from-file cells.jq "$TMP/cells.json"
}

echo '-- no Valgrind'
echo 'of the terminal' | run_tools
for file in status versions gcc-options double-free-rust-by-c.asan-c; do
    echo "-- $file"
    grep -v '^Aborted' "$TMP/said/$file" # which some shells add
done

echo '-- a Valgrind that writes nothing'
tool "$bin/valgrind" <<'END'
[ "$1" = --version ] && echo valgrind-1.0
exit 0
END
run_tools </dev/null | grep ^valgrind

echo '-- a Valgrind that dies'
tool "$bin/valgrind" <<'END'
[ "$1" = --version ] && echo valgrind-1.0 && exit
for argument; do
    case $argument in --log-file=*) echo '==1== Memcheck, a memory error detector' >"${argument#*=}" ;; esac
done
kill -KILL $$
END
run_tools </dev/null | grep ^valgrind

echo '-- a gcc without -fanalyzer'
tool "$bin/gcc" <<'END'
echo '  -Wunused  [enabled]'
END
run_tools </dev/null
echo "exit status $?"
