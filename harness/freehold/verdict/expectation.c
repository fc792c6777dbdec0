// SPDX-License-Identifier: MIT
#include "verdict/expectation.h"

void fh_expectation_clear(gpointer expectation)
{
    g_clear_pointer(&((struct fh_expectation *)expectation)->linked, g_array_unref);
}
