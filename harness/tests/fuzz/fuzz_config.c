// SPDX-License-Identifier: MIT
/* Any bytes as freehold.ini: its libraries, or why not. */
#include "fuzz/file.h"
#include "library/config.h"

static void check_library(const struct fh_library_config *library)
{
    require(is_text(library->name), "a library's name is no text");
    require(library->crate || library->staticlib, "a library that can't be built");
    require(library->is_package || !library->crate || g_path_is_absolute(library->crate), "a relative path");
    require(library->profile && fh_config_is_profile(library->profile), "no profile");
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    const struct input_file file = input_file_open(data, size);
    fh_auto(fh_config) config = fh_config_load(file.path, &error);
    require_answer(config != NULL, error);
    require(!config || config->libraries->len > 0, "a configuration without a library");
    for (guint i = 0; config && i < config->libraries->len; i++)
        check_library(g_ptr_array_index(config->libraries, i));
    input_file_close(&file);
    return 0;
}
