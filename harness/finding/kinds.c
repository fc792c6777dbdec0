// SPDX-License-Identifier: MIT
#include "finding/finding.h"

static const struct fh_kind_info infos[FH_KIND_COUNT] = {
    [FH_KIND_LEAK] = {FH_KIND_LEAK, "leak", 401, 10, "a block that nobody can reach when the scenario ends"},
    [FH_KIND_CROSS_ALLOCATOR_FREE] = {FH_KIND_CROSS_ALLOCATOR_FREE, "cross-allocator-free", 762, 90,
                                      "a block released by the other side's allocator"},
    [FH_KIND_DOUBLE_FREE] = {FH_KIND_DOUBLE_FREE, "double-free", 415, 80, "a block released twice"},
    [FH_KIND_INVALID_FREE] = {FH_KIND_INVALID_FREE, "invalid-free", 590, 70,
                              "a release through a pointer that is not the start of a heap block"},
    [FH_KIND_LAYOUT_MISMATCH] =
        {FH_KIND_LAYOUT_MISMATCH, "layout-mismatch", 131, 60,
         "a block released by Rust with another size or alignment than it was allocated with"},
    [FH_KIND_WRONG_RELEASE] = {FH_KIND_WRONG_RELEASE, "wrong-release", 763, 30,
                               "a block released by a function that is not the contract's release function"},
    [FH_KIND_USE_AFTER_FREE] = {FH_KIND_USE_AFTER_FREE, "use-after-free", 416, 50,
                                "memory read or written after its release"},
    [FH_KIND_OUT_OF_BOUNDS] = {FH_KIND_OUT_OF_BOUNDS, "out-of-bounds", 787, 40,
                               "memory read or written outside of the block"},
    [FH_KIND_UNINITIALISED_USE] = {FH_KIND_UNINITIALISED_USE, "uninitialised-use", 457, 20,
                                   "a decision made on bytes that nobody set"},
    [FH_KIND_ABORT] = {FH_KIND_ABORT, "abort", 248, 100,
                       "the end of the process: a panic that crossed the boundary, or a fatal signal"},
    [FH_KIND_UNKNOWN] = {FH_KIND_UNKNOWN, "unknown", 0, 0, "a record that Freehold does not know"},
    [FH_KIND_DISAGREEMENT] = {FH_KIND_DISAGREEMENT, "disagreement", 0, 5,
                              "an engine did not see what another saw, though it could have"},
    [FH_KIND_UNDEFINED_BEHAVIOUR] = {FH_KIND_UNDEFINED_BEHAVIOUR, "undefined-behaviour", 758, 15,
                                     "an operation without a meaning in C"},
};

#define CWE_READ_OUT_OF_BOUNDS 125
#define CWE_FREE_OF_INSIDE     761

static const char *const domain_names[FH_DOMAIN_COUNT] = {
    [FH_DOMAIN_UNKNOWN] = "unknown", [FH_DOMAIN_RUST] = "rust", [FH_DOMAIN_C] = "c",
    [FH_DOMAIN_CXX] = "c++",         [FH_DOMAIN_NONE] = "none",
};

const struct fh_kind_info *fh_kind_info(enum fh_kind kind)
{
    g_assert(kind > 0 && kind < FH_KIND_COUNT);
    return &infos[kind];
}

guint fh_finding_cwe(const struct fh_finding *finding)
{
    const struct fh_block *block = &finding->block;
    if (finding->kind == FH_KIND_OUT_OF_BOUNDS && finding->is_read)
        return CWE_READ_OUT_OF_BOUNDS;
    if (finding->kind == FH_KIND_INVALID_FREE && block->is_known && block->offset > 0 &&
        (guint64)block->offset < block->size)
        return CWE_FREE_OF_INSIDE;
    return fh_kind_info(finding->kind)->cwe;
}

enum fh_kind fh_kind_from_name(const char *name)
{
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
        if (g_str_equal(infos[kind].name, name))
            return (enum fh_kind)kind;
    return (enum fh_kind)0;
}

const char *const *fh_kind_names(void)
{
    static const char *names[FH_KIND_COUNT];
    static gsize is_filled;

    if (g_once_init_enter(&is_filled)) {
        gsize n = 0;

        for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
            if (FH_KINDS_EXPECTABLE & (1u << kind))
                names[n++] = infos[kind].name;
        g_once_init_leave(&is_filled, 1);
    }
    return names;
}

const char *fh_domain_name(enum fh_domain domain)
{
    g_assert((guint)domain < FH_DOMAIN_COUNT);
    return domain_names[domain];
}

enum fh_domain fh_domain_from_name(const char *name)
{
    for (guint domain = 0; domain < FH_DOMAIN_COUNT; domain++)
        if (g_str_equal(domain_names[domain], name))
            return (enum fh_domain)domain;
    return FH_DOMAIN_UNKNOWN;
}

const char *fh_domain_language(enum fh_domain domain)
{
    switch (domain) {
    case FH_DOMAIN_RUST:
        return "Rust";
    case FH_DOMAIN_C:
        return "C";
    case FH_DOMAIN_CXX:
        return "C++";
    default:
        return NULL;
    }
}
