// SPDX-License-Identifier: MIT
#include <string.h>

#include "log/asan_address.h"
#include "log/scan.h"

#define MAX_SIZE ((guint64)1 << 56) /* offsets are signed */

/* Since LLVM 16 and gcc 13 "before" and "after". */
static gboolean scan_side(const char **at)
{
    static const char *const sides[] = {" inside of ", " to the left of ", " to the right of ", " before ",
                                        " after "};

    if (!fh_scan_text(at, " bytes") && !fh_scan_text(at, " byte"))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(sides); i++)
        if (fh_scan_text(at, sides[i]))
            return TRUE;
    return FALSE;
}

/* "18-byte region [0x602000000010,0x602000000022)" */
static gboolean read_region(struct fh_record *record, const char *at)
{
    guint64 size, start;

    if (!fh_scan_number(&at, &size) || !fh_scan_text(&at, "-byte region [") || !fh_scan_hex(&at, &start) ||
        size > MAX_SIZE || start > record->address + MAX_SIZE || record->address > start + MAX_SIZE)
        return FALSE;
    record->address_kind = FH_ADDRESS_LIVE_BLOCK;
    record->block.is_known = TRUE;
    record->block.size = size;
    record->block.address = start;
    record->block.offset = (gint64)(record->address - start);
    return TRUE;
}

/* "2 bytes after 18-byte region …", "0 bytes after global variable 'x' …", "in stack of thread T0 …" */
static gboolean read_location(struct fh_record *record, const char *at)
{
    guint64 distance;

    if (g_str_has_prefix(at, "in stack of thread ")) {
        record->address_kind = FH_ADDRESS_STACK;
        return TRUE;
    }
    if (g_str_has_prefix(at, "in the ")) { /* "high shadow area" */
        record->address_kind = FH_ADDRESS_UNKNOWN;
        return TRUE;
    }
    if (!fh_scan_number(&at, &distance) || !scan_side(&at))
        return FALSE;
    if (g_str_has_prefix(at, "global variable ")) {
        record->address_kind = FH_ADDRESS_MAPPED;
        return TRUE;
    }
    return read_region(record, at);
}

gboolean fh_asan_address(struct fh_record *record, const char *text)
{
    guint64 address;

    if (g_str_has_prefix(text, "AddressSanitizer can not describe address")) {
        record->address_kind = FH_ADDRESS_UNKNOWN;
        return TRUE;
    }
    fh_scan_text(&text, "Address ");
    if (!fh_scan_hex(&text, &address) || !fh_scan_text(&text, " is "))
        return FALSE;
    record->address = address;
    if (g_str_has_prefix(text, "a wild pointer")) {
        record->address_kind = FH_ADDRESS_UNKNOWN;
        return TRUE;
    }
    return fh_scan_text(&text, "located ") && read_location(record, text);
}
