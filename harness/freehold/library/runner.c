// SPDX-License-Identifier: MIT
#include "library/runner.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/write_text.h"
#include "library/build_stamp.h"
#include "library/linked_files.h"
#include "library/runner_glue.h"
#include "library/sanitizer.h"
#include "library/tool.h"

#define RUNNER_ARCHIVE   "libfreehold-runner.a"
#define INSTALL_COMPILER "install a C compiler (Debian: apt-get install gcc libffi-dev), or set $CC"

/* What one link needs. */
struct job {
    const struct fh_library *library;
    const struct fh_api *api;
    const struct fh_allocator_symbols *hooks;
    char *runner_dir; /* RUNNER_ARCHIVE and library_table.h */
    const struct fh_runner_kind *kind;
    GPtrArray *archives; /* char *: its archives */
    char *glue;          /* where the glue's text is written */
    char *made;          /* where the compiler writes */
    char *runner;
};

const char *const fh_runner_archives[] = {RUNNER_ARCHIVE, NULL};
/* heap/overrides.c, by the name that it has for Valgrind */
const char *const fh_runner_beside_malloc[] = {"-Wl,-u,_vgw00000ZZ_NONE_strdup", NULL};
const char *const fh_runner_std_link[] = {"-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", NULL};

static void job_finish(struct job *job)
{
    g_free(job->runner_dir);
    g_ptr_array_unref(job->archives);
    g_free(job->glue);
    g_free(job->made);
    g_free(job->runner);
}

static gboolean has_runner(const char *directory)
{
    g_autofree char *archive = g_build_filename(directory, RUNNER_ARCHIVE, NULL);
    return g_file_test(archive, G_FILE_TEST_IS_REGULAR);
}

static char *folder_of_this_program(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    return g_path_get_dirname(program ? program : ".");
}

char *fh_runner_program(const char *name, GError **error)
{
    g_autofree char *beside = folder_of_this_program();
    g_autofree char *below = g_build_filename(beside, "..", FH_RUNNER_SUBDIR, NULL);
    const char *const places[] = {beside, below, FH_RUNNER_DIR};
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_build_filename(places[i], name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
            return g_canonicalize_filename(path, NULL);
    }
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "%s is neither in %s nor in %s; build or install freehold whole", name, beside,
                FH_RUNNER_DIR);
    return NULL;
}

char *fh_runner_directory(GError **error)
{
    const char *given = g_getenv("FREEHOLD_RUNNER_DIR");
    g_autofree char *program_dir = folder_of_this_program();
    g_autofree char *beside = g_build_filename(program_dir, "..", "..", "process", "runner", NULL);
    g_autofree char *below = g_build_filename(program_dir, "..", FH_RUNNER_SUBDIR, NULL);
    const char *places[] = {beside, below, program_dir, FH_RUNNER_DIR};
    if (given && *given)
        return g_canonicalize_filename(given, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        if (has_runner(places[i]))
            return g_canonicalize_filename(places[i], NULL);
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "%s is neither in %s nor in %s; build or install freehold whole, or set $FREEHOLD_RUNNER_DIR",
                RUNNER_ARCHIVE, beside, FH_RUNNER_DIR);
    return NULL;
}

char *fh_runner_file(const char *name, GError **error)
{
    g_autofree char *folder = fh_runner_directory(error);
    if (!folder)
        return NULL;
    g_autofree char *installed = g_build_filename(folder, name, NULL);
    g_autofree char *built = g_build_filename(folder, "..", "preload", name, NULL);
    const char *const places[] = {installed, built};
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        if (g_file_test(places[i], G_FILE_TEST_IS_REGULAR))
            return g_canonicalize_filename(places[i], NULL);
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s is not there; build or install freehold whole",
                installed);
    return NULL;
}

static gboolean job_init(struct job *job, const struct fh_library *library, const struct fh_api *api,
                         const struct fh_allocator_symbols *hooks, const struct fh_runner_kind *kind,
                         GError **error)
{
    *job = (struct job){.library = library,
                        .api = api,
                        .hooks = hooks,
                        .kind = kind,
                        .archives = g_ptr_array_new_with_free_func(g_free)};
    job->runner_dir = fh_runner_directory(error);
    if (!job->runner_dir)
        return FALSE;
    for (guint i = 0; kind->archives[i]; i++)
        g_ptr_array_add(job->archives, g_build_filename(job->runner_dir, kind->archives[i], NULL));
    job->glue = g_build_filename(library->directory, "glue.c", NULL);
    job->runner = g_build_filename(library->directory, kind->name, NULL);
    job->made = g_strconcat(job->runner, ".new", NULL);
    return TRUE;
}

static void add_words(GPtrArray *argv, const char *const *words)
{
    for (; words && *words; words++)
        g_ptr_array_add(argv, g_strdup(*words));
}

static gboolean add_kind_flags(GPtrArray *argv, const struct fh_runner_kind *kind, char **compiler,
                               GError **error)
{
    g_auto(GStrv) flags = kind->is_asan ? fh_sanitizer_flags(compiler, error) : NULL;
    add_words(argv, kind->flags);
    add_words(argv, (const char *const *)flags);
    return !kind->is_asan || flags;
}

/* Caller owns the words, too. NULL with `error` set when $CC can't be read. */
static GPtrArray *command_line(const struct job *job, GError **error)
{
    /* -fno-builtin -w: the table declares every function as `void f(void)`. */
    const char *options[] = {"-gdwarf-4", "-O1", "-std=gnu11",    "-fno-builtin",
                             "-w",        "-I",  job->runner_dir, NULL};
    g_auto(GStrv) compiler = fh_tool_words("CC", "cc", error);
    if (!compiler)
        return NULL;
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    add_words(argv, (const char *const *)compiler);
    add_words(argv, options);
    for (guint i = 0; i < job->hooks->symbols->len; i++)
        g_ptr_array_add(
            argv, g_strdup_printf("-Wl,--wrap=%s", (const char *)g_ptr_array_index(job->hooks->symbols, i)));
    if (!add_kind_flags(argv, job->kind, compiler, error)) {
        g_ptr_array_unref(argv);
        return NULL;
    }
    if (job->hooks->brings_malloc)
        add_words(argv, job->kind->beside_malloc);
    g_ptr_array_add(argv, g_strdup(job->glue));
    for (guint i = 0; i < job->archives->len; i++)
        g_ptr_array_add(argv, g_strdup(g_ptr_array_index(job->archives, i)));
    g_ptr_array_add(argv, g_strdup(job->library->staticlib));
    add_words(argv, (const char *const *)job->library->link);
    g_ptr_array_add(argv, g_strdup("-lffi")); /* the runner's */
    add_words(argv, fh_runner_std_link);
    g_ptr_array_add(argv, g_strdup("-o"));
    g_ptr_array_add(argv, g_strdup(job->made));
    g_ptr_array_add(argv, NULL);
    return argv;
}

/* Plain files among the link flags can change as well. */
static void add_link_files(struct fh_build_stamp *stamp, char *const *link)
{
    for (; *link; link++)
        if (**link != '-')
            fh_build_stamp_add_file(stamp, *link);
}

static void add_inputs(struct fh_build_stamp *stamp, const struct job *job, const char *const *argv)
{
    g_autofree char *table = g_build_filename(job->runner_dir, "library_table.h", NULL);
    /* With all functions: which of them the archive has follows from the archive. */
    g_autofree char *glue = fh_runner_glue_text(job->api, job->hooks, NULL);
    fh_build_stamp_add_words(stamp, argv);
    fh_build_stamp_add_program(stamp, argv[0]);
    fh_build_stamp_add_text(stamp, glue);
    fh_build_stamp_add_file(stamp, table);
    for (guint i = 0; i < job->archives->len; i++)
        fh_build_stamp_add_file(stamp, g_ptr_array_index(job->archives, i));
    fh_build_stamp_add_file(stamp, job->library->staticlib);
    add_link_files(stamp, job->library->link);
}

static gboolean write_glue(const struct job *job, GError **error)
{
    g_autoptr(GHashTable) defined = fh_linked_symbols(job->library, error);
    if (!defined)
        return FALSE;
    g_autofree char *text = fh_runner_glue_text(job->api, job->hooks, defined);
    return fh_write_text(job->glue, text, error);
}

/* What the compiler's refusal comes from, as far as that can be told. */
static char *failure_words(const struct job *job)
{
    if (job->hooks->brings_malloc && !job->kind->beside_malloc)
        return g_strdup_printf("the runner could not be linked with %s: it brings a malloc() of its own (as "
                               "mimalloc's feature `override` does), and so does the runner of this engine. "
                               "Audit it with --engine valgrind, or a build without",
                               job->library->staticlib);
    return g_strdup_printf("the runner could not be linked with %s; a native library that it needs "
                           "is given with 'link = -lNAME' in freehold.ini",
                           job->library->staticlib);
}

static gboolean compile(const struct job *job, const char *const *argv, GError **error)
{
    g_autofree char *output = NULL;
    g_autofree char *failure = failure_words(job);
    struct fh_tool tool = {argv, NULL, NULL, failure, INSTALL_COMPILER};
    return fh_tool_run(&tool, &output, error);
}

static gboolean run_job(const struct job *job, GError **error)
{
    g_autoptr(GPtrArray) argv = command_line(job, error);
    if (!argv)
        return FALSE;
    const char *const *words = (const char *const *)argv->pdata;
    struct fh_build_stamp stamp;
    fh_build_stamp_init(&stamp);
    add_inputs(&stamp, job, words);
    gboolean ok = fh_build_stamp_matches(&stamp, job->runner) ||
                  (write_glue(job, error) && compile(job, words, error) &&
                   fh_build_stamp_install(&stamp, job->made, job->runner, FALSE, error));
    fh_build_stamp_finish(&stamp);
    return ok;
}

static gboolean run_job_locked(const struct job *job, GError **error)
{
    g_autofree char *path = g_build_filename(job->library->directory, "lock", NULL);
    int lock = fh_lock_take(path, error);
    gboolean ok = lock >= 0 && run_job(job, error);
    if (lock >= 0)
        close(lock);
    return ok;
}

/* A malloc() of the library's that Valgrind replaces, and Rust's allocator, which still takes its blocks
 * below it: what one hands out, the other would be given. */
static gboolean can_be_told_apart(const struct fh_library *library, const struct fh_allocator_symbols *hooks,
                                  GError **error)
{
    if (!hooks->brings_malloc || !hooks->problem)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "%s brings a malloc() of its own (as mimalloc's feature `override` does). %s",
                library->staticlib, hooks->problem);
    return FALSE;
}

gboolean fh_runner_link(const struct fh_library *library, const struct fh_api *api,
                        const struct fh_allocator_symbols *hooks, const struct fh_runner_kind *kind,
                        char **runner, GError **error)
{
    struct job job;
    gboolean ok = job_init(&job, library, api, hooks, kind, error) &&
                  can_be_told_apart(library, hooks, error) && run_job_locked(&job, error);
    if (ok)
        *runner = g_steal_pointer(&job.runner);
    job_finish(&job);
    return ok;
}
