// SPDX-License-Identifier: MIT
/* Each engine's records, from its log or its events, with a call that went past the rust heap in a stack. */
#include <dlfcn.h>
#include <string.h>

#include "classify/past_hook.h"
#include "engine/events_file.h"
#include "engine/ledger/ledger_records.h"
#include "log/asan.h"
#include "log/memcheck.h"
#include "memcheck_data.h"
#include "run_suite.h"
#include "symbols/symbols.h"
#include "wire/ledger_record.h"

/* A function in a stack, as the logs name it, and whether it only runs if the rust heap does not stand before
 * it. */
static const struct {
    const char *function;
    gboolean is_past;
} functions[] = {
    {"__rdl_alloc", TRUE},
    {"__rdl_alloc_zeroed", TRUE},
    {"__rdl_realloc", TRUE},
    {"__rdl_dealloc", TRUE},
    {"__rg_alloc", TRUE},
    {"__rg_alloc_zeroed", TRUE},
    {"__rg_realloc", TRUE},
    {"__rg_dealloc", TRUE},
    {"__rustc::__rdl_realloc", TRUE},
    {"__rustc[5224e6b81cd82a8f]::__rg_realloc", TRUE},
    {"std::alloc::__default_lib_allocator::__rdl_realloc", TRUE},
    {"_RNvCsfLfy6EI15iL_7___rustc13___rdl_realloc", TRUE},
    {"_RNvCsfLfy6EI15iL_7___rustc12___rg_realloc", TRUE},
    {"_RNvCsfLfy6EI15iL_7___rustc12___rg_realloc.llvm.42", TRUE},
    {"__rg_realloc.cold", TRUE},
    {"__rust_realloc", FALSE},
    {"_RNvCsfLfy6EI15iL_7___rustc14___rust_realloc", FALSE},
    {"__rust_no_alloc_shim_is_unstable", FALSE},
    {"__rdl_oom", FALSE}, /* std's words when there is no memory */
    {"__rg_oom", FALSE},
    {"my__rg_realloc", FALSE},
    {"__rg_reallocate", FALSE},
    {"realloc", FALSE},
};

/* The stacks that a record may have: where it happened, where the block was released and allocated. */
static const char *const memcheck_logs[] = {
    "==7== Invalid free() / delete / delete[] / realloc()\n"
    "==7==    at 0x1: free (vg_replace_malloc.c:1)\n"
    "==7==    by 0x2: %s (alloc.rs:1)\n",
    "==7== Invalid free() / delete / delete[] / realloc()\n"
    "==7==    at 0x1: free (vg_replace_malloc.c:1)\n"
    "==7==  Address 0x5 is 0 bytes inside a block of size 9 free'd\n"
    "==7==    at 0x1: realloc (vg_replace_malloc.c:1)\n"
    "==7==    by 0x2: %s (alloc.rs:1)\n"
    "==7==  Block was alloc'd at\n"
    "==7==    at 0x3: malloc (vg_replace_malloc.c:1)\n",
    "==7== Invalid free() / delete / delete[] / realloc()\n"
    "==7==    at 0x1: free (vg_replace_malloc.c:1)\n"
    "==7==  Address 0x5 is 0 bytes inside a block of size 9 free'd\n"
    "==7==    at 0x1: free (vg_replace_malloc.c:1)\n"
    "==7==  Block was alloc'd at\n"
    "==7==    at 0x3: realloc (vg_replace_malloc.c:1)\n"
    "==7==    by 0x2: %s (alloc.rs:1)\n",
    "==7== Conditional jump or move depends on uninitialised value(s)\n"
    "==7==    at 0x1: f (f.c:1)\n"
    "==7==  Uninitialised value was created by a heap allocation\n"
    "==7==    at 0x3: realloc (vg_replace_malloc.c:1)\n"
    "==7==    by 0x2: %s (alloc.rs:1)\n",
};

static const char *const asan_logs[] = {
    "==7==ERROR: AddressSanitizer: attempting double-free on 0x602000000010 in thread T0:\n"
    "    #0 0x1 in free (/lib/libasan.so.8+0x1)\n"
    "    #1 0x2 in %s (/src/a+0x2)\n"
    "\n"
    "SUMMARY: AddressSanitizer: double-free (/src/a+0x2)\n"
    "==7==ABORTING\n",
    "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x1 bp 0x2 sp 0x3\n"
    "READ of size 1 at 0x602000000010 thread T0\n"
    "    #0 0x1 in f (/src/a+0x1)\n"
    "\n"
    "0x602000000010 is located 0 bytes inside of 9-byte region [0x602000000010,0x602000000019)\n"
    "freed by thread T0 here:\n"
    "    #0 0x1 in realloc (/lib/libasan.so.8+0x1)\n"
    "    #1 0x2 in %s (/src/a+0x2)\n"
    "\n"
    "previously allocated by thread T0 here:\n"
    "    #0 0x1 in malloc (/lib/libasan.so.8+0x1)\n"
    "\n"
    "SUMMARY: AddressSanitizer: heap-use-after-free (/src/a+0x1) in f\n"
    "==7==ABORTING\n",
    "==7==ERROR: LeakSanitizer: detected memory leaks\n"
    "\n"
    "Direct leak of 9 byte(s) in 1 object(s) allocated from:\n"
    "    #0 0x1 in realloc (/lib/libasan.so.8+0x1)\n"
    "    #1 0x2 in %s (/src/a+0x2)\n"
    "\n"
    "SUMMARY: AddressSanitizer: 9 byte(s) leaked in 1 allocation(s).\n",
};

static const char *format_with(char **text, const char *format, const char *function)
{
    g_auto(GStrv) parts = g_strsplit(format, "%s", 2);
    *text = g_strconcat(parts[0], function, parts[1], NULL);
    return *text;
}

static void expect(const GPtrArray *records, guint i, const char *what)
{
    const char *reason = fh_why_past_hook(records);
    ck_assert_uint_gt(records->len, 0);
    ck_assert_msg((reason != NULL) == functions[i].is_past, "%s: %s: %s", what, functions[i].function,
                  reason ? reason : "not past the rust heap");
    if (reason)
        ck_assert_str_eq(reason,
                         "Rust allocated past the rust heap: cross-allocator frees were not all watched");
}

START_TEST(memcheck_shows_it)
{
    for (guint i = 0; i < G_N_ELEMENTS(memcheck_logs); i++) {
        g_autofree char *text = NULL;
        fh_auto(fh_memcheck_log) log =
            memcheck_parse(format_with(&text, memcheck_logs[i], functions[_i].function));
        expect(log->records, (guint)_i, memcheck_logs[i]);
    }
}
END_TEST

START_TEST(asan_shows_it)
{
    for (guint i = 0; i < G_N_ELEMENTS(asan_logs); i++) {
        g_autofree char *text = NULL;
        format_with(&text, asan_logs[i], functions[_i].function);
        fh_auto(fh_asan_log) log = fh_asan_log_parse(text, strlen(text), NULL, NULL);
        expect(log->records, (guint)_i, asan_logs[i]);
    }
}
END_TEST

/* The imports of a library that has symbols lead to the rust heap: innermost first. */
static const struct {
    const char *functions[5];
    gboolean is_past;
} stacks[] = {
    {{"operator new", "fh_rust_alloc", "fh_import_posix_memalign", "__rdl_alloc", "user"}, FALSE},
    {{"fh_rust_dealloc", "fh_import_free", "__rg_dealloc", "user"}, FALSE},
    {{"fh_rust_alloc", "__wrap___rust_alloc", "user"}, FALSE},
    {{"malloc", "__rdl_alloc", "user"}, TRUE},
    {{"malloc", "fh_import_strdup", "__rg_alloc", "user"}, TRUE}, /* libc's block, not the rust heap's */
    {{"malloc", "__rdl_alloc", "user", "fh_rust_alloc"}, TRUE},
};

static void free_record(gpointer record)
{
    fh_record_free(record);
}

START_TEST(what_called_the_rust_heap_is_not_past_it)
{
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(free_record);
    struct fh_record *record = fh_record_new(FH_RECORD_LEAK);
    record->stack = fh_stack_new("at");
    for (guint i = 0; i < G_N_ELEMENTS(stacks[_i].functions) && stacks[_i].functions[i]; i++) {
        struct fh_frame *frame = fh_frame_new();
        frame->function = g_strdup(stacks[_i].functions[i]);
        g_ptr_array_add(record->stack->frames, frame);
    }
    g_ptr_array_add(records, record);
    ck_assert_int_eq(fh_why_past_hook(records) != NULL, stacks[_i].is_past);
}
END_TEST

/* Of the ledger's stacks only addresses are told: names are those of the functions that stand there. */
#define STANDS_HERE(FUNCTION, SYMBOL)             \
    extern void FUNCTION(void) __asm__(SYMBOL);   \
    __attribute__((noinline)) void FUNCTION(void) \
    {                                             \
        __asm__ volatile("nop; nop");             \
    }
STANDS_HERE(crate_realloc, "__rg_realloc")
STANDS_HERE(std_realloc, "_RNvCsfLfy6EI15iL_7___rustc13___rdl_realloc")
STANDS_HERE(entry_realloc, "_RNvCsfLfy6EI15iL_7___rustc14___rust_realloc")
STANDS_HERE(no_memory, "__rg_oom")

static const struct {
    void (*function)(void);
    gboolean is_past;
} functions_here[] = {{crate_realloc, TRUE}, {std_realloc, TRUE}, {entry_realloc, FALSE}, {no_memory, FALSE}};

/* An event, followed by what it holds. */
struct told {
    struct fh_event event;
    union {
        char path[4096];
        struct fh_ledger_record record;
    } more;
};

static void tell_object(struct told *told, gconstpointer address)
{
    Dl_info info;
    ck_assert_int_ne(dladdr(address, &info), 0);
    g_autofree char *path = g_file_read_link("/proc/self/exe", NULL);
    told->event =
        (struct fh_event){.kind = FH_EVENT_OBJECT,
                          .values = {(guintptr)info.dli_fbase, G_MAXUINT64, (guintptr)info.dli_fbase},
                          .text_size = sizeof(told->more.path)};
    g_strlcpy(told->more.path, path, sizeof(told->more.path));
}

START_TEST(the_ledger_shows_it)
{
    static struct told object, record;
    guint64 address = (guintptr)functions_here[_i].function + 1; /* where a call in it would return to */
    gboolean is_damaged = FALSE;
    tell_object(&object, (gconstpointer)(guintptr)functions_here[_i].function);
    record.event = (struct fh_event){.kind = FH_EVENT_RECORD, .text_size = sizeof(record.more.record)};
    record.more.record = (struct fh_ledger_record){
        .what = FH_LEDGER_LEAK, .bytes = 9, .blocks = 1, .allocated = {.n = 1, .frames = {address}}};
    struct fh_events events = {0};
    fh_events_add(&events, &object.event);
    fh_events_add(&events, &record.event);
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    g_autoptr(GPtrArray) records = fh_ledger_records(&events, 0, symbols, &is_damaged);
    ck_assert(!is_damaged);
    ck_assert_uint_eq(records->len, 2); /* the line, the leak */
    ck_assert_int_eq(fh_why_past_hook(records) != NULL, functions_here[_i].is_past);
    fh_events_forget(&events);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("past_hook");
    TCase *tests = tcase_create("records");
    tcase_add_loop_test(tests, memcheck_shows_it, 0, G_N_ELEMENTS(functions));
    tcase_add_loop_test(tests, asan_shows_it, 0, G_N_ELEMENTS(functions));
    tcase_add_loop_test(tests, what_called_the_rust_heap_is_not_past_it, 0, G_N_ELEMENTS(stacks));
    tcase_add_loop_test(tests, the_ledger_shows_it, 0, G_N_ELEMENTS(functions_here));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
