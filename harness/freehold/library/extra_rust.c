// SPDX-License-Identifier: MIT
#include "library/extra_rust.h"

#include <string.h>

#include "library/linked_files.h"

/* In the text of Rust's std, also of a stripped object. */
static const char rust_mark[] = "RUST_BACKTRACE";

static gboolean holds_rust(const char *path)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    return file && memmem(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), rust_mark,
                          strlen(rust_mark));
}

char *fh_extra_rust(const struct fh_library *library)
{
    g_autoptr(GPtrArray) files = fh_linked_files(library);
    for (guint i = 0; i < files->len; i++)
        if (holds_rust(g_ptr_array_index(files, i)))
            return g_strdup_printf(
                "%s is linked too, and holds Rust code, whose allocations are not watched: cross-allocator "
                "frees can't be ruled out. Make one static library of all Rust code",
                (const char *)g_ptr_array_index(files, i));
    return NULL;
}
