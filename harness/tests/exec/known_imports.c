// SPDX-License-Identifier: MIT
/* Does what is preloaded stand in for all of the malloc family's entries, and of libc's functions that hand
 * out its blocks? Is linked with the preloaded object's own code, which does nothing where nobody watches. */
#include <stdio.h>
#include <string.h>

#include "preload/giver.h"
#include "preload/givers.h"
#include "preload/import_slots.h"
#include "preload/own_memory.h"
#include "wire/allocators.h"

static unsigned n_wrong;

static void expect(bool is_right, const char *name, const char *what)
{
    if (is_right)
        return;
    fprintf(stderr, "FAILED: %s: %s\n", name, what);
    n_wrong++;
}

static void check(const struct fh_allocator *row)
{
    if (row->role == FH_ROLE_ENTRY) {
        expect(fh_import_slot(row->name, 0) != NULL, row->name, "import_slots.c has no entries for it");
        expect(fh_own_memory_function(row->name) != NULL, row->name, "own_memory.c has no function for it");
    } else if (row->role == FH_ROLE_GIVER)
        expect(fh_giver_find(row->name) != NULL, row->name, "no table of givers has it");
}

/* fclose() hands out what its stream was opened for. */
static void check_givers(const struct fh_giver *giver)
{
    for (; giver->name; giver++) {
        const struct fh_allocator *row = fh_allocator_find(giver->name);
        expect((row && row->role == FH_ROLE_GIVER) || strcmp(giver->name, "fclose") == 0, giver->name,
               "a giver that is no row of wire/allocators.c");
    }
}

int main(void)
{
    for (const struct fh_allocator *row = fh_allocators; row->name; row++)
        if (row->family == FH_FAMILY_MALLOC)
            check(row);
    check_givers(fh_givers_of_texts);
    check_givers(fh_givers_of_files);
    check_givers(fh_givers_of_scans);
    return n_wrong > 0;
}
