/* SPDX-License-Identifier: MIT */
/* What memcheck says an address is. Callers: memcheck_process, xml_record. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* " Address 0x… is …", " Location 0x… is …": fills address_kind, address and block. FALSE: it is no
 * such line. */
gboolean fh_memcheck_address(struct fh_record *record, const char *text);
