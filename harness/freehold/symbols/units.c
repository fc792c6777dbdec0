// SPDX-License-Identifier: MIT
#include "symbols/units.h"

/* Linkers leave the ranges of functions that they dropped at 0 or 1: there is no code that low. */
#define LOWEST_CODE 0x10

static void add_unit(GArray *ranges, Dwarf_Die *die, guint64 bias)
{
    Dwarf_Addr base, start, end;

    for (ptrdiff_t at = 0; (at = dwarf_ranges(die, at, &base, &start, &end)) > 0;) {
        struct fh_unit_range range = {.start = start + bias, .end = end + bias, .die = *die, .bias = bias};

        if (start >= LOWEST_CODE && start < end)
            g_array_append_val(ranges, range);
    }
}

static int compare(gconstpointer a, gconstpointer b)
{
    const struct fh_unit_range *x = a, *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

GArray *fh_unit_ranges_new(Dwfl_Module *module)
{
    GArray *ranges = g_array_new(FALSE, FALSE, sizeof(struct fh_unit_range));
    Dwarf_Addr bias;

    for (Dwarf_Die *die = NULL; (die = dwfl_module_nextcu(module, die, &bias));)
        add_unit(ranges, die, bias);
    g_array_sort(ranges, compare);
    return ranges;
}

/* Ranges of linked code don't overlap; those of a damaged object may, and are then searched no further than a
 * few. */
#define MAX_OVERLAP 64

struct fh_unit_range *fh_unit_ranges_find(const GArray *ranges, guint64 address)
{
    guint low = 0, high = ranges->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(ranges, struct fh_unit_range, middle).start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    for (guint i = low; i > 0 && low - i < MAX_OVERLAP; i--) {
        struct fh_unit_range *range = &g_array_index(ranges, struct fh_unit_range, i - 1);

        if (address < range->end)
            return range;
    }
    return NULL;
}
