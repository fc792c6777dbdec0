"$FREEHOLD" report --trust-logs --out "$TMP/out" ../data/memcheck/clean.log
"$FREEHOLD" report --trust-logs --out "$TMP/out" ../data/asan/gcc12/batch.log
