/* SPDX-License-Identifier: MIT */
#include "ledger_stacks.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unwind.h>

#include "heap/arena.h"
#include "heap/event_writer.h"
#include "heap/memory.h"
#include "heap/observer.h"

#define BUCKETS 4096
#define WAYS    8
#define SETS    512

#define ANY_LINE      0
#define LINE_FUNCTION 64 /* bytes, at most: of each function by which a line's step is called */

/* A stack, and where its return addresses lay: `places[i]` bytes above the frame that was unwound from is
 * frame i's. */
struct known {
    uint64_t hash;
    struct known *next;
    struct fh_ledger_stack stack;
    uint32_t places[FH_LEDGER_FRAMES];
};

struct walk {
    struct known *known;
    const char *from, *step; /* frames where it begins and ends; NULL: at the thread's end */
    bool is_signal;          /* it begins where the signal came */
    bool has_begun;
};

static const struct fh_ledger_stack none;
static struct known **buckets;           /* all; with the arena's lock */
static struct known *recent[SETS][WAYS]; /* some of them, by depth and line, or ANY_LINE; without */
static __thread bool is_unwinding __attribute__((tls_model("initial-exec")));

/* _Unwind_GetCFA() is the caller's stack pointer at the return address, which lies just below it. */
static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *data)
{
    int is_before = 0;
    struct walk *walk = data;
    struct fh_ledger_stack *stack = &walk->known->stack;
    const char *frame = (const char *)_Unwind_GetCFA(context); // NOLINT(performance-no-int-to-ptr)
    uintptr_t place = _Unwind_GetIPInfo(context, &is_before);
    if (place == 0)
        return _URC_END_OF_STACK;
    if (!walk->has_begun && frame <= walk->from)
        return _URC_NO_REASON;
    walk->has_begun = true;
    if (walk->is_signal && is_before)
        stack->n = 0;
    walk->known->places[stack->n] = (uint32_t)(frame - walk->from - (ptrdiff_t)sizeof(void *));
    stack->frames[stack->n++] = place + (is_before != 0);
    bool is_end = stack->n == FH_LEDGER_FRAMES || (walk->step && frame > walk->step);
    return is_end ? _URC_END_OF_STACK : _URC_NO_REASON;
}

/* The frame in which the calling thread's step began; NULL: it is in none. */
static const void *step(void)
{
    const struct fh_heap_observer *observer = fh_heap_observer();
    return !observer ? NULL : observer->step();
}

/* On a thread of the library's own, the line that runs need not be the one to blame. */
static uint32_t line_here(void)
{
    return !step() ? 0 : fh_events->current_line;
}

/* Without the arena's lock: the unwinder may take the loader's, under which other threads allocate. */
static void unwind(struct known *known, const char *from, const char *end, bool is_signal)
{
    struct walk walk = {.known = known, .from = from, .step = end, .is_signal = is_signal};
    known->stack.n = 0;
    known->stack.line = line_here();
    if (is_unwinding)
        return;
    is_unwinding = true;
    _Unwind_Backtrace(add_frame, &walk);
    is_unwinding = false;
}

void fh_ledger_stack_of_signal(struct fh_ledger_stack *stack)
{
    struct known known;
    unwind(&known, __builtin_frame_address(0), NULL, true);
    *stack = known.stack;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

static uint64_t hash_of(const struct known *known)
{
    uint64_t hash = mix(known->stack.line, known->stack.n);
    for (uint32_t i = 0; i < known->stack.n; i++)
        hash = mix(mix(hash, known->stack.frames[i]), known->places[i]);
    return hash;
}

static bool is_same(const struct known *a, const struct known *b)
{
    size_t n = a->stack.n;
    return a->hash == b->hash && n == b->stack.n && a->stack.line == b->stack.line &&
           memcmp(a->stack.frames, b->stack.frames, n * sizeof(a->stack.frames[0])) == 0 &&
           memcmp(a->places, b->places, n * sizeof(a->places[0])) == 0;
}

/* With the lock. NULL: no memory. */
static struct known *intern(const struct known *new)
{
    if (!buckets)
        buckets = fh_memory_take(BUCKETS * sizeof(*buckets));
    if (!buckets)
        return NULL;
    struct known **bucket = &buckets[new->hash % BUCKETS];
    for (struct known *known = *bucket; known; known = known->next)
        if (is_same(known, new))
            return known;
    struct known *known = fh_memory_take(sizeof(*known));
    if (!known)
        return NULL;
    *known = *new;
    known->next = *bucket;
    *bucket = known;
    return known;
}

/* What a frame of one line is in a stack of another, where they come by the functions `from` and `to`: those
 * differ in nothing but their line's number. */
static uint64_t moved(uint64_t frame, uintptr_t from, uintptr_t to)
{
    return frame - from < LINE_FUNCTION ? frame - from + to : frame;
}

#ifdef __x86_64__
/* The same return addresses at the same places are the same calls: each says how large its function's frame
 * is, and so where the next one lies. */
static bool is_here(const struct known *known, const char *from, uintptr_t its_line, uintptr_t line)
{
    for (uint32_t i = 0; i < known->stack.n; i++) {
        uint64_t found;
        memcpy(&found, from + known->places[i], sizeof(found));
        if (found != moved(known->stack.frames[i], its_line, line))
            return false;
    }
    return known->stack.n > 0;
}
#else
static bool is_here(const struct known *known, const char *from, uintptr_t its_line, uintptr_t line)
{
    (void)known;
    (void)from;
    (void)its_line;
    (void)line;
    return false;
}
#endif

static struct known **set_of(const char *from, uint32_t line)
{
    uint64_t depth = (uint64_t)((const char *)step() - from);
    return recent[mix(depth, line) % SETS];
}

/* Only below a step, so that what is compared is the thread's own stack: all up to the step's frame is. */
static const struct known *find_recent(const char *from, uint32_t line)
{
    struct known **set = set_of(from, line);
    for (unsigned i = 0; i < WAYS; i++) {
        const struct known *known = __atomic_load_n(&set[i], __ATOMIC_ACQUIRE);
        if (known && known->stack.line == line && is_here(known, from, 0, 0))
            return known;
    }
    return NULL;
}

static void move(struct known *known, uint32_t line, uintptr_t from, uintptr_t to)
{
    known->stack.line = line;
    for (uint32_t i = 0; i < known->stack.n; i++)
        known->stack.frames[i] = moved(known->stack.frames[i], from, to);
}

/* A stack of another line that is this one but for its line. */
static bool find_similar(const char *from, uint32_t line, struct known *found)
{
    struct known **set = set_of(from, ANY_LINE);
    const uintptr_t to = fh_heap_observer()->line_function(line);
    for (unsigned i = 0; i < WAYS; i++) {
        const struct known *known = __atomic_load_n(&set[i], __ATOMIC_ACQUIRE);
        const uintptr_t its = !known ? 0 : fh_heap_observer()->line_function(known->stack.line);
        if (!known || !is_here(known, from, its, to))
            continue;
        *found = *known;
        move(found, line, its, to);
        return true;
    }
    return false;
}

static void remember(const char *from, uint32_t line, struct known *known)
{
    static uint32_t turn;
    struct known **set = set_of(from, line);
    uint32_t way = __atomic_fetch_add(&turn, 1, __ATOMIC_RELAXED) % WAYS;
    __atomic_store_n(&set[way], known, __ATOMIC_RELEASE);
}

static struct known *keep(struct known *new)
{
    new->hash = hash_of(new);
    fh_arena_lock();
    struct known *known = intern(new);
    fh_arena_unlock();
    return known;
}

/* In a step, and not seen in its line lately. */
static const struct fh_ledger_stack *find_in_step(const char *from, uint32_t line)
{
    struct known new;
    bool is_similar = find_similar(from, line, &new);
    if (!is_similar)
        unwind(&new, from, step(), false);
    struct known *known = keep(&new);
    if (!known)
        return &none;
    remember(from, line, known);
    if (!is_similar)
        remember(from, ANY_LINE, known);
    return &known->stack;
}

static const struct fh_ledger_stack *find_anew(const char *from)
{
    struct known new;
    unwind(&new, from, NULL, false);
    const struct known *known = keep(&new);
    return !known ? &none : &known->stack;
}

/* Not inlined: its frame is where `places` are counted from. */
__attribute__((noinline)) const struct fh_ledger_stack *fh_ledger_stack_here(void)
{
    const char *from = __builtin_frame_address(0);
    if (is_unwinding)
        return &none;
    if (!step())
        return find_anew(from);
    const uint32_t line = fh_events->current_line;
    const struct known *known = find_recent(from, line);
    return known ? &known->stack : find_in_step(from, line);
}
