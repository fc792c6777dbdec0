/* SPDX-License-Identifier: MIT */
/*
 * The model of a result: what engines saw, ready to be judged and reported. report.json is this, written
 * down.
 *
 * In: engines build `struct fh_finding`s from logs and events. Out: verdict/ marks and judges them; report/
 * writes them. Plain data, no I/O. Strings are UTF-8 (made so by the parsers), owned by their struct.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "wire/domain.h"

/* Stable codes: never renumbered, never reused. Texts in fh_kind_info(). */
enum fh_kind {
    FH_KIND_LEAK = 1,
    FH_KIND_CROSS_ALLOCATOR_FREE = 2,
    FH_KIND_DOUBLE_FREE = 3,
    FH_KIND_INVALID_FREE = 4,
    FH_KIND_LAYOUT_MISMATCH = 5,
    FH_KIND_WRONG_RELEASE = 6,
    FH_KIND_USE_AFTER_FREE = 7,
    FH_KIND_OUT_OF_BOUNDS = 8,
    FH_KIND_UNINITIALISED_USE = 9,
    FH_KIND_ABORT = 10,
    FH_KIND_UNKNOWN = 11,             /* a record that no parser knows: shown whole, fails the gate */
    FH_KIND_DISAGREEMENT = 12,        /* an engine did not see what another saw, though it could have */
    FH_KIND_UNDEFINED_BEHAVIOUR = 13, /* of UBSan, in logs made elsewhere */
    FH_KIND_COUNT,
};

/* 1 << kind of all that `!kind` may say. */
#define FH_KINDS_EXPECTABLE ((1u << FH_KIND_UNKNOWN) - 2)

struct fh_kind_info {
    enum fh_kind kind;
    const char *name;        /* "cross-allocator-free" */
    guint cwe;               /* 0: none */
    guint severity;          /* where two kinds fit one call, the higher names it */
    const char *description; /* one line */
    const char *explanation; /* why that is a defect: a sentence or two */
    const char *remedy;      /* how to mend it: a sentence or two */
};

/* For every kind but 0 and COUNT. */
const struct fh_kind_info *fh_kind_info(enum fh_kind kind);

/* 0 when there is no kind of that name. */
enum fh_kind fh_kind_from_name(const char *name);

/* NULL-terminated, in code order: what `!kind` may say. */
const char *const *fh_kind_names(void);

const char *fh_domain_name(enum fh_domain domain);     /* "rust", "c", "c++", "none", "unknown" */
const char *fh_domain_language(enum fh_domain domain); /* "Rust", "C", "C++"; NULL for the others */
enum fh_domain fh_domain_from_name(const char *name);  /* FH_DOMAIN_UNKNOWN when there is none */

/* One frame of a stack; NULL and 0 where the engine did not know. */
struct fh_frame {
    char *function;  /* demangled */
    char *file;      /* as the debug info has it; a base name or a path */
    char *directory; /* of `file` when the engine tells it apart; may be NULL */
    guint line;
    char *object; /* path of the ELF object, when no source is known */
    guint64 address;
    gboolean is_inlined;
    gboolean is_harness; /* the runner's, the rust heap's or the engine's own; folded away by reports */
};

/* role: "released", "allocated", "accessed", "first released", "origin", "at", or, for what is folded in,
 * "also: …". */
struct fh_stack {
    char *role;
    GPtrArray *frames; /* struct fh_frame *, innermost first */
};

/* The block that a finding is about; is_known says whether the rest means anything. */
struct fh_block {
    gboolean is_known;
    guint64 address;
    guint64 size;
    gint64 offset; /* of the pointer in question, from the block's start; past the end when >= size */
};

struct fh_finding {
    enum fh_kind kind;
    char *file;           /* the scenario's; NULL when no scenario ran */
    guint line;           /* of the statement that did it; 0 when no stack and no notice names one */
    gboolean is_expected; /* set by verdict/ */
    gboolean is_known;    /* in the baseline: it does not fail the gate; set by baseline/ */
    char *message;        /* one line, made for people */
    enum fh_domain allocated_by;
    enum fh_domain released_by;
    char *allocator; /* the function that allocated ("malloc", "__rust_alloc"); may be NULL */
    char *releaser;  /* the function that released ("free", "__rust_dealloc"); may be NULL */
    struct fh_block block;
    enum fh_kind disputed; /* of a disagreement: what one saw and another did not */
    gboolean is_read;      /* out-of-bounds, use-after-free: known to be a read, not a write */
    guint64 bytes, blocks; /* leaks: lost with this cause, folded ones included */
    GPtrArray *stacks;     /* struct fh_stack *, the wrong action's first, then the allocation's */
    GPtrArray *folded;     /* char *: what the engine said in its wake, one line each */
    char *record;          /* the engine's own words, whole */
    char *fingerprint;     /* set by fh_finding_fingerprint(); stable against line shifts and rebuilds */
};

/* HEAP SUMMARY of one scenario; the harness's own blocks (threads) are taken out. */
struct fh_heap {
    gboolean is_known;
    guint64 allocs, frees, bytes, in_use_bytes, in_use_blocks;
};

enum fh_verdict { FH_VERDICT_PASS, FH_VERDICT_FAIL, FH_VERDICT_INCONCLUSIVE };

/* "pass", "fail", "inconclusive" */
const char *fh_verdict_name(enum fh_verdict verdict);

/* An `expect` that did not hold, or an expectation that was not met. */
struct fh_unmet {
    guint line;
    char *
        message; /* "expect output == \"hi\": it is \"ho\"", "expected cross-allocator-free, found nothing" */
};

/* What one engine can see. */
struct fh_visibility {
    guint visible_kinds; /* 1 << enum fh_kind */
    /* of these, those that it sees only in some code: that it did not see one proves nothing */
    guint partial_kinds;
    const char *partial_reason; /* "in code that was not compiled with -fsanitize=address" */
};

/* An expectation of a kind that this engine can't see, or could not see where it is. */
struct fh_not_applicable {
    guint line;
    enum fh_kind kind;
    char *reason;  /* "ledger sees no memory accesses" */
    char *seen_by; /* names of the engines that saw it, "valgrind, asan"; NULL when none did */
};

/* What happened to a block. */
enum fh_block_action {
    FH_BLOCK_ALLOCATED,
    FH_BLOCK_HANDED_OVER, /* between library and caller, by the contract */
    FH_BLOCK_RELEASED,
    FH_BLOCK_RELEASED_WRONGLY, /* a finding is about it; or tried: the holder stays */
    FH_BLOCK_LOST,             /* leaked */
    FH_BLOCK_ACTION_COUNT,
};

struct fh_block_step {
    guint line; /* of the scenario; 0: in none of its steps, or after the last */
    enum fh_block_action action;
    enum fh_holder holder; /* after it */
    enum fh_domain domain; /* who allocated or released; UNKNOWN for the other actions */
    char *function;        /* the API's function that was called, or the allocator's; may be NULL */
};

/* One block, from its allocation on. */
struct fh_block_life {
    guint number; /* by order of allocation, from 1; 0: its place in the timeline */
    guint64 address;
    guint64 size;      /* bytes */
    guint64 alignment; /* 0: not known */
    enum fh_domain allocated_by;
    GPtrArray *steps; /* struct fh_block_step *, in order; at least one, the allocation */
};

/* The ownership timeline of a scenario; bounded (wire/events.h). */
struct fh_timeline {
    GPtrArray *lives;   /* struct fh_block_life *, in order of allocation */
    guint64 n_left_out; /* steps that had no room; more than 0: it is cut */
};

/* One scenario on one engine. */
struct fh_result {
    char *scenario;
    char *file;
    guint line;
    char *library; /* name of the [library] */
    char *engine;  /* "valgrind" */
    enum fh_verdict verdict;
    char *reason; /* inconclusive: why, and what to do. NULL otherwise */
    struct fh_heap heap;
    GPtrArray *findings;          /* struct fh_finding * */
    GPtrArray *unmet;             /* struct fh_unmet * */
    GPtrArray *not_applicable;    /* struct fh_not_applicable * */
    struct fh_timeline *timeline; /* NULL when none was recorded */
    GPtrArray
        *notes; /* char *: what does not judge, but should be known ("1,024 bytes kept by Rust's std …") */
    GPtrArray *logs;    /* char *: paths of the raw logs, relative to the output directory */
    gboolean ran_alone; /* in a process of its own, or as one of a batch */
    guint64 duration_us;
};

/* A finding as a baseline remembers it. */
struct fh_known {
    char *fingerprint;
    enum fh_kind kind;
    char *scenario; /* of the result that it was seen in; of a process, its command line */
    char *file;     /* NULL: a process */
    char *engine;
    char *message;
    guint count; /* so many of that fingerprint in one result */
};

/* What a baseline did to a report. */
struct fh_baseline_use {
    char *path;
    guint n_known;    /* findings that it covers */
    GPtrArray *fixed; /* struct fh_known *: not found any more, though it was looked for */
};

/* The whole. */
struct fh_report {
    char *version; /* Freehold's */
    GPtrArray
        *results; /* struct fh_result *, in order of files and lines, engines in order within a scenario */
    GPtrArray *libraries;             /* struct fh_library_info * */
    GPtrArray *engines;               /* struct fh_engine_info * */
    struct fh_baseline_use *baseline; /* NULL: none was given */
    char *directory;                  /* absolute: what its paths are relative to; NULL: not known */
    char *root;                       /* absolute: the project's, which CI systems show paths from; or NULL */
    gboolean is_cut;                  /* interrupted: not everything was run */
    gboolean is_deterministic;        /* leave out times, pids and absolute paths */
    guint64 duration_us;
};

struct fh_library_info {
    char *name, *crate, *staticlib, *header, *profile;
    char *rustc; /* "rustc 1.63.0"; NULL when unknown */
    char *c_compiler;
};

struct fh_engine_info {
    char *name;    /* "valgrind" */
    char *version; /* "3.19.0" */
    char *command; /* as it was run, without the paths of one run */
};

struct fh_frame *fh_frame_new(void);
void fh_frame_free(struct fh_frame *frame);
struct fh_stack *fh_stack_new(const char *role);
void fh_stack_free(struct fh_stack *stack);
struct fh_stack *fh_stack_copy(const struct fh_stack *stack, const char *role);
struct fh_finding *fh_finding_new(enum fh_kind kind);
void fh_finding_free(struct fh_finding *finding);
void fh_not_applicable_free(struct fh_not_applicable *not_applicable);
struct fh_timeline *fh_timeline_new(void);
void fh_timeline_free(struct fh_timeline *timeline);
struct fh_block_life *fh_block_life_new(void);
void fh_block_life_free(struct fh_block_life *life);
const char *fh_holder_name(enum fh_holder holder);             /* "library", "caller", "nobody", "unknown" */
const char *fh_block_action_name(enum fh_block_action action); /* "allocated", "handed over", "released", … */
struct fh_unmet *fh_unmet_new(guint line, const char *format, ...) G_GNUC_PRINTF(2, 3);
void fh_unmet_free(struct fh_unmet *unmet);
struct fh_result *fh_result_new(const char *scenario, const char *file, guint line, const char *engine);
void fh_result_free(struct fh_result *result);
struct fh_known *fh_known_new(enum fh_kind kind);
void fh_known_free(struct fh_known *known);
struct fh_baseline_use *fh_baseline_use_new(const char *path);
void fh_baseline_use_free(struct fh_baseline_use *use);
struct fh_report *fh_report_new(void);
void fh_report_free(struct fh_report *report);
void fh_library_info_free(struct fh_library_info *info);
void fh_engine_info_free(struct fh_engine_info *info);

FH_DEFINE_AUTO(fh_stack, fh_stack_free)
FH_DEFINE_AUTO(fh_finding, fh_finding_free)
FH_DEFINE_AUTO(fh_result, fh_result_free)
FH_DEFINE_AUTO(fh_report, fh_report_free)

/* Neither the scenario nor the baseline expects it: it fails the gate. */
gboolean fh_finding_is_new(const struct fh_finding *finding);

/* Puts the most severe finding first; equals keep their order. Whatever lists the findings of a result lists them so. */
void fh_findings_sort(GPtrArray *findings);

/* Fills `fingerprint`: a hash of kind, domains, scenario name and the user's functions on the stacks, without
 * lines, addresses, sizes; of functions the last part of their path, without what a compiler adds: as debug information
 * names them where they were inlined. */
void fh_finding_fingerprint(struct fh_finding *finding, const char *scenario);

/* Its number in the Common Weakness Enumeration: the kind's, or a closer one (a read out of bounds, a release of
 * a block's inside). 0: none. */
guint fh_finding_cwe(const struct fh_finding *finding);

/* Those of all findings of a report. The name of what ran is part of them only where it is a scenario's. */
void fh_report_fingerprint(struct fh_report *report);

/* The N of the innermost at_line_N frame, 0 when there is none. */
guint fh_stack_scenario_line(const struct fh_stack *stack);

/* The innermost frame that is the user's own: neither the harness's, nor the engine's, nor of Rust's std, and with a name.
 * NULL when there is none. Borrowed. */
const struct fh_frame *fh_stack_users_frame(const struct fh_stack *stack);

/* That of the stack of the action. */
const struct fh_frame *fh_finding_users_frame(const struct fh_finding *finding);

/* A frame of Rust's std, core or alloc: its function says so ("<alloc::…", "core::…"), or its file, where
 * an inlined function has no path of its own. */
gboolean fh_frame_is_rust_library(const struct fh_frame *frame);
