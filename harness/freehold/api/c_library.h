/* SPDX-License-Identifier: MIT */
/* The contracts of the C library's own allocating functions. Caller: api. */
#pragma once

#include <glib.h>

#include "api/api.h"

/* The contracts of malloc(), free() and their kin, as the table of allocators has them: nobody has to write
 * them down. */
void fh_contract_add_c_library(struct fh_api *api);
