/* SPDX-License-Identifier: MIT */
/* The logs in data/memcheck/versions: what each holds, a letter a record (memcheck_letters.h). */
#pragma once

#include "memcheck_data.h"
#include "memcheck_letters.h"

struct memcheck_fixture {
    const char *name;                   /* "3.19/access" */
    const char *text, *xml;             /* letters; NULL: there is no such file */
    const char *text_lacks, *xml_lacks; /* the beginning of the reason why it is not complete; NULL: it is */
};

#define MEMCHECK_SEVERAL "several processes wrote into it"
#define MEMCHECK_OF_ALL(version)                                                                             \
    {version "/clean", "", "", NULL, NULL}, {version "/leaks", "rpidd", "rpidd", NULL, NULL},                \
        {version "/added", "rpidrddpiddd", "rpidrddpiddd", NULL, NULL},                                      \
        {version "/suppressed", "d", "d", NULL, NULL}, {version "/mismatched", "MMM", "MMM", NULL, NULL},    \
        {version "/access", "RWWR", "RWWR", NULL, NULL}, {version "/free", "FFFF", "FFFF", NULL, NULL},      \
        {version "/generated", "RWWR", "RWWR", NULL, NULL},                                                  \
        {version "/uninitialised", "UUUPUAA", "UUUPUAA", NULL, NULL},                                        \
        {version "/segv", "RS", "RS", NULL, NULL}, {version "/jump", "JS", "JS", NULL, NULL},                \
        {version "/sigterm", "RWWRS", "RWWRS", NULL, NULL}, {version "/fork", "R", "R", NULL, NULL},         \
        {version "/fork-child", "R", "R", NULL, NULL},                                                       \
        {version "/one-file", "RR", "RR", NULL, MEMCHECK_SEVERAL},                                           \
        {version "/thread", "RR", "RR", NULL, NULL}, {version "/messages", "NNRNNDN", "NNRNNN", NULL, NULL}, \
        {version "/pool", "?R", "?R", NULL, NULL}, {version "/repeated", "RRR", "RRR", NULL, NULL},          \
    {                                                                                                        \
        version "/interleaved", "RF", NULL, "HEAP SUMMARY is missing (process 1)", NULL                      \
    }

static const struct memcheck_fixture memcheck_fixtures[] = {
    MEMCHECK_OF_ALL("3.16"),
    MEMCHECK_OF_ALL("3.19"),
    MEMCHECK_OF_ALL("3.24"),
    MEMCHECK_OF_ALL("3.27"),
    /* 3.16 dies once more while it frees the C library's memory. */
    {"3.16/overflow", "SS", "SS", NULL, NULL},
    {"3.19/overflow", "S", "S", NULL, NULL},
    {"3.24/overflow", "S", "S", NULL, NULL},
    {"3.27/overflow", "S", "S", NULL, NULL},
    /* Up to 3.19 descriptors are no errors, and not in XML; 3.21 and later know a release by realloc(). */
    {"3.16/fds", "O", "", NULL, NULL},
    {"3.19/fds", "O", "", NULL, NULL},
    {"3.24/fds", "CCCO", "CCCO", NULL, NULL},
    {"3.27/fds", "CCCO", "CCCO", NULL, NULL},
    {"3.24/inherited", "", "", NULL, NULL},
    {"3.27/inherited", "", "", NULL, NULL},
    {"3.16/sizes", "GGG", "GGG", NULL, NULL},
    {"3.19/sizes", "GGG", "GGG", NULL, NULL},
    {"3.24/sizes", "GGGG", "GGGG", NULL, NULL},
    {"3.27/sizes", "GGGG", "GGGG", NULL, NULL},
    {"3.24/alignments", "GGGMMMMGL", "GGGMMMMGL", NULL, NULL},
    {"3.27/alignments", "GGGMMMMGL", "GGGMMMMGL", NULL, NULL},
    /* -q; and --leak-check=no, which XML takes for full. Which of the leaks of one size comes first is
       chance. */
    {"3.16/quiet", "pdd", NULL, "Valgrind's preamble is missing", NULL},
    {"3.19/quiet", "pdd", NULL, "Valgrind's preamble is missing", NULL},
    {"3.24/quiet", "pdd", NULL, "Valgrind's preamble is missing", NULL},
    {"3.27/quiet", "pdd", NULL, "Valgrind's preamble is missing", NULL},
    {"3.16/no-search", "", "pdd", "LEAK SUMMARY is missing", NULL},
    {"3.19/no-search", "", "pdd", "LEAK SUMMARY is missing", NULL},
    {"3.24/no-search", "", "pdd", "LEAK SUMMARY is missing", NULL},
    {"3.27/no-search", "", "pdd", "LEAK SUMMARY is missing", NULL},
    /* Written by hand. */
    {"3.13/by-hand", "UMFd", NULL, NULL, NULL},
    {"3.14/by-hand", "UMFd", NULL, NULL, NULL},
    {"3.15/by-hand", "UMFd", NULL, NULL, NULL},
    {"3.28/by-hand", "UMFd", NULL, NULL, NULL},
};

/* "versions/NAME". Caller owns. */
static inline char *memcheck_fixture_name(const struct memcheck_fixture *fixture)
{
    return g_build_filename("versions", fixture->name, NULL);
}
