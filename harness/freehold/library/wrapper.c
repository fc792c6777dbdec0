// SPDX-License-Identifier: MIT
#include "library/wrapper.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/write_text.h"
#include "library/build_stamp.h"
#include "library/tool.h"

#define INSTALL_RUST "install Rust (Debian: apt-get install rustc; others: https://rustup.rs), or set $RUSTC"

/* What rustc says of a crate that was built to abort. */
#define NEEDS_ABORT "panic strategy `abort`"

struct job {
    const struct fh_crate *crate;
    const struct fh_cargo_build *build;
    const char *target, *flags;
    char *source, *made, *archive;
};

static void add(GPtrArray *argv, const char *first, const char *second)
{
    g_ptr_array_add(argv, g_strdup(first));
    if (second)
        g_ptr_array_add(argv, g_strdup(second));
}

static void add_all(GPtrArray *argv, char **words)
{
    for (; words && *words; words++)
        add(argv, *words, NULL);
}

/* `CARGO = cargo +nightly` means nightly's rustc, too. */
static gboolean add_rustc(GPtrArray *argv, GError **error)
{
    g_auto(GStrv) rustc = fh_tool_words("RUSTC", "rustc", error);
    g_auto(GStrv) cargo = rustc ? fh_tool_words("CARGO", "cargo", error) : NULL;
    if (!cargo)
        return FALSE;
    add_all(argv, rustc);
    if (cargo[1] && cargo[1][0] == '+' && !rustc[1])
        add(argv, cargo[1], NULL);
    return TRUE;
}

static GPtrArray *command_line(const struct job *job, GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *library = g_strdup_printf("%s=%s", job->crate->library, job->build->made);
    g_auto(GStrv) flags = job->flags ? g_strsplit(job->flags, "\x1f", -1) : NULL;
    if (!add_rustc(argv, error))
        return NULL;
    add(argv, "--crate-type=staticlib", "--crate-name=freehold_wrapper");
    add(argv, "--edition=2018", "-g");
    add(argv, "--extern", library);
    for (char **folder = job->build->folders; *folder; folder++) {
        g_autofree char *dependency = g_strconcat("dependency=", *folder, NULL);
        add(argv, "-L", dependency);
    }
    if (job->target)
        add(argv, "--target", job->target);
    add_all(argv, flags);
    add(argv, "-o", job->made);
    add(argv, job->source, NULL);
    return g_steal_pointer(&argv);
}

static gboolean run_rustc(const struct job *job, GPtrArray *argv, GError **error)
{
    const char *const environment[] = {job->flags ? "RUSTC_BOOTSTRAP" : NULL, "1", NULL};
    g_autofree char *failure =
        g_strdup_printf("rustc could not make a static library of %s", job->build->made);
    g_autofree char *output = NULL;
    g_ptr_array_add(argv, NULL);
    const struct fh_tool tool = {.argv = (const char *const *)argv->pdata,
                                 .environment = environment,
                                 .directory = job->crate->work_dir,
                                 .failure = failure,
                                 .install = INSTALL_RUST};
    gboolean ok = fh_tool_run(&tool, &output, error);
    g_ptr_array_remove_index(argv, argv->len - 1);
    return ok;
}

/* Like the crate, to unwind or to abort: cargo's profile decides, and the rlib knows. */
static gboolean compile(const struct job *job, GPtrArray *argv, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (run_rustc(job, argv, &cause))
        return TRUE;
    if (!strstr(cause->message, NEEDS_ABORT)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    add(argv, "-Cpanic=abort", NULL);
    return run_rustc(job, argv, error);
}

static gboolean write_source(const struct job *job, GError **error)
{
    g_autofree char *text = g_strdup_printf("// Made by freehold.\npub use %s;\n", job->crate->library);
    return fh_write_text(job->source, text, error);
}

static gboolean make(const struct job *job, GError **error)
{
    g_autoptr(GPtrArray) argv = command_line(job, error);
    struct fh_build_stamp stamp;
    if (!argv)
        return FALSE;
    fh_build_stamp_init(&stamp);
    for (guint i = 0; i < argv->len; i++)
        fh_build_stamp_add_text(&stamp, g_ptr_array_index(argv, i));
    fh_build_stamp_add_program(&stamp, g_ptr_array_index(argv, 0));
    fh_build_stamp_add_file(&stamp, job->build->made);
    gboolean ok = fh_build_stamp_matches(&stamp, job->archive) ||
                  (write_source(job, error) && compile(job, argv, error) &&
                   fh_build_stamp_install(&stamp, job->made, job->archive, FALSE, error));
    fh_build_stamp_finish(&stamp);
    return ok;
}

char *fh_wrapper_make(const struct fh_crate *crate, const struct fh_cargo_build *build, const char *directory,
                      const char *target, const char *flags, GError **error)
{
    struct job job = {.crate = crate, .build = build, .target = target, .flags = flags};
    job.source = g_build_filename(directory, "wrapper.rs", NULL);
    job.archive = g_strdup_printf("%s/lib%s.a", directory, crate->library);
    job.made = g_strconcat(job.archive, ".new", NULL);
    gboolean ok = make(&job, error);
    g_free(job.source);
    g_free(job.made);
    if (!ok)
        g_clear_pointer(&job.archive, g_free);
    return job.archive;
}
