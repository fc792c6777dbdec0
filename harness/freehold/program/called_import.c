// SPDX-License-Identifier: MIT
#include "program/called_import.h"

#include <string.h>

#include "wire/elf_file.h"

#define CALL_SIZE  6 /* call *N(%rip); call N has a byte less */
#define JUMP_SIZE  6 /* jmp *N(%rip) */
#define STUB_START 5 /* what may stand before it in a linker's stub: endbr64, bnd */

static gint32 number_at(const unsigned char *code)
{
    gint32 number;
    memcpy(&number, code, sizeof(number));
    return number;
}

/* The entry of the global offset table that a linker's stub goes by; 0: it is no stub. */
static guint64 entry_of_stub(const struct fh_elf *elf, guint64 stub)
{
    static const unsigned char mark[] = {0xf3, 0x0f, 0x1e, 0xfa};
    const unsigned char *code = fh_elf_code(elf, stub, STUB_START + JUMP_SIZE);
    if (!code)
        return 0;
    guint64 skipped = memcmp(code, mark, sizeof(mark)) == 0 ? sizeof(mark) : 0;
    skipped += code[skipped] == 0xf2;
    const unsigned char *jump = code + skipped;
    if (jump[0] != 0xff || jump[1] != 0x25)
        return 0;
    return stub + skipped + JUMP_SIZE + (guint64)(gint64)number_at(jump + 2);
}

/* The entry that the call goes by which ends where `next` begins; 0: it goes by none. */
static guint64 entry_of_call(const struct fh_elf *elf, guint64 next)
{
    const unsigned char *code = fh_elf_code(elf, next - CALL_SIZE, CALL_SIZE);
    if (!code)
        return 0;
    const guint64 target = next + (guint64)(gint64)number_at(code + 2);
    if (code[0] == 0xff && code[1] == 0x15)
        return target;
    return code[1] == 0xe8 ? entry_of_stub(elf, target) : 0;
}

/* The symbol that the loader puts there; NULL: none. */
static char *symbol_at(const struct fh_elf *elf, const Elf64_Shdr *section, guint64 entry)
{
    struct fh_elf_symbols symbols;
    const Elf64_Rela *relocations = fh_elf_at(elf, section->sh_offset, section->sh_size);
    if (!relocations || !fh_elf_symbols(elf, SHT_DYNSYM, &symbols))
        return NULL;
    for (gsize i = 0; i < section->sh_size / sizeof(*relocations); i++) {
        const gsize symbol = ELF64_R_SYM(relocations[i].r_info);
        if (relocations[i].r_offset == entry && symbol > 0 && symbol < symbols.n)
            return g_strdup(fh_elf_symbol_name(&symbols, &symbols.first[symbol]));
    }
    return NULL;
}

static char *name_of_call(const struct fh_elf *elf, guint64 next)
{
    const guint64 entry = elf->header->e_machine == EM_X86_64 ? entry_of_call(elf, next) : 0;
    const Elf64_Shdr *section;
    char *name = NULL;
    for (guint i = 0; entry != 0 && !name && (section = fh_elf_section(elf, i)) != NULL; i++)
        if (section->sh_type == SHT_RELA)
            name = symbol_at(elf, section, entry);
    return name;
}

char *fh_called_import(const struct fh_object_place *place, guint64 address)
{
    struct fh_elf elf;
    g_autoptr(GMappedFile) file = g_mapped_file_new(place->path, FALSE, NULL);
    if (!file || !fh_elf_open(&elf, g_mapped_file_get_contents(file), g_mapped_file_get_length(file)))
        return NULL;
    return name_of_call(&elf, address + 1 - place->offset);
}
