// SPDX-License-Identifier: MIT
#include <string.h>

#include "log/asan_address.h"
#include "log/scan.h"

/* "'NAME'", after which `*at` stands behind it. Caller owns. */
static char *take_name(const char **at)
{
    const char *end = **at == '\'' ? strchr(*at + 1, '\'') : NULL;
    char *name = end ? g_strndup(*at + 1, (gsize)(end - *at - 1)) : NULL;

    *at = end ? end + 1 : *at;
    return name;
}

/* "'shop_sign' defined in '/src/a.c:60:6' (0x55…) of size 8" */
static void read_global(struct fh_record *record, const char *at, guint64 distance, gint side)
{
    g_autofree char *name = take_name(&at);
    const char *size_text = g_strrstr(at, " of size ");
    guint64 size;

    record->address_kind = FH_ADDRESS_MAPPED;
    if (!name || !size_text || !fh_scan_text(&size_text, " of size ") || !fh_scan_number(&size_text, &size) ||
        size > FH_SCAN_MAX_SIZE || distance > FH_SCAN_MAX_SIZE || record->variable.name)
        return;
    record->variable =
        (struct fh_variable_place){g_steal_pointer(&name), size, fh_scan_offset(distance, side, size)};
}

/* "18-byte region [0x602000000010,0x602000000022)" */
static gboolean read_region(struct fh_record *record, const char *at)
{
    guint64 size, start;

    if (!fh_scan_number(&at, &size) || !fh_scan_text(&at, "-byte region [") || !fh_scan_hex(&at, &start) ||
        size > FH_SCAN_MAX_SIZE || start > record->address + FH_SCAN_MAX_SIZE ||
        record->address > start + FH_SCAN_MAX_SIZE)
        return FALSE;
    if (record->address_kind != FH_ADDRESS_FREED_BLOCK)
        record->address_kind = FH_ADDRESS_LIVE_BLOCK;
    record->block.is_known = TRUE;
    record->block.size = size;
    record->block.address = start;
    record->block.offset = (gint64)(record->address - start);
    return TRUE;
}

static gboolean is_past_stack(enum fh_address_kind kind)
{
    return kind == FH_ADDRESS_RETURNED_STACK || kind == FH_ADDRESS_ENDED_STACK;
}

/* "2 bytes after 18-byte region …", "0 bytes after global variable 'x' …", "in stack of thread T0 …" */
static gboolean read_location(struct fh_record *record, const char *at)
{
    guint64 distance;
    gint side;

    if (g_str_has_prefix(at, "in stack of thread ")) {
        if (!is_past_stack(record->address_kind))
            record->address_kind = FH_ADDRESS_STACK;
        return TRUE;
    }
    if (g_str_has_prefix(at, "in the ")) { /* "high shadow area" */
        record->address_kind = FH_ADDRESS_UNKNOWN;
        return TRUE;
    }
    if (!fh_scan_number(&at, &distance) || !fh_scan_side(&at, &side))
        return FALSE;
    if (fh_scan_text(&at, "global variable ")) {
        read_global(record, at, distance, side);
        return TRUE;
    }
    return read_region(record, at);
}

gboolean fh_asan_address(struct fh_record *record, const char *text)
{
    guint64 address;

    if (g_str_has_prefix(text, "AddressSanitizer can not describe address")) {
        if (record->address_kind == FH_ADDRESS_NONE)
            record->address_kind = FH_ADDRESS_UNKNOWN;
        return TRUE;
    }
    fh_scan_text(&text, "Address ");
    if (!fh_scan_hex(&text, &address) || !fh_scan_text(&text, " is "))
        return FALSE;
    record->address = address;
    if (g_str_has_prefix(text, "a wild pointer")) {
        if (record->address_kind == FH_ADDRESS_NONE)
            record->address_kind = FH_ADDRESS_UNKNOWN;
        return TRUE;
    }
    return fh_scan_text(&text, "located ") && read_location(record, text);
}

gboolean fh_asan_variable(struct fh_record *record, const char *text)
{
    const char *at = text + strspn(text, " "), *access = strstr(text, "<== Memory access at offset ");
    guint64 start, end, offset;

    if (!access || !fh_scan_text(&at, "[") || !fh_scan_number(&at, &start) || !fh_scan_text(&at, ", ") ||
        !fh_scan_number(&at, &end) || !fh_scan_text(&at, ") ") || end < start || end > FH_SCAN_MAX_SIZE ||
        !fh_scan_text(&access, "<== Memory access at offset ") || !fh_scan_number(&access, &offset) ||
        offset > FH_SCAN_MAX_SIZE)
        return FALSE;
    if (!record->variable.name)
        record->variable =
            (struct fh_variable_place){take_name(&at), end - start, (gint64)offset - (gint64)start};
    return TRUE;
}

/* "18 bytes;", "default-aligned." */
static gboolean read_measure(const char *at, guint64 *number)
{
    at += strspn(at, " ");
    *number = 0;
    return g_str_has_prefix(at, "default-aligned") || fh_scan_number(&at, number);
}

gboolean fh_asan_layout(struct fh_record *record, const char *text)
{
    struct fh_layouts *layouts = &record->layouts;
    const struct {
        const char *words;
        guint64 *number;
        gboolean *is_known;
    } lines[] = {
        {"  size of the allocated type:", &layouts->made_size, NULL},
        {"  size of the deallocated type:", &layouts->given_size, &layouts->has_sizes},
        {"  alignment of the allocated type:", &layouts->made_alignment, NULL},
        {"  alignment of the deallocated type:", &layouts->given_alignment, &layouts->has_alignments}};

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        const char *at = text;

        if (!fh_scan_text(&at, lines[i].words))
            continue;
        if (read_measure(at, lines[i].number) && lines[i].is_known)
            *lines[i].is_known = TRUE;
        return TRUE;
    }
    return FALSE;
}
