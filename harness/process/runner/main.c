/* SPDX-License-Identifier: MIT */
/*
 * The runner's life: before any constructor it maps the events file that the command made, then the plan; it
 * runs the scenarios that its arguments name, and ends. What constructors left behind is searched for leaks
 * before the first scenario. "alone" searches again at the very end; a batch does it after each scenario
 * (scenario.c). It leaves by the raw system call, past what libc and the watcher would still do at exit:
 * their blocks and messages would be taken for the library's.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call.h"
#include "callback.h"
#include "fatal.h"
#include "heap/backend.h"
#include "heap/clean.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/memory.h"
#include "heap/stack.h"
#include "observe.h"
#include "plan_map.h"
#include "process_limits.h"
#include "runner.h"
#include "scenario.h"
#include "step_errors.h"
#include "wire/notices.h"

bool fh_runner_is_alone;

static bool is_starting;          /* constructors run */
static bool is_running;           /* scenarios are */
static uint32_t search_every = 1; /* scenarios of a batch */
static bool is_child;             /* a fork of the library's */

static uint32_t parse_index(const char *text)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' ||
        value >= fh_plan_mapped()->scenarios.count)
        fh_fail("%s is no scenario of the plan", text);
    return (uint32_t)value;
}

/* "alone:15" is alone, with the errors of line 15 only; "batch:64" one search for leaks after so many. */
static bool parse_mode(const char *mode, int n_scenarios)
{
    bool is_watching = strncmp(mode, "alone:", strlen("alone:")) == 0;
    bool is_alone = is_watching || strcmp(mode, "alone") == 0;
    bool is_grouped = strncmp(mode, "batch:", strlen("batch:")) == 0;
    if (!is_alone && !is_grouped && strcmp(mode, "batch") != 0)
        fh_fail("mode %s: neither alone nor batch", mode);
    if (is_grouped)
        search_every = (uint32_t)strtoul(mode + strlen("batch:"), NULL, 10);
    if (search_every == 0)
        fh_fail("mode %s: a search for leaks after no scenario", mode);
    if (is_watching)
        fh_step_errors_watch((uint32_t)strtoul(mode + strlen("alone:"), NULL, 10));
    if (is_alone && n_scenarios != 1)
        fh_fail("alone means one scenario, not %d", n_scenarios);
    return is_alone;
}

static void finish_start_up(void)
{
    fh_scenario_search_start_up();
    fh_step_errors_started();
    fh_events->current_scenario = FH_PLAN_NONE;
}

static void run(const uint32_t *scenarios, uint32_t n)
{
    fh_scenario_prepare(scenarios, n);
    finish_start_up();
    fh_process_limits_note();
    is_running = true;
    for (uint32_t i = 0; i < n; i++)
        fh_scenario_run(scenarios[i], i + 1 == n || (i + 1) % search_every == 0);
    is_running = false;
}

static void prepare_fork(void)
{
    fh_backend()->lock();
}

static void stay_parent(void)
{
    fh_backend()->unlock();
    __atomic_fetch_add(&fh_events->forks, 1, __ATOMIC_RELAXED);
}

static void become_child(void)
{
    is_child = true;
    fh_events_leave_to_parent();
    fh_backend()->unlock();
    fh_notice(FH_NOTICE_FORKED, (uint32_t)fh_backend()->count_errors());
}

/* Before all constructors, those of the libraries that the runner loads, too: how one of them ends the
 * process is seen as in a scenario. */
static void start(int argc, char **argv, char **environment)
{
    (void)environment;
    if (argc < 5)
        fh_fail("usage: %s PLAN EVENTS alone|alone:LINE|batch|batch:N INDEX…", argc > 0 ? argv[0] : "runner");
    fh_event_writer_open(argv[2]);
    fh_events->current_scenario = FH_EVENTS_START_UP;
    fh_fatal_catch();
    is_starting = true;
}

__attribute__((section(".preinit_array"), used)) static void (*const start_first)(int, char **,
                                                                                  char **) = start;

int main(int argc, char **argv)
{
    is_starting = false;
    fh_stack_begin_below(argv);
    fh_plan_open(argv[1]);
    fh_runner_is_alone = parse_mode(argv[3], argc - 4);
    pthread_atfork(prepare_fork, stay_parent, become_child);
    fh_observe_heap();
    fh_fatal_catch();
    fh_call_prepare();
    fh_callback_prepare();
    uint32_t n = (uint32_t)argc - 4;
    uint32_t *scenarios = fh_memory_need(n * sizeof(*scenarios));
    for (uint32_t i = 0; i < n; i++)
        scenarios[i] = parse_index(argv[4 + i]);
    run(scenarios, n);
    exit(EXIT_SUCCESS);
}

/* What a watcher does by itself at exit, asked of one that does not. */
static void search_at_end(void)
{
    if (fh_backend()->searches_at_exit)
        return;
    if (fh_runner_is_alone && fh_backend()->empty_libraries)
        fh_backend()->empty_libraries();
    if (fh_runner_is_alone)
        fh_scenario_count_heap();
    fh_backend()->check_leaks(fh_runner_is_alone);
    if (fh_runner_is_alone)
        fh_notice(FH_NOTICE_CHECKED, fh_events->current_scenario);
}

static _Noreturn void leave(void)
{
    fh_backend()->leave();
    fh_clean_registers();
    syscall(SYS_exit_group, EXIT_SUCCESS);
    __builtin_unreachable();
}

/* The last of the program's destructors: the library's own exit handlers, and those of its thread-local
 * values, have run as in any C program, so what they release is released. Nothing that they might need is
 * hidden before. */
__attribute__((destructor(101))) static void finish(void)
{
    if (is_child) {
        fh_backend()->leave();
        return;
    }
    if (is_starting || is_running)
        fh_fail("the library ended the process%s (exit)", is_starting ? " at start-up" : "");
    fflush(NULL);
    fh_step_errors_finish();
    search_at_end();
    fh_notice(FH_NOTICE_FINISHED, 0);
    fh_events->current_scenario = FH_PLAN_NONE;
    fh_events->is_finished = 1;
    leave();
}
