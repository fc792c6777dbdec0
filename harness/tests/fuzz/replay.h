/* SPDX-License-Identifier: MIT */
/*
 * A fuzz target as an ordinary program: it replays the files and folders that it is given. With libFuzzer:
 *   clang -g -fsanitize=fuzzer,address,undefined -DFH_LIBFUZZER …
 */
#pragma once

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size);

static inline void require(gboolean condition, const char *what)
{
    if (condition)
        return;
    (void)fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

static inline gboolean is_text(const char *text)
{
    return text && g_utf8_validate(text, -1, NULL);
}

#ifndef FH_LIBFUZZER
static inline guint replay(const char *path);

static inline guint replay_folder(GDir *folder, const char *path)
{
    guint count = 0;
    const char *name = NULL;
    while ((name = g_dir_read_name(folder))) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        count += replay(child);
    }
    g_dir_close(folder);
    return count;
}

static inline guint replay(const char *path)
{
    GDir *folder = g_dir_open(path, 0, NULL);
    if (folder)
        return replay_folder(folder, path);
    g_autofree char *data = NULL;
    gsize size = 0;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &data, &size, &error)) {
        (void)fprintf(stderr, "fuzz: %s\n", error->message);
        exit(1);
    }
    LLVMFuzzerTestOneInput((const guint8 *)data, size);
    return 1;
}

int main(int argc, char **argv)
{
    guint count = 0;
    for (int i = 1; i < argc; i++)
        count += replay(argv[i]);
    printf("%u inputs replayed\n", count);
    return count > 0 ? 0 : 1;
}
#endif
