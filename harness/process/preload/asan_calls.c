/* SPDX-License-Identifier: MIT */
#include "asan_calls.h"

#include <dlfcn.h>
#include <stdint.h>

#include "program_image.h"

static void *find(const struct fh_program_image *image, const char *name)
{
    void *found = dlsym(RTLD_DEFAULT, name);
    return found ? found : fh_program_image_find(image, name);
}

bool fh_asan_calls_find(struct fh_asan_calls *calls)
{
    struct fh_program_image image;
    fh_program_image_open(&image);
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
    fh_program_image_close(&image);
    return is_there;
}
