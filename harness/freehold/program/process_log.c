// SPDX-License-Identifier: MIT
#include "program/process_log.h"

#include <stdio.h>
#include <string.h>

static void image_free(gpointer data)
{
    struct fh_image *image = data;
    g_free(image->log_path);
    g_free(image->bytes);
    fh_memcheck_log_free(image->log);
    fh_events_free(image->events);
    g_free(image);
}

/* "PID.log" or "PID.N.exec.log", after the stem. */
static gboolean read_name(const char *rest, struct fh_image *image)
{
    char *end;
    guint64 pid = g_ascii_strtoull(rest, &end, 10);
    if (end == rest || pid == 0 || pid > G_MAXINT)
        return FALSE;
    image->pid = (guint)pid;
    image->number = G_MAXUINT;
    if (g_str_equal(end, ".log"))
        return TRUE;
    if (*end != '.')
        return FALSE;
    image->number = (guint)g_ascii_strtoull(end + 1, &end, 10);
    image->has_executed = TRUE;
    return g_str_equal(end, ".exec.log");
}

static int compare_images(gconstpointer a, gconstpointer b)
{
    const struct fh_image *x = *(const struct fh_image *const *)a, *y = *(const struct fh_image *const *)b;
    if (x->pid != y->pid)
        return x->pid < y->pid ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static GPtrArray *list(const char *folder, const char *stem)
{
    GPtrArray *images = g_ptr_array_new_with_free_func(image_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autofree char *prefix = g_strconcat(stem, ".", NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        struct fh_image image = {0};
        if (!g_str_has_prefix(name, prefix) || !read_name(name + strlen(prefix), &image))
            continue;
        image.log_path = g_build_filename(folder, name, NULL);
        g_ptr_array_add(images, g_memdup2(&image, sizeof(image)));
    }
    g_ptr_array_sort(images, compare_images);
    return images;
}

/* -s says again, after its summary, what the log has said; only the first end is one. */
static gsize size_to_first_end(const char *bytes, gsize size)
{
    static const char mark[] = "ERROR SUMMARY: ";
    const char *found = memmem(bytes, size, mark, strlen(mark));
    const char *end = found ? memchr(found, '\n', size - (gsize)(found - bytes)) : NULL;
    return end ? (gsize)(end - bytes) + 1 : size;
}

static void read_image(struct fh_image *image, const char *folder, const char *stem)
{
    gsize size = 0;
    if (!g_file_get_contents(image->log_path, &image->bytes, &size, NULL))
        image->bytes = g_strdup("");
    image->log = fh_memcheck_log_parse(image->bytes, size_to_first_end(image->bytes, size));
    g_autofree char *events = g_strdup_printf("%s/%s.%u.%u.events", folder, stem, image->pid, image->number);
    image->events = fh_events_open(events);
    image->has_events = image->events && fh_events_read(image->events);
}

GPtrArray *fh_images_find(const char *folder, const char *stem)
{
    GPtrArray *images = list(folder, stem);
    guint number = 0;
    for (guint i = 0; i < images->len; i++) {
        struct fh_image *image = images->pdata[i];
        const struct fh_image *previous = i > 0 ? images->pdata[i - 1] : NULL;
        number = previous && previous->pid == image->pid ? number + 1 : 0;
        image->number = number;
        read_image(image, folder, stem);
    }
    return images;
}
