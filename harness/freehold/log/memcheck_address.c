// SPDX-License-Identifier: MIT
#include "log/memcheck_address.h"
#include "log/scan.h"

#include <string.h>

/* "a block of size 18 alloc'd", "a recently re-allocated block of size 8 free'd", "… client-defined" */
static gboolean read_block(struct fh_record *record, const char *text, guint64 distance, gint side)
{
    guint64 size;

    if (!fh_scan_text(&text, "a block of size ") &&
        !fh_scan_text(&text, "a recently re-allocated block of size "))
        return FALSE;
    if (!fh_scan_number(&text, &size) || size > FH_SCAN_MAX_SIZE || distance > FH_SCAN_MAX_SIZE)
        return FALSE;
    record->address_kind = strstr(text, "free'd") ? FH_ADDRESS_FREED_BLOCK : FH_ADDRESS_LIVE_BLOCK;
    record->block.is_known = TRUE;
    record->block.size = size;
    record->block.offset = fh_scan_offset(distance, side, size);
    record->block.address = record->address - (guint64)record->block.offset;
    return TRUE;
}

static enum fh_address_kind kind_of(const char *text)
{
    static const struct {
        const char *phrase;
        enum fh_address_kind kind;
    } phrases[] = {
        {"not stack'd, malloc'd or (recently) free'd", FH_ADDRESS_UNKNOWN},
        {"inside an unallocated block", FH_ADDRESS_UNKNOWN},
        {"bytes after the brk data segment", FH_ADDRESS_UNKNOWN},
        {"'s stack", FH_ADDRESS_STACK},
        {"below stack pointer", FH_ADDRESS_STACK},
        {"inside local var", FH_ADDRESS_STACK},
        {"stack", FH_ADDRESS_STACK},
        {"data symbol", FH_ADDRESS_MAPPED},
        {"global var", FH_ADDRESS_MAPPED},
        {"segment", FH_ADDRESS_MAPPED},
        {"mapped file", FH_ADDRESS_MAPPED},
        {" bytes inside ", FH_ADDRESS_MAPPED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++)
        if (strstr(text, phrases[i].phrase))
            return phrases[i].kind;
    return FH_ADDRESS_UNKNOWN;
}

gboolean fh_memcheck_address(struct fh_record *record, const char *text)
{
    guint64 address, distance;
    gint side;

    if (!fh_scan_text(&text, " Address ") && !fh_scan_text(&text, " Location "))
        return FALSE;
    if (!fh_scan_hex(&text, &address) || !fh_scan_text(&text, " is "))
        return FALSE;
    record->address = address;
    record->address_kind = kind_of(text);
    if (fh_scan_number(&text, &distance) && fh_scan_side(&text, &side))
        read_block(record, text, distance, side);
    return TRUE;
}
