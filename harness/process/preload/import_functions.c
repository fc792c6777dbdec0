/* SPDX-License-Identifier: MIT */
#include "import_functions.h"

#include "import_code.h"

bool fh_code_of(const struct dl_phdr_info *info, unsigned index, struct fh_code_range *range)
{
    const ElfW(Phdr) *header = &info->dlpi_phdr[index];
    if (header->p_type != PT_LOAD || (header->p_flags & PF_X) == 0 || header->p_filesz < FH_CODE_LONGEST)
        return false;
    range->start = (const unsigned char *)(info->dlpi_addr + header->p_vaddr);
    range->end = range->start + header->p_filesz - FH_CODE_LONGEST;
    return true;
}

bool fh_code_functions_read(const struct dl_phdr_info *info, struct fh_code_functions *functions)
{
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_GNU_EH_FRAME)
            continue;
        const unsigned char *header = (const unsigned char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        functions->base = (uintptr_t)header;
        functions->n = fh_code_word(header + 8);
        functions->table = header + 12;
        return header[0] == 1 && header[1] == 0x1b && header[2] == 0x03 && header[3] == 0x3b &&
               functions->n > 0;
    }
    return false;
}

static const unsigned char *function_at(const struct fh_code_functions *functions, uint32_t i)
{
    return (const unsigned char *)(functions->base + (uintptr_t)(intptr_t)(int32_t)fh_code_word(
                                                         functions->table + 8 * (size_t)i));
}

uint32_t fh_code_function_number(const struct fh_code_functions *functions, const unsigned char *code)
{
    uint32_t low = 0, high = functions->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (function_at(functions, middle) <= code)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct fh_code_range fh_code_function(const struct fh_code_functions *functions, uint32_t number,
                                      const unsigned char *end)
{
    return (struct fh_code_range){function_at(functions, number - 1),
                                  number < functions->n ? function_at(functions, number) : end};
}
