/* SPDX-License-Identifier: MIT */
#include "stop_threads.h"

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "heap/live_stacks.h"

#define TRIES 200    /* 20 ms for all to come to a halt */
#define PAUSE 100000 /* nanoseconds */

static uint32_t is_stopping; /* a futex */
static unsigned n_waiting;
static struct {
    pid_t thread;
    const ucontext_t *context;
} waiting[FH_THREADS_MAX]; /* the first `n_noted` */
static unsigned n_noted;
static pid_t told[FH_THREADS_MAX];
static unsigned n_told;
static int number; /* of the signal; it stays ours, as it may come late */

static void note(const ucontext_t *context)
{
    unsigned i = __atomic_fetch_add(&n_noted, 1, __ATOMIC_ACQ_REL);
    if (i >= FH_THREADS_MAX)
        return;
    waiting[i].context = context;
    waiting[i].thread = (pid_t)syscall(SYS_gettid);
}

static void wait_here(int signal, siginfo_t *info, void *context)
{
    int saved = errno;
    (void)signal;
    (void)info;
    if (__atomic_load_n(&is_stopping, __ATOMIC_ACQUIRE))
        note(context);
    __atomic_add_fetch(&n_waiting, 1, __ATOMIC_ACQ_REL);
    while (__atomic_load_n(&is_stopping, __ATOMIC_ACQUIRE))
        syscall(SYS_futex, &is_stopping, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
    __atomic_sub_fetch(&n_waiting, 1, __ATOMIC_ACQ_REL);
    errno = saved;
}

/* The last one that nobody uses. */
static void take_signal(void)
{
    struct sigaction action = {.sa_sigaction = wait_here, .sa_flags = SA_RESTART | SA_SIGINFO}, before;
    sigfillset(&action.sa_mask);
    for (int i = SIGRTMAX; number == 0 && i >= SIGRTMIN; i--)
        if (sigaction(i, NULL, &before) == 0 && before.sa_handler == SIG_DFL &&
            sigaction(i, &action, NULL) == 0)
            number = i;
}

static void tell(pid_t thread)
{
    for (unsigned i = 0; i < n_told; i++)
        if (told[i] == thread)
            return;
    if (n_told < FH_THREADS_MAX && syscall(SYS_tgkill, getpid(), thread, number) == 0)
        told[n_told++] = thread;
}

static void pause_until(unsigned n)
{
    for (unsigned i = 0; i < TRIES && __atomic_load_n(&n_waiting, __ATOMIC_ACQUIRE) != n; i++)
        nanosleep(&(struct timespec){.tv_nsec = PAUSE}, NULL);
}

/* Again while there are new ones: a thread may start another before it comes to a halt. */
void fh_stop_others(void)
{
    unsigned before;
    n_told = 0;
    n_noted = 0;
    take_signal();
    if (number == 0)
        return;
    __atomic_store_n(&is_stopping, 1, __ATOMIC_RELEASE);
    do {
        before = n_told;
        fh_other_threads(tell);
        if (n_told > before)
            pause_until(n_told);
    } while (n_told > before);
}

#ifdef __x86_64__
static uintptr_t pointer_in(const ucontext_t *context)
{
    return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
}

static const void *registers_in(const ucontext_t *context, size_t *size)
{
    *size = sizeof(context->uc_mcontext.gregs);
    return context->uc_mcontext.gregs;
}
#elif defined __aarch64__
static uintptr_t pointer_in(const ucontext_t *context)
{
    return context->uc_mcontext.sp;
}

static const void *registers_in(const ucontext_t *context, size_t *size)
{
    *size = sizeof(context->uc_mcontext.regs);
    return context->uc_mcontext.regs;
}
#endif

static unsigned noted(void)
{
    unsigned n = __atomic_load_n(&n_noted, __ATOMIC_ACQUIRE);
    return n < FH_THREADS_MAX ? n : FH_THREADS_MAX;
}

uintptr_t fh_stop_pointer(pid_t thread)
{
    for (unsigned i = 0, n = noted(); i < n; i++)
        if (waiting[i].thread == thread)
            return pointer_in(waiting[i].context);
    return 0;
}

void fh_stop_registers(void (*function)(const void *start, size_t size))
{
    size_t size;
    for (unsigned i = 0, n = noted(); i < n; i++)
        if (waiting[i].thread != 0) {
            const void *registers = registers_in(waiting[i].context, &size);
            function(registers, size);
        }
}

void fh_stop_end(void)
{
    __atomic_store_n(&is_stopping, 0, __ATOMIC_RELEASE);
    if (n_told == 0)
        return;
    syscall(SYS_futex, &is_stopping, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
    pause_until(0);
}
