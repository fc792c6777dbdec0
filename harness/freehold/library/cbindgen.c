// SPDX-License-Identifier: MIT
#include "library/cbindgen.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "base/error.h"
#include "library/build_stamp.h"
#include "library/tool.h"

#define INSTALL_CBINDGEN \
    "install it (Debian: apt-get install cbindgen), set $CBINDGEN, or give 'header = FILE' in freehold.ini"

/* NULL when there is none. */
static char *find_configuration(const char *crate_dir)
{
    g_autofree char *parent = g_path_get_dirname(crate_dir);
    const char *places[] = {crate_dir, parent};
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_build_filename(places[i], "cbindgen.toml", NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&path);
    }
    return NULL;
}

char *fh_cbindgen_configuration(const char *crate_dir)
{
    g_autofree char *path = find_configuration(crate_dir);
    char *text = NULL;
    return path && g_file_get_contents(path, &text, NULL, NULL) ? text : g_strdup("");
}

/* What the header is made from, and how. */
struct job {
    const struct fh_crate *crate;
    char *const *include;
    char *configuration; /* cbindgen.toml; NULL when there is none */
    char *version;       /* "cbindgen 0.24.3"; NULL when it does not say */
    GPtrArray *argv;     /* without --output */
    char *made, *header;
};

/* Then the header depends on more than the crate's own sources. */
static gboolean reads_other_crates(const struct job *job)
{
    g_autofree char *text = fh_cbindgen_configuration(job->crate->folder);
    return strstr(text, "[parse") != NULL;
}

static gboolean command_line(struct job *job, GError **error)
{
    /* Scenarios are checked against C, whatever else the crate's own header is made for. */
    static const char *const fixed[] = {"--quiet", "--lang", "c"};
    g_auto(GStrv) cbindgen = fh_tool_words("CBINDGEN", "cbindgen", error);
    if (!cbindgen)
        return FALSE;
    job->version = fh_tool_version(cbindgen);
    for (char **word = cbindgen; *word; word++)
        g_ptr_array_add(job->argv, g_strdup(*word));
    for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(job->argv, g_strdup(fixed[i]));
    if (job->configuration) {
        g_ptr_array_add(job->argv, g_strdup("--config"));
        g_ptr_array_add(job->argv, g_strdup(job->configuration));
    }
    return TRUE;
}

gboolean fh_cbindgen_is_old(const char *version)
{
    guint major, minor;
    const char *number = version ? strpbrk(version, "0123456789") : NULL;
    return number && sscanf(number, "%u.%u", &major, &minor) == 2 && major == 0 && minor < 28;
}

/* The first `#[unsafe(no_mangle)]` or `#[unsafe(export_name…)]`: "FILE:LINE". Caller owns; NULL when there is
 * none. */
static char *find_unsafe_attribute(const struct fh_crate *crate)
{
    g_autoptr(GPtrArray) sources = fh_crate_sources(crate);
    g_autoptr(GRegex) pattern =
        g_regex_new("^\\s*#\\s*\\[\\s*unsafe\\s*\\(\\s*(no_mangle|export_name)", G_REGEX_MULTILINE, 0, NULL);
    for (guint i = 0; i < sources->len; i++) {
        const char *path = g_ptr_array_index(sources, i);
        g_autofree char *text = NULL;
        g_autoptr(GMatchInfo) match = NULL;
        int start;
        if (!g_file_get_contents(path, &text, NULL, NULL) || !g_regex_match(pattern, text, 0, &match) ||
            !g_match_info_fetch_pos(match, 0, &start, NULL))
            continue;
        guint line = 1;
        start += (int)strspn(text + start, " \t\r\n");
        for (int at = 0; at < start; at++)
            line += text[at] == '\n';
        return g_strdup_printf("%s:%u", path, line);
    }
    return NULL;
}

/* Why it failed, or made a header without functions, if it is for its age; consumes `cause`. */
static gboolean explain(const struct job *job, GError *cause, GError **error)
{
    g_autofree char *place = fh_cbindgen_is_old(job->version) ? find_unsafe_attribute(job->crate) : NULL;
    if (place) {
        cause->code = FH_ERROR_ENVIRONMENT;
        g_prefix_error(&cause,
                       "%s can't read #[unsafe(…)] (%s); that takes 0.28 or newer: " FH_CBINDGEN_INSTALL
                       ", or give 'header = FILE' in freehold.ini\n",
                       job->version, place);
    }
    g_propagate_error(error, cause);
    return FALSE;
}

/* `dependencies`: it also reads the crates that this one depends on. */
static gboolean run(const struct job *job, gboolean dependencies, GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    const char *place[] = {dependencies ? "--parse-dependencies" : NULL, "--output", job->made,
                           job->crate->folder};
    for (guint i = 0; i < job->argv->len; i++)
        g_ptr_array_add(argv, g_ptr_array_index(job->argv, i));
    for (guint i = dependencies ? 0 : 1; i < G_N_ELEMENTS(place); i++)
        g_ptr_array_add(argv, (gpointer)place[i]);
    g_ptr_array_add(argv, NULL);
    g_autofree char *failure = g_strdup_printf(
        "%s could not make a header for %s%s", job->version ? job->version : "cbindgen", job->crate->folder,
        fh_cbindgen_is_old(job->version) ? "; a newer one may: " FH_CBINDGEN_INSTALL : "");
    g_autoptr(GError) cause = NULL;
    g_autofree char *output = NULL;
    const struct fh_tool tool = {.argv = (const char *const *)argv->pdata,
                                 .directory = job->crate->work_dir,
                                 .failure = failure,
                                 .install = INSTALL_CBINDGEN};
    g_unlink(job->made);
    return fh_tool_run(&tool, &output, &cause) || explain(job, g_steal_pointer(&cause), error);
}

/* cbindgen writes what it can: a function that a macro makes it does not see, a type of another crate it only
 * names. */
static gboolean is_usable(const struct job *job, GError **error)
{
    g_autoptr(GError) cause = NULL;
    int count = fh_api_count_functions(job->made, (const char *const *)job->include, &cause);
    if (count > 0)
        return TRUE;
    if (count < 0)
        g_set_error(
            error, FH_ERROR, FH_ERROR_SCRIPT,
            "the header that cbindgen makes of %s can't be read; give a better one with 'header = FILE' in "
            "freehold.ini:\n%s",
            job->crate->folder, cause->message);
    else
        g_set_error(
            error, FH_ERROR, FH_ERROR_SCRIPT,
            "cbindgen finds no function of C in %s: it sees none that a macro makes, and none of another "
            "crate; give the C header with 'header = FILE' in freehold.ini",
            job->crate->folder);
    return FALSE;
}

/* Once as it is told, and once with the crates that it depends on. */
static gboolean make(const struct job *job, GError **error)
{
    g_autoptr(GError) second = NULL;
    g_autoptr(GError) first = NULL;
    if (!run(job, FALSE, error))
        return FALSE;
    if (is_usable(job, &first) ||
        (!reads_other_crates(job) && run(job, TRUE, &second) && is_usable(job, &second)))
        return TRUE;
    return explain(job, g_steal_pointer(&first), error);
}

static void add_inputs(struct fh_build_stamp *stamp, const struct job *job)
{
    g_autoptr(GPtrArray) sources = fh_crate_sources(job->crate);
    for (guint i = 0; i < job->argv->len; i++)
        fh_build_stamp_add_text(stamp, g_ptr_array_index(job->argv, i));
    fh_build_stamp_add_program(stamp, g_ptr_array_index(job->argv, 0));
    fh_build_stamp_add_file(stamp, job->crate->manifest);
    for (guint i = 0; i < sources->len; i++)
        fh_build_stamp_add_file(stamp, g_ptr_array_index(sources, i));
    if (job->configuration)
        fh_build_stamp_add_file(stamp, job->configuration);
}

static gboolean make_when_stale(const struct job *job, GError **error)
{
    struct fh_build_stamp stamp;
    fh_build_stamp_init(&stamp);
    add_inputs(&stamp, job);
    gboolean ok = (!reads_other_crates(job) && fh_build_stamp_matches(&stamp, job->header)) ||
                  (make(job, error) && fh_build_stamp_install(&stamp, job->made, job->header, TRUE, error));
    fh_build_stamp_finish(&stamp);
    return ok;
}

char *fh_cbindgen_make(const struct fh_crate *crate, char *const *include, const char *directory,
                       GError **error)
{
    struct job job = {.crate = crate, .include = include};
    job.configuration = find_configuration(crate->folder);
    job.argv = g_ptr_array_new_with_free_func(g_free);
    job.header = g_strdup_printf("%s/%s.h", directory, crate->library);
    job.made = g_strconcat(job.header, ".new", NULL);
    gboolean ok = command_line(&job, error) && make_when_stale(&job, error);
    g_free(job.configuration);
    g_free(job.version);
    g_ptr_array_unref(job.argv);
    g_free(job.made);
    if (!ok)
        g_clear_pointer(&job.header, g_free);
    return job.header;
}
