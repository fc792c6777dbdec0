// SPDX-License-Identifier: MIT
#include "attributes/ownership_words.h"

static void append_sentence(GString *text, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void append_sentence(GString *text, const char *format, ...)
{
    va_list arguments;
    if (text->len > 0)
        g_string_append_c(text, ' ');
    va_start(arguments, format);
    g_string_append_vprintf(text, format, arguments);
    va_end(arguments);
}

/* Of what comes out of the call. */
static void append_given(GString *text, const struct fh_ownership *ownership, const char *what)
{
    if (ownership->transfer == FH_TRANSFER_FULL && ownership->free_function)
        append_sentence(text, "You own %s: release it with %s().", what, ownership->free_function);
    else if (ownership->transfer == FH_TRANSFER_FULL)
        append_sentence(text, "You own %s.", what);
    else if (ownership->transfer == FH_TRANSFER_CONTAINER)
        append_sentence(text, "You own the array, and not what its elements point to: %s.", what);
    else if (ownership->transfer == FH_TRANSFER_NONE)
        append_sentence(text, "The library keeps %s: don't release it.", what);
    if (ownership->lifetime == FH_LIFETIME_PARENT)
        append_sentence(text, "It lasts as long as `%s`.", ownership->lifetime_of);
    else if (ownership->lifetime == FH_LIFETIME_NEXT_CALL)
        append_sentence(text, "It lasts up to the next call.");
    if (ownership->is_nullable)
        append_sentence(text, "It may be NULL.");
}

static void append_parameter(GString *text, const struct fh_parameter *parameter, gboolean is_release)
{
    const struct fh_ownership *ownership = &parameter->ownership;
    g_autofree char *filled = g_strdup_printf("`*%s`", parameter->name);
    if (ownership->is_out) {
        append_given(text, ownership, filled);
        return;
    }
    if (ownership->is_consumed)
        append_sentence(text, "Afterwards `%s` is of no use but to be released.", parameter->name);
    if (ownership->is_reference)
        append_sentence(text, "You have one more reference to `%s` afterwards.", parameter->name);
    if (ownership->transfer == FH_TRANSFER_FULL && ownership->is_on_success)
        append_sentence(text, "It takes `%s` over if it works: then don't release it.", parameter->name);
    else if (ownership->transfer == FH_TRANSFER_FULL && is_release)
        append_sentence(text, "It releases `%s`.", parameter->name);
    else if (ownership->transfer == FH_TRANSFER_FULL)
        append_sentence(text, "It takes `%s` over: don't release it.", parameter->name);
    else if (ownership->transfer == FH_TRANSFER_NONE)
        append_sentence(text, "You keep `%s`.", parameter->name);
    if (ownership->is_nullable)
        append_sentence(text, "`%s` may be NULL.", parameter->name);
}

char *fh_ownership_words(const struct fh_function *function, gboolean is_release)
{
    g_autoptr(GString) text = g_string_new(NULL);
    append_given(text, &function->result, "what it returns");
    for (guint i = 0; i < function->parameters->len; i++)
        append_parameter(text, g_ptr_array_index(function->parameters, i), is_release);
    return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static gboolean is_unsaid(const struct fh_ownership *ownership, const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind != FH_TYPE_FUNCTION &&
           ownership->transfer == FH_TRANSFER_UNSPECIFIED && !ownership->is_out;
}

gboolean fh_ownership_is_unsaid(const struct fh_function *function)
{
    if (is_unsaid(&function->result, function->type->result))
        return TRUE;
    for (guint i = 0; i < function->parameters->len; i++) {
        const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, i);
        if (is_unsaid(&parameter->ownership, parameter->type))
            return TRUE;
    }
    return FALSE;
}
