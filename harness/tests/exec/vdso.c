// SPDX-License-Identifier: MIT
// Reads where the kernel says that its vDSO is, as rustix does; exit status 77: this kernel does not say it.
#include <elf.h>
#include <string.h>
#include <sys/prctl.h>

#define PR_GET_AUXV_OF_LINUX_6_4 0x41555856

static Elf64_auxv_t pairs[64];

int main(void)
{
    if (prctl(PR_GET_AUXV_OF_LINUX_6_4, pairs, sizeof(pairs), 0, 0) < 0)
        return 77;
    for (unsigned i = 0; i < 64 && pairs[i].a_type != AT_NULL; i++)
        if (pairs[i].a_type == AT_SYSINFO_EHDR)
            return memcmp((const void *)pairs[i].a_un.a_val, ELFMAG, SELFMAG) == 0 ? 1 : 2;
    return 3;
}
