/* SPDX-License-Identifier: MIT */
/* What the logs in data/memcheck must be judged as. */
#pragma once

#define RUST_18 "block of 18 bytes allocated by Rust (__rust_realloc)"

static const struct {
    const char *log;
    const char *found;
    const char *message; /* the first's */
} logs[] = {
    {"clean", "", NULL},
    {"runner-batch", "", NULL},
    {"cross-free", "cross-allocator-free:3", RUST_18 " was released by C's free()"},
    {"full-paths", "cross-allocator-free:3", RUST_18 " was released by C's free()"},
    {"symbols-only", "cross-allocator-free:3", RUST_18 " was released by C's free()"},
    {"cross-realloc", "cross-allocator-free:3", RUST_18 " was reallocated by C's realloc()"},
    {"traced", "cross-allocator-free:3", RUST_18 " was reallocated by C's realloc()"},
    {"cross-drop", "cross-allocator-free:3",
     "block of 18 bytes allocated by C (malloc) was released by Rust (__rust_dealloc)"},
    {"runner-cross-free", "cross-allocator-free:10",
     "block of 3 bytes allocated by C (malloc) was released by Rust (__rust_dealloc)"},
    {"cross-delete", "cross-allocator-free:3", RUST_18 " was released by C++'s operator delete"},
    {"new-array-delete", "cross-allocator-free:3",
     "block of 12 bytes allocated by C++ (operator new[]) was released by C++'s operator delete"},
    {"cross-then-release", "cross-allocator-free:3", RUST_18 " was released by C's free()"},
    {"double-free-c", "double-free:4",
     "block of 24 bytes allocated by C (malloc) was released twice: by C's free() at line 3, then again by "
     "C's free()"},
    {"double-free-rust", "double-free:4",
     RUST_18 " was released twice: by Rust (__rust_dealloc) at line 3, then again by Rust (__rust_dealloc)"},
    {"double-free-one-line", "double-free:3", NULL},
    {"double-free-cross-one-line", "cross-allocator-free:3", NULL},
    {"double-free-holder", "double-free:4", NULL},
    {"interior", "invalid-free:3",
     "C's free() was given a pointer to byte 1 of a block of 24 bytes allocated by C (malloc)"},
    {"rust-interior", "invalid-free:3",
     "Rust (__rust_dealloc) was given a pointer to byte 3 of a block of 18 bytes allocated by Rust "
     "(__rust_realloc)"},
    {"stack-free", "invalid-free:2", "C's free() was given a pointer to a variable on the stack"},
    {"static-free", "invalid-free:2", "C's free() was given a pointer to static memory (fixed)"},
    {"wild-free", "invalid-free:2", "C's free() was given a pointer to static or mapped memory"},
    {"use-after-free", "use-after-free:4 use-after-free:5",
     "read of 1 byte, at byte 2 of a block of 18 bytes that Rust (__rust_dealloc) had released at line 3"},
    {"use-after-free-strlen", "use-after-free:4", NULL},
    {"use-after-free-rust", "use-after-free:4", NULL},
    {"use-after-free-cxx", "use-after-free:3", NULL},
    {"thread", "use-after-free:4", NULL},
    {"syscall-unaddressable", "use-after-free:4",
     "access by the system call write(buf), at byte 0 of a block of 24 bytes that C's free() had released at "
     "line 3"},
    {"out-of-bounds", "out-of-bounds:3 out-of-bounds:4",
     "read of 1 byte, right after a block of 24 bytes allocated by C (malloc)"},
    {"out-of-bounds-rust", "out-of-bounds:3",
     "read of 1 byte, 12 bytes after a block of 18 bytes allocated by Rust (__rust_realloc)"},
    {"out-of-bounds-far", "out-of-bounds:3", "read of 1 byte in memory that is no block"},
    {"uninitialised", "uninitialised-use:3 uninitialised-use:4",
     "a decision depends on bytes that nobody set, of a block allocated by C (malloc) at line 2"},
    {"uninitialised-stack", "uninitialised-use:2",
     "a decision depends on bytes that nobody set, of a variable on the stack"},
    {"syscall-uninitialised", "uninitialised-use:3", NULL},
    {"panic", "abort:3",
     "the process ended with SIGABRT: a panic crossed the boundary, in probe::inner_panic"},
    {"runner-panic", "abort:121",
     "the process ended with SIGABRT: a panic crossed the boundary, in faulty_panic"},
    {"panic-caught", "", NULL},
    {"abort-call", "abort:3", "the process ended with SIGABRT: abort() was called, in do_abort"},
    {"runner-abort", "abort:141", "the process ended with SIGABRT: abort() was called, in faulty_abort"},
    {"sigterm", "abort:3", "the process ended with SIGTERM: in do_exit"},
    {"segv", "abort:3", "the process ended with SIGSEGV: access not within mapped region, in read_null"},
    {"runner-segv", "abort:137",
     "the process ended with SIGSEGV: access not within mapped region, in faulty_null"},
    {"wild-jump", "abort:3",
     "the process ended with SIGSEGV: bad permissions for mapped region, in wild_jump"},
    {"leak", "leak:2",
     "18 bytes in 1 block allocated by Rust (__rust_realloc) never released: nothing points to it any more"},
    {"leak-nested", "leak:3 leak:4 leak:2", NULL},
    {"leak-cycle", "leak:2",
     "48 bytes in 1 block allocated by Rust (__rust_alloc) never released, with 158 bytes in 5 blocks that "
     "only it "
     "reaches: nothing points to it any more"},
    {"leak-possible", "", NULL},
    {"leak-reachable", "", NULL},
    {"leak-thread", "leak:0", NULL},
    {"overlap", "wrong-argument:3", "source and destination of strncpy() overlap (10 bytes)"},
    {"fishy", "wrong-argument:2",
     "Argument 'size' of function malloc has a fishy (possibly negative) value: -5"},
};
