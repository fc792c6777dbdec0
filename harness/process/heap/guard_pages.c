/* SPDX-License-Identifier: MIT */
#include "guard_pages.h"

#include <sys/ioctl.h>

#define IS_GUARD \
    (1u << 8) /* PAGE_IS_GUARD of linux/fs.h, as all here: headers may be older than the kernel */

struct page_region {
    uint64_t start, end, categories;
};

struct pm_scan_arg {
    uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
    uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};

#define SCAN _IOWR('f', 16, struct pm_scan_arg) /* PAGEMAP_SCAN */

struct fh_guard_pages fh_guard_pages_find(int pagemap, uintptr_t start, uintptr_t end)
{
    struct page_region region = {.start = end, .end = end};
    struct pm_scan_arg scan = {.size = sizeof(scan),
                               .start = start,
                               .end = end,
                               .vec = (uintptr_t)&region,
                               .vec_len = 1,
                               .category_mask = IS_GUARD,
                               .return_mask = IS_GUARD};
    if (pagemap < 0 || ioctl(pagemap, SCAN, &scan) != 1)
        return (struct fh_guard_pages){end, end};
    return (struct fh_guard_pages){region.start, region.end};
}
