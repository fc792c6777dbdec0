// SPDX-License-Identifier: MIT
#include "api/model.h"

static void parameter_free(struct fh_parameter *parameter)
{
    fh_ownership_clear(&parameter->ownership);
    g_free(parameter->name);
    g_free(parameter);
}

void fh_function_free(struct fh_function *function)
{
    if (!function)
        return;
    for (guint i = 0; i < function->parameters->len; i++)
        parameter_free(g_ptr_array_index(function->parameters, i));
    g_ptr_array_unref(function->parameters);
    fh_ownership_clear(&function->result);
    g_free(function->name);
    g_free(function->header);
    g_free(function->comment);
    g_free(function);
}

void fh_constant_free(struct fh_constant *constant)
{
    if (!constant)
        return;
    g_free(constant->name);
    g_free(constant->string);
    g_free(constant);
}
