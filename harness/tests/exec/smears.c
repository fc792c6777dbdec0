// SPDX-License-Identifier: MIT
// A block that is lost while its address lies all over the dead part of the stack: smears WHERE, the place
// from which the process goes on to its end; "list": in a register in which execl() may have an argument, and
// has none. Without an argument nothing is lost.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// As in code that is not instrumented, whose variables lie where its compiler pleases.
#define PLAIN __attribute__((noinline, no_sanitize_address))

#define N_NEAR 48   // in the frame of who loses it
#define N_FAR  4000 // below that

static const char *where = "";

PLAIN static void smear(void *block)
{
    void *volatile copies[N_FAR];
    for (unsigned i = 0; i < N_FAR; i++)
        copies[i] = block;
}

PLAIN static void *make(const char *here)
{
    void *block = strcmp(where, here) == 0 ? malloc(77) : NULL;
    smear(block);
    return block;
}

// Its array is the caller's, which is dead when that has returned.
__attribute__((always_inline, no_sanitize_address)) static inline void lose(const char *here)
{
    void *volatile copies[N_NEAR];
    void *block = make(here);
    for (unsigned i = 0; i < N_NEAR; i++)
        copies[i] = block;
}

__attribute__((constructor, no_sanitize_address)) static void construct(int argc, char **argv)
{
    where = argc > 1 ? argv[1] : "";
    lose("constructor");
}

__attribute__((destructor, no_sanitize_address)) static void destruct(void)
{
    lose("destructor");
}

PLAIN static void handle(void)
{
    lose("atexit");
}

PLAIN static void handle_quickly(void)
{
    lose("at_quick_exit");
}

PLAIN static void *run(void *unused)
{
    usleep(10000);
    lose("thread");
    lose("thread exit");
    if (strcmp(where, "thread exit") == 0)
        pthread_exit(unused);
    return unused;
}

static void begin_last_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, run, NULL);
    pthread_exit(NULL);
}

// In static memory, on which the handler has run.
static char signal_stack[1 << 16];

PLAIN static void handle_signal(int number)
{
    void *volatile variable = strcmp(where, "kept by a handler") == 0 ? malloc(77) : NULL;
    if (variable)
        exit(number == 0);
    lose("signal");
}

static void be_signalled(void)
{
    stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof(signal_stack)};
    struct sigaction action = {.sa_handler = handle_signal, .sa_flags = SA_ONSTACK};
    sigaltstack(&stack, NULL);
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
}

// Who calls exit() has it still: in a variable, or where a compiler may keep one across calls.
static void keep(void)
{
    void *block = strncmp(where, "kept", 4) == 0 ? malloc(77) : NULL;
    if (strcmp(where, "kept in a variable") == 0) {
        void *volatile variable = block;
        exit(variable == NULL);
    }
#if defined __x86_64__
    register void *kept __asm__("rbx") = block;
#else
    register void *kept __asm__("x19") = block;
#endif
    __asm__ volatile("" : "+r"(kept));
    if (strcmp(where, "kept in a register") == 0)
        exit(0);
}

// The last argument's register has it still when this has returned.
PLAIN static void take_last(int a, int b, int c, int d, int e, const void *last)
{
    __asm__ volatile("" : : "r"(a), "r"(b), "r"(c), "r"(d), "r"(e), "r"(last));
}

PLAIN static void become_by_list(void)
{
    take_last(0, 0, 0, 0, 0, malloc(77));
    execl("./smears", "./smears", (char *)NULL);
}

PLAIN static void lose_below(void)
{
    static const char *const ends[] = {"exit", "_exit", "_Exit", "quick_exit", "exec"};
    for (unsigned i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        lose(ends[i]);
}

PLAIN int main(void)
{
    atexit(handle);
    at_quick_exit(handle_quickly);
    if (strcmp(where, "signal") == 0 || strcmp(where, "kept by a handler") == 0)
        be_signalled(); // not for a thread: ASan takes the stack away from main's that ends
    keep();
    lose("main");
    lose_below();
    if (strncmp(where, "thread", 6) == 0)
        begin_last_thread();
    if (strcmp(where, "exit") == 0)
        exit(0);
    if (strcmp(where, "_exit") == 0)
        _exit(0);
    if (strcmp(where, "_Exit") == 0)
        _Exit(0);
    if (strcmp(where, "quick_exit") == 0 || strcmp(where, "at_quick_exit") == 0)
        quick_exit(0);
    if (strcmp(where, "list") == 0)
        become_by_list();
    if (strcmp(where, "exec") == 0)
        execl("./smears", "./smears", (char *)NULL);
    return 0;
}
