/* SPDX-License-Identifier: MIT */
/* What the first line of a record of memcheck's says. Callers: memcheck_process, xml_record. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* Fills type, access_size, signal and the leak's numbers from record->headline. FALSE: an unknown headline;
 * type is UNKNOWN. */
gboolean fh_memcheck_headline(struct fh_record *record);
