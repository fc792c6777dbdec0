# The readers on logs of several Valgrinds and AddressSanitizers, with more kinds of defect than the
# comparison has: what each report says, the first line of its stack, and why a log is no answer.
here=../../../ci/compare

# read_logs READER STATUS LOG…
read_logs() {
    reader=$1 status=$2
    shift 2
    for log; do
        jq -L "$here" --from-file "$here/read/$reader.jq" --raw-input --slurp --arg program "${log#../data/}" --arg tool "$reader" \
            --arg status "$status" "$log"
    done
}

{
    read_logs valgrind 99 ../data/memcheck/versions/3.2[78]/*.log
    read_logs asan 1 ../data/asan/gcc12/*.log ../data/asan/llvm22/*.log ../data/asan/written/*.log
} | jq --raw-output '"\(.program): \(.no_answer // "answered")", (.reports[] | "    \([.says, .frames[0] // empty] | join(" | "))")'
