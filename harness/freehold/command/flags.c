// SPDX-License-Identifier: MIT
/* `freehold flags`: words for a linker's command line, on one line, and nothing else on standard output,
 * since a shell or a build system substitutes it. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "command/command.h"
#include "library/flags.h"
#include "library/tool.h"

struct options {
    char *compiler;
    gboolean only_compile, only_link;
    char **archives;
};

static char **compiler_of(const struct options *options, GError **error)
{
    char **words = NULL;
    g_autoptr(GError) cause = NULL;
    if (!options->compiler)
        return fh_tool_words("CC", "cc", error);
    if (!g_shell_parse_argv(options->compiler, NULL, &words, &cause))
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--cc: %s", cause->message);
    return words;
}

static void print_words(const char *const *words, const char *const *but)
{
    for (; *words; words++)
        if (!but || !g_strv_contains(but, *words))
            printf("%s ", *words);
}

static int print(const struct options *options)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) compiler = compiler_of(options, &error);
    g_auto(GStrv) link = compiler ? fh_flags_link(options->archives, compiler, &error) : NULL;
    if (!link)
        return fh_command_fail(error);
    if (!options->only_link)
        print_words(fh_flags_compile, NULL);
    if (!options->only_compile)
        print_words((const char *const *)link, options->only_link ? NULL : fh_flags_compile);
    printf("\n");
    return FH_EXIT_PASS;
}

static int flags_main(int argc, char **argv)
{
    int status;
    struct options o = {0};
    const GOptionEntry entries[] = {
        {"cc", 0, 0, G_OPTION_ARG_STRING, &o.compiler, "Compiler that you link with (default: $CC, or cc)",
         "COMPILER"},
        {"cflags", 0, 0, G_OPTION_ARG_NONE, &o.only_compile, "Print only the flags for compiling", NULL},
        {"libs", 0, 0, G_OPTION_ARG_NONE, &o.only_link, "Print only the flags for linking", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.archives, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(
            &fh_flags_command,
            "cc $(freehold flags libfoo.a) main.c libfoo.a …; then freehold exec -- ./a.out\n"
            "Name every static library with Rust code that you link the program with. The exit status\n"
            "is 3 if Freehold could not watch the whole Rust allocator in one of them.",
            entries, &argc, &argv, &status)) {
        if (o.archives && !(o.only_compile && o.only_link)) {
            status = print(&o);
        } else {
            fprintf(stderr, o.archives
                                ? "freehold flags: give either --cflags or --libs, or neither for all flags\n"
                                : "freehold flags: name a library: freehold flags libfoo.a …\n");
            status = FH_EXIT_USAGE;
        }
    }
    g_free(o.compiler);
    g_strfreev(o.archives);
    return status;
}

const struct fh_command fh_flags_command = {
    .name = "flags",
    .synopsis = "flags LIBRARY.a …",
    .summary = "print flags for a program built with AddressSanitizer",
    .main = flags_main,
};
