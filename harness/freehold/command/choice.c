// SPDX-License-Identifier: MIT
#include "command/choice.h"

#include "base/error.h"
#include "command/suite.h"
#include "engine/engine.h"
#include "engine/engines.h"
#include "script/script.h"

/* What runs when --engine does not say. The ledger is for those who want it fast. */
static const char *const default_engines[] = {"valgrind", "asan"};

#define ALL_ENGINES "all"

static char *known_engines(void)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; fh_engines()[i]; i++)
        g_string_append_printf(all, "%s%s", i ? ", " : "", fh_engines()[i]->name);
    g_string_append(all, ", " ALL_ENGINES);
    return g_string_free(g_steal_pointer(&all), FALSE);
}

static gboolean choose_engine(GPtrArray *engines, const char *name, GError **error)
{
    const struct fh_engine *engine = fh_engine_by_name(name);
    g_autofree char *known = known_engines();
    if (*name == '\0')
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--engine lacks a name; there are: %s", known);
    else if (!engine)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "unknown engine '%s'; there are: %s", name, known);
    else if (g_ptr_array_find(engines, engine, NULL))
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--engine names %s twice", name);
    else {
        g_ptr_array_add(engines, (gpointer)engine);
        return TRUE;
    }
    return FALSE;
}

static void add_engine(GPtrArray *engines, const struct fh_engine *engine)
{
    if (engine)
        g_ptr_array_add(engines, (gpointer)engine);
}

gboolean fh_choose_named_engines(const char *wanted, GPtrArray *engines, GError **error)
{
    gboolean is_all = g_str_equal(wanted, ALL_ENGINES);
    for (guint i = 0; is_all && fh_engines()[i]; i++)
        add_engine(engines, fh_engines()[i]);
    /* g_strsplit() makes no words of "", not an empty one. */
    g_auto(GStrv) names = g_strsplit(*wanted ? wanted : ",", ",", -1);
    for (guint i = 0; !is_all && names[i]; i++)
        if (!choose_engine(engines, g_strstrip(names[i]), error))
            return FALSE;
    return TRUE;
}

/* An option without effect is a mistake. */
static gboolean has_use_for_instruments(const struct fh_session *session, GError **error)
{
    for (guint i = 0; i < session->engines->len; i++)
        if (((const struct fh_engine *)g_ptr_array_index(session->engines, i))->runner->is_asan)
            return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "--instrument is for the asan engine, which --engine leaves out");
    return FALSE;
}

/* Each must be there, and valgrind, which they are for. */
static gboolean has_use_for_suppressions(const struct fh_session *session, GError **error)
{
    char **paths = session->options->suppressions;
    gboolean is_used = !paths;
    for (guint i = 0; paths && i < session->engines->len; i++)
        is_used |= g_ptr_array_index(session->engines, i) == &fh_valgrind_engine;
    if (!is_used) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "--suppressions is for the valgrind engine, which --engine leaves out");
        return FALSE;
    }
    for (; paths && *paths; paths++)
        if (!g_file_test(*paths, G_FILE_TEST_IS_REGULAR)) {
            g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--suppressions: %s is no file", *paths);
            return FALSE;
        }
    return TRUE;
}

gboolean fh_choose_engines(struct fh_session *session, GError **error)
{
    const char *wanted = session->options->engines;
    for (guint i = 0; !wanted && i < G_N_ELEMENTS(default_engines); i++)
        add_engine(session->engines, fh_engine_by_name(default_engines[i]));
    if (wanted && !fh_choose_named_engines(wanted, session->engines, error))
        return FALSE;
    if (!has_use_for_suppressions(session, error))
        return FALSE;
    return !session->options->suite.is_instrumented || has_use_for_instruments(session, error);
}

gboolean fh_scenario_is_chosen(const struct fh_session *session, const char *name)
{
    char **patterns = session->options->scenarios;
    for (guint i = 0; patterns && patterns[i]; i++)
        if (g_pattern_match_simple(patterns[i], name))
            return TRUE;
    return !patterns;
}

/* Calls `is_counted` with each scenario's name. */
static guint count_names(const struct fh_suite *suite, gboolean (*is_counted)(gconstpointer, const char *),
                         gconstpointer data)
{
    guint count = 0;
    for (guint i = 0; i < suite->parts->len; i++) {
        const struct fh_suite_part *part = g_ptr_array_index(suite->parts, i);
        for (guint j = 0; j < part->scripts->len; j++) {
            const struct fh_script *script = g_ptr_array_index(part->scripts, j);
            for (guint k = 0; k < script->scenarios->len; k++)
                count += is_counted(
                    data, ((const struct fh_scenario *)g_ptr_array_index(script->scenarios, k))->name);
        }
    }
    return count;
}

static gboolean is_chosen(gconstpointer session, const char *name)
{
    return fh_scenario_is_chosen(session, name);
}

static gboolean matches(gconstpointer pattern, const char *name)
{
    return g_pattern_match_simple(pattern, name);
}

guint fh_count_chosen(const struct fh_session *session)
{
    return count_names(session->suite, is_chosen, session);
}

gboolean fh_choose_scenarios(const struct fh_session *session, GError **error)
{
    char **patterns = session->options->scenarios;
    for (guint i = 0; patterns && patterns[i]; i++)
        if (count_names(session->suite, matches, patterns[i]) == 0) {
            g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "no scenario matches --scenario '%s'", patterns[i]);
            return FALSE;
        }
    return TRUE;
}
