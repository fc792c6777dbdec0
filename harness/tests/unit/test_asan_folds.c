// SPDX-License-Identifier: MIT
/* Sanitizers' logs in pieces: reports that end too early, and programs without names. */
#include <string.h>

#include "classify/classify.h"
#include "log/asan.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "run_suite.h"

#define REPORT   "=================================================================\n"
#define IN_BLOCK "0x1000 is located 0 bytes inside of 18-byte region [0x1000,0x1012)\n"
#define MADE                                                                                              \
    "allocated by thread T0 here:\n    #0 0x50 in operator new(unsigned long, std::align_val_t) "         \
    "(/lib/libasan.so.8+0x1)\n"                                                                           \
    "    #1 0x51 in fh_rust_alloc /src/rust_heap.c:9\n    #2 0x52 in join /src/lib.rs:8\n    #3 0x79 in " \
    "main /src/main.c:7\n"
#define MADE_BY_C                                                                                       \
    "allocated by thread T0 here:\n    #0 0x50 in malloc (/lib/libasan.so.8+0x1)\n    #1 0x79 in main " \
    "/src/main.c:7\n"
#define C_FREES                                                                                         \
    "    #0 0x10 in free (/lib/libasan.so.8+0x2)\n    #1 0x70 in give /src/c.c:3\n    #2 0x80 in main " \
    "/src/main.c:9\n"
#define RUST_FREES                                                                                          \
    "    #0 0x11 in operator delete(void*, unsigned long, std::align_val_t) (/lib/libasan.so.8+0x3)\n"      \
    "    #1 0x12 in fh_rust_dealloc /src/rust_heap.c:8\n    #2 0x72 in free_string /src/lib.rs:24\n    #3 " \
    "0x81 in main /src/main.c:10\n"
#define CROSS                                                                                                \
    REPORT "==7==ERROR: AddressSanitizer: alloc-dealloc-mismatch (operator new vs free) on 0x1000\n" C_FREES \
           "\n" IN_BLOCK MADE "\n"
#define AGAIN(stack) \
    REPORT "==7==ERROR: AddressSanitizer: attempting double-free on 0x1000 in thread T0:\n" stack "\n"
#define TYPES(by)                                                                                        \
    REPORT "==7==ERROR: AddressSanitizer: new-delete-type-mismatch on 0x1000 in thread T0:\n  object "   \
           "passed to delete has wrong type:\n  size of the allocated type:   18 bytes;\n  size of the " \
           "deallocated type: 5 bytes.\n" by "\n" IN_BLOCK
#define NAMELESS "    #0 0x10  (/bin/a+0x1)\n    #1 0x11  (/bin/a+0x2)\n"
#define LEAKED(stack)                                                                                     \
    REPORT "==7==ERROR: LeakSanitizer: detected memory leaks\n\nDirect leak of 8 byte(s) in 1 object(s) " \
           "allocated from:\n" stack "\n"
#define CXX_FREES                                                                                        \
    "    #0 0x11 in operator delete(void*, unsigned long) (/lib/libasan.so.8+0x3)\n    #1 0x81 in main " \
    "/src/main.cc:10\n"

static const struct {
    const char *what, *log, *found;
} folds[] = {
    {"a report that ends before it says who released it", CROSS AGAIN(RUST_FREES) IN_BLOCK,
     "cross-allocator-free"},
    {"… of the wrong side's second release", CROSS AGAIN(C_FREES) IN_BLOCK,
     "cross-allocator-free double-free"},
    {"… of a block whose allocation it says",
     CROSS AGAIN(RUST_FREES) IN_BLOCK "freed by thread T0 here:\n" RUST_FREES "\npreviously " MADE,
     "cross-allocator-free double-free"},
    {"… before", AGAIN(RUST_FREES) IN_BLOCK "\n" CROSS, "double-free cross-allocator-free"},
    {"… of another block",
     CROSS AGAIN(RUST_FREES) "0x2000 is located 0 bytes inside of 18-byte region [0x2000,0x2012)\n",
     "cross-allocator-free double-free"},
    {"a size that C++ got wrong",
     TYPES(CXX_FREES) "allocated by thread T0 here:\n    #0 0x50 in operator new(unsigned long) "
                      "(/lib/libasan.so.8+0x1)\n    #1 0x79 in main /src/main.cc:7\n",
     "layout-mismatch"},
    {"C++'s delete of a Rust block", TYPES(CXX_FREES) MADE, "cross-allocator-free"},
    {"Rust's release of a C++ block",
     TYPES(RUST_FREES) "allocated by thread T0 here:\n    #0 0x50 in operator new(unsigned long) "
                       "(/lib/libasan.so.8+0x1)\n    #1 0x79 in main /src/main.cc:7\n",
     "cross-allocator-free"},
    {"of a block that nobody knows", TYPES(CXX_FREES), "layout-mismatch"},
    {"by nobody that is known", TYPES(NAMELESS) MADE, "layout-mismatch"},
    {"a leak of a program without names", LEAKED(NAMELESS), "leak"},
    {"a leak without a stack", LEAKED(""), "leak"},
    {"a double release there",
     AGAIN(NAMELESS) IN_BLOCK "freed by thread T0 here:\n" NAMELESS "\npreviously " MADE_BY_C, "double-free"},
    {"a fault there",
     REPORT "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000 (pc 0x10 bp 0x1 sp 0x1 "
            "T0)\n==7==The signal is caused by a READ memory access.\n" NAMELESS "\n",
     "abort"},
    {"an abort there",
     REPORT "==7==ERROR: AddressSanitizer: ABRT on unknown address 0x000000000007 (pc 0x10 bp 0x1 sp 0x1 "
            "T0)\n" NAMELESS "\n",
     "abort"},
};

START_TEST(one_cause_gives_one_finding)
{
    fh_auto(fh_asan_log) log = fh_asan_log_parse(folds[_i].log, strlen(folds[_i].log), NULL, NULL);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    const struct fh_trace trace = {.engine = "AddressSanitizer", .records = log->records, .events = none};
    fh_auto(fh_classified) classified = fh_classify(&trace);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < classified->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(classified->findings, i);
        g_string_append_printf(found, "%s%s", i > 0 ? " " : "", fh_kind_info(finding->kind)->name);
    }
    ck_assert_msg(g_str_equal(found->str, folds[_i].found), "%s: %s", folds[_i].what, found->str);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("asan_folds");
    TCase *tests = tcase_create("asan_folds");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, one_cause_gives_one_finding, 0, (int)G_N_ELEMENTS(folds));
    return run_suite(suite);
}
