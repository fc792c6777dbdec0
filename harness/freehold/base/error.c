// SPDX-License-Identifier: MIT
#include "base/error.h"

GQuark fh_error_quark(void)
{
    return g_quark_from_static_string("fh-error");
}
