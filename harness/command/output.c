// SPDX-License-Identifier: MIT
#include "command/output.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"

static gboolean is_ours(const char *name)
{
    return g_str_has_suffix(name, ".log") || g_str_has_suffix(name, ".out") ||
           g_str_has_suffix(name, ".err") || g_str_has_suffix(name, ".events") ||
           g_str_has_suffix(name, ".plan");
}

gboolean fh_output_prepare(struct fh_session *session, GError **error)
{
    session->out_dir = g_canonicalize_filename(session->options->out, NULL);
    session->log_dir = g_build_filename(session->out_dir, "logs", NULL);
    if (g_mkdir_with_parents(session->log_dir, 0777) != 0) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't make folder %s: %s", session->log_dir,
                    g_strerror(errno));
        return FALSE;
    }
    g_autofree char *report = g_build_filename(session->out_dir, fh_json_writer.file_name, NULL);
    unlink(report);
    g_autoptr(GDir) dir = g_dir_open(session->log_dir, 0, error);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(session->log_dir, name, NULL);
        if (is_ours(name))
            unlink(path);
    }
    return dir != NULL;
}

static gboolean write_report_file(const struct fh_session *session, const struct fh_writer *writer,
                                  GError **error)
{
    g_autofree char *path = g_build_filename(session->out_dir, writer->file_name, NULL);
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileOutputStream) stream =
        g_file_replace(file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, error);
    return stream && writer->write(session->report, G_OUTPUT_STREAM(stream), FALSE, error) &&
           g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, error);
}

gboolean fh_output_write(const struct fh_session *session, const struct fh_writer *terminal, GError **error)
{
    for (guint i = 0; fh_writers()[i]; i++)
        if (fh_writers()[i]->file_name && !write_report_file(session, fh_writers()[i], error))
            return FALSE;
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    gboolean colour = isatty(STDOUT_FILENO) && !g_getenv("NO_COLOR");
    fflush(stdout);
    if (!terminal->write(session->report, out, colour, error))
        return FALSE;
    if (terminal == &fh_text_writer) {
        printf("report: %s/%s\n", session->options->out, fh_json_writer.file_name);
        fflush(stdout);
    }
    return TRUE;
}
