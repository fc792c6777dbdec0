/* SPDX-License-Identifier: MIT */
#include "scenario.h"

#include <string.h>
#include <valgrind/memcheck.h>

#include "callback.h"
#include "fail_alloc.h"
#include "heap/backend.h"
#include "heap/clean.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/memory.h"
#include "interpret.h"
#include "lives.h"
#include "notify.h"
#include "observe.h"
#include "one_fault.h"
#include "owners.h"
#include "plan_map.h"
#include "process_limits.h"
#include "runner.h"
#include "step_errors.h"
#include "thread.h"
#include "wire/notices.h"

struct counts {
    uint64_t allocs, frees, bytes, threads;
    uint64_t live; /* the set of live blocks, as far as it is known */
    struct fh_heap_counts heap;
};

static char *frame;

void fh_scenario_prepare(const uint32_t *indices, uint32_t n)
{
    uint32_t largest = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t size = fh_plan_scenario_at(indices[i])->frame_size;
        largest = size > largest ? size : largest;
    }
    if (largest > FH_PLAN_MAX_FRAME)
        fh_fail("the plan is wrong: a frame of %u bytes", largest);
    frame = fh_memory_need(largest);
}

static struct fh_heap_counts heap_now(void)
{
    return !fh_backend()->count_heap ? (struct fh_heap_counts){0} : fh_backend()->count_heap();
}

/* What was released by an address that nobody had set was told there, and has its share in the counts. */
static struct counts counts_now(void)
{
    const struct fh_heap_counts heap = heap_now();
    struct counts now = {
        __atomic_load_n(&fh_events->rust_allocs, __ATOMIC_RELAXED),
        __atomic_load_n(&fh_events->rust_frees, __ATOMIC_RELAXED),
        __atomic_load_n(&fh_events->rust_bytes, __ATOMIC_RELAXED),
        fh_thread_count(),
        fh_backend()->count_heap ? heap.live : fh_observe_live(),
        heap,
    };
    (void)VALGRIND_MAKE_MEM_DEFINED(&now, sizeof(now));
    return now;
}

static void begin(uint32_t index)
{
    fh_events->current_line = 0;
    fh_events->current_scenario = index;
    fh_event_write(FH_EVENT_BEGIN, NULL, 0, NULL);
    fh_notice(FH_NOTICE_BEGIN, index);
    fh_lives_begin();
}

/* Nothing but the library itself knows its blocks any more. */
static void forget(const struct fh_plan_scenario *scenario)
{
    fh_callback_set_scenario(NULL, (struct fh_slot_frame){NULL, 0});
    explicit_bzero(frame, scenario->frame_size);
    fh_owners_clear();
}

static void tell_heap(const struct fh_heap_counts *before)
{
    struct fh_heap_counts now = heap_now();
    uint64_t values[] = {now.allocs - before->allocs, now.frees - before->frees, now.bytes - before->bytes,
                         now.in_use_blocks - before->in_use_blocks, now.in_use_bytes - before->in_use_bytes};
    if (fh_backend()->count_heap)
        fh_event_write(FH_EVENT_HEAP, values, 5, NULL);
}

void fh_scenario_count_heap(void)
{
    const struct fh_heap_counts before = {0};
    tell_heap(&before);
}

/* Whether there are any. */
static bool tell_threads(void)
{
    uint64_t n = fh_thread_others();
    if (n > 0)
        fh_event_write(FH_EVENT_THREADS, &n, 1, NULL);
    return n > 0;
}

/* Whether anything may be in it that a search in a later scenario would not find. */
static bool end(const struct counts *before, bool *has_threads)
{
    struct counts now = counts_now();
    uint64_t threads = now.threads - before->threads, live = now.live - before->live;
    uint64_t values[] = {now.allocs - before->allocs, now.frees - before->frees, now.bytes - before->bytes,
                         threads, threads == 0 ? 0 : threads * fh_thread_block_size()};
    fh_events->current_line = 0;
    fh_lives_end();
    *has_threads = tell_threads();
    fh_event_write(FH_EVENT_END, values, 5, NULL);
    if (!fh_runner_is_alone && live != 0)
        fh_event_write(FH_EVENT_LIVE, &live, 1, NULL);
    return *has_threads || live != 0;
}

/* The scenario released none but its own blocks, and none but its own are lost. */
static bool is_apart(const struct fh_heap_counts *before)
{
    const struct fh_heap_counts now = heap_now();
    return fh_backend()->tells_others && now.others_released == before->others_released &&
           now.others_lost == before->others_lost;
}

static void search(uint32_t index, const struct fh_heap_counts *before, bool has_threads)
{
    fh_clean_stack();
    fh_notice(FH_NOTICE_END, index);
    if (fh_runner_is_alone)
        return;
    fh_backend()->check_leaks(false);
    fh_step_errors_leaks_checked();
    const uint64_t apart = !has_threads && is_apart(before);
    fh_event_write(FH_EVENT_SEARCHED, &apart, 1, NULL);
}

static void tell_start_up(void)
{
    struct fh_heap_counts now = {fh_events->rust_allocs, fh_events->rust_frees, fh_events->rust_bytes};
    if (fh_backend()->count_heap)
        now = heap_now();
    else if (fh_backend()->count_found)
        fh_backend()->count_found(&now.in_use_blocks, &now.in_use_bytes);
    uint64_t values[] = {now.allocs, now.frees, now.bytes, now.in_use_blocks, now.in_use_bytes};
    if (now.allocs > 0 || now.in_use_blocks > 0)
        fh_event_write(FH_EVENT_HEAP, values, 5, NULL);
}

/* A search costs more than most scenarios: a watcher that counts blocks is not asked where there are none. */
void fh_scenario_search_start_up(void)
{
    fh_clean_stack();
    if (!fh_backend()->count_heap || heap_now().in_use_blocks > 0)
        fh_backend()->check_leaks(false);
    tell_start_up();
}

void fh_scenario_run(uint32_t index, bool is_last)
{
    const struct fh_plan_scenario *scenario = fh_plan_scenario_at(index);
    struct fh_interpreter run = {.shared = {frame, scenario->frame_size}};
    struct counts before = counts_now();
    begin(index);
    fh_step_errors_scenario_begin();
    fh_callback_set_scenario(scenario, run.shared);
    fh_one_fault_begin(scenario);
    fh_interpret_code(&run, scenario->first, fh_plan_mapped()->code.count - scenario->first);
    fh_one_fault_end();
    fh_fail_finish();
    fh_notify_finish();
    fh_step_errors_scenario_end();
    if (!fh_runner_is_alone && fh_process_limits_are_changed())
        fh_fail("the scenario changed a limit of the process: what comes after it needs another process");
    forget(scenario);
    bool has_threads;
    bool is_changed = end(&before, &has_threads);
    if (!fh_runner_is_alone)
        tell_heap(&before.heap);
    if (is_last || is_changed)
        search(index, &before.heap, has_threads);
    if (fh_runner_is_alone)
        return;
    fh_notice(FH_NOTICE_CHECKED, index);
    fh_events->current_scenario = FH_PLAN_NONE;
}
