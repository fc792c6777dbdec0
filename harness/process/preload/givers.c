/* SPDX-License-Identifier: MIT */
#include "givers.h"

#include <string.h>

#include "giver.h"

static void (*find(const struct fh_giver *giver, const char *name))(void)
{
    while (giver->name && strcmp(giver->name, name) != 0)
        giver++;
    return giver->function;
}

void (*fh_giver_find(const char *name))(void)
{
    static const struct fh_giver *const tables[] = {fh_givers_of_texts, fh_givers_of_files,
                                                    fh_givers_of_scans};
    void (*found)(void) = NULL;
    for (unsigned i = 0; i < sizeof(tables) / sizeof(tables[0]) && !found; i++)
        found = find(tables[i], name);
    return found;
}
