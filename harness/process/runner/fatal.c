/* SPDX-License-Identifier: MIT */
#include "fatal.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "heap/arena.h"
#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/memory.h"
#include "heap/protect.h"
#include "runner.h"
#include "scenario.h"
#include "wire/notices.h"

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGSYS};
static struct sigaction previous[NSIG];
static bool is_caught;

/* A write into the arena while a leak search has it read-only. It is over when this goes on: the write is
 * tried again, once more for each place. While it lasts, nothing but the flag may be looked at. */
static bool was_only_protected(const siginfo_t *info)
{
    static __thread const void *tried;
    bool has_waited = false;
    if (info->si_signo != SIGSEGV || info->si_code != SEGV_ACCERR)
        return false;
    while (fh_arena_is_protected()) {
        has_waited = true;
        sched_yield();
    }
    if (!fh_arena_holds(info->si_addr) || (!has_waited && tried == info->si_addr))
        return false;
    tried = info->si_addr;
    return true;
}

static bool is_fault(const siginfo_t *info)
{
    return info->si_code > 0 && info->si_signo != SIGABRT;
}

/* The watcher's own handler, which reports the place and ends the process. */
static void hand_on(int number, siginfo_t *info, void *context)
{
    const struct sigaction *action = &previous[number];
    if (fh_backend()->has_signal_handlers && (action->sa_flags & SA_SIGINFO))
        action->sa_sigaction(number, info, context);
}

/* A fault happens again when the handler returns; any other signal is sent again, and waits for that. */
static void let_it_happen(const siginfo_t *info)
{
    signal(info->si_signo, SIG_DFL);
    if (!is_fault(info))
        raise(info->si_signo);
}

static void handle(int number, siginfo_t *info, void *context)
{
    int saved = errno;
    if (!was_only_protected(info)) {
        bool is_foreign = info->si_code <= 0 && info->si_pid != getpid();
        uint64_t values[] = {(uint64_t)number, (uint64_t)info->si_code,
                             is_fault(info) ? (uintptr_t)info->si_addr : 0, is_foreign};
        fh_event_write(FH_EVENT_SIGNAL, values, 4, NULL);
        fh_notice(is_foreign ? FH_NOTICE_FOREIGN_SIGNAL : FH_NOTICE_SIGNAL, (uint32_t)number);
        if (fh_runner_is_alone)
            fh_scenario_count_heap();
        hand_on(number, info, context);
        let_it_happen(info);
    }
    errno = saved;
}

void fh_fatal_use_stack(void *stack)
{
    stack_t description = {
        .ss_sp = stack, .ss_size = FH_FATAL_STACK_SIZE, .ss_flags = !stack ? SS_DISABLE : 0};
    sigaltstack(&description, NULL);
}

/* A library's constructor may have caught them since: the watcher's own handlers are those of the first time.
 */
static void keep_watchers(int number, const struct sigaction *found)
{
    if (!is_caught)
        previous[number] = *found;
}

void fh_fatal_catch(void)
{
    struct sigaction found, action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    fh_fatal_use_stack(fh_memory_need(FH_FATAL_STACK_SIZE));
    for (size_t i = 0; i < sizeof(fatal_signals) / sizeof(fatal_signals[0]); i++) {
        if (sigaction(fatal_signals[i], &action, &found) < 0)
            fh_fail("signal %d: %s", fatal_signals[i], strerror(errno));
        keep_watchers(fatal_signals[i], &found);
    }
    is_caught = true;
}
