// SPDX-License-Identifier: MIT
#include "command/selftest_library.h"

#include "base/write_text.h"
#include "command/sample.h"
#include "library/tool.h"
#include "selftest-resource.h"

static gboolean write_config(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "freehold.ini", NULL);
    return fh_write_text(path, "[library]\nstaticlib = libselftest.a\nheader = lib.h\n", error);
}

static gboolean build(const char *folder, GError **error)
{
    const char *options[] = {"--edition", "2018", "--crate-name", "selftest",      "--crate-type",
                             "staticlib", "-g",   "-o",           "libselftest.a", "lib.rs",
                             NULL};
    g_auto(GStrv) words = fh_tool_words("RUSTC", "rustc", error);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *output = NULL;
    for (char **word = words; word && *word; word++)
        g_ptr_array_add(argv, *word);
    for (guint i = 0; i < G_N_ELEMENTS(options); i++)
        g_ptr_array_add(argv, (gpointer)options[i]);
    const struct fh_tool tool = {.argv = (const char *const *)argv->pdata,
                                 .directory = folder,
                                 .failure = "rustc could not build the library of the self-test",
                                 .install = "apt-get install rustc, or https://rustup.rs"};
    return words && fh_tool_run(&tool, &output, error);
}

gboolean fh_selftest_library_make(const char *folder, GError **error)
{
    return fh_sample_make("selftest", selftest_get_resource(), folder, error) &&
           write_config(folder, error) && build(folder, error);
}
