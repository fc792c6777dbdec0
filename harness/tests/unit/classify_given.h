/* SPDX-License-Identifier: MIT */
/* Traces for the tests of classify/: logs in pieces, events, and what is read off the result. */
#pragma once

#include "classify/classify.h"

#include "log/memcheck.h"
#include "memcheck_data.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"

/* Pieces of a log: what was done in step N, to which block. */
#define AT(n) "==7==    by 0x9" #n ": at_line_" #n " (at_line.c:42)\n"
#define RUST_BLOCK \
    "==7==    at 0x50: fh_rust_alloc (rust_heap.c:9)\n==7==    by 0x51: strtest::join (lib.rs:8)\n" AT(2)
#define LIVE_AT(offset, address)                                                                        \
    "==7==  Address 0x" #address " is " #offset " bytes inside a block of size 18 alloc'd\n" RUST_BLOCK \
    "==7== \n"
#define LIVE LIVE_AT(0, 1000)
#define FREED_AT(address, n)                                                                               \
    "==7==  Address 0x" #address " is 0 bytes inside a block of size 18 free'd\n"                          \
    "==7==    at 0x60: fh_rust_dealloc (rust_heap.c:8)\n" AT(n) "==7==  Block was alloc'd at\n" RUST_BLOCK \
                                                                "==7== \n"
#define AFTER "==7==  Address 0x1012 is 0 bytes after a block of size 18 alloc'd\n" RUST_BLOCK "==7== \n"
#define MISMATCH(n) \
    "==7== Mismatched free() / delete / delete []\n==7==    at 0x10: free (vg_replace_malloc.c:5)\n" AT(n)
#define INVALID_FREE(n)                                                                        \
    "==7== Invalid free() / delete / delete[] / realloc()\n==7==    at 0x11: fh_rust_dealloc " \
    "(rust_heap.c:8)\n"                                                                        \
    "==7==    by 0x12: free_string (lib.rs:24)\n" AT(n)
#define C_INVALID_FREE(n)                                                           \
    "==7== Invalid free() / delete / delete[] / realloc()\n==7==    at 0x10: free " \
    "(vg_replace_malloc.c:5)\n" AT(n)
#define READ(n)     "==7== Invalid read of size 1\n==7==    at 0x20: strlen (vg_replace_strmem.c:5)\n" AT(n)
#define READ_TOO(n) "==7== Invalid read of size 1\n==7==    at 0x21: strlen (vg_replace_strmem.c:6)\n" AT(n)
#define WRITE(n)    "==7== Invalid write of size 1\n==7==    at 0x22: put (put.c:1)\n" AT(n)
#define UNSET(n)                                                                                  \
    "==7== Conditional jump or move depends on uninitialised value(s)\n==7==    at 0x30: strlen " \
    "(strlen.S:1)\n" AT(n) "==7== \n"
#define UNSET_FROM(code, origin, n)                                                              \
    "==7== Conditional jump or move depends on uninitialised value(s)\n==7==    at 0x" #code     \
    ": f (f.c:1)\n" AT(                                                                          \
        n) "==7==  Uninitialised value was created by a heap allocation\n==7==    at 0x" #origin \
           ": malloc (m.c:1)\n==7== \n"
#define LINE(n) "**7** freehold: line " #n "\n"
#define NOTICE(id, what, n)                                                                              \
    "**7** freehold: #" #id " " what "\n==7==    at 0x40: VALGRIND_PRINTF_BACKTRACE (valgrind.h:6815)\n" \
    "==7==    by 0x41: fh_rust_dealloc (rust_heap.c:7)\n" AT(n)
#define LEAK(bytes, state) "==7== " bytes " are " state " in loss record 1 of 4\n"
#define LOST_RUST(n)       "==7==    at 0x5" #n ": fh_rust_alloc (rust_heap.c:9)\n" AT(n) "==7== \n"
#define ABORTED            "==7== Process terminating with default action of signal 6 (SIGABRT)\n"
#define SIGNAL             "==7== Process terminating with default action of signal 11 (SIGSEGV)\n"

static const char *const symbols[] = {"free_string", "free_buffer"};

/* A trace with all that it borrows. */
struct given {
    struct fh_memcheck_log *log;
    GPtrArray *events;
};

static inline void add_event(struct given *given, guint kind, guint line, guint id, const char *text,
                             const guint64 *values)
{
    gsize size = text ? (strlen(text) + 8) & ~(gsize)7 : 0;
    struct fh_event *event = g_malloc0(sizeof *event + size);

    event->kind = kind;
    event->line = line;
    event->id = id;
    event->text_size = (guint32)size;
    for (guint i = 0; values && i < G_N_ELEMENTS(event->values); i++)
        event->values[i] = values[i];
    if (text)
        strcpy((char *)(event + 1), text);
    g_ptr_array_add(given->events, event);
}

static inline struct given given_text(const char *text)
{
    return (struct given){fh_memcheck_log_parse(text, strlen(text)), g_ptr_array_new_with_free_func(g_free)};
}

static inline struct given given_log(const char *name)
{
    return (struct given){memcheck_log(name), g_ptr_array_new_with_free_func(g_free)};
}

/* `trace`: what is not said by what is given. */
static inline struct fh_classified *classify_as(struct given *given, struct fh_trace trace)
{
    trace.engine = "Valgrind";
    trace.records = given->log->records;
    trace.events = given->events;
    trace.symbols = symbols;
    trace.n_symbols = G_N_ELEMENTS(symbols);
    struct fh_classified *classified = fh_classify(&trace);

    fh_memcheck_log_free(given->log);
    g_ptr_array_unref(given->events);
    return classified;
}

static inline struct fh_classified *classify(struct given *given)
{
    return classify_as(given, (struct fh_trace){.file = "a.scn"});
}

static inline const struct fh_finding *finding_at(const struct fh_classified *classified, guint i)
{
    ck_assert_uint_lt(i, classified->findings->len);
    return g_ptr_array_index(classified->findings, i);
}

static inline const struct fh_unmet *unmet_at(const struct fh_classified *classified, guint i)
{
    ck_assert_uint_lt(i, classified->unmet->len);
    return g_ptr_array_index(classified->unmet, i);
}

/* "kind:line kind:line …" */
static inline char *summary(const struct fh_classified *classified)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < classified->findings->len; i++) {
        const struct fh_finding *finding = finding_at(classified, i);

        g_string_append_printf(text, "%s%s:%u", i > 0 ? " " : "", fh_kind_info(finding->kind)->name,
                               finding->line);
    }
    return g_string_free(text, FALSE);
}

/* `what`: for people, which case it is. */
static inline void assert_summary(struct given *given, const char *what, const char *expected)
{
    fh_auto(fh_classified) classified = classify(given);
    g_autofree char *found = summary(classified);

    ck_assert_msg(g_str_equal(found, expected), "%s: %s", what, found);
}
