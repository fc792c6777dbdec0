// SPDX-License-Identifier: MIT
#include "program/process_log.h"

#include <stdio.h>
#include <string.h>

static void image_free(gpointer data)
{
    struct fh_process_log *process = data;
    g_free(process->log_path);
    g_free(process->bytes);
    fh_memcheck_log_free(process->log);
    fh_events_free(process->events);
    g_free(process);
}

/* "PID.log" or "PID.N.exec.log", after the stem. */
static gboolean read_name(const char *rest, struct fh_process_log *process)
{
    char *end;
    guint64 pid = g_ascii_strtoull(rest, &end, 10);
    if (end == rest || pid == 0 || pid > G_MAXINT)
        return FALSE;
    process->pid = (guint)pid;
    process->number = G_MAXUINT;
    if (g_str_equal(end, ".log"))
        return TRUE;
    if (*end != '.')
        return FALSE;
    process->number = (guint)g_ascii_strtoull(end + 1, &end, 10);
    process->has_executed = TRUE;
    return g_str_equal(end, ".exec.log");
}

static int compare_images(gconstpointer a, gconstpointer b)
{
    const struct fh_process_log *x = *(const struct fh_process_log *const *)a,
                                *y = *(const struct fh_process_log *const *)b;
    if (x->pid != y->pid)
        return x->pid < y->pid ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static GPtrArray *list(const char *folder, const char *stem)
{
    GPtrArray *processes = g_ptr_array_new_with_free_func(image_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autofree char *prefix = g_strconcat(stem, ".", NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        struct fh_process_log process = {0};
        if (!g_str_has_prefix(name, prefix) || !read_name(name + strlen(prefix), &process))
            continue;
        process.log_path = g_build_filename(folder, name, NULL);
        g_ptr_array_add(processes, g_memdup2(&process, sizeof(process)));
    }
    g_ptr_array_sort(processes, compare_images);
    return processes;
}

/* -s says again, after its summary, what the log has said; only the first end is one. */
static gsize size_to_first_end(const char *bytes, gsize size)
{
    static const char mark[] = "ERROR SUMMARY: ";
    const char *found = memmem(bytes, size, mark, strlen(mark));
    const char *end = found ? memchr(found, '\n', size - (gsize)(found - bytes)) : NULL;
    return end ? (gsize)(end - bytes) + 1 : size;
}

static void read_image(struct fh_process_log *process, const char *folder, const char *stem)
{
    gsize size = 0;
    if (!g_file_get_contents(process->log_path, &process->bytes, &size, NULL))
        process->bytes = g_strdup("");
    process->log = fh_memcheck_log_parse(process->bytes, size_to_first_end(process->bytes, size));
    g_autofree char *events =
        g_strdup_printf("%s/%s.%u.%u.events", folder, stem, process->pid, process->number);
    process->events = fh_events_open(events);
    process->has_events = process->events && fh_events_read(process->events);
}

GPtrArray *fh_process_logs_find(const char *folder, const char *stem)
{
    GPtrArray *processes = list(folder, stem);
    guint number = 0;
    for (guint i = 0; i < processes->len; i++) {
        struct fh_process_log *process = g_ptr_array_index(processes, i);
        const struct fh_process_log *previous = i > 0 ? g_ptr_array_index(processes, i - 1) : NULL;
        number = previous && previous->pid == process->pid ? number + 1 : 0;
        process->number = number;
        read_image(process, folder, stem);
    }
    return processes;
}
