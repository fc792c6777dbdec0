// SPDX-License-Identifier: MIT
#include "draft/contract.h"

#include "api/lookup.h"

#define OPENING                                                                                             \
    "# Drafted by freehold init: guesses, each with its evidence. Correct what is wrong. What stands here " \
    "wins over the\n"                                                                                       \
    "# header's comments.\n"

static const struct fh_ownership *said_of(const struct fh_draft_pair *pair)
{
    if (pair->given == FH_GIVEN_RESULT)
        return &pair->producer->result;
    return &((const struct fh_parameter *)g_ptr_array_index(pair->producer->parameters, pair->parameter))
                ->ownership;
}

/* The words cannot say it of a field, nor of what is no pointer but left a block behind. */
static gboolean can_be_said(const struct fh_draft_pair *pair)
{
    return pair->block->kind == FH_TYPE_POINTER && pair->given != FH_GIVEN_FIELD &&
           said_of(pair)->transfer == FH_TRANSFER_UNSPECIFIED;
}

/* "@name: (out)", or "Returns:". Caller owns. */
static char *subject_of(const struct fh_draft_pair *pair)
{
    const struct fh_parameter *out = pair->given == FH_GIVEN_PARAMETER
                                         ? g_ptr_array_index(pair->producer->parameters, pair->parameter)
                                         : NULL;
    return out ? g_strdup_printf("@%s: (out)", out->name) : g_strdup("Returns:");
}

static const char *seen_of(const struct fh_draft_pair *pair)
{
    if (!pair->is_confirmed)
        return "not seen: with the arguments that were tried it gave out no block, or not this way";
    return pair->release ? "seen: it gave out a block, and after the release nothing was left"
                         : "seen: a block was left";
}

static void append_pair(GString *text, const struct fh_draft_pair *pair)
{
    const char *mark = pair->is_confirmed ? "" : "# ";
    g_autofree char *subject = subject_of(pair);
    if (!can_be_said(pair) || g_str_has_prefix(subject, "@:") || (!pair->release && !pair->is_confirmed))
        return;
    g_string_append_printf(text, "\n%s%s:\n", mark, pair->producer->name);
    g_string_append_printf(text, "%s    # guess: %s\n", mark, pair->evidence);
    g_string_append_printf(text, "%s    # %s\n", mark, seen_of(pair));
    g_string_append_printf(text, "%s    %s (transfer full)", mark, subject);
    if (pair->release)
        g_string_append_printf(text, " (free-func %s)", pair->release->name);
    g_string_append_c(text, '\n');
}

static void append_release(GString *text, const struct fh_function *release)
{
    const struct fh_parameter *parameter = g_ptr_array_index(release->parameters, 0);
    if (parameter->ownership.transfer != FH_TRANSFER_UNSPECIFIED || *parameter->name == '\0')
        return;
    g_string_append_printf(text, "\n%s:\n    # seen: it took blocks back\n    @%s: (transfer full)\n",
                           release->name, parameter->name);
}

static gboolean has_pair(const GPtrArray *pairs, const struct fh_function *function)
{
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->producer == function && pair->given == FH_GIVEN_RESULT &&
            (pair->release || pair->is_confirmed))
            return TRUE;
    }
    return FALSE;
}

static void append_borrowed(GString *text, const struct fh_function *function)
{
    const struct fh_type *result = function->type->result;
    if (!(function->is_library || function->is_included) || result->kind != FH_TYPE_POINTER ||
        !result->target->is_const || function->result.transfer != FH_TRANSFER_UNSPECIFIED)
        return;
    g_string_append_printf(text,
                           "\n%s:\n    # guess: '%s' is const, and no function takes one back\n"
                           "    Returns: (transfer none)\n",
                           function->name, result->name);
}

char *fh_draft_contract(const struct fh_api *api, const GPtrArray *pairs)
{
    GString *text = g_string_new(OPENING);
    g_autoptr(GHashTable) releases = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        append_pair(text, pair);
        if (pair->is_confirmed && pair->release && g_hash_table_add(releases, (gpointer)pair->release))
            append_release(text, pair->release);
    }
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        if (!has_pair(pairs, function))
            append_borrowed(text, function);
    }
    return g_string_free(text, FALSE);
}
