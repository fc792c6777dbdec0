/* SPDX-License-Identifier: MIT */
#include "asan_stack.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

#include "heap/clean.h"
#include "heap/mappings.h"
#include "heap/memory.h"
#include "heap/unchecked.h"

#define DEAD_MAX   (1u << 20) /* bytes; more can't be frames of the end */
#define STARTS_MAX 1024 /* threads that begin at one time; those of one beyond are not known to a search */

typedef int main_function(int argc, char **argv, char **environment);
typedef void *start_function(void *argument);

#pragma GCC visibility push(default)
int __libc_start_main(main_function *program, int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end);
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, start_function *start,
                   void *argument);
_Noreturn void pthread_exit(void *result);
#pragma GCC visibility pop

/* The one that would have been called. */
#define NEXT(NAME) ((__typeof__(&(NAME)))(uintptr_t)dlsym(RTLD_NEXT, #NAME))

_Static_assert(offsetof(struct fh_asan_caller, arguments) == 80 &&
                   offsetof(struct fh_asan_caller, end) == 144,
               "as FH_ASAN_LEAVING() writes it");
struct fh_asan_caller fh_asan_caller;

#define ARGUMENTS (sizeof(fh_asan_caller.arguments) / sizeof(fh_asan_caller.arguments[0]))

/* Below it nothing of this thread's stack is live; NULL: not known. */
static __thread const void *live_end __attribute__((tls_model("initial-exec")));

/* Above it nothing of the program's own is on this thread's stack. */
static __thread const void *bottom __attribute__((tls_model("initial-exec")));

const void *fh_asan_leaves(size_t n_arguments)
{
    const void *before = live_end;
    for (size_t i = n_arguments; i < ARGUMENTS; i++)
        fh_asan_caller.arguments[i] = 0;
    live_end = fh_asan_caller.end;
    return before;
}

void fh_asan_comes_back(const void *left)
{
    live_end = left;
}

void fh_asan_goes_on(void)
{
    live_end = NULL;
}

/* Words that nobody needs while a search runs, and what is kept of them. */
struct dead {
    uintptr_t *words, *kept;
    size_t n;
};

/* What leads to the heap is put away, where no search looks; what doesn't is needed to go on. */
FH_UNCHECKED static struct dead hide(uintptr_t start, uintptr_t end, bool (*is_of_heap)(const void *address))
{
    struct dead dead = {.words = (uintptr_t *)start};
    size_t n = end > start && end - start < DEAD_MAX ? (end - start) / sizeof(*dead.words) : 0;
    dead.kept = n > 0 ? fh_memory_take(n * sizeof(*dead.kept)) : NULL;
    dead.n = dead.kept ? n : 0;
    for (size_t i = 0; i < dead.n; i++) {
        dead.kept[i] = is_of_heap((const void *)dead.words[i]) ? ~dead.words[i] : 0;
        if (dead.kept[i] != 0)
            dead.words[i] = 0;
    }
    return dead;
}

FH_UNCHECKED static void show(const struct dead *dead)
{
    for (size_t i = 0; i < dead->n; i++)
        if (dead->kept[i] != 0)
            dead->words[i] = ~dead->kept[i];
}

struct range {
    uintptr_t start, end;
    uintptr_t mapped_end; /* of what is mapped from its start on */
};

/* Mappings come by address. Static memory may lie in two: what the program's file has of it, and the rest. */
static bool add_mapping(const struct fh_mapping *mapping, void *data)
{
    struct range *range = data;
    if (mapping->is_writable && mapping->start <= range->mapped_end && range->mapped_end < mapping->end)
        range->mapped_end = mapping->end;
    return range->mapped_end < range->end;
}

/* The stack for signals of this thread, while no handler runs on it: its next one writes it anew. It may be
 * static memory, which a search goes through. A program may have unmapped it. */
static struct range idle_signal_stack(void)
{
    struct range range = {0};
    stack_t stack;
    if (sigaltstack(NULL, &stack) != 0 || (stack.ss_flags & (SS_ONSTACK | SS_DISABLE)) != 0)
        return range;
    range.start = ((uintptr_t)stack.ss_sp + sizeof(uintptr_t) - 1) & ~(sizeof(uintptr_t) - 1);
    range.end = (uintptr_t)stack.ss_sp + stack.ss_size;
    range.mapped_end = range.start;
    fh_mappings_each(add_mapping, &range);
    return range.mapped_end >= range.end ? range : (struct range){0};
}

void fh_asan_search_without_dead(void (*search)(void), bool (*is_of_heap)(const void *address))
{
    struct range signals = idle_signal_stack();
    struct dead on_signals = hide(signals.start, signals.end, is_of_heap);
    struct dead below = hide((uintptr_t)__builtin_frame_address(0), (uintptr_t)live_end, is_of_heap);
    search();
    show(&below);
    show(&on_signals);
}

static main_function *program_main;

/* What main() called is gone when it returns, and what came before it (constructors) left its own. */
static int run_main(int argc, char **argv, char **environment)
{
    int status = program_main(argc, argv, environment);
    live_end = bottom;
    fh_clean_stack();
    return status;
}

int __libc_start_main(main_function *program, int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end)
{
    bottom = __builtin_frame_address(0);
    program_main = program;
    return NEXT(__libc_start_main)(run_main, argc, argv, init, fini, rtld_fini, stack_end);
}

/* What threads are to run that have not begun to: in static memory, where a search finds their arguments. */
static struct start {
    start_function *function;
    void *argument;
    bool is_taken;
} starts[STARTS_MAX];

static struct start *take_start(start_function *function, void *argument)
{
    for (unsigned i = 0; i < STARTS_MAX; i++)
        if (!__atomic_test_and_set(&starts[i].is_taken, __ATOMIC_ACQUIRE)) {
            starts[i].argument = argument;
            starts[i].function = function;
            return &starts[i];
        }
    return NULL;
}

static void give_back(struct start *start)
{
    start->argument = NULL;
    __atomic_clear(&start->is_taken, __ATOMIC_RELEASE);
}

/* Not inlined: what it keeps of the argument lies below `bottom`, wherever in its frame a machine's frame
 * address is. */
__attribute__((noinline)) static void *run_start(struct start *start)
{
    struct start own = *start;
    give_back(start);
    return own.function(own.argument);
}

static void *run_thread(void *argument)
{
    bottom = __builtin_frame_address(0);
    void *result = run_start(argument);
    live_end = bottom;
    fh_clean_stack();
    return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, start_function *function,
                   void *argument)
{
    struct start *start = take_start(function, argument);
    if (!start)
        return NEXT(pthread_create)(thread, attributes, function, argument);
    int error = NEXT(pthread_create)(thread, attributes, run_thread, start);
    if (error != 0)
        give_back(start);
    return error;
}

void pthread_exit(void *result)
{
    live_end = bottom;
    NEXT(pthread_exit)(result);
    __builtin_unreachable();
}
