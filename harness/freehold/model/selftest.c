// SPDX-License-Identifier: MIT
#include "model/selftest.h"

#include <string.h>

const char *fh_answer_name(guint answer)
{
    static const char *const names[FH_ANSWER_COUNT] = {[FH_ANSWER_CLEAN] = "clean",
                                                       [FH_ANSWER_SEEN] = "seen",
                                                       [FH_ANSWER_NOT_APPLICABLE] = "not applicable",
                                                       [FH_ANSWER_NOT_JUDGED] = "not judged",
                                                       [FH_ANSWER_MISSED] = "missed",
                                                       [FH_ANSWER_FALSE_ALARM] = "false alarm"};
    return names[answer];
}

const char *fh_selftest_state_name(guint state)
{
    static const char *const names[FH_SELFTEST_STATE_COUNT] = {"measured", "other versions", "not measured"};
    return names[state];
}

static void free_row(gpointer data)
{
    struct fh_selftest_row *row = data;
    g_free(row->kind);
    g_free(row->direction);
    g_free(row);
}

struct fh_selftest *fh_selftest_new(const char *engine)
{
    struct fh_selftest *selftest = g_new0(struct fh_selftest, 1);
    selftest->engine = g_strdup(engine);
    selftest->state = FH_SELFTEST_NOT_MEASURED;
    selftest->rows = g_ptr_array_new_with_free_func(free_row);
    return selftest;
}

void fh_selftest_free(struct fh_selftest *selftest)
{
    if (!selftest)
        return;
    g_free(selftest->engine);
    g_free(selftest->reason);
    g_free(selftest->versions.freehold);
    g_free(selftest->versions.engine);
    g_free(selftest->versions.rustc);
    g_free(selftest->versions.c_compiler);
    g_free(selftest->versions.libc);
    g_ptr_array_unref(selftest->rows);
    g_free(selftest);
}

struct fh_selftest_row *fh_selftest_add(struct fh_selftest *selftest, const char *kind, const char *direction,
                                        enum fh_answer answer)
{
    struct fh_selftest_row *row = g_new0(struct fh_selftest_row, 1);
    row->kind = g_strdup(kind);
    row->direction = g_strdup(direction);
    row->answer = answer;
    g_ptr_array_add(selftest->rows, row);
    return row;
}

guint fh_selftest_count(const struct fh_selftest *selftest, enum fh_answer answer)
{
    guint n = 0;
    for (guint i = 0; i < selftest->rows->len; i++)
        n += ((const struct fh_selftest_row *)g_ptr_array_index(selftest->rows, i))->answer == answer;
    return n;
}

static gboolean is_same_row(gconstpointer left, gconstpointer right)
{
    const struct fh_selftest_row *a = left, *b = right;
    return g_strcmp0(a->kind, b->kind) == 0 && g_strcmp0(a->direction, b->direction) == 0;
}

gboolean fh_selftest_answer(const struct fh_selftest *selftest, const struct fh_selftest_row *row,
                            enum fh_answer *answer)
{
    guint i;
    if (!g_ptr_array_find_with_equal_func(selftest->rows, row, is_same_row, &i))
        return FALSE;
    *answer = ((const struct fh_selftest_row *)g_ptr_array_index(selftest->rows, i))->answer;
    return TRUE;
}

GPtrArray *fh_selftest_rows(const struct fh_report *report)
{
    GPtrArray *rows = g_ptr_array_new();
    for (guint i = 0; i < report->selftests->len; i++) {
        const struct fh_selftest *selftest = g_ptr_array_index(report->selftests, i);
        for (guint j = 0; j < selftest->rows->len; j++)
            if (!g_ptr_array_find_with_equal_func(rows, g_ptr_array_index(selftest->rows, j), is_same_row,
                                                  NULL))
                g_ptr_array_add(rows, g_ptr_array_index(selftest->rows, j));
    }
    return rows;
}

/* NULL: the same, or the report does not have it. */
static char *difference(const char *what, const char *then, const char *now)
{
    return now && g_strcmp0(then, now) != 0
               ? g_strdup_printf("%s was %s then, and is %s now", what, then ? then : "not known", now)
               : NULL;
}

static char *difference_of_libraries(const struct fh_selftest_versions *versions,
                                     const struct fh_report *report)
{
    char *found = NULL;
    for (guint i = 0; i < report->libraries->len && !found; i++) {
        const struct fh_library_info *library = g_ptr_array_index(report->libraries, i);
        found = difference("rustc", versions->rustc, library->rustc);
        if (!found)
            found = difference("the C compiler", versions->c_compiler, library->c_compiler);
    }
    return found;
}

/* What a compiler says of itself, without the name by which it was called ("cc", "gcc"). */
static const char *without_command(const char *version)
{
    const char *rest = strchr(version, ' ');
    return rest && rest[1] == '(' ? rest : version;
}

/* Of the engine whose runtime is the compiler's. Whether Rust's code is compiled for it, too, a program does
 * not tell; then it is measured for code that is not, of which less is seen. */
static gboolean is_same_compiler(const char *then, const char *now)
{
    const char *rust = strstr(then, FH_SELFTEST_RUST_CODE);
    g_autofree char *start =
        rust && !strstr(now, FH_SELFTEST_RUST_CODE) ? g_strndup(then, (gsize)(rust - then)) : g_strdup(then);
    return g_str_equal(without_command(start), without_command(now));
}

static char *difference_of_engine(const struct fh_selftest *selftest, const struct fh_report *report)
{
    for (guint i = 0; i < report->engines->len; i++) {
        const struct fh_engine_info *engine = g_ptr_array_index(report->engines, i);
        if (g_strcmp0(engine->name, selftest->engine) != 0)
            continue;
        if (!engine->version)
            return g_strdup_printf("it was %s then, and nothing says which one this is",
                                   selftest->versions.engine);
        if (selftest->versions.engine && is_same_compiler(selftest->versions.engine, engine->version))
            return NULL;
        return difference("it", selftest->versions.engine, engine->version);
    }
    return NULL;
}

char *fh_selftest_difference(const struct fh_selftest *selftest, const struct fh_report *report,
                             const char *libc)
{
    char *found = difference("Freehold", selftest->versions.freehold, report->version);
    if (!found)
        found = difference_of_engine(selftest, report);
    if (!found)
        found = difference("libc", selftest->versions.libc, libc);
    return found ? found : difference_of_libraries(&selftest->versions, report);
}
