/* SPDX-License-Identifier: MIT */
#include "import_c_code.h"

#include <string.h>
#include <sys/mman.h>
#include <valgrind/valgrind.h>

#include "heap/memory.h"
#include "import_code.h"
#include "import_functions.h"

#define SITES_MAX      1024 /* as many as fit into a few pages; of an object with more, the rest is Rust's */
#define NEIGHBOURS_MAX 64   /* functions that are looked at on each side */

enum side { UNKNOWN, RUST, C };

/* An instruction that loads one of the places. */
struct site {
    const unsigned char *code;
    unsigned place; /* its index */
};

struct search {
    const struct fh_c_code *code;
    struct fh_code_functions functions;
    struct site sites[SITES_MAX]; /* C's */
    unsigned n_sites;
    bool has_pointers; /* some may be C's */
    bool has_c;        /* there is C code */
};

/* FALSE: it is none of them. */
static bool find_place(const struct fh_c_code *code, uintptr_t address, unsigned *place)
{
    for (unsigned i = 0; i < code->n; i++)
        if (code->places[i] == address) {
            *place = i;
            return true;
        }
    return false;
}

/* A call or jump at `at` leads to a linker's stub, and not to one that Rust code calls. */
static bool calls_stub(const struct fh_c_code *code, const unsigned char *at,
                       const struct fh_code_range *range)
{
    uintptr_t called = fh_code_calls(at), place;
    if (called < (uintptr_t)range->start || called >= (uintptr_t)range->end)
        return false;
    place = fh_code_linker_stub_loads((const unsigned char *)called);
    for (unsigned i = 0; i < code->n_common; i++)
        if (code->common[i] == place)
            return false;
    return place != 0;
}

/* Whose function it is, by how it calls what the object imports. */
static enum side side_of(const struct fh_c_code *code, const struct fh_code_range *function,
                         const struct fh_code_range *range)
{
    enum side side = fh_code_is_marked(function->start) ? C : UNKNOWN;
    for (const unsigned char *at = function->start; side != C && at < function->end && at < range->end;
         at++) {
        uintptr_t loaded = fh_code_goes_by(at);
        if (calls_stub(code, at, range))
            side = C;
        else if (loaded >= code->relro_start && loaded < code->relro_end)
            side = RUST;
    }
    return side;
}

/* That of the nearest function that shows it, `step` by `step`. */
static enum side side_beside(const struct search *search, uint32_t number, int step,
                             const struct fh_code_range *range)
{
    enum side side = UNKNOWN;
    uint32_t at = number;
    for (unsigned i = 0; side == UNKNOWN && i < NEIGHBOURS_MAX; i++) {
        at += (uint32_t)step;
        if (at < 1 || at > search->functions.n)
            break;
        struct fh_code_range function = fh_code_function(&search->functions, at, range->end);
        if (function.start < range->start || function.start >= range->end)
            break;
        side = side_of(search->code, &function, range);
    }
    return side;
}

static enum side side_at(const struct search *search, const unsigned char *at,
                         const struct fh_code_range *range)
{
    uint32_t number = fh_code_function_number(&search->functions, at);
    if (number == 0)
        return UNKNOWN;
    struct fh_code_range function = fh_code_function(&search->functions, number, range->end);
    enum side side = side_of(search->code, &function, range);
    if (side != UNKNOWN)
        return side;
    enum side before = side_beside(search, number, -1, range), behind = side_beside(search, number, 1, range);
    if (before == behind)
        return before;
    /* Between the two: Rust code keeps an address in a register. */
    return (before == C || behind == C) && fh_code_is_kept(at) ? C : UNKNOWN;
}

static void look_at(struct search *search, const unsigned char *at, const struct fh_code_range *range)
{
    unsigned place;
    if (!find_place(search->code, fh_code_loads(at), &place))
        return;
    enum side side = fh_code_is_linker_stub_at(at) ? C
                     : fh_code_goes_by(at)         ? RUST
                                                   : side_at(search, at, range);
    if (side == C && search->n_sites < SITES_MAX)
        search->sites[search->n_sites++] = (struct site){at, place};
    else if (side != RUST)
        search->has_pointers = true;
}

static uintptr_t find(uintptr_t thread, uintptr_t data)
{
    struct search *search = (struct search *)data;
    struct fh_code_range range;
    (void)thread;
    if (!fh_code_functions_read(search->code->info, &search->functions))
        return 0;
    for (unsigned s = 0; s < search->code->info->dlpi_phnum; s++)
        if (fh_code_of(search->code->info, s, &range))
            for (const unsigned char *at = range.start; at < range.end; at++) {
                look_at(search, at, &range);
                search->has_c = search->has_c || calls_stub(search->code, at, &range);
            }
    return 0;
}

/* Instructions reach so far. Close to the object there is room, or else none. */
static void **map_near(const struct fh_c_code *code)
{
    static const uintptr_t distances[] = {0, 1 << 20, 1 << 24, 1 << 28, 1 << 30};
    const uintptr_t reach = INT32_MAX - fh_page_size();
    for (unsigned i = 0; i < sizeof(distances) / sizeof(distances[0]); i++) {
        uintptr_t hint = (code->end + distances[i] + fh_page_size() - 1) & ~(fh_page_size() - 1);
        void *page =
            mmap((void *)hint, fh_page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        uintptr_t at = (uintptr_t)page;
        if (page == MAP_FAILED)
            return NULL;
        if (at > code->start ? at - code->start < reach : code->end - at < reach)
            return page;
        munmap(page, fh_page_size());
    }
    return NULL;
}

static bool change_site(const struct site *site, const void *place)
{
    unsigned char *bytes = (unsigned char *)(uintptr_t)site->code;
    uintptr_t first = (uintptr_t)bytes & ~(fh_page_size() - 1);
    size_t size = (uintptr_t)bytes + FH_CODE_LONGEST - first;
    if (mprotect((void *)first, size, PROT_READ | PROT_WRITE | PROT_EXEC) < 0)
        return false;
    fh_code_load_from(bytes, (uintptr_t)place);
    return mprotect((void *)first, size, PROT_READ | PROT_EXEC) == 0;
}

/* Some of them, if memory can't be changed: the rest is as it was, Rust's. */
static bool change(const struct search *search, void (**page)(void))
{
    bool is_changed = true;
    memcpy(page, search->code->functions, sizeof(search->code->functions));
    for (unsigned i = 0; is_changed && i < search->n_sites; i++)
        is_changed = change_site(&search->sites[i], page + search->sites[i].place);
    return is_changed && mprotect(page, fh_page_size(), PROT_READ) == 0;
}

bool fh_c_code_lead(const struct fh_c_code *code, void **near_page, bool *has_pointers)
{
    static struct search search;
    search = (struct search){.code = code};
    *near_page = NULL;
    if (RUNNING_ON_VALGRIND)
        (void)VALGRIND_NON_SIMD_CALL1(find, (uintptr_t)&search);
    else
        (void)find(0, (uintptr_t)&search);
    *has_pointers = search.has_c && search.has_pointers;
    if (search.n_sites == 0)
        return true;
    *near_page = map_near(code);
    return *near_page && change(&search, *near_page);
}

bool fh_c_code_is_common(const char *name)
{
    /* LLVM's library calls, without the f or l at their ends, and what crtbegin.o calls. */
    static const char *const names[] = {
        "_Unwind_Resume",
        "__tls_get_addr",
        "__cxa_finalize",
        "__gmon_start__",
        "memcpy",
        "memmove",
        "memset",
        "memcmp",
        "bcmp",
        "strlen",
        "fmod",
        "fma",
        "fmin",
        "fmax",
        "floor",
        "ceil",
        "trunc",
        "round",
        "roundeven",
        "rint",
        "nearbyint",
        "sqrt",
        "exp",
        "exp2",
        "exp10",
        "log",
        "log2",
        "log10",
        "pow",
        "sin",
        "cos",
        "sincos",
        "tan",
        "ldexp",
        "copysign",
    };
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        size_t length = strlen(names[i]);
        if (strncmp(name, names[i], length) == 0 &&
            (name[length] == '\0' || (strchr("fl", name[length]) && name[length + 1] == '\0')))
            return true;
    }
    return false;
}
