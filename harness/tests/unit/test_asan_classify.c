// SPDX-License-Identifier: MIT
/* What becomes of the sanitizers' real logs: the same findings as of memcheck's. */
#include "asan_data.h"
#include "classify/classify.h"
#include "log/asan.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/stack.h"
#include "run_suite.h"

static const char *const symbols[] = {"free_string", "free_buffer"};

static struct fh_classified *classify(const char *name, const GPtrArray *events)
{
    fh_auto(fh_asan_log) log = parse_asan_data(name);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    const struct fh_trace trace = {.engine = "AddressSanitizer",
                                   .file = "a.scn",
                                   .records = log->records,
                                   .events = events ? events : none,
                                   .symbols = symbols,
                                   .n_symbols = G_N_ELEMENTS(symbols)};

    return fh_classify(&trace);
}

/* "KIND:LINE ALLOCATED-BY>RELEASED-BY", one a line. */
static char *summarise(const struct fh_classified *classified)
{
    GString *words = g_string_new(NULL);

    for (guint i = 0; i < classified->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(classified->findings, i);

        g_string_append_printf(words, "%s%s:%u %s>%s", i > 0 ? "\n" : "", fh_kind_info(finding->kind)->name,
                               finding->line, fh_domain_name(finding->allocated_by),
                               fh_domain_name(finding->released_by));
    }
    return g_string_free(words, FALSE);
}

/* The findings, and the message of the first. */
static const struct {
    const char *name, *findings, *message;
} logs[] = {
    {"cross-free", "cross-allocator-free:4 rust>c",
     "block of 18 bytes allocated by Rust (__rust_alloc) was released by C's free()"},
    {"cross-drop", "cross-allocator-free:4 c>rust",
     "block of 18 bytes allocated by C (malloc) was released by Rust (__rust_dealloc)"},
    {"layout", "layout-mismatch:4 rust>rust",
     "block of 18 bytes allocated by Rust (__rust_alloc) was released by Rust (__rust_dealloc) as one of 5 "
     "bytes "
     "with an alignment of 1, not the default alignment"},
    {"malloc-delete", "cross-allocator-free:4 c>c++",
     "block of 15 bytes allocated by C (strdup) was released by C++'s operator delete"},
    {"new-free", "cross-allocator-free:4 c++>c",
     "block of 18 bytes allocated by C++ (operator new) was released by C's free()"},
    {"new-size", "layout-mismatch:0 c++>c++",
     "block of 18 bytes allocated by C++ (operator new) was released by C++'s operator delete as one of 5 "
     "bytes"},
    {"double-free", "double-free:4 c>c",
     "block of 15 bytes allocated by C (strdup) was released twice: by C's free() at line 4, then again by "
     "C's free()"},
    {"double-free-rust", "double-free:4 rust>rust",
     "block of 18 bytes allocated by Rust (__rust_alloc) was released twice: by Rust (__rust_dealloc) at "
     "line 4, "
     "then again by Rust (__rust_dealloc)"},
    {"free-stack", "invalid-free:0 none>c", "C's free() was given a pointer to a variable on the stack"},
    {"free-static", "invalid-free:0 none>c", "C's free() was given a pointer to static memory (shop_sign)"},
    {"free-interior", "invalid-free:0 c>c",
     "C's free() was given a pointer to byte 4 of a block of 18 bytes allocated by C (malloc)"},
    {"read-freed", "use-after-free:0 c>c",
     "read of 4 bytes, at byte 4 of a block of 20 bytes that C's free() had released"},
    {"read-before", "out-of-bounds:0 c>unknown",
     "read of 4 bytes, 4 bytes before a block of 20 bytes allocated by C (malloc)"},
    {"string-read", "out-of-bounds:0 c>unknown",
     "read of 5 bytes, right after a block of 4 bytes allocated by C (malloc)"},
    {"poisoned", "out-of-bounds:0 c>unknown",
     "read of 1 byte, at byte 20 of a block of 64 bytes allocated by C (malloc), in a part that was closed"},
    {"stack-overrun", "out-of-bounds:0 none>unknown",
     "read of 4 bytes, right after the variable 'numbers' of 16 bytes on the stack"},
    {"segv", "abort:3 unknown>unknown",
     "the process ended with SIGSEGV: access through a null pointer, in read_null"},
    {"segv-high", "abort:0 unknown>unknown",
     "the process ended with SIGSEGV: read not within mapped region, in segv_high"},
    {"jump-null", "abort:0 unknown>unknown",
     "the process ended with SIGSEGV: a function was called through a null pointer, in main"},
    {"stack-overflow", "abort:0 unknown>unknown",
     "the process ended with SIGSEGV: the stack overflowed, in deeper"},
    {"overlap", "wrong-argument:0 unknown>unknown", NULL},
    {"negative-size", "wrong-argument:0 unknown>unknown", "negative-size-param: (size=-1)"},
    {"calloc-overflow", "wrong-argument:0 unknown>unknown", NULL},
    {"bad-alignment", "wrong-argument:0 unknown>unknown", NULL},
    {"too-big", "wrong-argument:0 unknown>unknown", NULL},
    {"new-alignment", "layout-mismatch:0 c++>c++",
     "block of 18 bytes allocated by C++ (operator new) was released by C++'s operator delete as one with "
     "the "
     "default alignment, not an alignment of 64"},
    {"after-return", "use-after-free:0 none>none",
     "read of 1 byte, at byte 0 of the variable 'local' of 16 bytes on the stack, whose function had "
     "returned"},
    {"after-scope", "use-after-free:0 none>none",
     "read of 4 bytes, at byte 0 of the variable 'inner' of 4 bytes on the stack, whose scope had ended"},
    {"global-overrun", "out-of-bounds:0 none>unknown", NULL},
    {"leaks", "leak:3 c>none\nleak:4 rust>none\nleak:0 c>none", NULL},
    {"cycle", "leak:3 c>none", NULL},
};

/* "…, in FUNCTION" without the function's parameters, which clang's log has. */
static char *without_parameters(const char *message)
{
    const char *in = strstr(message, ", in ");

    return in ? g_strndup(message, (gsize)(in - message) + strcspn(in, "(")) : g_strdup(message);
}

static int compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Of leaks LeakSanitizer gives the largest first, and the same compiler's three may be one. */
static char *sorted(const char *findings)
{
    g_auto(GStrv) lines = g_strsplit(findings, "\n", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();

    qsort(lines, g_strv_length(lines), sizeof(*lines), compare_lines);
    for (char **line = lines; *line; line++)
        if (kept->len == 0 || !g_str_equal(g_ptr_array_index(kept, kept->len - 1), *line))
            g_ptr_array_add(kept, *line);
    g_ptr_array_add(kept, NULL);
    return g_strjoinv("\n", (char **)kept->pdata);
}

static void check_findings(const char *runtime, int i)
{
    g_autofree char *name = g_build_filename(runtime, logs[i].name, NULL);
    fh_auto(fh_classified) classified = classify(name, NULL);
    g_autofree char *summary = summarise(classified);
    g_autofree char *findings = sorted(summary), *expected = sorted(logs[i].findings);
    const struct fh_finding *first = g_ptr_array_index(classified->findings, 0);
    g_autofree char *message = without_parameters(first->message);

    ck_assert_msg(g_str_equal(findings, expected), "%s:\n%s", name, findings);
    ck_assert_msg(!logs[i].message || g_str_equal(message, logs[i].message), "%s: %s", name, message);
}

START_TEST(a_log_gives_its_findings)
{
    check_findings("gcc12", _i);
    check_findings("clang14", _i);
}
END_TEST

START_TEST(an_inner_leak_goes_with_the_outer)
{
    fh_auto(fh_classified) classified = classify("clang14/leaks", NULL);
    const struct fh_finding *found = NULL;

    for (guint i = 0; i < classified->findings->len; i++)
        if (((struct fh_finding *)g_ptr_array_index(classified->findings, i))->line == 3)
            found = g_ptr_array_index(classified->findings, i);
    ck_assert_ptr_nonnull(found);
    ck_assert_uint_eq(found->bytes, 16 + 18 + 18 + 16);
    ck_assert_uint_eq(found->blocks, 4);
    ck_assert_uint_eq(found->folded->len, 2); /* one of them twice */
}
END_TEST

START_TEST(the_runtimes_frames_are_the_harness)
{
    fh_auto(fh_classified) classified = classify(_i == 0 ? "gcc12/double-free" : "clang14/double-free", NULL);
    const struct fh_finding *finding = g_ptr_array_index(classified->findings, 0);
    const struct fh_stack *stack = g_ptr_array_index(finding->stacks, 0);
    const struct fh_frame *users = fh_finding_users_frame(finding);

    ck_assert(((struct fh_frame *)g_ptr_array_index(stack->frames, 0))->is_harness);
    ck_assert(g_str_has_prefix(users->function, "release_twice"));
}
END_TEST

static void add_event(GPtrArray *events, guint kind, guint id, const guint64 *values)
{
    struct fh_event *event = g_new0(struct fh_event, 1);

    event->kind = kind;
    event->line = 4;
    event->id = id;
    memcpy(event->values, values, sizeof(event->values));
    g_ptr_array_add(events, event);
}

START_TEST(an_event_takes_stacks_from_the_log)
{
    g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(g_free);
    add_event(events, FH_EVENT_WRONG_RELEASE, 7, (guint64[5]){0x603000000040, 0, 1});
    fh_auto(fh_classified) classified = classify(_i == 0 ? "gcc12/notices" : "clang14/notices", events);
    const struct fh_finding *finding = g_ptr_array_index(classified->findings, 0);

    ck_assert_int_eq(finding->kind, FH_KIND_WRONG_RELEASE);
    ck_assert_str_eq(finding->message, "block of 18 bytes allocated by Rust (__rust_alloc) was released by "
                                       "free_buffer(); its release function is free_string()");
    ck_assert_uint_eq(finding->stacks->len, 2);
}
END_TEST

/* Of which event, and who owns what it asks for. */
static const struct {
    guint id;
    enum fh_domain owner;
} owners[] = {{7, FH_DOMAIN_RUST},
              {8, FH_DOMAIN_NONE},
              {9, FH_DOMAIN_NONE},
              {10, FH_DOMAIN_NONE},
              {11, FH_DOMAIN_NONE}};

START_TEST(an_owner_is_decided_from_the_log)
{
    for (guint domain = FH_DOMAIN_RUST; domain <= FH_DOMAIN_NONE; domain++) {
        g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(g_free);
        add_event(events, FH_EVENT_OWNER, owners[_i].id, (guint64[5]){1, domain});
        fh_auto(fh_classified) classified = classify("gcc12/notices", events);

        ck_assert_uint_eq(classified->unmet->len, domain == owners[_i].owner ? 0 : 1);
    }
}
END_TEST

START_TEST(a_cross_free_is_told_by_the_runner)
{
    g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(g_free);
    add_event(events, FH_EVENT_CROSS_FREE, 7, (guint64[5]){0x603000000040, 18, FH_DOMAIN_RUST, FH_DOMAIN_C});
    fh_auto(fh_classified) classified = classify("gcc12/notices", events);
    const struct fh_finding *finding = g_ptr_array_index(classified->findings, 0);

    ck_assert_int_eq(finding->kind, FH_KIND_CROSS_ALLOCATOR_FREE);
    ck_assert_int_eq(finding->allocated_by, FH_DOMAIN_RUST);
    ck_assert_int_eq(finding->released_by, FH_DOMAIN_C);
    ck_assert_str_eq(finding->allocator, "__rust_alloc");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("asan classify");
    TCase *cases = tcase_create("findings");

    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, a_log_gives_its_findings, 0, G_N_ELEMENTS(logs));
    tcase_add_test(cases, an_inner_leak_goes_with_the_outer);
    tcase_add_loop_test(cases, the_runtimes_frames_are_the_harness, 0, 2);
    tcase_add_loop_test(cases, an_event_takes_stacks_from_the_log, 0, 2);
    tcase_add_loop_test(cases, an_owner_is_decided_from_the_log, 0, G_N_ELEMENTS(owners));
    tcase_add_test(cases, a_cross_free_is_told_by_the_runner);
    return run_suite(suite);
}
