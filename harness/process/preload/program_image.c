/* SPDX-License-Identifier: MIT */
#include "program_image.h"

#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire/elf_file.h"

static int take_base(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    *(uintptr_t *)data = info->dlpi_addr;
    return 1; /* the program comes first */
}

bool fh_program_image_open(struct fh_program_image *image)
{
    struct stat status;
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    void *bytes = file >= 0 && fstat(file, &status) == 0 && status.st_size > 0
                      ? mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0)
                      : MAP_FAILED;
    if (file >= 0)
        close(file);
    *image = (struct fh_program_image){NULL, 0, 0};
    if (bytes == MAP_FAILED)
        return false;
    *image = (struct fh_program_image){bytes, (size_t)status.st_size, 0};
    dl_iterate_phdr(take_base, &image->base);
    return true;
}

void fh_program_image_close(struct fh_program_image *image)
{
    if (image->bytes)
        munmap((void *)(uintptr_t)image->bytes, image->size);
    image->bytes = NULL;
}

void *fh_program_image_find(const struct fh_program_image *image, const char *name)
{
    uint64_t address;
    return image->bytes && fh_elf_find_symbol(image->bytes, image->size, name, &address)
               ? (void *)(image->base + address)
               : NULL;
}

bool fh_program_image_is_go(const struct fh_program_image *image)
{
    struct fh_elf elf;
    return fh_elf_open(&elf, image->bytes, image->size) && fh_elf_named_section(&elf, ".go.buildinfo");
}
