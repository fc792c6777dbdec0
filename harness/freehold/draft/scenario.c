// SPDX-License-Identifier: MIT
#include "draft/scenario.h"

#include "draft/call.h"

/* Where a mark stands, beside calls of usual length. */
#define MARK_COLUMN 60

static void append_marked(GString *text, const char *line, const char *mark)
{
    g_string_append_printf(text, "    %-*s %s\n", MARK_COLUMN, line, mark);
}

/* A cast where the release function takes what is no longer const. */
static char *released(const struct fh_draft_pair *pair, const char *block)
{
    const struct fh_type *taken =
        ((const struct fh_parameter *)g_ptr_array_index(pair->release->parameters, 0))->type;
    gboolean loses_const = pair->block->target->is_const && !taken->target->is_const;
    return loses_const ? g_strdup_printf("%s((%s)%s)", pair->release->name, taken->name, block)
                       : g_strdup_printf("%s(%s)", pair->release->name, block);
}

static void append_end(GString *text, const struct fh_draft_pair *pair, const struct fh_call_text *call,
                       enum fh_twin twin)
{
    gboolean is_const = pair->block->kind == FH_TYPE_POINTER && pair->block->target->is_const;
    g_autofree char *freed = g_strdup_printf("free(%s%s)", is_const ? "(void *)" : "", call->block);
    if (twin == FH_TWIN_CLEAN && pair->release) {
        g_autofree char *line = released(pair, call->block);
        g_string_append_printf(text, "    %s\n", line);
    } else if (twin == FH_TWIN_FREED_BY_C || twin == FH_TWIN_FREED_OUTER) {
        append_marked(text, freed, "!cross-allocator-free");
    } else if (twin == FH_TWIN_FREED_INSIDE) {
        append_marked(text, freed, "!invalid-free");
    }
}

char *fh_draft_scenario(const GPtrArray *pairs, const GPtrArray *lenders, const struct fh_draft_pair *pair,
                        guint variant, enum fh_twin twin, const char *name)
{
    g_autoptr(GString) before = g_string_new(NULL), after = g_string_new(NULL);
    struct fh_call_draft draft = {
        .pairs = pairs, .lenders = lenders, .variant = variant, .before = before, .after = after};
    struct fh_call_text call;
    fh_call_draft(&draft, pair, &call);
    if (!call.call)
        return NULL;
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "scenario \"%s\" {\n%s", name, before->str);
    if (twin == FH_TWIN_LEAK || twin == FH_TWIN_FREED_OUTER || twin == FH_TWIN_FREED_INSIDE)
        append_marked(text, call.call, "!leak");
    else
        g_string_append_printf(text, "    %s\n", call.call);
    if (twin == FH_TWIN_CLEAN && call.expect)
        g_string_append_printf(text, "    expect %s\n", call.expect);
    append_end(text, pair, &call, twin);
    g_string_append_printf(text, "%s}\n", after->str);
    fh_call_text_finish(&call);
    return g_string_free(text, FALSE);
}
