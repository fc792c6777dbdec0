// SPDX-License-Identifier: MIT
#include "check/callback.h"

#include "check/builder.h"
#include "check/call.h"
#include "check/statement.h"
#include "script/script.h"

static gboolean ends_in_return(const struct fh_statement *statement)
{
    const GPtrArray *body = statement->body;
    if (body->len == 0)
        return FALSE;
    const struct fh_statement *last = g_ptr_array_index(body, body->len - 1);
    return last->kind == FH_STATEMENT_RETURN;
}

static gboolean check_shape(struct fh_lowering *l, const struct fh_statement *statement,
                            const struct fh_type *function)
{
    guint wanted = function->parameters->len, given = statement->parameters->len;
    if (wanted != given)
        return fh_lower_error(l, statement->name.span, NULL,
                              "callback '%s' takes %u parameter%s, it is called with %u",
                              statement->name.text, given, given == 1 ? "" : "s", wanted);
    if (function->result->kind != FH_TYPE_VOID && !ends_in_return(statement))
        return fh_lower_error(l, statement->name.span, "end it with: return …",
                              "callback '%s' must return %s", statement->name.text, function->result->name);
    return TRUE;
}

static gboolean define_parameters(struct fh_lowering *l, const struct fh_statement *statement,
                                  const struct fh_type *function, guint32 *first)
{
    GArray *arguments = l->builder->arguments;
    *first = arguments->len;
    for (guint i = 0; i < statement->parameters->len; i++) {
        const struct fh_word *word = g_ptr_array_index(statement->parameters, i);
        const struct fh_type *type = g_ptr_array_index(function->parameters, i);
        if (fh_lower_variable(l, word->text) || g_hash_table_contains(l->callbacks, word->text))
            return fh_lower_error(l, word->span, "give it another name",
                                  "'%s' is already a name of the scenario", word->text);
        struct fh_variable *parameter = g_new0(struct fh_variable, 1);
        parameter->name = word->text;
        parameter->type = type->unqualified;
        parameter->slot = fh_lower_temporary(l, type->size, type->alignment);
        g_hash_table_insert(l->parameters, word->text, parameter);
        g_array_append_val(arguments, parameter->slot);
    }
    return TRUE;
}

/* The body goes to a buffer of its own: its first use may be in the middle of a call. */
static gboolean lower_body(struct fh_lowering *l, struct fh_callback *callback,
                           struct fh_plan_callback *entry)
{
    const struct fh_statement *statement = callback->statement;
    GArray *code = g_ptr_array_index(l->callback_code, callback->index - l->first_callback);
    GArray *before = fh_builder_swap_code(l->builder, code);
    struct {
        GHashTable *parameters;
        const struct fh_type *result;
        guint local_size;
        gboolean in_thread;
    } outer = {l->parameters, l->callback_result, l->local_size, l->in_thread};
    l->parameters = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    l->callback_result = callback->type->result;
    l->local_size = 0;
    l->in_thread = FALSE;

    gboolean is_right = define_parameters(l, statement, callback->type, &entry->parameters);
    if (is_right && l->callback_result->kind != FH_TYPE_VOID)
        entry->result = fh_lower_temporary(l, l->callback_result->size, l->callback_result->alignment);
    is_right = is_right && fh_lower_block(l, statement->body);
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_END});
    entry->frame_size = l->local_size;

    g_hash_table_unref(l->parameters);
    l->parameters = outer.parameters;
    l->callback_result = outer.result;
    l->local_size = outer.local_size;
    l->in_thread = outer.in_thread;
    fh_builder_swap_code(l->builder, before);
    return is_right;
}

static gboolean first_use(struct fh_lowering *l, struct fh_callback *callback, const struct fh_type *function)
{
    struct fh_plan_callback entry = {.name = fh_builder_string(l->builder, callback->statement->name.text),
                                     .result = FH_PLAN_NONE};
    callback->type = function;
    if (!check_shape(l, callback->statement, function) ||
        !fh_lower_signature(l, function, NULL, callback->statement->name.span, &entry.signature))
        return FALSE;
    callback->index = l->builder->callbacks->len;
    g_array_append_val(l->builder->callbacks, entry);
    g_ptr_array_add(l->callback_code, g_array_new(FALSE, TRUE, sizeof(struct fh_plan_op)));
    gboolean is_right = lower_body(l, callback, &entry);
    g_array_index(l->builder->callbacks, struct fh_plan_callback, callback->index) = entry;
    return is_right;
}

gboolean fh_lower_callback(struct fh_lowering *l, struct fh_callback *callback, const struct fh_type *type,
                           struct fh_span span, fh_slot *out)
{
    if (type->kind != FH_TYPE_POINTER || type->target->kind != FH_TYPE_FUNCTION)
        return fh_lower_error(l, span, NULL, "expected %s, this is a callback", type->name);
    if (type->target->is_variadic)
        return fh_lower_error(l, span, NULL, "a callback can't be variadic");
    if (!callback->type && !first_use(l, callback, type->target))
        return FALSE;
    if (callback->type != type->target)
        return fh_lower_error(l, span, "write a second callback",
                              "callback '%s' was given as %s before, here it must be %s",
                              callback->statement->name.text, callback->type->name, type->name);
    *out = fh_lower_temporary(l, 8, 8);
    fh_builder_emit(l->builder,
                    (struct fh_plan_op){.opcode = FH_OP_CLOSURE, .a = *out, .b = callback->index});
    return TRUE;
}
