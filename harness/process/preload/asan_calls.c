/* SPDX-License-Identifier: MIT */
#include "asan_calls.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire/elf_file.h"

/* The program's file. */
struct image {
    const void *bytes;
    size_t size;
    uintptr_t base;
};

static int take_base(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    *(uintptr_t *)data = info->dlpi_addr;
    return 1; /* the program comes first */
}

static bool open_image(struct image *image)
{
    struct stat status;
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    void *bytes = file >= 0 && fstat(file, &status) == 0 && status.st_size > 0
                      ? mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0)
                      : MAP_FAILED;
    if (file >= 0)
        close(file);
    if (bytes == MAP_FAILED)
        return false;
    *image = (struct image){bytes, (size_t)status.st_size, 0};
    dl_iterate_phdr(take_base, &image->base);
    return true;
}

static void *find(const struct image *image, const char *name)
{
    uint64_t address;
    void *found = dlsym(RTLD_DEFAULT, name);
    if (found || !image->bytes)
        return found;
    return fh_elf_find_symbol(image->bytes, image->size, name, &address) ? (void *)(image->base + address)
                                                                         : NULL;
}

bool fh_asan_calls_find(struct fh_asan_calls *calls)
{
    struct image image = {NULL, 0, 0};
    bool is_open = open_image(&image);
    bool is_there = find(&image, "__asan_init") != NULL;
    void *summary = find(&image, "__sanitizer_report_error_summary");
    void *check = find(&image, "__lsan_do_recoverable_leak_check");
    void *ownership = find(&image, "__sanitizer_get_ownership");
    void *locate = find(&image, "__asan_locate_address");
    *calls = (struct fh_asan_calls){NULL, NULL, NULL, NULL};
    if (is_there && summary && check && ownership)
        *calls = (struct fh_asan_calls){(void (*)(const char *))(uintptr_t)summary,
                                        (int (*)(void))(uintptr_t)check,
                                        (int (*)(const volatile void *))(uintptr_t)ownership,
                                        (__typeof__(calls->locate_address))(uintptr_t)locate};
    if (is_open)
        munmap((void *)(uintptr_t)image.bytes, image.size);
    return is_there;
}
