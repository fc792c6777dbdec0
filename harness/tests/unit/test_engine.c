// SPDX-License-Identifier: MIT
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "engine/events_file.h"
#include "engine/process.h"
#include "engine/valgrind/malloc_trace.h"
#include "run_suite.h"
#include "wire/plan.h"

/* One trace line inside of scenario 7, and what it counts as. */
struct traced_line {
    const char *line;
    guint64 allocs, frees, bytes;
};

static const struct traced_line traced_lines[] = {
    {"--9-- malloc(10) = 0x4A41040", 1, 0, 10},
    {"--9-- malloc(10) = 0x0", 0, 0, 0},
    {"--9-- calloc(17,16) = 0x4A41530", 1, 0, 272},
    {"--9-- realloc(0x4A41040,30) = 0x4A41090", 1, 1, 30},
    {"--9-- realloc(0x0,12)malloc(12) = 0x4A411E0", 1, 0, 12},
    {"--9-- realloc(0x4A41140,0)free(0x4A41140)", 0, 1, 0},
    {"--9--  = 0", 0, 0, 0},
    {"--9-- memalign(al 64, size 100) = 0x4A41240", 1, 0, 100},
    {"--9-- free(0x4A410F0)", 0, 1, 0},
    {"--9-- free(0x0)", 0, 0, 0},
    {"--9-- _Znwm(4) = 0x4D6ECD0", 1, 0, 4},
    {"--9-- _Znam(10) = 0x4D6EC80", 1, 0, 10},
    {"--9-- _ZnwmSt11align_val_t(size 64, al 64) = 0x4D6ED80", 1, 0, 64},
    {"--9-- _ZdlPvm(0x4D6ECD0)", 0, 1, 0},
    {"--9-- _ZdaPv(0x4D6EC80)", 0, 1, 0},
    {"==9== malloc(10) = 0x4A41040", 0, 0, 0},
    {"-- malloc(10) = 0x4A41040", 0, 0, 0},
    {"malloc(10) = 0x4A41040", 0, 0, 0},
};

START_TEST(a_trace_line_counts)
{
    const struct traced_line *t = &traced_lines[_i];
    g_autofree char *log =
        g_strdup_printf("--9-- malloc(1) = 0x10\n**9** freehold: begin 7\n%s\n**9** freehold: end 7\n"
                        "**9** freehold: checked 7\n--9-- free(0x10)\n",
                        t->line);
    fh_auto(fh_malloc_trace) trace = fh_malloc_trace_read(log, strlen(log));
    struct fh_block_counts counts = fh_malloc_trace_of(trace, 7), none = fh_malloc_trace_of(trace, 8);
    ck_assert_uint_eq(counts.allocs, t->allocs);
    ck_assert_uint_eq(counts.frees, t->frees);
    ck_assert_uint_eq(counts.bytes, t->bytes);
    ck_assert_uint_eq(none.allocs, 0);
    ck_assert_uint_eq(trace->total.allocs, t->allocs + 1);
    ck_assert_uint_eq(trace->total.frees, t->frees + 1);
}
END_TEST

/* Lines that leave the same blocks alive, or others. */
static const struct {
    const char *lines;
    gboolean is_same;
} live_sets[] = {
    {"", TRUE},
    {"--9-- malloc(10) = 0x4A41040\n--9-- free(0x4A41040)\n", TRUE},
    {"--9-- free(0x4A41040)\n--9-- malloc(10) = 0x4A41040\n", TRUE},
    {"--9-- malloc(1) = 0x4A41040\n--9-- realloc(0x4A41040,3) = 0x4A41090\n--9-- _ZdlPv(0x4A41090)\n", TRUE},
    {"--9-- malloc(10) = 0x4A41040\n", FALSE},
    {"--9-- malloc(10) = 0x4A41040\n--9-- free(0x4A41090)\n", FALSE},
    {"--9-- realloc(0x4A41040,30) = 0x4A41090\n", FALSE},
};

START_TEST(a_trace_tells_whether_other_blocks_live)
{
    g_autofree char *log =
        g_strdup_printf("**9** freehold: begin 7\n%s**9** freehold: checked 7\n", live_sets[_i].lines);
    fh_auto(fh_malloc_trace) trace = fh_malloc_trace_read(log, strlen(log));
    ck_assert(live_sets[_i].is_same == (fh_malloc_trace_of(trace, 7).live == 0));
}
END_TEST

static char *folder;

static void make_folder(void)
{
    folder = g_dir_make_tmp("freehold-test-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
}

static void remove_folder(void)
{
    const char *names[] = {"out", "err"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
    g_clear_pointer(&folder, g_free);
}

static gboolean run_shell(const char *script, struct fh_process_end *end, char **said)
{
    g_autofree char *out = g_build_filename(folder, "out", NULL);
    g_autofree char *err = g_build_filename(folder, "err", NULL);
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)script, NULL};
    struct fh_process process = {.argv = argv, .stdout_path = out, .stderr_path = err};
    gboolean is_started = fh_process_run(&process, end, NULL);
    if (said)
        g_file_get_contents(out, said, NULL, NULL);
    return is_started;
}

START_TEST(a_process_ends_as_it_says)
{
    struct fh_process_end end;
    ck_assert(run_shell("exit 7", &end, NULL));
    ck_assert(WIFEXITED(end.wait_status) && WEXITSTATUS(end.wait_status) == 7);
    ck_assert(!end.timed_out);
}
END_TEST

/* There is progress until the process has said something: on any machine it has come that far by the time
 * that it is ended. */
static guint64 progress_until_it_speaks(gconstpointer path)
{
    static guint64 n;
    struct stat status;
    if (stat(path, &status) != 0 || status.st_size == 0)
        n++;
    return n;
}

/* What a shell script says that is ended when it has spoken. Caller owns. */
static char *end_shell(const char *script, guint patience_s, struct fh_process_end *end)
{
    g_autofree char *out = g_build_filename(folder, "out", NULL);
    g_autofree char *err = g_build_filename(folder, "err", NULL);
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)script, NULL}, *said = NULL;
    struct fh_process process = {.argv = argv,
                                 .stdout_path = out,
                                 .stderr_path = err,
                                 .timeout_s = 1,
                                 .progress = progress_until_it_speaks,
                                 .progress_data = out,
                                 .patience_s = patience_s};
    ck_assert(fh_process_run(&process, end, NULL));
    ck_assert(end->timed_out);
    ck_assert(g_file_get_contents(out, &said, NULL, NULL));
    return said;
}

START_TEST(a_process_without_progress_is_asked_to_end)
{
    struct fh_process_end end;
    g_autofree char *said =
        end_shell("trap 'echo asked; exit 7' TERM; echo here; while :; do sleep 0.1; done", 3600, &end);
    ck_assert_str_eq(said, "here\nasked\n");
    ck_assert(WIFEXITED(end.wait_status) && WEXITSTATUS(end.wait_status) == 7);
}
END_TEST

START_TEST(a_process_that_does_not_end_is_killed)
{
    struct fh_process_end end;
    g_autofree char *said = end_shell("trap '' TERM; echo here; while :; do sleep 0.1; done", 1, &end);
    ck_assert_str_eq(said, "here\n");
    ck_assert(WIFSIGNALED(end.wait_status) && WTERMSIG(end.wait_status) == SIGKILL);
}
END_TEST

START_TEST(what_could_bend_a_run_is_pinned)
{
    struct fh_process_end end;
    g_autofree char *said = NULL;
    g_setenv("VALGRIND_OPTS", "-q", TRUE);
    g_setenv("MALLOC_PERTURB_", "5", TRUE);
    g_setenv("RUST_BACKTRACE", "1", TRUE);
    ck_assert(run_shell("echo \"[$VALGRIND_OPTS][$MALLOC_PERTURB_][$RUST_BACKTRACE]\"", &end, &said));
    ck_assert_str_eq(said, "[][][0]\n");
}
END_TEST

START_TEST(a_program_that_is_not_there_is_an_error)
{
    struct fh_process_end end;
    g_autoptr(GError) error = NULL;
    g_autofree char *out = g_build_filename(folder, "out", NULL);
    g_autofree char *err = g_build_filename(folder, "err", NULL);
    char *argv[] = {(char *)"freehold-no-such-program", NULL};
    struct fh_process process = {.argv = argv, .stdout_path = out, .stderr_path = err};
    ck_assert(!fh_process_run(&process, &end, &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_ENVIRONMENT));
}
END_TEST

static void add_event(struct fh_events *events, guint scenario, const char *text, guint32 text_size)
{
    char *at = (char *)(events->header + 1) + events->header->used;
    struct fh_event event = {.kind = FH_EVENT_EXPECT, .scenario = scenario, .text_size = text_size};
    memcpy(at, &event, sizeof(event));
    strcpy(at + sizeof(event), text);
    events->header->used += sizeof(event) + text_size;
}

static struct fh_events *new_events(void)
{
    g_autofree char *path = g_build_filename(folder, "out", NULL);
    struct fh_events *events = fh_events_new(path, NULL);
    ck_assert_ptr_nonnull(events);
    return events;
}

START_TEST(events_are_read_by_scenario)
{
    fh_auto(fh_events) events = new_events();
    add_event(events, 0, "a", 8);
    add_event(events, 1, "b", 8);
    ck_assert(fh_events_read(events));
    const GPtrArray *own = fh_events_of(events, 1);
    ck_assert_uint_eq(own->len, 1);
    ck_assert_str_eq(fh_event_text(g_ptr_array_index(own, 0)), "b");
}
END_TEST

/* Whatever lies in the timeline's part, the run can be judged, and nothing else comes from there. */
START_TEST(a_damaged_timeline_does_no_harm)
{
    static const guint32 kinds[] = {FH_EVENT_BLOCK_ALLOC, 0,           FH_EVENT_ERROR,
                                    FH_EVENT_KIND_COUNT,  G_MAXUINT32, FH_EVENT_BLOCK_LEFT_OUT};
    fh_auto(fh_events) events = new_events();
    add_event(events, 1, "a", 8);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        fh_timeline_event(events->header, i)->kind = kinds[i];
        fh_timeline_event(events->header, i)->scenario = 1;
    }
    struct fh_event *with_text = fh_timeline_event(events->header, G_N_ELEMENTS(kinds));
    *with_text = (struct fh_event){.kind = FH_EVENT_BLOCK_FREE, .scenario = 1, .text_size = G_MAXUINT32};
    events->header->timeline_used = _i == 0 ? G_N_ELEMENTS(kinds) + 1 : G_MAXUINT64;
    ck_assert(fh_events_read(events));
    const GPtrArray *own = fh_events_of(events, 1);
    ck_assert_uint_eq(own->len, 3);
    ck_assert_uint_eq(((const struct fh_event *)g_ptr_array_index(own, 1))->kind, FH_EVENT_BLOCK_ALLOC);
    ck_assert_uint_eq(((const struct fh_event *)g_ptr_array_index(own, 2))->kind, FH_EVENT_BLOCK_LEFT_OUT);
}
END_TEST

/* The process that is watched can cut it: neither that nor the judging may end freehold. */
START_TEST(cut_events_are_refused)
{
    fh_auto(fh_events) events = new_events();
    add_event(events, 0, "a", 8);
    ck_assert_int_eq(truncate(events->path, 0), 0);
    ck_assert_uint_eq(fh_events_progress(events), 0);
    ck_assert(!fh_events_read(events));
    ck_assert(!events->header->is_finished);
}
END_TEST

START_TEST(events_without_a_header_are_none)
{
    g_autofree char *path = g_build_filename(folder, "out", NULL);
    ck_assert(g_file_set_contents(path, "", 0, NULL));
    ck_assert_int_eq(truncate(path, FH_EVENTS_SIZE), 0);
    ck_assert_ptr_null(fh_events_open(path));
    remove(path);
}
END_TEST

START_TEST(damaged_events_are_refused)
{
    fh_auto(fh_events) events = new_events();
    add_event(events, 0, "a", 8);
    struct fh_events_header whole = *events->header;
    switch (_i) {
    case 0:
        events->header->used -= 8;
        break;
    case 1:
        events->header->lost = 1;
        break;
    case 2:
        events->header->magic = 0;
        break;
    case 3:
        events->header->used = FH_EVENTS_SIZE;
        break;
    case 4:
        ((struct fh_event *)(events->header + 1))->text_size = 4096;
        break;
    }
    ck_assert(!fh_events_read(events));
    *events->header = whole;
}
END_TEST

static gboolean is_set(enum fh_setting setting, const char *entry)
{
    g_autoptr(GPtrArray) settings = fh_process_settings(setting);
    return g_ptr_array_find_with_equal_func(settings, entry, g_str_equal, NULL);
}

START_TEST(what_bends_a_program_is_told)
{
    g_setenv("MALLOC_ARENA_TEST", "5", TRUE);
    g_setenv("RUST_BACKTRACE", "full", TRUE);
    g_setenv("RUST_MIN_STACK", "1", TRUE);
    g_setenv("LC_NUMERIC", "C", TRUE);
    g_setenv("UNRELATED", "1", TRUE);
    ck_assert(is_set(FH_SETTING_LEFT_OUT, "MALLOC_ARENA_TEST=5"));
    ck_assert(is_set(FH_SETTING_LEFT_OUT, "RUST_BACKTRACE=full"));
    ck_assert(!is_set(FH_SETTING_KEPT, "RUST_BACKTRACE=full"));
    ck_assert(is_set(FH_SETTING_KEPT, "RUST_MIN_STACK=1"));
    ck_assert(!is_set(FH_SETTING_LEFT_OUT, "RUST_MIN_STACK=1"));
    ck_assert(is_set(FH_SETTING_KEPT, "LC_NUMERIC=C"));
    ck_assert(!is_set(FH_SETTING_KEPT, "UNRELATED=1") && !is_set(FH_SETTING_LEFT_OUT, "UNRELATED=1"));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("engine");
    tcase_add_checked_fixture(tcase, make_folder, remove_folder);
    tcase_add_loop_test(tcase, a_trace_line_counts, 0, G_N_ELEMENTS(traced_lines));
    tcase_add_loop_test(tcase, a_trace_tells_whether_other_blocks_live, 0, G_N_ELEMENTS(live_sets));
    tcase_add_test(tcase, a_process_ends_as_it_says);
    tcase_add_test(tcase, a_process_without_progress_is_asked_to_end);
    tcase_add_test(tcase, a_process_that_does_not_end_is_killed);
    tcase_add_test(tcase, what_could_bend_a_run_is_pinned);
    tcase_add_test(tcase, a_program_that_is_not_there_is_an_error);
    tcase_add_test(tcase, events_are_read_by_scenario);
    tcase_add_loop_test(tcase, a_damaged_timeline_does_no_harm, 0, 2);
    tcase_add_loop_test(tcase, damaged_events_are_refused, 0, 5);
    tcase_add_test(tcase, cut_events_are_refused);
    tcase_add_test(tcase, events_without_a_header_are_none);
    tcase_add_test(tcase, what_bends_a_program_is_told);
    Suite *suite = suite_create("engine");
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
