// SPDX-License-Identifier: MIT
#include <string.h>

#include "engine/valgrind/hidden.h"
#include "log/memcheck.h"
#include "log/record.h"
#include "run_suite.h"

#define LINE(n) "**7** freehold: line " #n "\n"
#define END     "**7** freehold: end 0\n"
#define FREE(function)                                                                                  \
    "==7== Invalid free() / delete / delete[] / realloc()\n==7==    at 0x1: free (m.c:1)\n==7==    by " \
    "0x2: " function " (a.c:1)\n==7== \n"

/* A log, the errors that were counted at lines 2 and 3, and the line that is to be looked at again; 0: none.
 */
struct hiding {
    const char *what;
    const char *log;
    guint at_2, at_3;
    guint hidden;
};

static const struct hiding hidings[] = {
    {"nothing counted", LINE(2) LINE(3), 0, 0, 0},
    {"all is shown", LINE(2) FREE("at_line_2") LINE(3) FREE("at_line_3"), 1, 1, 0},
    {"the second line's is taken for the first's", LINE(2) FREE("at_line_2") LINE(3), 1, 1, 3},
    {"one line that repeats itself", LINE(2) FREE("at_line_2"), 5, 0, 0},
    {"one line that shows nothing", LINE(2) LINE(3), 0, 1, 3},
    {"two lines, one repeats something", LINE(2) FREE("at_line_2") LINE(3) FREE("at_line_3"), 1, 2, 3},
    {"a record without a step belongs to the line named last", LINE(2) FREE("f") LINE(3), 1, 0, 0},
};

START_TEST(lines_with_hidden_errors_are_found)
{
    const struct hiding *h = &hidings[_i];
    struct fh_events_header header = {.errors_at = {[2] = h->at_2, [3] = h->at_3}};
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(h->log, strlen(h->log));
    g_autoptr(GArray) lines = fh_hidden_lines(&header, log->records);
    ck_assert_msg(lines->len == (h->hidden != 0), "%s: %u lines", h->what, lines->len);
    if (h->hidden)
        ck_assert_uint_eq(g_array_index(lines, guint, 0), h->hidden);
}
END_TEST

static guint count_errors(const GPtrArray *records)
{
    guint count = 0;
    for (guint i = 0; i < records->len; i++)
        count += ((const struct fh_record *)g_ptr_array_index(records, i))->type == FH_RECORD_INVALID_FREE;
    return count;
}

static GPtrArray *borrow(const struct fh_memcheck_log *log)
{
    GPtrArray *records = g_ptr_array_new();
    for (guint i = 0; i < log->records->len; i++)
        g_ptr_array_add(records, g_ptr_array_index(log->records, i));
    return records;
}

START_TEST(what_was_hidden_takes_its_place)
{
    const char *first = LINE(2) FREE("at_line_2") LINE(3) END;
    const char *again = LINE(2) LINE(3) FREE("at_line_3") END;
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(first, strlen(first));
    fh_auto(fh_memcheck_log) second = fh_memcheck_log_parse(again, strlen(again));
    g_autoptr(GPtrArray) records = borrow(log);
    ck_assert(fh_hidden_show(3, records, second->records));
    ck_assert_uint_eq(count_errors(records), 2);
    ck_assert_uint_eq(((const struct fh_record *)g_ptr_array_index(records, 3))->type,
                      FH_RECORD_INVALID_FREE);
    ck_assert(!fh_hidden_show(2, records, second->records));
    ck_assert_uint_eq(count_errors(records), 2);
}
END_TEST

START_TEST(errors_after_the_end_are_known)
{
    const char *inside = LINE(2) FREE("at_line_2") END;
    const char *after = LINE(2) END FREE("handler");
    fh_auto(fh_memcheck_log) in = fh_memcheck_log_parse(inside, strlen(inside));
    fh_auto(fh_memcheck_log) out = fh_memcheck_log_parse(after, strlen(after));
    ck_assert(!fh_hidden_is_shown_after_end(in->records));
    ck_assert(fh_hidden_is_shown_after_end(out->records));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("hidden");
    tcase_add_loop_test(tcase, lines_with_hidden_errors_are_found, 0, G_N_ELEMENTS(hidings));
    tcase_add_test(tcase, what_was_hidden_takes_its_place);
    tcase_add_test(tcase, errors_after_the_end_are_known);
    Suite *suite = suite_create("hidden");
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
