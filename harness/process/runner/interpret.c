/* SPDX-License-Identifier: MIT */
#include "interpret.h"

#include <string.h>

#include "at_line.h"
#include "call.h"
#include "callback.h"
#include "contract.h"
#include "expect.h"
#include "fail_alloc.h"
#include "heap/backend.h"
#include "heap/clean.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/unchecked.h"
#include "one_fault.h"
#include "owners.h"
#include "plan_map.h"
#include "runner.h"
#include "step_errors.h"
#include "thread.h"
#include "value.h"
#include "views.h"
#include "wire/notices.h"

/* A line in a long loop would fill the log with notices. */
#define LINE_NOTICES_MAX 50

void *fh_slot_at(const struct fh_interpreter *run, fh_slot slot, size_t size)
{
    const struct fh_slot_frame *frame = slot & FH_SLOT_LOCAL ? &run->local : &run->shared;
    size_t offset = slot & ~FH_SLOT_LOCAL;
    if (offset > frame->size || size > frame->size - offset)
        fh_fail("the plan is wrong: slot %#x, %zu bytes, in a frame of %u", slot, size, frame->size);
    return frame->base + offset;
}

int64_t fh_slot_value(const struct fh_interpreter *run, fh_slot slot)
{
    return *(const int64_t *)fh_slot_at(run, slot, sizeof(int64_t));
}

static void set_value(const struct fh_interpreter *run, fh_slot slot, uint64_t value)
{
    *(uint64_t *)fh_slot_at(run, slot, sizeof(value)) = value;
}

char *fh_slot_pointer(const struct fh_interpreter *run, fh_slot slot)
{
    return *(char **)fh_slot_at(run, slot, sizeof(char *));
}

/* … of which the scenario is about to read or write what it points to. */
static char *pointer(const struct fh_interpreter *run, fh_slot slot)
{
    char *address = fh_slot_pointer(run, slot);
    fh_views_use(address, FH_PLAN_NONE);
    return address;
}

static double number(const struct fh_interpreter *run, fh_slot slot)
{
    return *(const double *)fh_slot_at(run, slot, sizeof(double));
}

static void set_number(const struct fh_interpreter *run, fh_slot slot, double value)
{
    *(double *)fh_slot_at(run, slot, sizeof(value)) = value;
}

static void run_constant(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    memcpy(fh_slot_at(run, op->a, op->size), fh_plan_bytes(op->b, op->size), op->size);
}

static void run_data(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_value(run, op->a, (uintptr_t)fh_plan_bytes(op->b, 0));
}

static void run_address(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_value(run, op->a, (uintptr_t)fh_slot_at(run, op->b, 0) + (uint64_t)op->immediate);
}

static void run_copy(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    memmove(fh_slot_at(run, op->a, op->size), fh_slot_at(run, op->b, op->size), op->size);
}

static void run_load(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (fh_one_fault_leaves_out(fh_slot_pointer(run, op->b))) {
        memset(fh_slot_at(run, op->a, op->size), 0, op->size);
        return;
    }
    memmove(fh_slot_at(run, op->a, op->size), pointer(run, op->b) + op->immediate, op->size);
    if (op->size == sizeof(void *))
        fh_owners_renew(fh_slot_pointer(run, op->a));
}

static void run_store(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (!fh_one_fault_leaves_out(fh_slot_pointer(run, op->a)))
        fh_value_store(pointer(run, op->a) + op->immediate, fh_slot_at(run, op->b, op->size), op->size);
}

static void run_convert(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    fh_value_convert(fh_slot_at(run, op->a, 8), op->size, fh_slot_at(run, op->b, 8), op->c);
}

static void run_add(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    uint64_t right = (uint64_t)fh_slot_value(run, op->c) * (uint64_t)op->immediate;
    set_value(run, op->a, (uint64_t)fh_slot_value(run, op->b) + right);
}

static void run_multiply(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_value(run, op->a, (uint64_t)fh_slot_value(run, op->b) * (uint64_t)fh_slot_value(run, op->c));
}

static void run_or(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_value(run, op->a, (uint64_t)(fh_slot_value(run, op->b) | fh_slot_value(run, op->c)));
}

static void run_bits(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (op->size == 0 || op->size > 64)
        fh_fail("the plan is wrong: a bit-field of %u bits", op->size);
    uint32_t left = 64 - op->size;
    uint64_t top = (uint64_t)fh_slot_value(run, op->b) >> op->c << left;
    set_value(run, op->a, op->immediate ? (uint64_t)((int64_t)top >> left) : top >> left);
}

static void run_fadd(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_number(run, op->a, number(run, op->b) + number(run, op->c) * (double)op->immediate);
}

static void run_fmultiply(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_number(run, op->a, number(run, op->b) * number(run, op->c));
}

static void run_symbol(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_value(run, op->a, (uintptr_t)fh_call_symbol(op->b));
}

static void run_closure(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    set_value(run, op->a, (uintptr_t)fh_callback_address(op->b));
}

static void run_read(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (!fh_one_fault_leaves_out(fh_slot_pointer(run, op->a)))
        fh_value_read(pointer(run, op->a), (uint64_t)fh_slot_value(run, op->b));
}

static void run_write(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (!fh_one_fault_leaves_out(fh_slot_pointer(run, op->a)))
        fh_value_write(pointer(run, op->a), (uint64_t)fh_slot_value(run, op->b),
                       (char)fh_slot_value(run, op->c));
}

/* Bytes that nobody has set are no error of the step. */
FH_UNCHECKED static bool is_seen(const struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const char *value = op->immediate < 0 ? fh_slot_at(run, op->b, op->size) : fh_slot_pointer(run, op->b);
    bool is_zero = true;
    if (!value)
        return false;
    value += op->immediate < 0 ? 0 : op->immediate;
    fh_backend()->report_errors(false);
    for (uint32_t i = 0; i < op->size; i++)
        is_zero = is_zero && value[i] == 0;
    fh_backend()->report_errors(true);
    return is_zero == (op->c != 0);
}

static void run_see(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (op->a >= FH_EVENTS_POINTS)
        fh_fail("the plan is wrong: point %u", op->a);
    if (op->b == FH_PLAN_NONE || is_seen(run, op))
        fh_events->seen[op->a] = 1;
}

typedef void simple_function(struct fh_interpreter *run, const struct fh_plan_op *op);

static simple_function *const simple[FH_OP_COUNT] = {
    [FH_OP_CONSTANT] = run_constant,
    [FH_OP_DATA] = run_data,
    [FH_OP_ADDRESS] = run_address,
    [FH_OP_COPY] = run_copy,
    [FH_OP_LOAD] = run_load,
    [FH_OP_STORE] = run_store,
    [FH_OP_CONVERT] = run_convert,
    [FH_OP_ADD] = run_add,
    [FH_OP_MULTIPLY] = run_multiply,
    [FH_OP_OR] = run_or,
    [FH_OP_FADD] = run_fadd,
    [FH_OP_FMULTIPLY] = run_fmultiply,
    [FH_OP_SYMBOL] = run_symbol,
    [FH_OP_CLOSURE] = run_closure,
    [FH_OP_CALL] = fh_call,
    [FH_OP_OWN] = fh_contract_own,
    [FH_OP_RELEASE] = fh_contract_release,
    [FH_OP_SETTLE] = fh_contract_settle,
    [FH_OP_USE] = fh_contract_use,
    [FH_OP_NEXT_CALL] = fh_contract_next_call,
    [FH_OP_NOTIFY] = fh_contract_notify,
    [FH_OP_NOTIFIED] = fh_contract_notified,
    [FH_OP_READ] = run_read,
    [FH_OP_WRITE] = run_write,
    [FH_OP_EXPECT] = fh_expect_values,
    [FH_OP_OWNER] = fh_expect_owner,
    [FH_OP_BITS] = run_bits,
    [FH_OP_SEE] = run_see,
    [FH_OP_FAIL] = fh_fail_allocation,
};

struct step {
    struct fh_interpreter *run;
    uint32_t first, count;
    bool is_returned;
};

static void run_step_body(void *data)
{
    struct step *step = data;
    step->is_returned = fh_interpret_code(step->run, step->first, step->count);
}

/* The log names the steps, so that records without an at_line_N frame have a line; the first few times that a
 * line runs. When it is not named, line 0 says so: a name that is out of date would be wrong. */
static void announce_line(uint32_t line)
{
    static uint8_t n_notices[FH_EVENTS_LINES];
    static uint32_t announced;
    if (!fh_runner_is_alone || line >= FH_EVENTS_LINES)
        return;
    bool is_named = n_notices[line] < LINE_NOTICES_MAX;
    n_notices[line] += is_named;
    uint32_t name = is_named ? line : 0;
    if (is_named || announced != 0)
        fh_notice(FH_NOTICE_LINE, name);
    announced = name;
}

/* What a step left below the stack pointer is copied by a later one: `None` of a large `Option` is mostly
 * bytes that nobody set. A pointer among them would keep a block that is lost. Stacks of other threads may be
 * too small for it. */
static void forget_last_step(const struct fh_interpreter *run)
{
    if (fh_backend()->takes_unset && !run->callback && !fh_at_line_is_inside())
        fh_clean_call();
}

/* The line stays current after the step, for the library's own threads; but a callback's gives way to its
 * caller's. */
static bool run_step(struct fh_interpreter *run, const struct fh_plan_op *op, uint32_t first)
{
    uint32_t previous = fh_events->current_line;
    struct step step = {run, first, op->a, false};
    fh_events->current_line = op->line;
    announce_line(op->line);
    forget_last_step(run);
    if (fh_backend()->begin_step)
        fh_backend()->begin_step();
    struct fh_step_errors_step errors = fh_step_errors_step_begin(op->line);
    const void *outer = fh_at_line_set_step(__builtin_frame_address(0));
    fh_at_line(op->line, run_step_body, &step);
    fh_at_line_set_step(outer);
    fh_step_errors_step_end(op->line, &errors);
    if (run->callback || fh_at_line_is_inside())
        fh_events->current_line = previous;
    return step.is_returned;
}

static bool run_repeat(struct fh_interpreter *run, const struct fh_plan_op *op, uint32_t first)
{
    for (int64_t i = 0; i < op->immediate; i++)
        if (fh_interpret_code(run, first, op->a))
            return true;
    return false;
}

static void run_return(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (!run->callback)
        fh_fail("the plan is wrong: a return outside of callbacks");
    if (op->a == FH_PLAN_NONE || run->callback->result == FH_PLAN_NONE)
        return;
    const struct fh_plan_signature *signature = fh_plan_signature_at(run->callback->signature);
    size_t size = fh_plan_type_at(signature->result)->size;
    memmove(fh_slot_at(run, run->callback->result | FH_SLOT_LOCAL, size), fh_slot_at(run, op->a, size), size);
}

/* Runs the instruction at `*at` with the ones that belong to it, and moves on. TRUE: no more of them. */
static bool run_op(struct fh_interpreter *run, const struct fh_plan_op *op, uint32_t *at)
{
    uint32_t body = *at + 1;
    bool has_body = op->opcode == FH_OP_STEP || op->opcode == FH_OP_REPEAT || op->opcode == FH_OP_THREAD;
    *at = body + (has_body ? op->a : 0);
    switch (op->opcode) {
    case FH_OP_STEP:
        return run_step(run, op, body);
    case FH_OP_REPEAT:
        return run_repeat(run, op, body);
    case FH_OP_THREAD:
        return fh_thread_run(run, body, op->a);
    case FH_OP_GUARD:
        *at += fh_one_fault_guard(run, op) ? op->a : 0;
        return false;
    case FH_OP_RETURN:
        run_return(run, op);
        return true;
    default:
        if (op->opcode >= FH_OP_COUNT || !simple[op->opcode])
            fh_fail("the plan is wrong: opcode %u", op->opcode);
        simple[op->opcode](run, op);
        return run->is_over;
    }
}

bool fh_interpret_code(struct fh_interpreter *run, uint32_t first, uint32_t count)
{
    for (uint32_t at = first; at - first < count;) {
        const struct fh_plan_op *op = fh_plan_op_at(at);
        if (op->opcode == FH_OP_END)
            return false;
        if (run_op(run, op, &at))
            return true;
    }
    return false;
}
