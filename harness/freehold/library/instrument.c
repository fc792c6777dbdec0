// SPDX-License-Identifier: MIT
#include "library/instrument.h"

#include <string.h>

#include "base/error.h"
#include "library/tool.h"

#define FLAGS        "-Zsanitizer=address\x1f-Zsanitizer-recover=address"
#define INSTALL_RUST "install Rust (Debian: apt-get install rustc; others: https://rustup.rs), or set $RUSTC"

/* What `rustc ARGUMENT…` prints; `directory` is where it runs. Caller owns. */
static char *ask_rustc(const char *const *arguments, const char *directory, GError **error)
{
    g_auto(GStrv) words = fh_tool_words("RUSTC", "rustc", error);
    if (!words)
        return NULL;
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    for (char **word = words; *word; word++)
        g_ptr_array_add(argv, *word);
    for (const char *const *argument = arguments; *argument; argument++)
        g_ptr_array_add(argv, (gpointer)*argument);
    g_ptr_array_add(argv, NULL);
    const struct fh_tool tool = {(const char *const *)argv->pdata, NULL, directory,
                                 "rustc does not say what it compiles for", INSTALL_RUST};
    char *output = NULL;
    return fh_tool_run(&tool, &output, error) ? output : NULL;
}

static char *find_host(const char *directory, GError **error)
{
    static const char *const arguments[] = {"-vV", NULL};
    g_autofree char *output = ask_rustc(arguments, directory, error);
    if (!output)
        return NULL;
    const char *host = strstr(output, "\nhost: ");
    if (host)
        return g_strndup(host + strlen("\nhost: "), strcspn(host + strlen("\nhost: "), "\n"));
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "'rustc -vV' names no host; " INSTALL_RUST);
    return NULL;
}

/* A rustc that knows the target says where its std would be; one that doesn't fails. */
static gboolean is_installed(const char *target, const char *directory)
{
    const char *const arguments[] = {"--print", "target-libdir", "--target", target, NULL};
    g_autofree char *folder = ask_rustc(arguments, directory, NULL);
    return folder && g_file_test(g_strchomp(folder), G_FILE_TEST_IS_DIR);
}

char *fh_instrument_target(const char *directory, GError **error)
{
    g_autofree char *host = find_host(directory, error);
    if (!host)
        return NULL;
    char *with_std = g_strconcat(host, FH_INSTRUMENTED_STD, NULL);
    if (is_installed(with_std, directory))
        return with_std;
    g_free(with_std);
    return g_steal_pointer(&host);
}

char *fh_instrument_flags(void)
{
    const char *encoded = g_getenv("CARGO_ENCODED_RUSTFLAGS");
    const char *plain = g_getenv("RUSTFLAGS");
    if (encoded && *encoded)
        return g_strconcat(encoded, "\x1f", FLAGS, NULL);
    g_auto(GStrv) words = g_strsplit_set(plain ? plain : "", " \t\n", -1);
    g_autoptr(GString) flags = g_string_new(NULL);
    for (char **word = words; *word; word++)
        if (**word)
            g_string_append_printf(flags, "%s\x1f", *word);
    return g_strconcat(flags->str, FLAGS, NULL);
}
