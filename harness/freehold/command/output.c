// SPDX-License-Identifier: MIT
#include "command/output.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "baseline/apply.h"
#include "command/command.h"
#include "engine/engines.h"
#include "report/shared/writers.h"
#include "verdict/gate.h"

/* In the logs folder: says that freehold made it. Whoever writes there holds a lock on it. */
#define MARKER ".freehold"

static const char marker_text[] = "freehold run made this folder and removes its own logs from it.\n";

/* "….log.4711", as the sanitizers name what they log to. */
static gboolean is_log_of_process(const char *name)
{
    const char *end = g_strrstr(name, ".log.");
    return end && end[strlen(".log.")] && !end[strlen(".log.") + strspn(end + strlen(".log."), "0123456789")];
}

/* One file or folder, by whatever names. */
static gboolean is_same(const char *left, const char *right)
{
    struct stat a, b;
    return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

gboolean fh_output_is_folder_of(const struct fh_output *output, const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    return is_same(output->out_dir, folder);
}

/* The names that fh_audit_run() and the session give. */
gboolean fh_output_is_raw_file(const char *name)
{
    for (guint i = 0; fh_engines()[i]; i++) {
        g_autofree char *mark = g_strdup_printf(".%s.", fh_engines()[i]->name);
        if (strstr(name, mark))
            return g_str_has_suffix(name, ".log") || g_str_has_suffix(name, ".out") ||
                   g_str_has_suffix(name, ".err") || g_str_has_suffix(name, ".events") ||
                   is_log_of_process(name);
    }
    return g_str_has_suffix(name, ".plan");
}

static gboolean make_folder(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0777) == 0)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't make folder %s: %s; name another folder with --out",
                path, g_strerror(errno));
    return FALSE;
}

/* NULL when the folder is empty or can't be read. */
static char *first_entry(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    return dir ? g_strdup(g_dir_read_name(dir)) : NULL;
}

static char *existing_report(const struct fh_output *output)
{
    for (guint i = 0; fh_writers()[i]; i++) {
        const char *name = fh_writers()[i]->file_name;
        g_autofree char *path = name ? g_build_filename(output->out_dir, name, NULL) : NULL;
        if (path && g_file_test(path, G_FILE_TEST_EXISTS))
            return g_steal_pointer(&path);
    }
    return NULL;
}

/* The folder is empty, as far as freehold writes there, or freehold made it. Looks for the marker last:
 * another freehold that starts now makes it first. */
static gboolean may_write(const struct fh_output *output, const char *marker, GError **error)
{
    g_autofree char *entry = first_entry(output->log_dir);
    g_autofree char *path = entry ? g_build_filename(output->log_dir, entry, NULL) : existing_report(output);
    if (!path || g_file_test(marker, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "%s was not made by freehold, as far as it can tell (there is no %s); name another folder "
                "with --out, or remove it yourself",
                path, marker);
    return FALSE;
}

static gboolean lock_marker(struct fh_output *output, const char *marker, GError **error)
{
    output->lock = open(marker, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (output->lock >= 0 && TEMP_FAILURE_RETRY(flock(output->lock, LOCK_EX | LOCK_NB)) == 0)
        return TRUE;
    if (errno == EWOULDBLOCK)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "another freehold writes to %s now; wait for its end, or name another folder with --out",
                    output->out_dir);
    else
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't lock %s: %s", marker, g_strerror(errno));
    return FALSE;
}

static gboolean write_marker(const struct fh_output *output, const char *marker, GError **error)
{
    gssize size = sizeof marker_text - 1;
    if (pwrite(output->lock, marker_text, size, 0) == size)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't write %s: %s", marker, g_strerror(errno));
    return FALSE;
}

static gboolean is_one_of(const GPtrArray *files, const char *path)
{
    for (guint i = 0; files && i < files->len; i++)
        if (is_same(g_ptr_array_index(files, i), path))
            return TRUE;
    return FALSE;
}

static gboolean remove_file(const char *folder, const char *name, const GPtrArray *but, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (is_one_of(but, path) || unlink(path) == 0 || errno == ENOENT)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't remove %s, of an earlier run: %s", path,
                g_strerror(errno));
    return FALSE;
}

static gboolean remove_earlier_run(const struct fh_output *output, const GPtrArray *but, GError **error)
{
    for (guint i = 0; fh_writers()[i]; i++)
        if (fh_writers()[i]->file_name &&
            !remove_file(output->out_dir, fh_writers()[i]->file_name, but, error))
            return FALSE;
    if (!remove_file(output->out_dir, FH_OUTPUT_COMPARISON, but, error))
        return FALSE;
    g_autoptr(GError) inner = NULL;
    g_autoptr(GDir) dir = g_dir_open(output->log_dir, 0, &inner);
    if (!dir) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't read folder %s: %s", output->log_dir,
                    inner->message);
        return FALSE;
    }
    const char *name;
    while ((name = g_dir_read_name(dir)))
        if (fh_output_is_raw_file(name) && !remove_file(output->log_dir, name, but, error))
            return FALSE;
    return TRUE;
}

static gboolean take_over(struct fh_output *output, gboolean is_ours, GError **error)
{
    output->out_dir = g_canonicalize_filename(output->name, NULL);
    output->log_dir = g_build_filename(output->out_dir, "logs", NULL);
    g_autofree char *marker = g_build_filename(output->log_dir, MARKER, NULL);
    return (is_ours || may_write(output, marker, error)) && make_folder(output->log_dir, error) &&
           lock_marker(output, marker, error) && write_marker(output, marker, error);
}

gboolean fh_output_prepare(struct fh_output *output, GError **error)
{
    return fh_output_prepare_beside(output, NULL, error);
}

gboolean fh_output_prepare_beside(struct fh_output *output, const GPtrArray *files, GError **error)
{
    return take_over(output, FALSE, error) && remove_earlier_run(output, files, error);
}

gboolean fh_output_prepare_in_place(struct fh_output *output, GError **error)
{
    return take_over(output, TRUE, error);
}

gboolean fh_output_write_file(const char *folder, const char *name, fh_output_content write,
                              gconstpointer what, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileOutputStream) stream =
        g_file_replace(file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, error);
    return stream && write(what, G_OUTPUT_STREAM(stream), error) &&
           g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, error);
}

/* A report, and what writes it to a file. */
struct written {
    const struct fh_report *report;
    const struct fh_writer *writer;
    gboolean colour;
};

/* What a format has no room for is said where people look, whatever else is printed. */
static gboolean write_report(gconstpointer what, GOutputStream *out, GError **error)
{
    const struct written *written = what;
    struct fh_sink sink = {.out = out, .colour = written->colour};
    const gboolean is_written = written->writer->write(written->report, &sink, error);
    if (sink.left_out)
        fprintf(stderr, "freehold: %s\n", sink.left_out);
    g_free(sink.left_out);
    return is_written;
}

static gboolean write_report_file(const struct fh_output *output, const struct fh_report *report,
                                  const struct fh_writer *writer, GError **error)
{
    const struct written written = {report, writer, FALSE};
    return fh_output_write_file(output->out_dir, writer->file_name, write_report, &written, error);
}

gboolean fh_output_wants_colour(int terminal)
{
    return isatty(terminal) && !g_getenv("NO_COLOR");
}

static gboolean write_all(const struct fh_output *output, const struct fh_report *report,
                          const struct fh_writer *terminal, GError **error)
{
    for (guint i = 0; fh_writers()[i]; i++)
        if (fh_writers()[i]->file_name && !write_report_file(output, report, fh_writers()[i], error))
            return FALSE;
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(output->terminal, FALSE);
    fflush(stdout);
    const struct written written = {report, terminal, fh_output_wants_colour(output->terminal)};
    if (!write_report(&written, out, error))
        return FALSE;
    if (terminal == &fh_text_writer)
        fprintf(output->terminal == STDERR_FILENO ? stderr : stdout, "report: %s/%s\n", output->name,
                fh_html_writer.file_name);
    return TRUE;
}

gboolean fh_output_read_baseline(struct fh_output *output, const char *path, GError **error)
{
    output->baseline = path ? fh_baseline_read(path, error) : NULL;
    return !path || output->baseline;
}

void fh_output_apply_baseline(const struct fh_output *output, struct fh_report *report)
{
    if (output->baseline)
        fh_baseline_apply(output->baseline, report);
}

int fh_output_write(const struct fh_output *output, const struct fh_report *report,
                    const struct fh_writer *terminal)
{
    g_autoptr(GError) error = NULL;
    if (write_all(output, report, terminal, &error))
        return fh_verdict_exit_status(fh_report_verdict(report));
    fprintf(stderr, "freehold: the report could not be written: %s\n", error->message);
    return FH_EXIT_NOT_JUDGED;
}

static gboolean is_root(const char *folder)
{
    g_autofree char *git = g_build_filename(folder, ".git", NULL);
    return g_file_test(git, G_FILE_TEST_EXISTS);
}

void fh_output_locate(struct fh_report *report)
{
    report->directory = g_get_current_dir();
    g_autofree char *folder = g_strdup(report->directory);
    while (!is_root(folder)) {
        char *parent = g_path_get_dirname(folder);
        const gboolean is_last = g_str_equal(parent, folder);
        g_free(folder);
        folder = parent;
        if (is_last)
            return;
    }
    report->root = g_steal_pointer(&folder);
}

void fh_output_init(struct fh_output *output, const char *name, int terminal)
{
    *output = (struct fh_output){.name = name, .terminal = terminal, .lock = -1};
}

void fh_output_close(struct fh_output *output)
{
    g_free(output->out_dir);
    g_free(output->log_dir);
    fh_baseline_free(output->baseline);
    if (output->lock >= 0)
        close(output->lock);
}
