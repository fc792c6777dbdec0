// SPDX-License-Identifier: MIT
#include "command/selftest_store.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gnu/libc-version.h>
#include <string.h>

#include "base/error.h"
#include "command/output.h"
#include "import/kept_selftest.h"

/* A file of ours has a few KiB. */
#define MAX_SIZE (1 << 20)

/* Caller owns. */
static char *folder_path(void)
{
    return g_build_filename(g_get_user_cache_dir(), "freehold", "selftest", NULL);
}

/* Of the versions. Caller owns. */
static char *file_name(const struct fh_selftest *selftest)
{
    const struct fh_selftest_versions *versions = &selftest->versions;
    const char *all[] = {versions->freehold, versions->engine, versions->rustc, versions->c_compiler,
                         versions->libc};
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        g_checksum_update(sum, (const guchar *)(all[i] ? all[i] : ""),
                          all[i] ? (gssize)strlen(all[i]) + 1 : 1);
    return g_strdup_printf("%s-%.16s.json", selftest->engine, g_checksum_get_string(sum));
}

static gboolean write_content(gconstpointer what, GOutputStream *out, GError **error)
{
    return fh_selftest_write(what, out, error);
}

gboolean fh_selftest_keep(const struct fh_selftest *selftest, GError **error)
{
    g_autofree char *folder = folder_path();
    g_autofree char *name = file_name(selftest);
    g_autoptr(GError) cause = NULL;
    if (g_mkdir_with_parents(folder, 0700) != 0) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                    "what was measured can't be kept for later reports: can't make folder %s", folder);
        return FALSE;
    }
    if (fh_output_write_file(folder, name, write_content, selftest, &cause))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "what was measured can't be kept for later reports: %s", cause->message);
    return FALSE;
}

/* NULL: it is none of ours, or damaged. Caller owns. */
static struct fh_selftest *load(const char *path, const char *engine)
{
    GStatBuf about;
    g_autofree char *bytes = NULL;
    gsize size;
    if (g_stat(path, &about) != 0 || about.st_size > MAX_SIZE ||
        !g_file_get_contents(path, &bytes, &size, NULL))
        return NULL;
    struct fh_selftest *selftest = fh_selftest_parse(path, bytes, size, NULL);
    if (selftest && (selftest->state != FH_SELFTEST_MEASURED || !g_str_equal(selftest->engine, engine)))
        g_clear_pointer(&selftest, fh_selftest_free);
    return selftest;
}

/* The best so far. */
struct choice {
    struct fh_selftest *best;
    gint64 written; /* when */
    guint n_damaged;
};

/* Consumes `take_one`, which differs from the report by `take_difference`. */
static void choose(struct choice *choice, struct fh_selftest *take_one, char *take_difference, gint64 written)
{
    const gboolean is_better = !choice->best || (choice->best->state != FH_SELFTEST_MEASURED &&
                                                 (!take_difference || written > choice->written));
    take_one->state = take_difference ? FH_SELFTEST_OTHER_VERSIONS : FH_SELFTEST_MEASURED;
    take_one->reason = take_difference;
    if (is_better) {
        fh_selftest_free(choice->best);
        choice->best = take_one;
        choice->written = written;
    } else {
        fh_selftest_free(take_one);
    }
}

static void look_at(struct choice *choice, const char *path, const char *engine,
                    const struct fh_report *report)
{
    GStatBuf about;
    struct fh_selftest *selftest = load(path, engine);
    if (!selftest) {
        choice->n_damaged++;
        return;
    }
    const gint64 written =
        g_stat(path, &about) == 0 ? (gint64)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec : 0;
    choose(choice, selftest, fh_selftest_difference(selftest, report, gnu_get_libc_version()), written);
}

static void look_for(struct choice *choice, const char *engine, const struct fh_report *report)
{
    g_autofree char *folder = folder_path();
    g_autofree char *begin = g_strdup_printf("%s-", engine);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, begin) && g_str_has_suffix(name, ".json")) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            look_at(choice, path, engine, report);
        }
}

static struct fh_selftest *recall(const char *engine, const struct fh_report *report)
{
    struct choice choice = {NULL};
    look_for(&choice, engine, report);
    struct fh_selftest *selftest = choice.best ? choice.best : fh_selftest_new(engine);
    g_autofree char *difference = g_steal_pointer(&selftest->reason);
    if (selftest->state == FH_SELFTEST_NOT_MEASURED)
        selftest->reason =
            g_strdup_printf("%sfreehold selftest --engine %s measures what this engine sees here",
                            choice.n_damaged > 0 ? "what was kept is damaged; " : "", engine);
    else if (difference)
        selftest->reason =
            g_strdup_printf("%s; freehold selftest --engine %s measures again", difference, engine);
    return selftest;
}

void fh_selftest_recall(struct fh_report *report)
{
    for (guint i = 0; !report->is_deterministic && i < report->engines->len; i++)
        g_ptr_array_add(
            report->selftests,
            recall(((const struct fh_engine_info *)g_ptr_array_index(report->engines, i))->name, report));
}
