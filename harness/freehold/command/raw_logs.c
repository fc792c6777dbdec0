// SPDX-License-Identifier: MIT
#include "command/raw_logs.h"

#include <errno.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/bytes.h"
#include "base/error.h"
#include "engine/engines.h"
#include "model/report.h"
#include "model/result.h"
#include "report/shared/redact.h"

#define PART ((gssize)1 << 20) /* bytes */

/* The raw logs of one input, on their way into the output. */
struct saving {
    const struct fh_output *output;
    const struct fh_report *report;
    const struct fh_input *input;
    gboolean stays;     /* they are in the output's folder already */
    char *folder;       /* of the input */
    GHashTable *copied; /* char * source → char * name in the output's logs/ */
    gboolean is_any_missing;
};

/* A report that comes from elsewhere may name any file; its own are beside it. */
static gboolean is_inside(const char *log)
{
    g_auto(GStrv) parts = g_strsplit(log, "/", -1);
    return *log && !g_path_is_absolute(log) && !g_strv_contains((const char *const *)parts, "..");
}

static gboolean is_file(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* The name as a deterministic report has it, without the process id. Caller owns. */
static char *without_pid(const char *log)
{
    const struct fh_report deterministic = {.is_deterministic = TRUE};
    return fh_redact_log(&deterministic, log);
}

/* A deterministic report does not say which process's it is: all whose name would be shown as `log`. */
static void add_folded(const struct saving *saving, const char *log, GPtrArray *paths)
{
    g_autofree char *inner = g_path_get_dirname(log);
    g_autofree char *folder = g_build_filename(saving->folder, inner, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *candidate = g_build_filename(inner, name, NULL);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *shown = without_pid(candidate);
        if (g_str_equal(shown, log) && is_file(path))
            g_ptr_array_add(paths, g_steal_pointer(&path));
    }
}

/* char *: where it is; none when it is not there. */
static GPtrArray *find_log(const struct saving *saving, const char *log)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *path = g_build_filename(saving->folder, log, NULL);
    if (is_inside(log) && is_file(path))
        g_ptr_array_add(paths, g_steal_pointer(&path));
    else if (is_inside(log))
        add_folded(saving, log, paths);
    return paths;
}

/* One that no file has yet, and that a later run knows as freehold's. */
static char *free_name(const struct saving *saving, const char *wanted, const char *engine)
{
    const char *mark = fh_engine_by_name(engine) ? engine : fh_engines()[0]->name;
    g_autofree char *base =
        fh_output_is_raw_file(wanted) ? g_strdup(wanted) : g_strdup_printf("%s.%s.log", wanted, mark);
    for (guint i = 1;; i++) {
        g_autofree char *name = i == 1 ? g_strdup(base) : g_strdup_printf("%u-%s", i, base);
        g_autofree char *path = g_build_filename(saving->output->log_dir, name, NULL);
        struct stat about;
        if (lstat(path, &about) != 0)
            return g_steal_pointer(&name);
    }
}

static gboolean copy_log(const struct saving *saving, const char *source, const char *name, GError **error)
{
    g_autoptr(GError) inner = NULL;
    g_autofree char *path = g_build_filename(saving->output->log_dir, name, NULL);
    g_autoptr(GFile) from = g_file_new_for_path(source);
    g_autoptr(GFile) to = g_file_new_for_path(path);
    if (g_file_copy(from, to, G_FILE_COPY_NOFOLLOW_SYMLINKS | G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL,
                    NULL, &inner))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s can't be copied to %s: %s", source, path,
                inner->message);
    return FALSE;
}

/* Its name in the output's logs/, once it is there. Borrowed from `copied`. NULL: with `error`. */
static const char *save_file(struct saving *saving, const char *source, const char *engine, GError **error)
{
    const char *known = g_hash_table_lookup(saving->copied, source);
    if (known)
        return known;
    g_autofree char *wanted = g_path_get_basename(source);
    char *name = free_name(saving, wanted, engine);
    gboolean is_copied = copy_log(saving, source, name, error);
    g_hash_table_insert(saving->copied, g_strdup(source), name);
    return is_copied ? name : NULL;
}

/* `log`: an element of the result's. */
static gboolean save_log(struct saving *saving, struct fh_result *result, char **log, GError **error)
{
    g_autoptr(GPtrArray) sources = find_log(saving, *log);
    g_autofree char *own_name = without_pid(*log);
    gboolean has_pid = !g_str_equal(own_name, *log);
    if (sources->len == 0) {
        saving->is_any_missing = TRUE;
        /* Read again, the report says so already. */
        fh_note_once(result->notes, g_strdup_printf("raw log %s is not there", *log));
    }
    for (guint i = 0; i < sources->len && !saving->stays; i++) {
        const char *name = save_file(saving, g_ptr_array_index(sources, i), result->engine, error);
        if (!name)
            return FALSE;
        g_free(*log);
        g_autofree char *path = g_build_filename("logs", name, NULL);
        *log = has_pid ? g_steal_pointer(&path) : without_pid(path);
    }
    return TRUE;
}

static gboolean save_all(struct saving *saving, GError **error)
{
    for (guint i = 0; i < saving->input->n; i++) {
        struct fh_result *result = g_ptr_array_index(saving->report->results, saving->input->first + i);
        for (guint j = 0; j < result->logs->len; j++)
            if (!save_log(saving, result, (char **)&g_ptr_array_index(result->logs, j), error))
                return FALSE;
    }
    return TRUE;
}

static gboolean save_saved(const struct fh_inputs *inputs, const struct fh_input *input,
                           const struct fh_output *output, GError **error)
{
    struct saving saving = {.output = output, .report = inputs->report, .input = input};
    saving.folder = g_path_get_dirname(input->path);
    saving.stays = fh_output_is_folder_of(output, input->path);
    saving.copied = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    gboolean is_done = save_all(&saving, error);
    if (saving.is_any_missing)
        fprintf(stderr, "freehold: not all raw logs that %s names are there; its results say which\n",
                input->path);
    g_hash_table_unref(saving.copied);
    g_free(saving.folder);
    return is_done;
}

/* Without what says only that it is a log. */
static char *stem_of(const char *path)
{
    static const char *const suffixes[] = {".log", ".xml", ".txt"};
    char *base = g_path_get_basename(path);
    for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++)
        if (g_str_has_suffix(base, suffixes[i]) && strlen(base) > strlen(suffixes[i])) {
            base[strlen(base) - strlen(suffixes[i])] = '\0';
            break;
        }
    return base;
}

/* By parts, so that of a mapped file not all is in memory. */
static gboolean write_bytes(gconstpointer what, GOutputStream *out, GError **error)
{
    const struct fh_bytes *bytes = what;
    const char *kept = bytes->start, *end = bytes->start + bytes->size;
    for (const char *at = kept; at < end; at += MIN(PART, end - at)) {
        if (bytes->is_mapped)
            fh_bytes_need(at, (gsize)MIN(PART, end - at));
        if (!g_output_stream_write_all(out, at, (gsize)MIN(PART, end - at), NULL, NULL, error))
            return FALSE;
        if (bytes->is_mapped)
            kept = fh_bytes_forget(kept, at);
    }
    return TRUE;
}

/* A log made elsewhere, as it was read: it may have been a pipe. */
static gboolean save_foreign(const struct fh_inputs *inputs, const struct fh_input *input,
                             const struct fh_output *output, GError **error)
{
    g_autoptr(GError) inner = NULL;
    const struct saving saving = {.output = output};
    const struct fh_result *first = g_ptr_array_index(inputs->report->results, input->first);
    g_autofree char *wanted = stem_of(input->path);
    g_autofree char *name = free_name(&saving, wanted, first->engine);
    if (!fh_output_write_file(output->log_dir, name, write_bytes, &input->bytes, &inner)) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't keep %s: %s", input->path, inner->message);
        return FALSE;
    }
    for (guint i = 0; i < input->n; i++)
        g_ptr_array_add(
            ((struct fh_result *)g_ptr_array_index(inputs->report->results, input->first + i))->logs,
            g_build_filename("logs", name, NULL));
    return TRUE;
}

gboolean fh_inputs_save_logs(struct fh_inputs *inputs, const struct fh_output *output, GError **error)
{
    for (guint i = 0; i < inputs->items->len; i++) {
        const struct fh_input *input = g_ptr_array_index(inputs->items, i);
        gboolean is_done = input->is_saved ? save_saved(inputs, input, output, error)
                                           : save_foreign(inputs, input, output, error);
        if (!is_done)
            return FALSE;
    }
    return TRUE;
}
