// SPDX-License-Identifier: MIT
#include "library/cargo_run.h"

#include <stdio.h>

#include "library/tool.h"

#define INSTALL_CARGO "install Rust (Debian: apt-get install cargo; others: https://rustup.rs), or set $CARGO"

/* "release-lto", "DEBUG" -> "CARGO_PROFILE_RELEASE_LTO_DEBUG". Caller owns. */
static char *profile_variable(const char *profile, const char *setting)
{
    g_autofree char *upper = g_ascii_strup(profile, -1);
    g_strdelimit(upper, "-", '_');
    return g_strconcat("CARGO_PROFILE_", upper, "_", setting, NULL);
}

/* A report names Rust source lines, and the allocator must be there to be seen (allocator_symbols.c): pairs
 * for fh_tool. cargo's debug profile is like that already. */
static GPtrArray *environment_for(const struct fh_cargo *cargo)
{
    static const char *const settings[] = {"DEBUG", "1", "LTO", "off", "INCREMENTAL", "false", NULL};
    GPtrArray *pairs = g_ptr_array_new_with_free_func(g_free);
    gboolean is_debug = !cargo->profile || g_str_equal(cargo->profile, "debug");
    for (const char *const *setting = settings; !is_debug && *setting; setting += 2) {
        g_ptr_array_add(pairs, profile_variable(cargo->profile, setting[0]));
        g_ptr_array_add(pairs, g_strdup(setting[1]));
    }
    if (cargo->flags) {
        g_ptr_array_add(pairs, g_strdup("RUSTC_BOOTSTRAP"));
        g_ptr_array_add(pairs, g_strdup("1"));
    }
    g_ptr_array_add(pairs, NULL);
    return pairs;
}

gboolean fh_cargo_run(const struct fh_cargo *cargo, char **output, GError **error)
{
    g_auto(GStrv) words = fh_tool_words("CARGO", "cargo", error);
    if (!words)
        return FALSE;
    g_autoptr(GPtrArray) environment = environment_for(cargo);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    for (char **word = words; *word; word++)
        g_ptr_array_add(argv, *word);
    for (const char *const *argument = cargo->arguments; *argument; argument++)
        g_ptr_array_add(argv, (gpointer)*argument);
    g_ptr_array_add(argv, NULL);
    const struct fh_tool tool = {
        .argv = (const char *const *)argv->pdata,
        .environment = (const char *const *)environment->pdata,
        .directory = cargo->directory,
        .failure = cargo->failure,
        .install = INSTALL_CARGO,
        .forced_name = cargo->flags ? "CARGO_ENCODED_RUSTFLAGS" : NULL,
        .forced_value = cargo->flags,
    };
    return fh_tool_run(&tool, output, error);
}

gboolean fh_cargo_is_old(const char *version)
{
    guint major, minor;
    return sscanf(version, "cargo %u.%u", &major, &minor) == 2 && major == 1 && minor < 64;
}
