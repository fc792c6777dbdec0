/* SPDX-License-Identifier: MIT */
#include "go_functions.h"

#include <string.h>

#include "wire/elf_file.h"

#define MAX_SAME 4 /* functions of one name: Go's own, and wrappers for another way to call it */

/* The table's head; offsets count from it. */
struct head {
    uint32_t magic;
    uint8_t zeroes[2], step, pointer_size;
    uint64_t n_functions, n_files, text, names, units, files, counters, functions;
};

/* A row: where the function is from the start of the code, and what is known of it, from head.functions. */
struct row {
    uint32_t start, about;
};

struct about {
    uint32_t start;
    int32_t name; /* from head.names */
};

struct table {
    const char *bytes;
    size_t size;
    struct head head;
};

static const void *at(const struct table *table, uint64_t offset, size_t size)
{
    return offset <= table->size && size <= table->size - offset ? table->bytes + offset : NULL;
}

static bool open_table(const struct fh_elf *elf, struct table *table)
{
    static const char *const sections[] = {".gopclntab", ".data.rel.ro.gopclntab"};
    static const uint32_t magics[] = {0xfffffff0, 0xfffffff1}; /* Go 1.18, 1.20 */
    const Elf64_Shdr *section = NULL;
    for (unsigned i = 0; i < 2 && !section; i++)
        section = fh_elf_named_section(elf, sections[i]);
    table->bytes = section ? fh_elf_at(elf, section->sh_offset, section->sh_size) : NULL;
    if (!table->bytes || section->sh_size < sizeof(table->head))
        return false;
    table->size = section->sh_size;
    memcpy(&table->head, table->bytes, sizeof(table->head));
    return (table->head.magic == magics[0] || table->head.magic == magics[1]) &&
           table->head.pointer_size == sizeof(void *) && at(table, table->head.functions, 0) &&
           table->head.n_functions <= (table->size - table->head.functions) / sizeof(struct row);
}

static bool has_name(const struct table *table, const struct row *row, const char *name)
{
    struct about about;
    const void *bytes = at(table, table->head.functions + row->about, sizeof(about));
    if (!bytes)
        return false;
    memcpy(&about, bytes, sizeof(about));
    const size_t size = strlen(name) + 1;
    const void *found = about.name < 0 ? NULL : at(table, table->head.names + (uint64_t)about.name, size);
    return found && memcmp(found, name, size) == 0;
}

/* How far from the start of the code; the number of them. */
static unsigned starts_of(const struct table *table, const char *name, uint32_t starts[MAX_SAME])
{
    unsigned n = 0;
    for (uint64_t i = 0; i < table->head.n_functions && n < MAX_SAME; i++) {
        struct row row;
        memcpy(&row, table->bytes + table->head.functions + i * sizeof(row), sizeof(row));
        if (has_name(table, &row, name))
            starts[n++] = row.start;
    }
    return n;
}

/* The one place of the program's code that has these bytes; 0: none, or several. */
static uint64_t only_place(const struct fh_elf *elf, const unsigned char *code, size_t size)
{
    const Elf64_Shdr *section = fh_elf_named_section(elf, ".text");
    const char *bytes = section ? fh_elf_at(elf, section->sh_offset, section->sh_size) : NULL;
    uint64_t place = 0;
    if (!bytes)
        return 0;
    const char *end = bytes + section->sh_size;
    for (const char *found = bytes; (found = memmem(found, (size_t)(end - found), code, size)); found++) {
        if (place != 0)
            return 0;
        place = section->sh_addr + (uint64_t)(found - bytes);
    }
    return place;
}

/* The place of the other function, if the known one is there; 0: none. */
static uint64_t other_place(const struct fh_elf *elf, const struct table *table,
                            const struct fh_go_wanted *wanted, uint64_t known)
{
    uint32_t knowns[MAX_SAME], others[MAX_SAME];
    const unsigned n_knowns = starts_of(table, wanted->known, knowns);
    const unsigned n_others = starts_of(table, wanted->other, others);
    for (unsigned i = 0; i < n_knowns; i++)
        for (unsigned j = 0; j < n_others; j++) {
            const uint64_t place = known - knowns[i] + others[j];
            const unsigned char *code = fh_elf_code(elf, place, FH_GO_LOOKED_AT);
            if (code && wanted->is_other(code, FH_GO_LOOKED_AT))
                return place;
        }
    return 0;
}

bool fh_go_functions_find(const struct fh_program_image *image, const struct fh_go_wanted *wanted,
                          void **known, void **other)
{
    struct fh_elf elf;
    struct table table;
    if (!fh_elf_open(&elf, image->bytes, image->size) || !open_table(&elf, &table))
        return false;
    const uint64_t known_place = only_place(&elf, wanted->code, wanted->size);
    const uint64_t place = known_place != 0 ? other_place(&elf, &table, wanted, known_place) : 0;
    if (place == 0)
        return false;
    *known = (void *)(image->base + known_place);
    *other = (void *)(image->base + place);
    return true;
}
