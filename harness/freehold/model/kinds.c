// SPDX-License-Identifier: MIT
#include "model/kinds.h"

static const struct fh_kind_info infos[FH_KIND_COUNT] = {
    [FH_KIND_LEAK] = {.kind = FH_KIND_LEAK,
                      .name = "leak",
                      .cwe = 401,
                      .severity = 10,
                      .description = "a block that nobody can reach when the scenario ends",
                      .explanation =
                          "Nothing holds a pointer to the block any more, so nobody can ever release it.",
                      .remedy = "Give the block back with its release function on every path, errors "
                                "included; or have the library keep it, and release it itself."},
    [FH_KIND_CROSS_ALLOCATOR_FREE] =
        {.kind = FH_KIND_CROSS_ALLOCATOR_FREE,
         .name = "cross-allocator-free",
         .cwe = 762,
         .severity = 90,
         .description = "a block released by the other side's allocator",
         .explanation = "Each allocator may only release what it gave out itself. It goes unnoticed while "
                        "both happen to use the same malloc, and corrupts the heap as soon as the crate sets "
                        "another allocator or the block has an alignment of its own.",
         .remedy = "Give a block that Rust allocated back to the library's release function; have Rust copy "
                   "what C allocated, or call the C function that releases it."},
    [FH_KIND_DOUBLE_FREE] =
        {.kind = FH_KIND_DOUBLE_FREE,
         .name = "double-free",
         .cwe = 415,
         .severity = 80,
         .description = "a block released twice",
         .explanation = "By the second release the memory may belong to somebody else, who loses it.",
         .remedy = "Let one side own the block: either the caller releases it or the library does. Set the "
                   "pointer to NULL once it is given away."},
    [FH_KIND_INVALID_FREE] = {.kind = FH_KIND_INVALID_FREE,
                              .name = "invalid-free",
                              .cwe = 590,
                              .severity = 70,
                              .description =
                                  "a release through a pointer that is not the start of a heap block",
                              .explanation =
                                  "The pointer leads into a block, to the stack or to static memory, and the "
                                  "allocator takes for its own notes whatever lies before it.",
                              .remedy = "Release the pointer that the allocation returned, unchanged; don't "
                                        "release what was only borrowed."},
    [FH_KIND_LAYOUT_MISMATCH] =
        {.kind = FH_KIND_LAYOUT_MISMATCH,
         .name = "layout-mismatch",
         .cwe = 131,
         .severity = 60,
         .description = "a block released by Rust with another size or alignment than it was allocated with",
         .explanation = "Rust's allocator is told size and alignment at each release, and may rely on them. "
                        "Malloc ignores them; other allocators don't.",
         .remedy = "Rebuild the very type that was given away: a CString of unchanged length, a Vec with its "
                   "true capacity, a Box of the same type."},
    [FH_KIND_WRONG_RELEASE] =
        {.kind = FH_KIND_WRONG_RELEASE,
         .name = "wrong-release",
         .cwe = 763,
         .severity = 30,
         .description = "a block released by a function that is not the contract's release function",
         .explanation = "The contract names another release function: this one may leave parts of the value "
                        "behind, or misread it.",
         .remedy = "Call the release function that the contract names (free-func); or correct the contract, "
                   "if it is that which is wrong."},
    [FH_KIND_USE_AFTER_FREE] =
        {.kind = FH_KIND_USE_AFTER_FREE,
         .name = "use-after-free",
         .cwe = 416,
         .severity = 50,
         .description = "memory read or written after its release",
         .explanation = "After its release a block may be given to somebody else at any time: what is read "
                        "is anybody's, what is written destroys it.",
         .remedy =
             "End the use before the release. Copy what has to outlive the block, or hand over ownership."},
    [FH_KIND_OUT_OF_BOUNDS] =
        {.kind = FH_KIND_OUT_OF_BOUNDS,
         .name = "out-of-bounds",
         .cwe = 787,
         .severity = 40,
         .description = "memory read or written outside of the block",
         .explanation = "Outside of the block lies memory of others.",
         .remedy = "Pass the length with the pointer and check it; count the NUL at a string's end."},
    [FH_KIND_UNINITIALISED_USE] =
        {.kind = FH_KIND_UNINITIALISED_USE,
         .name = "uninitialised-use",
         .cwe = 457,
         .severity = 20,
         .description = "a decision made on bytes that nobody set",
         .explanation = "The bytes hold whatever was there before, so that the program does one thing today "
                        "and another tomorrow.",
         .remedy =
             "Set the memory before it is read; check that an out-parameter was filled before it is used."},
    [FH_KIND_ABORT] =
        {.kind = FH_KIND_ABORT,
         .name = "abort",
         .cwe = 248,
         .severity = 100,
         .description = "the end of the process: a panic that crossed the boundary, or a fatal signal",
         .explanation =
             "The process ended in the middle of a call. A Rust panic can't unwind into C: it aborts.",
         .remedy = "Catch panics at the boundary (std::panic::catch_unwind) and return an error; check "
                   "pointers and lengths before they are used."},
    [FH_KIND_UNKNOWN] =
        {.kind = FH_KIND_UNKNOWN,
         .name = "unknown",
         .cwe = 0,
         .severity = 0,
         .description = "a record that Freehold does not know",
         .explanation =
             "The engine reported something that Freehold can't read. What is not known is not clean.",
         .remedy = "Read the record below, in the engine's own words; report it to Freehold's developers "
                   "with the engine's version."},
    [FH_KIND_DISAGREEMENT] =
        {.kind = FH_KIND_DISAGREEMENT,
         .name = "disagreement",
         .cwe = 0,
         .severity = 5,
         .description = "an engine did not see what another saw, though it could have",
         .explanation = "Two engines that can both see this kind watched the same scenario, and only one "
                        "reported it. One of them is wrong, or the scenario does not do the same each time.",
         .remedy = "Run the scenario again, alone. If it stays, compare both raw logs."},
    [FH_KIND_UNDEFINED_BEHAVIOUR] =
        {.kind = FH_KIND_UNDEFINED_BEHAVIOUR,
         .name = "undefined-behaviour",
         .cwe = 758,
         .severity = 15,
         .description = "an operation without a meaning in C",
         .explanation =
             "The C standard gives the operation no meaning, and a compiler may make anything of it.",
         .remedy = "Mend the expression that the record names: check the operands before it, or use a type "
                   "that holds the result."},
    [FH_KIND_WRONG_ARGUMENT] =
        {.kind = FH_KIND_WRONG_ARGUMENT,
         .name = "wrong-argument",
         .cwe = 628,
         .severity = 25,
         .description = "a call with a size, an alignment or a pointer that the function does not take",
         .explanation =
             "A negative or overflowing size, an alignment that is none, areas that overlap, a reallocation "
             "to nothing: "
             "what the function does with it is undefined, or differs from one C library to the next.",
         .remedy = "Check sizes before the call, above all those that are computed; use memmove() where "
                   "areas may overlap, and free() "
                   "instead of a reallocation to nothing."},
    [FH_KIND_DESCRIPTOR_LEAK] = {.kind = FH_KIND_DESCRIPTOR_LEAK,
                                 .name = "descriptor-leak",
                                 .cwe = 775,
                                 .severity = 8,
                                 .description =
                                     "a file descriptor that was still open when the process ended",
                                 .explanation = "A process may have so many descriptors open and no more; "
                                                "each that is forgotten takes one away.",
                                 .remedy =
                                     "Close it on every path, errors included, by the side that opened it."},
    [FH_KIND_DESCRIPTOR_MISUSE] =
        {.kind = FH_KIND_DESCRIPTOR_MISUSE,
         .name = "descriptor-misuse",
         .cwe = 910,
         .severity = 35,
         .description = "a file descriptor used or closed that was not open",
         .explanation =
             "By then the number may be that of another file, which is written to, or closed, in its place.",
         .remedy =
             "Let one side own the descriptor, and set the variable to -1 once it is closed or given away."},
    [FH_KIND_EXPIRED_USE] =
        {.kind = FH_KIND_EXPIRED_USE,
         .name = "expired-use",
         .cwe = 672,
         .severity = 55,
         .description = "a use of what the contract says is no longer valid",
         .explanation = "A view ends with what it shows or with the next call, a handle with the call that "
                        "consumes it, a callback with its scope. The memory may still be there, and hold "
                        "something else.",
         .remedy =
             "End the use before what ends it. Copy what has to last longer; or correct the contract, if "
             "it is that which is wrong."},
    [FH_KIND_GROWTH] = {.kind = FH_KIND_GROWTH,
                        .name = "growth",
                        .cwe = 401,
                        .severity = 9,
                        .description = "more blocks, or larger ones, each time that the same work is done",
                        .explanation =
                            "Something still points to the blocks, so that no search for leaks finds them, "
                            "and yet nobody takes them away: a process that runs long runs out of memory.",
                        .remedy = "Release what one round made before the next begins; bound what is kept, "
                                  "as a cache that drops its oldest entries."},
};

static const char *const domain_names[FH_DOMAIN_COUNT] = {
    [FH_DOMAIN_UNKNOWN] = "unknown", [FH_DOMAIN_RUST] = "rust", [FH_DOMAIN_C] = "c",
    [FH_DOMAIN_CXX] = "c++",         [FH_DOMAIN_NONE] = "none",
};

const struct fh_kind_info *fh_kind_info(enum fh_kind kind)
{
    g_assert(kind > 0 && kind < FH_KIND_COUNT);
    return &infos[kind];
}

gboolean fh_kind_has_cwe(enum fh_kind kind, guint cwe)
{
    static const struct {
        enum fh_kind kind;
        guint cwe;
    } closer[] = {
        {FH_KIND_OUT_OF_BOUNDS, FH_CWE_READ_OUT_OF_BOUNDS}, {FH_KIND_USE_AFTER_FREE, FH_CWE_RETURNED_STACK},
        {FH_KIND_USE_AFTER_FREE, FH_CWE_EXPIRED},           {FH_KIND_WRONG_ARGUMENT, FH_CWE_OVERLAP},
        {FH_KIND_DESCRIPTOR_MISUSE, FH_CWE_CLOSED_TWICE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(closer); i++)
        if (closer[i].kind == kind && closer[i].cwe == cwe)
            return TRUE;
    return FALSE;
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
