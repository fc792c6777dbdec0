// SPDX-License-Identifier: MIT
#include "exec/exec.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/error.h"
#include "exec/image.h"
#include "exec/judge.h"
#include "exec/program.h"
#include "exec/suppressions.h"
#include "library/library.h"

#define STEM    "exec.valgrind"
#define PRELOAD "libfreehold-preload.so"
#define POLL_US 20000

const char *const fh_exec_valgrind_options[] = {
    "--tool=memcheck",
    "--command-line-only=yes", /* neither VALGRIND_OPTS nor .valgrindrc */
    "--vgdb=no",
    "--trace-children=yes",
    "--leak-check=full",
    "--leak-resolution=high",
    "--show-leak-kinds=all",
    "--errors-for-leak-kinds=definite,indirect",
    "--num-callers=30",
    "--error-limit=no",
    "--fullpath-after=",
    "-s", /* which suppressions were used */
    NULL,
};

static void add_words(GPtrArray *argv, const char *prefix, char *const *words)
{
    for (; words && *words; words++)
        g_ptr_array_add(argv, g_strconcat(prefix, *words, NULL));
}

/* What Rust's std keeps: from the source tree that this was built in, or where it is installed. */
static char *default_suppressions(const struct fh_exec *exec)
{
    static const char *const folders[] = {FH_SUPPRESSIONS_SOURCE, FH_SUPPRESSIONS_DIR};
    for (guint i = 0; i < G_N_ELEMENTS(folders) && !exec->has_no_default_suppressions; i++) {
        g_autofree char *path = g_build_filename(folders[i], "rust-std.supp", NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&path);
    }
    return NULL;
}

static GPtrArray *command_line(const struct fh_exec *exec)
{
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(argv, g_strdup("valgrind"));
    add_words(argv, "", (char *const *)fh_exec_valgrind_options);
    g_autofree char *suppressions = default_suppressions(exec);
    if (suppressions)
        g_ptr_array_add(argv, g_strconcat("--suppressions=", suppressions, NULL));
    add_words(argv, "--suppressions=", exec->suppressions);
    g_ptr_array_add(argv, g_strdup_printf("--log-file=%s/" STEM ".%%p.log", exec->log_dir));
    add_words(argv, "", exec->valgrind_arguments);
    g_ptr_array_add(argv, g_strdup("--"));
    add_words(argv, "", exec->argv);
    g_ptr_array_add(argv, NULL);
    return argv;
}

/* The user's own preloaded objects stay, after ours. */
static char **environment(const struct fh_exec *exec, const char *preload)
{
    const char *given = g_getenv("LD_PRELOAD");
    g_autofree char *objects = exec->rust_objects ? g_strjoinv(":", exec->rust_objects) : g_strdup("");
    GStrvBuilder *builder = g_strv_builder_new();
    g_autofree char *loaded =
        g_strdup_printf("LD_PRELOAD=%s%s%s", preload, given && *given ? ":" : "", given ? given : "");
    g_autofree char *events = g_strdup_printf("FREEHOLD_EVENTS=%s/" STEM, exec->log_dir);
    g_autofree char *rust = g_strdup_printf("FREEHOLD_RUST_OBJECTS=%s", objects);
    g_strv_builder_add_many(builder, loaded, events, rust, NULL);
    char **pairs = g_strv_builder_end(builder);
    g_strv_builder_unref(builder);
    return pairs;
}

/* What the program leaves behind becomes our own child (PR_SET_CHILD_SUBREAPER), whether it has a log yet or not. */
static gboolean is_any_left(void)
{
    pid_t ended;
    do
        ended = waitpid(-1, NULL, WNOHANG);
    while (ended > 0);
    return ended == 0;
}

static void wait_for_others(const struct fh_exec *exec)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)exec->timeout_s * G_USEC_PER_SEC;
    while (is_any_left() && g_get_monotonic_time() < deadline && !fh_process_is_interrupted())
        g_usleep(POLL_US);
}

/* The command line; where there are several processes, with its number, since a fork has that of its parent. */
static char *name_of(const GPtrArray *images, guint index)
{
    const struct fh_image *image = images->pdata[index];
    const char *command = image->log->command ? image->log->command : "a process without a command line";
    return images->len == 1 ? g_strdup(command) : g_strdup_printf("%s (process %u)", command, index + 1);
}

static void note_unused(const GPtrArray *unused, GPtrArray *results)
{
    for (guint i = 0; i < unused->len; i++)
        for (guint j = 0; j < results->len; j++)
            g_ptr_array_add(
                ((struct fh_result *)results->pdata[j])->notes,
                g_strdup_printf("suppression %s suppressed nothing", (const char *)unused->pdata[i]));
}

static gboolean note_suppressions(const struct fh_exec *exec, const GPtrArray *images, GPtrArray *results,
                                  GError **error)
{
    g_autoptr(GPtrArray) logs = g_ptr_array_new();
    for (guint i = 0; i < images->len; i++)
        g_ptr_array_add(logs, ((const struct fh_image *)images->pdata[i])->bytes);
    for (guint i = 0; exec->suppressions && exec->suppressions[i]; i++) {
        g_autoptr(GPtrArray) unused = fh_suppressions_unused(exec->suppressions[i], logs, error);
        if (!unused)
            return FALSE;
        note_unused(unused, results);
    }
    return TRUE;
}

static gboolean judge_all(const struct fh_exec *exec, GPtrArray *results, GError **error)
{
    g_autoptr(GPtrArray) images = fh_images_find(exec->log_dir, STEM);
    for (guint i = 0; i < images->len; i++) {
        g_autofree char *name = name_of(images, i);
        g_ptr_array_add(results, fh_image_judge(exec, images->pdata[i], name));
    }
    return note_suppressions(exec, images, results, error);
}

static gboolean can_run(const struct fh_program *program, GError **error)
{
    if (!program->has_asan)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "%s is built with AddressSanitizer, and can't run under Valgrind; audit a build without "
                "-fsanitize=address",
                program->path);
    return FALSE;
}

gboolean fh_exec_run(const struct fh_exec *exec, GPtrArray *results, struct fh_process_end *end,
                     GError **error)
{
    fh_auto(fh_program) program = fh_program_find(exec->argv[0], error);
    if (!program || !can_run(program, error))
        return FALSE;
    g_autofree char *preload = fh_runner_file(PRELOAD, error);
    if (!preload)
        return FALSE;
    g_auto(GStrv) pairs = environment(exec, preload);
    g_autoptr(GPtrArray) argv = command_line(exec);
    struct fh_process process = {
        .argv = (char **)argv->pdata, .environment = (const char *const *)pairs, .is_foreground = TRUE};
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (!fh_process_run(&process, end, error))
        return FALSE;
    wait_for_others(exec);
    return judge_all(exec, results, error);
}
