/* SPDX-License-Identifier: MIT */
#include "step_errors.h"

#include <string.h>

#include "heap/backend.h"
#include "heap/event_writer.h"

static uint32_t watched_line;
static uint64_t attributed;   /* to steps, in the whole process */
static uint64_t at_beginning; /* of the scenario */
static uint64_t cleared_at;   /* what `attributed` was when the errors of lines were last set to 0 */
static uint64_t last_seen;    /* in a scenario, or in a leak check */
static __thread bool is_silent __attribute__((tls_model("initial-exec")));

void fh_step_errors_watch(uint32_t line)
{
    watched_line = line;
}

static void count_outside(void)
{
    fh_events->errors_outside += (uint32_t)(fh_backend()->count_errors() - last_seen);
}

void fh_step_errors_started(void)
{
    last_seen = fh_backend()->count_errors();
    fh_events->errors_at_start = (uint32_t)last_seen;
}

void fh_step_errors_leaks_checked(void)
{
    last_seen = fh_backend()->count_errors();
}

void fh_step_errors_finish(void)
{
    count_outside();
}

void fh_step_errors_scenario_begin(void)
{
    if (cleared_at != attributed)
        memset(fh_events->errors_at, 0, sizeof(fh_events->errors_at));
    cleared_at = attributed;
    count_outside();
    at_beginning = fh_backend()->count_errors();
}

void fh_step_errors_scenario_end(void)
{
    last_seen = fh_backend()->count_errors();
    uint64_t count = last_seen - at_beginning;
    if (count > 0)
        fh_event_write(FH_EVENT_ENGINE_ERRORS, &count, 1, NULL);
}

static void set_silent(bool wanted)
{
    if (wanted == is_silent)
        return;
    is_silent = wanted;
    fh_backend()->report_errors(!wanted);
}

struct fh_step_errors_step fh_step_errors_step_begin(uint32_t line)
{
    struct fh_step_errors_step step = {.was_silent = is_silent};
    set_silent(watched_line != 0 && line != watched_line);
    step.attributed_before = __atomic_load_n(&attributed, __ATOMIC_RELAXED);
    step.before = fh_backend()->count_errors();
    return step;
}

/* What steps inside of this one (of callbacks) have counted is theirs. */
void fh_step_errors_step_end(uint32_t line, const struct fh_step_errors_step *step)
{
    uint64_t all = fh_backend()->count_errors() - step->before;
    uint64_t inner = __atomic_load_n(&attributed, __ATOMIC_RELAXED) - step->attributed_before;
    uint64_t own = all > inner ? all - inner : 0;
    if (own > 0 && line < FH_EVENTS_LINES) {
        __atomic_fetch_add(&attributed, own, __ATOMIC_RELAXED);
        __atomic_fetch_add(&fh_events->errors_at[line], (uint32_t)own, __ATOMIC_RELAXED);
    }
    set_silent(step->was_silent);
}
