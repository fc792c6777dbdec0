// SPDX-License-Identifier: MIT
#include "library/extra_rust.h"

#include <string.h>

/* In the text of Rust's std, also of a stripped object. */
static const char rust_mark[] = "RUST_BACKTRACE";

static gboolean holds_rust(const char *path)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    return file && memmem(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), rust_mark,
                          strlen(rust_mark)) != NULL;
}

static gboolean add_if_there(GPtrArray *files, char *path)
{
    gboolean is_there = g_file_test(path, G_FILE_TEST_IS_REGULAR);
    if (is_there)
        g_ptr_array_add(files, path);
    else
        g_free(path);
    return is_there;
}

/* The files that `-lNAME` may mean, in the folders of the `-L`s before it and after. */
static void add_named(GPtrArray *files, char **words, const char *name)
{
    for (guint i = 0; words[i]; i++) {
        if (!g_str_has_prefix(words[i], "-L"))
            continue;
        const char *folder = words[i][2] ? words[i] + 2 : words[i + 1];
        if (folder) {
            add_if_there(files, g_strdup_printf("%s/lib%s.so", folder, name));
            add_if_there(files, g_strdup_printf("%s/lib%s.a", folder, name));
        }
    }
}

char *fh_extra_rust(const struct fh_library *library)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; library->link && library->link[i]; i++)
        if (g_str_has_prefix(library->link[i], "-l"))
            add_named(files, library->link, library->link[i] + 2);
        else
            add_if_there(files, g_strdup(library->link[i]));
    for (guint i = 0; i < files->len; i++)
        if (holds_rust(g_ptr_array_index(files, i)))
            return g_strdup_printf(
                "%s is linked too, and holds Rust code, whose allocations are not watched: cross-allocator "
                "frees can't be ruled out. Make one static library of all Rust code",
                (const char *)g_ptr_array_index(files, i));
    return NULL;
}
