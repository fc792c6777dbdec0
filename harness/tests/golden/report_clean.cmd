# C frees a Rust string in it, and plain Valgrind does not know.
"$FREEHOLD" report --out "$TMP/out" ../data/foreign/free.log
