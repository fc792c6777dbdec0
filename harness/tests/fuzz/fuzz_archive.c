// SPDX-License-Identifier: MIT
/* Any bytes as a static library: its symbols and Rust's allocator in it, or why not. */
#include "fuzz/file.h"
#include "library/allocator_symbols.h"
#include "library/archive.h"

static void check_hooks(const struct fh_allocator_symbols *hooks)
{
    require(hooks->symbols->len == hooks->entries->len, "a symbol without an entry");
    for (guint i = 0; i < hooks->symbols->len; i++)
        require(*(const char *)g_ptr_array_index(hooks->symbols, i) != '\0', "a symbol without a name");
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    g_autoptr(GError) error = NULL, defined_error = NULL;
    const struct input_file file = input_file_open(data, size);
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(file.path, &error);
    g_autoptr(GHashTable) defined = fh_archive_defined_symbols(file.path, &defined_error);
    require_answer(hooks != NULL, error);
    require_answer(defined != NULL, defined_error);
    if (hooks)
        check_hooks(hooks);
    input_file_close(&file);
    return 0;
}
