// SPDX-License-Identifier: MIT
/* What logs of odd shapes are made of: "leak" loses a block, "inside" keeps a large one by a pointer
 * to its inside, as an Arc does, "pool" has a memory pool in a block and uses it rightly. */
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

static void use_pool(void)
{
    char *pool = malloc(1024);
    VALGRIND_CREATE_MEMPOOL(pool, 0, 0);
    VALGRIND_MAKE_MEM_NOACCESS(pool, 1024);
    VALGRIND_MEMPOOL_ALLOC(pool, pool + 64, 16);
    memset(pool + 64, 1, 16);
    VALGRIND_MEMPOOL_FREE(pool, pool + 64);
    VALGRIND_DESTROY_MEMPOOL(pool);
    free(pool);
}

static void lose(void)
{
    char *volatile lost = malloc(18);
    lost[0] = 1;
    lost = NULL;
}

static char *inside;

static void keep(void)
{
    inside = (char *)malloc(3 << 20) + 16;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "leak") == 0)
        lose();
    else if (argc > 1 && strcmp(argv[1], "inside") == 0)
        keep();
    else
        use_pool();
    return 0;
}
