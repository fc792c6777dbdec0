/* SPDX-License-Identifier: MIT */
#include "process_limits.h"

#include <sys/resource.h>

static struct rlimit noted[RLIM_NLIMITS];

static struct rlimit limit(int resource)
{
    struct rlimit found = {0, 0};
    getrlimit((__rlimit_resource_t)resource, &found);
    return found;
}

void fh_process_limits_note(void)
{
    for (int i = 0; i < RLIM_NLIMITS; i++)
        noted[i] = limit(i);
}

bool fh_process_limits_are_changed(void)
{
    for (int i = 0; i < RLIM_NLIMITS; i++) {
        struct rlimit now = limit(i);
        if (now.rlim_cur != noted[i].rlim_cur || now.rlim_max != noted[i].rlim_max)
            return true;
    }
    return false;
}
