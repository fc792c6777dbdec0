// SPDX-License-Identifier: MIT
#include "check/lower.h"

gboolean fh_lower_error(struct fh_lowering *l, struct fh_span span, const char *help, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fh_diagnostics_add(l->diagnostics, l->source, span, help, "%s", message);
    l->is_wrong = TRUE;
    return FALSE;
}

fh_slot fh_lower_temporary(struct fh_lowering *l, gsize size, gsize alignment)
{
    guint *used = l->parameters ? &l->local_size : &l->frame_size;
    gsize unit = MAX(alignment, 16);
    gsize start = (*used + unit - 1) / unit * unit;
    gsize end = start + (MAX(size, 16) + 15) / 16 * 16;
    if (end > FH_PLAN_MAX_FRAME) {
        if (!l->is_frame_full)
            fh_lower_error(l, (struct fh_span){0, 0}, "split it, or take big blocks from malloc()",
                           "a scenario's variables and arguments take more than 1 MiB");
        l->is_frame_full = TRUE;
        return l->parameters ? FH_SLOT_LOCAL : 0;
    }
    *used = end;
    return start | (l->parameters ? FH_SLOT_LOCAL : 0);
}

const struct fh_variable *fh_lower_define(struct fh_lowering *l, const char *name, const struct fh_type *type,
                                          struct fh_span span)
{
    if (type->size == 0) {
        fh_lower_error(l, span, NULL, "%s can't be a variable", type->name);
        return NULL;
    }
    struct fh_variable *variable = g_new0(struct fh_variable, 1);
    variable->name = g_strdup(name);
    variable->type = type;
    GHashTable *parameters =
        g_steal_pointer(&l->parameters); /* variables are the scenario's, wherever they appear */
    variable->slot = fh_lower_temporary(l, type->size, type->alignment);
    l->parameters = parameters;
    g_hash_table_insert(l->variables, variable->name, variable);
    return variable;
}

const struct fh_variable *fh_lower_variable(const struct fh_lowering *l, const char *name)
{
    const struct fh_variable *parameter = l->parameters ? g_hash_table_lookup(l->parameters, name) : NULL;
    return parameter ? parameter : g_hash_table_lookup(l->variables, name);
}
