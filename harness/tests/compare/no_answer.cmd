# What a tool must have said to be taken at its word: silence counts only if the tool ran, and ran to its end.
# The readers, one by one; then all of them on files that are missing or cut.
here=../../../ci/compare
name=double-free-rust-by-c
jq --arg name "$name" '[.[] | select(.name == $name)]' recorded/programs.json >"$TMP/programs.json"

# reader NAME: what the lines below read with.
reader() {
    echo "-- $1"
    reader=$1
    case $1 in
    freehold_*) form= ;;
    *) form=--raw-input ;;
    esac
}

# reads STATUS: the answer when a tool ended like this, and standard input is what it said.
reads() {
    # shellcheck disable=SC2086
    jq -L "$here" --from-file "$here/read/$reader.jq" --slurp $form --compact-output \
        --arg program '' --arg tool '' --arg status "$1" --slurpfile programs "$TMP/programs.json" |
        sed "s/^{\"program\":[^,]*,\"tool\":\"\",/$1: /; s/}\$//"
}

# log LINE…: lines of Valgrind's.
log() {
    printf '==1== %s\n' "$@"
}

for name_of_reader in valgrind asan gcc freehold_exec freehold_run; do
    reader "$name_of_reader"
    for status in '' 0 1 4 124 127 134 137 "rustc 1.63.0 can't"; do
        printf '' | reads "$status"
    done
done

reader valgrind
frame='   at 0x484417B: free (in vgpreload_memcheck-amd64-linux.so)'
end='ERROR SUMMARY: 0 errors from 0 contexts (suppressed: 0 from 0)'
log "$end" | reads 0
log "$end" | reads 3
log "$end" | reads 124
log "$end" | reads 134
log '' 'Process terminating with default action of signal 6 (SIGABRT)' "$frame" '' "$end" | reads 134
log '' 'Process terminating with default action of signal 9 (SIGKILL)' "$frame" '' "$end" | reads 137
log '' "$frame" '' "$end" | reads 0
log '' 'Invalid free()' "$frame" '' | reads 99
log '' 'Invalid free()' "$frame" '' 'ERROR SUMMARY: 1 errors from 1 contexts (suppressed: 0 from 0)' | reads 99
log '' 'Invalid free()' "$frame" '' 'ERROR SUMMARY: 2 errors from 2 contexts (suppressed: 0 from 0)' | reads 99
{ log "$end"; log "$end" | sed 's/==1==/==2==/'; } | reads 0

reader asan
report='==1==ERROR: AddressSanitizer: attempting double-free on 0x602000000010 in thread T0:'
frame='    #0 0x1 in free main.c:1'
summary='SUMMARY: AddressSanitizer: double-free main.c:1 in main'
echo 'the output of the program' | reads 0
printf '%s\n' "$report" "$frame" | reads 1
printf '%s\n' "$report" "$frame" "$summary" | reads 1
printf '%s\n' "$report" "$frame" "$summary" | reads 124
echo '==1==LeakSanitizer has encountered a fatal error.' | reads 1
echo 'AddressSanitizer: CHECK failed: asan_thread.cpp:1' | reads 1
echo 'AddressSanitizer: nested bug in the same thread, aborting.' | reads 1
echo '==1==ASan runtime does not come first in initial library list' | reads 1

reader gcc
echo 'main.c:11:5: internal compiler error: in warning, at analyzer.cc' | reads 4
echo "gcc: error: unrecognized command-line option '-fanalyzer'" | reads 1
echo 'main.c:11:5: warning: something without an option' | reads 0

# result FILE VERDICT: a report with this result.
result() {
    printf '{"results": [{"file": %s, "verdict": "%s", "findings": [], "not_applicable": []}]}' "$@"
}
for name_of_reader in freehold_exec freehold_run; do
    reader "$name_of_reader"
    echo '{"results": []}' | reads 0
    result '"docs/another.scn"' pass | reads 0
    for verdict in pass fail inconclusive unheard-of; do
        result "\"docs/$name.scn\"" "$verdict" | reads 0
    done
    result "\"docs/$name.scn\"" pass | reads 2
done

# keeps STATUS: what of all of them.
keeps() {
    for tool in valgrind asan-c asan-both gcc gcc-attributes freehold-exec; do
        printf '%s.%s\t%s\n' "$name" "$tool" "$1"
    done >"$TMP/said/status"
    printf 'freehold-%s\t%s\n' valgrind "$1" asan "$1" ledger "$1" >>"$TMP/said/status"
    "$here/read-answers" "$TMP" 2>&1 | grep -v '^parse error' # in jq's words, which change
    "$here/judge" "$TMP" &&
        jq --raw-output --from-file cells.jq "$TMP/cells.json"
}
mkdir "$TMP/said"
echo '-Wanalyzer-double-free' >"$TMP/said/gcc-options"
echo '-- files that are missing, with exit status 0'
keeps 0
echo '-- reports that are cut'
for file in "$name.freehold-exec" freehold-valgrind freehold-asan freehold-ledger; do
    result "\"$name.scn\"" pass | head -c 30 >"$TMP/said/$file.json"
done
keeps 0
