/* SPDX-License-Identifier: MIT */
#include "outside_heaps.h"

#include <dlfcn.h>

#include "heap/memory.h"
#include "heap/stack.h"
#include "plan_map.h"

bool fh_is_outside_heaps(const void *address)
{
    Dl_info info;
    return !address || fh_plan_holds(address) || fh_memory_holds(address) || fh_stack_holds(address) ||
           dladdr(address, &info) != 0;
}
