// SPDX-License-Identifier: MIT
#include "check/lower.h"

#include "api/lookup.h"
#include "wire/allocators.h"

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

/* What the contracts of a header need of every call. */
static void note_ownership(struct fh_lowering *l, const struct fh_ownership *ownership)
{
    if (ownership->free_function)
        g_hash_table_add(l->release_functions, ownership->free_function);
    if (ownership->element_free_function)
        g_hash_table_add(l->release_functions, ownership->element_free_function);
    l->has_expiry |= ownership->lifetime != FH_LIFETIME_UNSPECIFIED || ownership->is_consumed;
    l->has_next_call |= ownership->lifetime == FH_LIFETIME_NEXT_CALL;
    for (guint i = 0; ownership->fields && i < ownership->fields->len; i++)
        note_ownership(
            l, &((const struct fh_field_ownership *)g_ptr_array_index(ownership->fields, i))->ownership);
}

static void note_parameter(struct fh_lowering *l, const struct fh_parameter *parameter)
{
    note_ownership(l, &parameter->ownership);
    if (parameter->ownership.is_reference)
        g_hash_table_add(l->counted, (gpointer)parameter->type->target->unqualified);
}

/* Every function that some contract calls a release function, and free(). */
static void note_contracts(struct fh_lowering *l)
{
    const GPtrArray *functions = fh_api_library_functions(l->api);
    g_hash_table_add(l->release_functions, (gpointer)fh_family_release(FH_FAMILY_MALLOC));
    for (guint i = 0; i < functions->len; i++) {
        const struct fh_function *function = g_ptr_array_index(functions, i);
        note_ownership(l, &function->result);
        for (guint j = 0; j < function->parameters->len; j++)
            note_parameter(l, g_ptr_array_index(function->parameters, j));
    }
}

struct fh_lowering *fh_lowering_new(struct fh_builder *builder, struct fh_api *api, GHashTable *defined,
                                    struct fh_diagnostics *diagnostics)
{
    struct fh_lowering *l = g_new0(struct fh_lowering, 1);
    l->builder = builder;
    l->api = api;
    l->defined = defined;
    l->release_functions = g_hash_table_new(g_str_hash, g_str_equal);
    l->counted = g_hash_table_new(NULL, NULL);
    l->diagnostics = diagnostics;
    note_contracts(l);
    return l;
}

void fh_lowering_free(struct fh_lowering *l)
{
    if (!l)
        return;
    g_hash_table_unref(l->release_functions);
    g_hash_table_unref(l->counted);
    g_free(l);
}

static void variable_free(gpointer data)
{
    struct fh_variable *variable = data;
    g_free(variable->name);
    g_free(variable);
}

void fh_lower_begin(struct fh_lowering *l)
{
    l->variables = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, variable_free);
    l->callbacks = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    l->broken = g_hash_table_new(g_str_hash, g_str_equal);
    l->callback_code = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    l->first_callback = l->builder->callbacks->len;
    l->frame_size = l->n_threads = 0;
    l->is_frame_full = FALSE;
}

void fh_lower_end(struct fh_lowering *l)
{
    g_clear_pointer(&l->variables, g_hash_table_unref);
    g_clear_pointer(&l->callbacks, g_hash_table_unref);
    g_clear_pointer(&l->broken, g_hash_table_unref);
    g_clear_pointer(&l->callback_code, g_ptr_array_unref);
}
