/* SPDX-License-Identifier: MIT */
/* Reports as tests of the writers need them: one like those of real runs, one of every kind, one of hostile
 * strings, large ones. Callers own what they get; free with fh_report_free(). */
#pragma once

#include <stdlib.h>

#include "model/coverage.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "model/selftest.h"
#include "model/stack.h"
#include "model/timeline.h"
#include "sample_timeline.h"

#define HOSTILE                                                                                            \
    "</script><b> \"quoted\" 'single' \\ back # TODO\n2..3\nok 9 - forged\r\033[31mred\a\177 \xe2\x80\xae" \
    "flipped\xe2\x80\xa8 \xff\xfe ]]> \xe6\xbc\xa2\xe5\xad\x97"

struct sample_frame {
    const char *function, *file;
    guint line;
    const char *object;
    gboolean is_harness;
};

static const struct sample_frame rust_release[] = {
    {"free", "vg_replace_malloc.c", 872, NULL, TRUE},
    {"ffi_call_unix64", NULL, 0, "/usr/lib/x86_64-linux-gnu/libffi.so.8.1.2", TRUE},
    {"at_line_12", "lines.c", 12, NULL, TRUE},
    {"fh_run_scenario", "run.c", 210, NULL, TRUE},
    {"main", "main.c", 30, NULL, FALSE},
    {0},
};

static const struct sample_frame rust_allocation[] = {
    {"__wrap___rust_alloc", "rust_heap.c", 88, NULL, TRUE},
    {"alloc::alloc::alloc", "alloc.rs", 95, NULL, FALSE},
    {"<alloc::raw_vec::RawVec<T,A> as core::ops::drop::Drop>::grow", "raw_vec.rs", 401, NULL, FALSE},
    {"strtest::joined", "/home/someone/rust-lib/strtest/src/lib.rs", 31, NULL, FALSE},
    {"<T as core::convert::Into<U>>::into", "mod.rs", 717, NULL, FALSE},
    {"print_and_return", "/home/someone/rust-lib/strtest/src/lib.rs", 22, NULL, FALSE},
    {"ffi_call_unix64", NULL, 0, "/usr/lib/x86_64-linux-gnu/libffi.so.8.1.2", TRUE},
    {"at_line_11", "lines.c", 11, NULL, TRUE},
    {"main", "main.c", 30, NULL, FALSE},
    {0},
};

static struct fh_frame *frame_of(const struct sample_frame *sample)
{
    struct fh_frame *frame = fh_frame_new();
    frame->function = g_strdup(sample->function);
    frame->file = g_strdup(sample->file);
    frame->line = sample->line;
    frame->object = g_strdup(sample->object);
    frame->address = 0x4a8b040;
    frame->is_harness = sample->is_harness;
    return frame;
}

/* `step` replaces the N of the sample's at_line_N. */
static struct fh_stack *stack_of(const char *role, const struct sample_frame *samples, guint step)
{
    struct fh_stack *stack = fh_stack_new(role);
    for (guint i = 0; samples[i].function; i++) {
        struct fh_frame *frame = frame_of(&samples[i]);
        if (g_str_has_prefix(frame->function, "at_line_")) {
            g_free(frame->function);
            frame->function = g_strdup_printf("at_line_%u", step);
        }
        g_ptr_array_add(stack->frames, frame);
    }
    return stack;
}

static char *data_path(const char *name)
{
    const char *folder = getenv("FH_TEST_DATA");
    g_assert(folder != NULL && *folder != '\0');
    return g_build_filename(folder, name, NULL);
}

static struct fh_result *add_result(struct fh_report *report, const char *name, guint line,
                                    enum fh_verdict verdict)
{
    g_autofree char *path = data_path("report/strings.scn");
    struct fh_result *result = fh_result_new(name, path, line, "valgrind");
    result->library = g_strdup("strtest");
    result->verdict = verdict;
    result->ran_alone = verdict != FH_VERDICT_PASS;
    result->duration_us = 1234567;
    g_ptr_array_add(report->results, result);
    return result;
}

static struct fh_finding *add_finding(struct fh_result *result, enum fh_kind kind, guint line,
                                      gboolean is_expected)
{
    struct fh_finding *finding = fh_finding_new(kind);
    finding->file = g_strdup(result->file);
    finding->line = line;
    finding->is_expected = is_expected;
    finding->fingerprint = g_strdup("0123456789abcdef");
    g_ptr_array_add(result->findings, finding);
    return finding;
}

static void add_cross_free(struct fh_result *result, guint line, gboolean is_expected)
{
    struct fh_finding *finding = add_finding(result, FH_KIND_CROSS_ALLOCATOR_FREE, line, is_expected);
    finding->message = g_strdup("a block of 29 bytes that Rust allocated was released by C's free()");
    finding->allocated_by = FH_DOMAIN_RUST;
    finding->released_by = FH_DOMAIN_C;
    finding->allocator = g_strdup("__rust_alloc");
    finding->releaser = g_strdup("free");
    finding->block = (struct fh_block){TRUE, 0x4a8b040, 29, 0};
    finding->record =
        g_strdup("Mismatched free() / delete / delete []\n   at 0x483F0A7: free (vg_replace_malloc.c:872)\n"
                 " Address 0x4a8b040 is 0 bytes inside a block of size 29 alloc'd");
    g_ptr_array_add(finding->stacks, stack_of("released", rust_release, line));
    g_ptr_array_add(finding->stacks, stack_of("allocated", rust_allocation, line - 1));
}

static void add_leak(struct fh_result *result, guint line)
{
    struct fh_finding *finding = add_finding(result, FH_KIND_LEAK, line, FALSE);
    finding->message = g_strdup("29 bytes in 1 block that Rust allocated were never released");
    finding->allocated_by = FH_DOMAIN_RUST;
    finding->allocator = g_strdup("__rust_alloc");
    finding->bytes = 29;
    finding->blocks = 1;
    g_ptr_array_add(finding->stacks, stack_of("allocated", rust_allocation, line));
    for (guint i = 0; i < 14; i++)
        g_ptr_array_add(finding->folded, g_strdup_printf("%u bytes in 1 blocks are indirectly lost", i + 8));
}

static void add_unmet(struct fh_result *result, guint line, const char *message)
{
    g_ptr_array_add(result->unmet, fh_unmet_new(line, "%s", message));
}

static void describe(struct fh_report *report)
{
    struct fh_library_info *library = g_new0(struct fh_library_info, 1);
    struct fh_engine_info *engine = g_new0(struct fh_engine_info, 1);
    library->name = g_strdup("strtest");
    library->crate = g_strdup("/home/someone/rust-lib/strtest");
    library->staticlib = g_strdup("/home/someone/target/debug/libstrtest.a");
    library->profile = g_strdup("debug");
    library->rustc = g_strdup("rustc 1.63.0");
    engine->name = g_strdup("valgrind");
    engine->version = g_strdup("3.19.0");
    engine->command = g_strdup("/usr/bin/valgrind --leak-check=full");
    g_ptr_array_add(report->libraries, library);
    g_ptr_array_add(report->engines, engine);
    report->version = g_strdup("0.1.0");
    report->duration_us = 3456789;
}

static void cover(struct fh_report *report)
{
    struct fh_coverage *coverage = fh_coverage_new("strtest");
    fh_coverage_add(coverage, FH_POINT_FUNCTION, "print_and_return", NULL)->is_seen = TRUE;
    fh_coverage_add(coverage, FH_POINT_TRANSFER, "print_and_return", "result")->is_seen = TRUE;
    fh_coverage_add(coverage, FH_POINT_OUTCOME, "print_and_return", "NULL");
    fh_coverage_add(coverage, FH_POINT_FUNCTION, "free_string", NULL);
    fh_coverage_add(coverage, FH_POINT_TRANSFER, "free_string", "string");
    fh_coverage_merge(report->coverages, coverage);
}

static struct fh_selftest *add_selftest(struct fh_report *report, const char *engine,
                                        enum fh_selftest_state state, const char *reason)
{
    struct fh_selftest *selftest = fh_selftest_new(engine);
    selftest->state = state;
    selftest->reason = g_strdup(reason);
    if (state != FH_SELFTEST_NOT_MEASURED) {
        selftest->versions.freehold = g_strdup("0.1.0");
        selftest->versions.engine = g_strdup("3.19.0");
        selftest->versions.rustc = g_strdup("rustc 1.63.0");
        selftest->versions.libc = g_strdup("2.36");
    }
    g_ptr_array_add(report->selftests, selftest);
    return selftest;
}

static void measure(struct fh_report *report)
{
    struct fh_selftest *valgrind = add_selftest(report, "valgrind", FH_SELFTEST_MEASURED, NULL);
    fh_selftest_add(valgrind, "leak", "C forgets Rust's", FH_ANSWER_SEEN);
    fh_selftest_add(valgrind, "use-after-free", "Rust reads C's", FH_ANSWER_MISSED);
    fh_selftest_add(valgrind, NULL, "C releases its own", FH_ANSWER_CLEAN);
    struct fh_selftest *ledger =
        add_selftest(report, "ledger", FH_SELFTEST_OTHER_VERSIONS, "libc was 2.35 then, and is 2.36 now");
    fh_selftest_add(ledger, "use-after-free", "Rust reads C's", FH_ANSWER_NOT_APPLICABLE);
    fh_selftest_add(ledger, NULL, "Rust borrows C's", FH_ANSWER_FALSE_ALARM);
    add_selftest(report, "asan", FH_SELFTEST_NOT_MEASURED, "freehold selftest --engine asan measures it");
}

static void add_passing(struct fh_report *report)
{
    struct fh_result *clean = add_result(report, "the caller returns the string", 3, FH_VERDICT_PASS);
    clean->heap = (struct fh_heap){TRUE, 4, 4, 90, 0, 0};
    struct fh_result *expected = add_result(report, "C frees a Rust string", 11, FH_VERDICT_PASS);
    expected->heap = (struct fh_heap){TRUE, 3, 3, 61, 0, 0};
    add_cross_free(expected, 13, TRUE);
}

static void add_failing(struct fh_report *report)
{
    struct fh_result *unexpected =
        add_result(report, "C frees a Rust string, and nobody says so", 16, FH_VERDICT_FAIL);
    unexpected->heap = (struct fh_heap){TRUE, 3, 3, 61, 0, 0};
    add_cross_free(unexpected, 18, FALSE);
    add_sample_timeline(unexpected, 18);
    struct fh_result *leak = add_result(report, "the string is forgotten", 21, FH_VERDICT_FAIL);
    leak->heap = (struct fh_heap){TRUE, 1, 0, 29, 29, 1};
    add_leak(leak, 22);
    add_unmet(leak, 23, "expect output == \"ho\": it is \"hi\"");
    g_ptr_array_add(leak->notes, g_strdup("1024 bytes are kept by Rust's std (println!)"));
    g_ptr_array_add(leak->logs, g_strdup("logs/valgrind/strings-4.4711.log"));
    struct fh_result *other = add_result(report, "the wrong kind is expected", 26, FH_VERDICT_FAIL);
    add_unmet(other, 28, "expected leak here, found cross-allocator-free");
    add_cross_free(other, 28, FALSE);
}

static void add_inconclusive(struct fh_report *report)
{
    struct fh_result *endless = add_result(report, "it never ends", 31, FH_VERDICT_INCONCLUSIVE);
    endless->reason =
        g_strdup("the run took more than 10 s and was ended in line 32; if it needs longer, give it more "
                 "with --timeout SECONDS");
    g_ptr_array_add(endless->notes, g_strdup(endless->reason));
    g_ptr_array_add(endless->logs, g_strdup("logs/valgrind/strings-6.4712.log"));
    struct fh_result *unknown = add_result(report, "the engine says something new", 35, FH_VERDICT_FAIL);
    struct fh_finding *record = add_finding(unknown, FH_KIND_UNKNOWN, 0, FALSE);
    record->record =
        g_strdup("Something that memcheck 3.40 says\n   at 0x10964B: print_and_return (lib.rs:22)\n\n"
                 " in process 4711, file /home/someone/x.c");
}

static struct fh_report *sample_report(void)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    cover(report);
    measure(report);
    add_passing(report);
    add_failing(report);
    add_inconclusive(report);
    return report;
}

static struct fh_result *add_engine_result(struct fh_report *report, const char *name, guint line,
                                           const char *engine, enum fh_verdict verdict)
{
    struct fh_result *result = add_result(report, name, line, verdict);
    g_free(result->engine);
    result->engine = g_strdup(engine);
    result->heap = (struct fh_heap){TRUE, 3, 3, 61, 0, 0};
    return result;
}

static void add_not_applicable(struct fh_result *result, guint line, enum fh_kind kind, const char *reason,
                               const char *seen_by)
{
    struct fh_not_applicable *entry = g_new0(struct fh_not_applicable, 1);
    entry->line = line;
    entry->kind = kind;
    entry->reason = g_strdup(reason);
    entry->seen_by = g_strdup(seen_by);
    g_ptr_array_add(result->not_applicable, entry);
}

/* A read that two engines see, and the ledger can't. */
static void add_settled(struct fh_report *report)
{
    static const char *const engines[] = {"valgrind", "asan", "ledger"};
    for (guint i = 0; i < G_N_ELEMENTS(engines); i++) {
        struct fh_result *result =
            add_engine_result(report, "C reads a string that it gave back", 3, engines[i], FH_VERDICT_PASS);
        if (i < 2)
            add_finding(result, FH_KIND_USE_AFTER_FREE, 7, TRUE)->message = g_strdup("read of 1 byte");
        else
            add_not_applicable(result, 7, FH_KIND_USE_AFTER_FREE, "ledger sees no memory accesses",
                               "valgrind, asan");
    }
}

static void add_disputed(struct fh_report *report)
{
    struct fh_result *valgrind =
        add_engine_result(report, "only one sees the leak", 11, "valgrind", FH_VERDICT_FAIL);
    struct fh_result *asan = add_engine_result(report, "only one sees the leak", 11, "asan", FH_VERDICT_FAIL);
    add_engine_result(report, "only one sees the leak", 11, "ledger", FH_VERDICT_INCONCLUSIVE)->reason =
        g_strdup("the run was interrupted");
    add_leak(valgrind, 13);
    struct fh_finding *finding = add_finding(asan, FH_KIND_DISAGREEMENT, 13, FALSE);
    finding->disputed = FH_KIND_LEAK;
    finding->message = g_strdup("valgrind saw leak on line 13 (29 bytes in 1 block); asan saw nothing there");
    g_ptr_array_add(finding->stacks, stack_of("allocated, as valgrind saw it", rust_allocation, 13));
    add_not_applicable(asan, 14, FH_KIND_UNINITIALISED_USE, "asan does not know which bytes were set",
                       "valgrind");
}

/* Three engines: all of one mind, one blind by nature, and two that disagree. */
static struct fh_report *sample_report_of_engines(void)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    add_settled(report);
    add_disputed(report);
    add_engine_result(report, "clean, to one engine", 16, "valgrind", FH_VERDICT_PASS);
    for (guint i = 0; i < 3; i++)
        add_engine_result(report, "clean", 21, (const char *[]){"valgrind", "asan", "ledger"}[i],
                          FH_VERDICT_PASS);
    return report;
}

/* Not a scenario: what `exec` ran. */
static void add_process(struct fh_report *report)
{
    struct fh_result *result = fh_result_new("/abs/bin/program --all", NULL, 0, "asan");
    result->reason = g_strdup("no hook ran");
    g_ptr_array_add(report->results, result);
}

static void replace(char **string, const char *text)
{
    g_free(*string);
    *string = g_strdup(text);
}

static struct fh_report *sample_report_of_all_kinds(void)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    report->is_cut = TRUE;
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++) {
        struct fh_result *result = add_result(report, fh_kind_info(kind)->name, 0, FH_VERDICT_FAIL);
        struct fh_finding *finding = add_finding(result, kind, kind, FALSE);
        finding->allocated_by = kind % FH_DOMAIN_COUNT;
        finding->released_by = (kind + 1) % FH_DOMAIN_COUNT;
        replace(kind % 2 == 0 ? &finding->allocating_host : &finding->releasing_host, "the JVM");
        finding->block = (struct fh_block){TRUE, 0x1000 + kind, kind, -(gint64)kind};
        g_ptr_array_add(finding->stacks, stack_of("also: accessed", rust_allocation, kind));
        struct fh_stack *stack = g_ptr_array_index(finding->stacks, 0);
        struct fh_frame *frame = g_ptr_array_index(stack->frames, 0);
        frame->directory = g_strdup(kind % 2 == 0 ? "/abs/src" : "src");
        frame->is_inlined = TRUE;
    }
    add_process(report);
    return report;
}

static void make_finding_hostile(struct fh_finding *finding, const char *text)
{
    struct fh_stack *stack = g_ptr_array_index(finding->stacks, 0);
    struct fh_frame *frame = g_ptr_array_index(stack->frames, 3);
    replace(&finding->file, text);
    replace(&finding->message, text);
    replace(&finding->allocator, text);
    replace(&finding->releaser, text);
    replace(&finding->allocating_host, text);
    replace(&finding->releasing_host, text);
    replace(&finding->fingerprint, text);
    replace(&finding->record, text);
    replace(&stack->role, text);
    replace(&frame->function, text);
    replace(&frame->file, text);
    replace(&frame->directory, text);
    replace(&frame->object, text);
    g_ptr_array_add(finding->folded, g_strdup(text));
}

/* Every string that others wrote is `text`. */
static struct fh_report *sample_report_of_hostile_text(const char *text)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    replace(&((struct fh_library_info *)g_ptr_array_index(report->libraries, 0))->crate, text);
    replace(&((struct fh_library_info *)g_ptr_array_index(report->libraries, 0))->rustc, text);
    replace(&((struct fh_engine_info *)g_ptr_array_index(report->engines, 0))->version, text);
    replace(&((struct fh_engine_info *)g_ptr_array_index(report->engines, 0))->command, text);
    struct fh_result *result = add_result(report, text, 3, FH_VERDICT_FAIL);
    add_not_applicable(result, 5, FH_KIND_LEAK, text, text);
    add_cross_free(result, 18, FALSE);
    make_finding_hostile(g_ptr_array_index(result->findings, 0), text);
    sample_step(sample_life(result, FH_DOMAIN_RUST, G_MAXUINT64), 18, FH_BLOCK_ALLOCATED, FH_HELD_BY_LIBRARY,
                text);
    replace(&result->file, text);
    replace(&result->engine, text);
    replace(&result->library, text);
    replace(&result->reason, text);
    add_unmet(result, 4, text);
    g_ptr_array_add(result->notes, g_strdup(text));
    g_ptr_array_add(result->logs, g_strdup(text));
    return report;
}

static struct fh_report *sample_report_of_hostile_strings(void)
{
    return sample_report_of_hostile_text(HOSTILE);
}

/* `n` results: every third fails, every fifth is inconclusive. */
static struct fh_report *sample_report_of_size(guint n)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("scenario %u", i);
        struct fh_result *result = add_result(report, name, 11, FH_VERDICT_PASS);
        result->heap = (struct fh_heap){TRUE, i, i, i * 16, 0, 0};
        if (i % 3 == 0)
            add_cross_free(result, 18, FALSE);
        if (i % 3 == 0)
            result->verdict = FH_VERDICT_FAIL;
        if (i % 5 == 0)
            result->reason = g_strdup("the log is cut");
    }
    return report;
}
