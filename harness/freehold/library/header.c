// SPDX-License-Identifier: MIT
#include "library/header.h"

#include <glib/gstdio.h>
#include <string.h>

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

/* Without --output. */
static GPtrArray *command_line(const char *const *cbindgen, const char *configuration)
{
    /* Scenarios are checked against C, whatever else the crate's own header is made for. */
    const char *fixed[] = {"--quiet", "--lang", "c", NULL};
    GPtrArray *argv = g_ptr_array_new();
    for (; *cbindgen; cbindgen++)
        g_ptr_array_add(argv, (gpointer)*cbindgen);
    for (const char **word = fixed; *word; word++)
        g_ptr_array_add(argv, (gpointer)*word);
    if (configuration) {
        g_ptr_array_add(argv, (gpointer) "--config");
        g_ptr_array_add(argv, (gpointer)configuration);
    }
    return argv;
}

static gboolean run_cbindgen(GPtrArray *argv, const struct fh_crate *crate, const char *made, GError **error)
{
    const char *place[] = {"--output", made, crate->folder, NULL};
    for (const char **word = place; *word; word++)
        g_ptr_array_add(argv, (gpointer)*word);
    g_ptr_array_add(argv, NULL);
    g_autofree char *failure = g_strdup_printf("cbindgen could not make a header for %s", crate->folder);
    g_autofree char *output = NULL;
    struct fh_tool tool = {(const char *const *)argv->pdata, NULL, crate->work_dir, failure,
                           INSTALL_CBINDGEN};
    g_unlink(made);
    return fh_tool_run(&tool, &output, error);
}

static void add_inputs(struct fh_build_stamp *stamp, const GPtrArray *argv, const char *configuration,
                       const struct fh_crate *crate)
{
    g_autoptr(GPtrArray) sources = fh_crate_sources(crate);
    for (guint i = 0; i < argv->len; i++)
        fh_build_stamp_add_text(stamp, g_ptr_array_index(argv, i));
    fh_build_stamp_add_program(stamp, g_ptr_array_index(argv, 0));
    fh_build_stamp_add_file(stamp, crate->manifest);
    for (guint i = 0; i < sources->len; i++)
        fh_build_stamp_add_file(stamp, g_ptr_array_index(sources, i));
    if (configuration)
        fh_build_stamp_add_file(stamp, configuration);
}

/* Then the header depends on more than the crate's own sources. */
static gboolean reads_other_crates(const char *configuration)
{
    g_autofree char *text = NULL;
    return configuration && g_file_get_contents(configuration, &text, NULL, NULL) && strstr(text, "[parse");
}

char *fh_header_generate(const struct fh_crate *crate, const char *directory, GError **error)
{
    g_autofree char *header = g_strdup_printf("%s/%s.h", directory, crate->library);
    g_autofree char *made = g_strconcat(header, ".new", NULL);
    g_autofree char *configuration = find_configuration(crate->folder);
    g_auto(GStrv) cbindgen = fh_tool_words("CBINDGEN", "cbindgen", error);
    if (!cbindgen)
        return NULL;
    g_autoptr(GPtrArray) argv = command_line((const char *const *)cbindgen, configuration);
    struct fh_build_stamp stamp;
    fh_build_stamp_init(&stamp);
    add_inputs(&stamp, argv, configuration, crate);
    gboolean ok =
        (!reads_other_crates(configuration) && fh_build_stamp_matches(&stamp, header)) ||
        (run_cbindgen(argv, crate, made, error) && fh_build_stamp_install(&stamp, made, header, TRUE, error));
    fh_build_stamp_finish(&stamp);
    return ok ? g_steal_pointer(&header) : NULL;
}
