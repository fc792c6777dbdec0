// SPDX-License-Identifier: MIT
#include "api/idle_callback.h"

static const char *ending(const struct fh_type *result, gboolean is_true)
{
    switch ((int)result->kind) {
    case FH_TYPE_VOID:
        return "";
    case FH_TYPE_BOOL:
        return is_true ? "return true " : "return false ";
    case FH_TYPE_FLOAT:
        return "return 0.0 ";
    case FH_TYPE_SIGNED:
    case FH_TYPE_UNSIGNED:
        return "return 0 ";
    default:
        return NULL;
    }
}

char *fh_idle_callback(const struct fh_type *function, const char *name, gboolean is_true)
{
    const char *end = ending(function->result, is_true);
    if (!end || function->is_variadic)
        return NULL;
    g_autoptr(GString) parameters = g_string_new(NULL);
    for (guint i = 0; i < function->parameters->len; i++)
        g_string_append_printf(parameters, "%sa%u", i > 0 ? ", " : "", i + 1);
    return g_strdup_printf("callback %s(%s) { %s}", name, parameters->str, end);
}
