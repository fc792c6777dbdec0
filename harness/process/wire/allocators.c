/* SPDX-License-Identifier: MIT */
#include "wire/allocators.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_PREFIX "__rust_"
#define STD_PREFIX   "__rdl_"
#define CRATE_PREFIX "__rg_"
#define V0_CRATE     "7___rustc" /* the crate __rustc, where newer rustcs have their own functions in */

#define ROW(NAME, SYMBOL, FAMILY, VERB, ROLE, HANDS)                                                  \
    {                                                                                                 \
        .name = (NAME), .length = sizeof(NAME) - 1, .symbol = (SYMBOL), .family = FH_FAMILY_##FAMILY, \
        .verb = FH_VERB_##VERB, .role = FH_ROLE_##ROLE, .handing = FH_HANDS_##HANDS,                  \
    }
/* Of the families whose functions are called what their symbols are called. */
#define RUST(NAME, VERB, ROLE, HANDS) ROW(NAME, NAME, RUST, VERB, ROLE, HANDS)
#define C(NAME, VERB, ROLE, HANDS)    ROW(NAME, NAME, MALLOC, VERB, ROLE, HANDS)
#define GIVER(NAME, HANDS)            C(NAME, ALLOCATE, GIVER, HANDS)
#define NEW(SYMBOL)                   ROW("operator new", SYMBOL, NEW, ALLOCATE, ENTRY, RESULT)
#define NEW_ARRAY(SYMBOL)             ROW("operator new[]", SYMBOL, NEW_ARRAY, ALLOCATE, ENTRY, RESULT)
#define DELETE(SYMBOL)                ROW("operator delete", SYMBOL, NEW, RELEASE, ENTRY, NOTHING)
#define DELETE_ARRAY(SYMBOL)          ROW("operator delete[]", SYMBOL, NEW_ARRAY, RELEASE, ENTRY, NOTHING)

/* "%ms" */
#define SCANS(PREFIX)                                                                                       \
    GIVER(PREFIX "scanf", OTHERWISE), GIVER(PREFIX "fscanf", OTHERWISE), GIVER(PREFIX "sscanf", OTHERWISE), \
        GIVER(PREFIX "vscanf", OTHERWISE), GIVER(PREFIX "vfscanf", OTHERWISE),                              \
        GIVER(PREFIX "vsscanf", OTHERWISE)

const struct fh_allocator fh_allocators[] = {
    /* Rust's entries come first, in the order of the verbs. */
    RUST("__rust_alloc", ALLOCATE, ENTRY, RESULT),
    RUST("__rust_alloc_zeroed", ZEROED, ENTRY, RESULT),
    RUST("__rust_realloc", RESIZE, ENTRY, RESULT),
    RUST("__rust_dealloc", RELEASE, ENTRY, NOTHING),
    RUST("__rdl_alloc", ALLOCATE, STD_SHIM, RESULT),
    RUST("__rdl_alloc_zeroed", ZEROED, STD_SHIM, RESULT),
    RUST("__rdl_realloc", RESIZE, STD_SHIM, RESULT),
    RUST("__rdl_dealloc", RELEASE, STD_SHIM, NOTHING),
    RUST("__rg_alloc", ALLOCATE, CRATE_SHIM, RESULT),
    RUST("__rg_alloc_zeroed", ZEROED, CRATE_SHIM, RESULT),
    RUST("__rg_realloc", RESIZE, CRATE_SHIM, RESULT),
    RUST("__rg_dealloc", RELEASE, CRATE_SHIM, NOTHING),

    C("malloc", ALLOCATE, ENTRY, RESULT),
    C("calloc", ZEROED, ENTRY, RESULT),
    C("realloc", RESIZE, ENTRY, RESULT),
    C("free", RELEASE, ENTRY, NOTHING),
    C("reallocarray", RESIZE, ENTRY, RESULT),
    C("posix_memalign", ALLOCATE, ENTRY, FIRST_ARGUMENT),
    C("aligned_alloc", ALLOCATE, ENTRY, RESULT),
    C("memalign", ALLOCATE, ENTRY, RESULT),
    C("valloc", ALLOCATE, ENTRY, RESULT),
    C("pvalloc", ALLOCATE, ENTRY, RESULT),
    C("free_sized", RELEASE, ENTRY, NOTHING), /* C23's, as the next */
    C("free_aligned_sized", RELEASE, ENTRY, NOTHING),
    C("__libc_memalign", ALLOCATE, ALIAS, RESULT),
    C("cfree", RELEASE, ALIAS, NOTHING), /* glibc's until 2.26 */

    /* The GNU C Library's manual (2.39) and, for what -D_FORTIFY_SOURCE makes of calls, its <bits/stdio2.h>,
     * <bits/unistd.h> and <bits/stdlib.h>. It has others that few programs call (argz, envz, tempnam(), the
     * scanf() of wide strings). */
    GIVER("strdup", RESULT),
    GIVER("__strdup", RESULT),
    GIVER("strndup", RESULT),
    GIVER("__strndup", RESULT),
    GIVER("wcsdup", RESULT),
    GIVER("asprintf", FIRST_ARGUMENT),
    GIVER("__asprintf", FIRST_ARGUMENT),
    GIVER("vasprintf", FIRST_ARGUMENT),
    GIVER("__asprintf_chk", FIRST_ARGUMENT),
    GIVER("__vasprintf_chk", FIRST_ARGUMENT),
    GIVER("canonicalize_file_name", RESULT),
    GIVER("get_current_dir_name", RESULT),
    GIVER("realpath", OTHERWISE),
    GIVER("__realpath_chk", OTHERWISE),
    GIVER("getcwd", OTHERWISE),
    GIVER("__getcwd_chk", OTHERWISE),
    GIVER("getline", OTHERWISE),
    GIVER("getdelim", OTHERWISE),
    GIVER("__getdelim", OTHERWISE),
    GIVER("scandir", OTHERWISE),
    GIVER("scandir64", OTHERWISE),
    GIVER("scandirat", OTHERWISE),
    GIVER("scandirat64", OTHERWISE),
    GIVER("open_memstream", OTHERWISE),
    GIVER("open_wmemstream", OTHERWISE),
    SCANS(""),
    SCANS("__isoc99_"),
    SCANS("__isoc23_"),

    NEW("_Znwm"),
    NEW("_ZnwmRKSt9nothrow_t"),
    NEW("_ZnwmSt11align_val_t"),
    NEW("_ZnwmSt11align_val_tRKSt9nothrow_t"),
    DELETE("_ZdlPv"),
    DELETE("_ZdlPvm"),
    DELETE("_ZdlPvRKSt9nothrow_t"),
    DELETE("_ZdlPvSt11align_val_t"),
    DELETE("_ZdlPvmSt11align_val_t"),
    DELETE("_ZdlPvSt11align_val_tRKSt9nothrow_t"),
    ROW("__builtin_new", "__builtin_new", NEW, ALLOCATE, ALIAS, RESULT), /* gcc 2's, as memcheck names them */
    ROW("__builtin_delete", "__builtin_delete", NEW, RELEASE, ALIAS, NOTHING),

    NEW_ARRAY("_Znam"),
    NEW_ARRAY("_ZnamRKSt9nothrow_t"),
    NEW_ARRAY("_ZnamSt11align_val_t"),
    NEW_ARRAY("_ZnamSt11align_val_tRKSt9nothrow_t"),
    DELETE_ARRAY("_ZdaPv"),
    DELETE_ARRAY("_ZdaPvm"),
    DELETE_ARRAY("_ZdaPvRKSt9nothrow_t"),
    DELETE_ARRAY("_ZdaPvSt11align_val_t"),
    DELETE_ARRAY("_ZdaPvmSt11align_val_t"),
    DELETE_ARRAY("_ZdaPvSt11align_val_tRKSt9nothrow_t"),
    ROW("__builtin_vec_new", "__builtin_vec_new", NEW_ARRAY, ALLOCATE, ALIAS, RESULT),
    ROW("__builtin_vec_delete", "__builtin_vec_delete", NEW_ARRAY, RELEASE, ALIAS, NOTHING),

    {.name = NULL},
};

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_rustc_name(const char *name)
{
    return begins_with(name, ENTRY_PREFIX) || begins_with(name, STD_PREFIX) ||
           begins_with(name, CRATE_PREFIX);
}

/* "__rustc::__rust_alloc", "__rustc[hash]::__rust_alloc", "std::alloc::__default_lib_allocator::__rdl_alloc"
 * → the last part of it. Any other name as it is: "Arena::malloc" is not C's. */
static const char *without_path(const char *name)
{
    const char *last = name;
    for (const char *at = strstr(name, "::"); at; at = strstr(last, "::"))
        last = at + strlen("::");
    return is_rustc_name(last) ? last : name;
}

/* "_RNvCs<hash>_7___rustc12___rust_alloc" → "__rust_alloc": the name's length, "_" before a name that begins
 * with one, the name. */
static const char *without_mangling(const char *symbol)
{
    const char *crate = strstr(symbol, V0_CRATE);
    if (!crate)
        return symbol;
    char *name;
    unsigned long length = strtoul(crate + strlen(V0_CRATE), &name, 10);
    name += *name == '_';
    bool is_whole = strlen(name) >= length && (name[length] == '\0' || name[length] == '.');
    return is_whole && is_rustc_name(name) ? name : symbol;
}

static const char *plain_name(const char *name)
{
    return begins_with(name, "_RNvC") ? without_mangling(name) : without_path(name);
}

static bool is_cxx(const struct fh_allocator *row)
{
    return fh_family_domain(row->family) == FH_DOMAIN_CXX;
}

static bool is_of(const struct fh_allocator *row, const char *name)
{
    if (name[0] != row->name[0] && name[0] != row->symbol[0])
        return false;
    if (strncmp(name, row->name, row->length) == 0) {
        char end = name[row->length];
        return end == '\0' || end == '.' || (end == '(' && is_cxx(row));
    }
    return strcmp(name, row->symbol) == 0;
}

const struct fh_allocator *fh_allocator_find(const char *function)
{
    const char *name = plain_name(function);
    for (const struct fh_allocator *row = fh_allocators; row->name; row++)
        if (is_of(row, name))
            return row;
    return NULL;
}

const struct fh_allocator *fh_allocator_rust(enum fh_verb verb)
{
    return &fh_allocators[verb];
}

const char *fh_allocator_rust_verb(enum fh_verb verb)
{
    return fh_allocators[verb].name + strlen(ENTRY_PREFIX);
}

const char *fh_family_release(enum fh_family family)
{
    const struct fh_allocator *row = fh_allocators;
    while (row->family != family || row->verb != FH_VERB_RELEASE)
        row++;
    return row->name;
}

enum fh_domain fh_family_domain(enum fh_family family)
{
    static const enum fh_domain domains[FH_FAMILY_COUNT] = {[FH_FAMILY_RUST] = FH_DOMAIN_RUST,
                                                            [FH_FAMILY_MALLOC] = FH_DOMAIN_C,
                                                            [FH_FAMILY_NEW] = FH_DOMAIN_CXX,
                                                            [FH_FAMILY_NEW_ARRAY] = FH_DOMAIN_CXX};
    return domains[family];
}

bool fh_allocator_is_shim(const struct fh_allocator *row)
{
    return row->role == FH_ROLE_STD_SHIM || row->role == FH_ROLE_CRATE_SHIM;
}

bool fh_is_rustc_function(const char *function)
{
    return is_rustc_name(plain_name(function));
}
