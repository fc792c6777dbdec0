// SPDX-License-Identifier: MIT
#include "symbols/table.h"

#include <string.h>

#include "symbols/demangle.h"

#define UNSIZED_END G_MAXUINT64

/* "free" before "__libc_free" and "cfree": few underscores, then a global name, then a short one. */
static guint rank_of(const char *name, guchar info)
{
    guint underscores = (guint)strspn(name, "_");
    guint length = (guint)MIN(strlen(name), 0xffff);
    gboolean is_local = GELF_ST_BIND(info) == STB_LOCAL;

    return (fh_symbols_is_mangled(name) ? 0 : MIN(underscores, 0x7f)) << 24 | (guint)is_local << 16 | length;
}

static gboolean is_function(const GElf_Sym *symbol)
{
    guchar type = GELF_ST_TYPE(symbol->st_info);

    return symbol->st_shndx != SHN_UNDEF &&
           (type == STT_FUNC || type == STT_GNU_IFUNC || (type == STT_NOTYPE && symbol->st_size > 0));
}

static int compare(gconstpointer a, gconstpointer b)
{
    const struct fh_symbol *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static void read_symbols(Dwfl_Module *module, GArray *all)
{
    int n = dwfl_module_getsymtab(module);

    for (int i = 1; i < n; i++) {
        GElf_Sym symbol;
        GElf_Addr address;
        const char *name = dwfl_module_getsym_info(module, i, &symbol, &address, NULL, NULL, NULL);
        struct fh_symbol found = {.start = address, .name = name};

        if (!name || !*name || !is_function(&symbol))
            continue;
        found.end = symbol.st_size > 0 ? address + symbol.st_size : UNSIZED_END;
        found.rank = rank_of(name, symbol.st_info);
        g_array_append_val(all, found);
    }
}

/* The best name an address; one without a size ends where the next begins. */
static GArray *best_of(const GArray *all)
{
    GArray *best = g_array_new(FALSE, FALSE, sizeof(struct fh_symbol));

    for (guint i = 0; i < all->len; i++) {
        const struct fh_symbol *symbol = &g_array_index(all, struct fh_symbol, i);
        struct fh_symbol *last = best->len > 0 ? &g_array_index(best, struct fh_symbol, best->len - 1) : NULL;

        if (last && last->start == symbol->start)
            continue;
        if (last && last->end == UNSIZED_END)
            last->end = symbol->start;
        g_array_append_vals(best, symbol, 1);
    }
    return best;
}

GArray *fh_symbol_table_new(Dwfl_Module *module)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct fh_symbol));

    read_symbols(module, all);
    g_array_sort(all, compare);
    return best_of(all);
}

const struct fh_symbol *fh_symbol_table_find(const GArray *table, guint64 address)
{
    guint low = 0, high = table->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(table, struct fh_symbol, middle).start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    const struct fh_symbol *symbol = &g_array_index(table, struct fh_symbol, low - 1);
    return address < symbol->end && symbol->end != UNSIZED_END ? symbol : NULL;
}
