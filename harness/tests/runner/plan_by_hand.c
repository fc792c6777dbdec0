/* SPDX-License-Identifier: MIT */
/*
 * The plan that the runner's test runs (run.sh), and the reader of its events.
 *
 *     plan_by_hand plan PLAN      writes the plan; prints each scenario's index and name
 *     plan_by_hand events EVENTS  makes the events file
 *     plan_by_hand print EVENTS   prints the header's counts and the events
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "plan_builder.h"
#include "wire/events.h"

enum { A = 0, B = 16, C = 32, D = 48, E = 64, F = 80, G = 128 };
enum { EQ, NE, LT, LE, GT, GE };
#define LOCAL FH_SLOT_LOCAL

static unsigned n_begun;

static void begin(const char *name)
{
    printf("%u %s\n", n_begun++, name);
    scenario(name);
}

static void closure(fh_slot to, uint32_t callback)
{
    op((struct fh_plan_op){.opcode = FH_OP_CLOSURE, .a = to, .b = callback});
}

static void clean_scenarios(void)
{
    begin("empty");
    scenario_done();

    begin("textbook");
    step(2), text(A, "Hello"), call(B, "strdup", "pp", A, NONE);
    step(3), call(C, "make_text", "pp", B, NONE), own(C, 0, "free_text");
    step(4), text(D, "Hello"), expect(C, D, FH_COMPARE_STRING, EQ, "output == \"Hello\"");
    step(5), expect_owner(C, FH_DOMAIN_RUST, "owner(output) == rust");
    step(6), releases(C, "free_text"), call(NONE, "free_text", "vp", C, NONE);
    step(7), call(NONE, "free", "vp", B, NONE);
    scenario_done();

    begin("values");
    step(2), integer(A, 7), real(A + 8, 2.5), call(B, "swap", "PP", A, NONE);
    step(3), op((struct fh_plan_op){
                 .opcode = FH_OP_CONVERT, .a = D, .b = B, .c = FH_PLAN_S32, .size = FH_PLAN_S64});
    step(4), integer(E, 2), expect(D, E, FH_COMPARE_SIGNED, EQ, "first == 2");
    step(5), op((struct fh_plan_op){.opcode = FH_OP_COPY, .a = D, .b = B + 8, .size = 8}), real(E, 7),
        expect(D, E, FH_COMPARE_DOUBLE, EQ, "second == 7");
    step(6), integer(G, 40), integer(G + 32, 44), integer(A, -2), call(256, "make_big", "GGb", G, A, NONE);
    step(7), op((struct fh_plan_op){.opcode = FH_OP_COPY, .a = D, .b = 256 + 32, .size = 8}), integer(E, 42),
        expect(D, E, FH_COMPARE_SIGNED, EQ, "big.values[4] == 42");
    step(8), call(A, "minus_one", "b", NONE), integer(E, -1),
        expect(A, E, FH_COMPARE_SIGNED, EQ, "small == -1");
    step(9), call(A, "two_hundred", "B", NONE), integer(E, 200),
        expect(A, E, FH_COMPARE_SIGNED, EQ, "u8 == 200");
    step(10), real(A, 5.0),
        op((struct fh_plan_op){
            .opcode = FH_OP_CONVERT, .a = B, .b = A, .c = FH_PLAN_F64, .size = FH_PLAN_F32}),
        call(C, "half", "ff", B, NONE),
        op((struct fh_plan_op){
            .opcode = FH_OP_CONVERT, .a = D, .b = C, .c = FH_PLAN_F32, .size = FH_PLAN_F64}),
        real(E, 2.5), expect(D, E, FH_COMPARE_DOUBLE, EQ, "half(5) == 2.5");
    step(11), address(A, G), integer(B, 32), text(C, "%d %s %.1f"), integer(D, 3), text(E, "x"), real(F, 1.5),
        call(NONE, "snprintf", "ipLp.ipd", A, B, C, D, E, F, NONE);
    step(12), text(B, "3 x 1.5"), expect(A, B, FH_COMPARE_STRING, EQ, "buffer == \"3 x 1.5\"");
    scenario_done();

    begin("aligned");
    for (uint32_t i = 0; i < 10; i++) {
        uint32_t block = block_begin((struct fh_plan_op){.opcode = FH_OP_REPEAT, .immediate = 3});
        step(2), integer(A, 1 << (2 * i)), call(B, "make_aligned", "pL", A, NONE);
        step(3), integer(C, 1), integer(D, 100),
            op((struct fh_plan_op){.opcode = FH_OP_WRITE, .a = B, .b = D, .c = C});
        step(4), op((struct fh_plan_op){.opcode = FH_OP_READ, .a = B, .b = D});
        step(5), call(NONE, "free_aligned", "vpL", B, A, NONE);
        block_end(block);
    }
    step(6), integer(A, 3000000), call(B, "make_zeroed", "pL", A, NONE);
    step(7), op((struct fh_plan_op){.opcode = FH_OP_READ, .a = B, .b = A});
    step(8), call(NONE, "free_sized", "vpL", B, A, NONE);
    scenario_done();

    begin("kept");
    step(2), call(NONE, "keep_until_exit", "v", NONE);
    scenario_done();

    begin("blocks of both");
    step(2), text(A, "lent"), call(B, "strdup", "pp", A, NONE), own(B, 0, "free");
    step(3), call(C, "make_text", "pp", B, NONE), own(C, 0, "free_text");
    step(4), call(NONE, "free", "vp", B, NONE);
    step(5), releases(C, "free_text"), call(NONE, "free_text", "vp", C, NONE);
    scenario_done();

    begin("many blocks");
    uint32_t many = block_begin((struct fh_plan_op){.opcode = FH_OP_REPEAT, .immediate = 10000});
    step(2), text(A, "again"), call(B, "make_text", "pp", A, NONE);
    step(3), call(NONE, "free_text", "vp", B, NONE);
    block_end(many);
    scenario_done();

    begin("churn");
    step(2), integer(A, 4096), integer(B, 12000), call(C, "churn", "lLl", A, B, NONE);
    step(3), integer(D, 4883), expect(C, D, FH_COMPARE_SIGNED, GE, "round >= 4883");
    step(4), integer(D, 4900), expect(C, D, FH_COMPARE_SIGNED, LE, "round <= 4900");
    step(5), integer(A, 25000000), integer(B, 3), call(C, "churn", "lLl", A, B, NONE);
    scenario_done();
}

static void callback_scenarios(void)
{
    /* visit(on_item, &total): total += 2, returns total */
    uint32_t on_item = callback_begin("on_item", "ipp");
    step(20), op((struct fh_plan_op){.opcode = FH_OP_LOAD, .a = LOCAL | 32, .b = LOCAL | 16, .size = 8});
    step(21), integer(LOCAL | 48, 2),
        op((struct fh_plan_op){
            .opcode = FH_OP_ADD, .a = LOCAL | 64, .b = LOCAL | 32, .c = LOCAL | 48, .immediate = 1});
    step(22), op((struct fh_plan_op){.opcode = FH_OP_STORE, .a = LOCAL | 16, .b = LOCAL | 64, .size = 8});
    step(23), op((struct fh_plan_op){.opcode = FH_OP_RETURN, .a = LOCAL | 64});
    callback_end();

    begin("callback");
    uses_callback(on_item);
    step(2), closure(B, on_item), address(C, A), call(D, "visit", "ipp", B, C, NONE);
    step(3), call(D, "visit", "ipp", B, C, NONE);
    step(4), integer(E, 4), expect(D, E, FH_COMPARE_SIGNED, EQ, "visit() == 4");
    step(5), expect(A, E, FH_COMPARE_SIGNED, EQ, "total == 4");
    scenario_done();

    uint32_t on_given = callback_begin("on_given", "ipp");
    step(20), integer(LOCAL | 48, 0), op((struct fh_plan_op){.opcode = FH_OP_RETURN, .a = LOCAL | 48});
    callback_end();

    begin("callback leak");
    uses_callback(on_given);
    step(2), closure(B, on_given), address(C, A), call(NONE, "give", "vpp", B, C, NONE);
    scenario_done();
}

/* Two blocks are asked for; what comes after the first's failure is left out, or is not judged. */
static void with_fault(const char *name, uint32_t fault)
{
    begin(name);
    fails(FH_DOMAIN_RUST, fault);
    step(2), integer(A, 16), integer(D, 0), call(B, "make_zeroed", "pL", A, NONE);
    step(3), expect(B, D, FH_COMPARE_POINTER, NE, "first != null");
    step(4), text(C, "kept"), call(E, "strdup", "pp", C, NONE);
    step(5), integer(G, 7), guarded_call(G, "strcmp", "ipp", E, B, NONE);
    step(6), op((struct fh_plan_op){.opcode = FH_OP_READ, .a = B, .b = A});
    step(7), guarded_call(F, "make_zeroed", "pL", A, NONE);
    step(8), guarded_call(NONE, "free_sized", "vpL", B, A, NONE);
    step(9), guarded_call(NONE, "free_sized", "vpL", F, A, NONE);
    scenario_done();
}

static void fault_scenarios(void)
{
    with_fault("counted", FH_PLAN_COUNTS);
    with_fault("first fails", 1);
    with_fault("second fails", 2);
    with_fault("fifth fails", 5);
}

static void leak_scenarios(void)
{
    begin("leak");
    step(2), text(A, "lost"), call(B, "make_text", "pp", A, NONE);
    scenario_done();

    begin("leak of C");
    step(2), text(A, "lost"), call(B, "strdup", "pp", A, NONE);
    scenario_done();

    begin("leak by out-parameter");
    step(2), address(A, B), call(C, "make_into", "ip", A, NONE), own(A, 1, "free_text");
    scenario_done();

    begin("leak of a cycle");
    step(2), call(NONE, "make_cycle", "v", NONE);
    scenario_done();

    begin("leak of a list");
    step(2), call(A, "make_list", "p", NONE);
    scenario_done();

    begin("leak on a thread");
    uint32_t block = block_begin((struct fh_plan_op){.opcode = FH_OP_THREAD});
    step(3), text(A, "thread"), call(B, "make_text", "pp", A, NONE);
    step(4), text(A, "thread of C"), call(C, "strdup", "pp", A, NONE);
    block_end(block);
    scenario_done();

    begin("leak on the library's thread");
    step(2), call(NONE, "leak_on_thread", "v", NONE);
    scenario_done();

    begin("reachable");
    step(2), call(NONE, "keep", "v", NONE);
    scenario_done();
}

static void release_scenarios(void)
{
    begin("C releases Rust's");
    step(2), text(A, "mine"), call(B, "make_text", "pp", A, NONE);
    step(3), call(NONE, "free", "vp", B, NONE);
    step(4), expect_owner(B, FH_DOMAIN_NONE, "owner(output) == none");
    scenario_done();

    begin("C++ releases Rust's"); /* with ASan's operator */
    step(2), text(A, "mine"), call(B, "make_text", "pp", A, NONE);
    step(3), call(NONE, "_ZdlPv", "vp", B, NONE);
    step(4), expect_owner(B, FH_DOMAIN_NONE, "owner(output) == none");
    scenario_done();

    begin("Rust releases C's");
    step(2), text(A, "mine"), call(B, "strdup", "pp", A, NONE);
    step(3), call(NONE, "free_text", "vp", B, NONE);
    scenario_done();

    begin("Rust reallocates C's");
    step(2), text(A, "mine"), call(B, "strdup", "pp", A, NONE);
    step(3), integer(C, 100), call(B, "grow_text", "ppL", B, C, NONE);
    step(4), text(A, "mine"), expect(A, B, FH_COMPARE_STRING, EQ, "grown == \"mine\"");
    step(5), integer(C, 1), call(NONE, "free_aligned", "vpL", B, C, NONE);
    scenario_done();

    begin("double release");
    step(2), text(A, "twice"), call(B, "make_text", "pp", A, NONE);
    step(3), call(NONE, "free_number", "vp", B, NONE);
    step(4), call(NONE, "free_number", "vp", B, NONE);
    scenario_done();

    begin("double release by both");
    step(2), integer(A, 8), call(B, "make_zeroed", "pL", A, NONE);
    step(3), call(NONE, "free", "vp", B, NONE);
    step(4), call(NONE, "free_number", "vp", B, NONE);
    scenario_done();

    begin("interior release");
    step(2), integer(A, 64), call(B, "make_zeroed", "pL", A, NONE);
    step(3), integer(C, 8),
        op((struct fh_plan_op){.opcode = FH_OP_ADD, .a = D, .b = B, .c = C, .immediate = 1}),
        call(NONE, "free_number", "vp", D, NONE);
    step(4), call(NONE, "free_sized", "vpL", B, A, NONE);
    scenario_done();

    begin("layout");
    step(2), text(A, "shortened"), call(B, "make_text", "pp", A, NONE);
    step(3), integer(C, 0),
        op((struct fh_plan_op){.opcode = FH_OP_STORE, .a = B, .b = C, .size = 1, .immediate = 5});
    step(4), call(NONE, "free_text", "vp", B, NONE);
    scenario_done();

    begin("layout in realloc");
    step(2), text(A, "shortened"), call(B, "make_text", "pp", A, NONE);
    step(3), integer(C, 0),
        op((struct fh_plan_op){.opcode = FH_OP_STORE, .a = B, .b = C, .size = 1, .immediate = 5});
    step(4), integer(C, 100), call(B, "grow_text", "ppL", B, C, NONE);
    step(5), integer(C, 100), integer(D, 1), call(NONE, "free_aligned", "vpL", B, D, NONE);
    scenario_done();

    begin("wrong release");
    step(2), integer(A, 8), call(B, "make_zeroed", "pL", A, NONE), own(B, 0, "free_sized");
    step(3), releases(B, "free_number"), call(NONE, "free_number", "vp", B, NONE);
    scenario_done();
}

static void other_scenarios(void)
{
    begin("use after release");
    step(2), text(A, "gone"), call(B, "make_text", "pp", A, NONE);
    step(3), call(NONE, "free_text", "vp", B, NONE);
    step(4), text(C, "gone"), expect(B, C, FH_COMPARE_STRING, NE, "output != \"gone\"");
    step(5), expect_owner(B, FH_DOMAIN_RUST, "owner(output) == rust");
    scenario_done();

    begin("out of bounds");
    step(2), text(A, "end"), call(B, "make_text", "pp", A, NONE);
    step(3), integer(C, 5), op((struct fh_plan_op){.opcode = FH_OP_READ, .a = B, .b = C});
    step(4), call(NONE, "free_text", "vp", B, NONE);
    scenario_done();

    begin("out of bounds later");
    step(2), call(NONE, "look_behind_kept", "i", NONE);
    scenario_done();

    begin("uninitialised");
    step(2), integer(A, 16), call(B, "make_aligned", "pL", A, NONE);
    step(3), call(C, "decide", "ip", B, NONE);
    step(4), call(NONE, "free_aligned", "vpL", B, A, NONE);
    scenario_done();

    begin("expectations");
    step(2), text(A, "a"), text(B, "b"), expect(B, A, FH_COMPARE_STRING, EQ, "output == \"a\"");
    step(3), integer(A, 3), integer(B, 4), expect(B, A, FH_COMPARE_SIGNED, EQ, "n == 3");
    step(4), expect(A, B, FH_COMPARE_SIGNED, LT, "3 < 4"), expect(A, A, FH_COMPARE_UNSIGNED, GE, "3 >= 3");
    step(5), integer(A, 0), text(B, "b"), expect(A, B, FH_COMPARE_STRING, EQ, "output == \"b\"");
    step(6), integer(A, -1), integer(B, 1), expect(A, B, FH_COMPARE_UNSIGNED, LT, "big < 1");
    step(7), real(A, 0.5), real(B, 1), expect(A, B, FH_COMPARE_DOUBLE, GT, "half > 1");
    step(8), integer(A, 0), expect(A, A, FH_COMPARE_POINTER, NE, "p != null");
    step(9), op((struct fh_plan_op){.opcode = FH_OP_EXPECT,
                                    .a = A,
                                    .b = A,
                                    .c = FH_COMPARE_SIGNED | NE << 8,
                                    .size = 1,
                                    .immediate = string("or else the end")});
    step(10), expect(A, A, FH_COMPARE_SIGNED, NE, "nobody comes here");
    scenario_done();

    begin("owners");
    step(2), text(A, "c"), call(B, "strdup", "pp", A, NONE),
        expect_owner(B, FH_DOMAIN_C, "owner(input) == c");
    step(3), expect_owner(A, FH_DOMAIN_NONE, "owner(literal) == none");
    step(4), integer(C, 0), expect_owner(C, FH_DOMAIN_NONE, "owner(null) == none");
    step(5), address(C, A), expect_owner(C, FH_DOMAIN_NONE, "owner(&a) == none");
    step(6), op((struct fh_plan_op){.opcode = FH_OP_SYMBOL, .a = C, .b = symbol("free", 0)}),
        expect_owner(C, FH_DOMAIN_NONE, "owner(free) == none");
    step(7), call(NONE, "free", "vp", B, NONE), expect_owner(B, FH_DOMAIN_NONE, "owner(input) == none");
    scenario_done();

    begin("an allocation that fails");
    step(2),
        op((struct fh_plan_op){
            .opcode = FH_OP_FAIL, .a = FH_DOMAIN_RUST, .b = string("fail alloc 2 of rust"), .immediate = 2});
    step(3), integer(A, 16), call(B, "make_zeroed", "pL", A, NONE);
    step(4), call(C, "make_zeroed", "pL", A, NONE);
    step(5), integer(D, 0), expect(C, D, FH_COMPARE_POINTER, EQ, "second == null");
    step(6), call(C, "make_zeroed", "pL", A, NONE), expect(C, D, FH_COMPARE_POINTER, NE, "third != null");
    step(7), call(NONE, "free_sized", "vpL", B, A, NONE), call(NONE, "free_sized", "vpL", C, A, NONE);
    scenario_done();

    begin("an allocation that never comes");
    step(2),
        op((struct fh_plan_op){
            .opcode = FH_OP_FAIL, .a = FH_DOMAIN_RUST, .b = string("fail alloc 3 of rust"), .immediate = 3});
    step(3), integer(A, 16), call(B, "make_zeroed", "pL", A, NONE);
    step(4), call(NONE, "free_sized", "vpL", B, A, NONE);
    scenario_done();

    fault_scenarios();

    begin("segmentation fault");
    step(2), integer(A, 16), call(NONE, "decide", "ip", A, NONE);
    scenario_done();

    begin("abort");
    step(2), call(NONE, "abort", "v", NONE);
    scenario_done();

    begin("raise");
    step(2), integer(A, 6), call(NONE, "raise", "ii", A, NONE);
    scenario_done();

    uint32_t deeper = callback_begin("deeper", "ipp");
    step(20), closure(LOCAL | 48, deeper), call(LOCAL | 64, "visit", "ipp", LOCAL | 48, LOCAL | 48, NONE);
    step(21), op((struct fh_plan_op){.opcode = FH_OP_RETURN, .a = LOCAL | 64});
    callback_end();
    begin("stack overflow");
    uses_callback(deeper);
    step(2), closure(A, deeper), call(B, "visit", "ipp", A, A, NONE);
    scenario_done();

    begin("a thread goes on");
    step(2), call(NONE, "start_writer", "v", NONE);
    scenario_done();

    begin("fork");
    step(2), call(A, "fork_and_leak", "i", NONE);
    step(3), integer(B, 0), expect(A, B, FH_COMPARE_SIGNED, EQ, "status == 0");
    scenario_done();

    begin("exit");
    step(2), integer(A, 0), call(NONE, "end_process", "vi", A, NONE);
    scenario_done();

    begin("missing");
    step(2), call(NONE, "there_is_no_such_function", "v", NONE);
    scenario_done();
}

static int make_plan(const char *path)
{
    clean_scenarios();
    callback_scenarios();
    leak_scenarios();
    release_scenarios();
    other_scenarios();
    write_plan(path);
    return 0;
}

static struct fh_events_header *map(const char *path, int flags)
{
    int fd = open(path, flags, 0600);
    if (fd < 0 || ftruncate(fd, FH_EVENTS_SIZE) < 0)
        abort();
    return mmap(NULL, FH_EVENTS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

static int make_events(const char *path)
{
    struct fh_events_header *header = map(path, O_RDWR | O_CREAT | O_TRUNC);
    header->magic = FH_EVENTS_MAGIC;
    header->size = FH_EVENTS_SIZE;
    return 0;
}

static void print_event(const struct fh_event *event)
{
    static const char *const kinds[FH_EVENT_KIND_COUNT] = {
        [FH_EVENT_BEGIN] = "begin",
        [FH_EVENT_END] = "end",
        [FH_EVENT_EXPECT] = "expect",
        [FH_EVENT_OWNER] = "owner",
        [FH_EVENT_LAYOUT] = "layout",
        [FH_EVENT_WRONG_RELEASE] = "wrong-release",
        [FH_EVENT_SIGNAL] = "signal",
        [FH_EVENT_ENGINE_ERRORS] = "engine-errors",
        [FH_EVENT_ERROR] = "error",
        [FH_EVENT_HEAP] = "heap",
        [FH_EVENT_CROSS_FREE] = "cross-free",
        [FH_EVENT_RECORD] = "record",
        [FH_EVENT_OBJECT] = "object",
        [FH_EVENT_BLOCK_ALLOC] = "block-alloc",
        [FH_EVENT_BLOCK_FREE] = "block-free",
        [FH_EVENT_BLOCK_HOLD] = "block-hold",
        [FH_EVENT_BLOCK_LEFT_OUT] = "block-left-out",
        [FH_EVENT_REQUESTS] = "requests",
        [FH_EVENT_REFUSED] = "refused",
    };
    const char *kind = event->kind < FH_EVENT_KIND_COUNT ? kinds[event->kind] : NULL;
    printf("%s scenario %u line %u id %u", kind ? kind : "?", event->scenario, event->line, event->id);
    for (int i = 0; i < 5; i++)
        printf(" %llu", (unsigned long long)event->values[i]);
    printf(" %s\n", fh_event_text(event));
}

static int print_events(const char *path)
{
    struct fh_events_header *header = map(path, O_RDWR);
    printf("finished %u hooked %u allocs %llu frees %llu bytes %llu lost %llu\n", header->is_finished,
           header->is_hooked, (unsigned long long)header->rust_allocs, (unsigned long long)header->rust_frees,
           (unsigned long long)header->rust_bytes, (unsigned long long)header->lost);
    for (uint64_t at = 0; at < header->used;) {
        const struct fh_event *event = (const void *)((const char *)(header + 1) + at);
        print_event(event);
        at += sizeof(*event) + event->text_size;
    }
    for (uint64_t i = 0; i < header->timeline_used; i++)
        print_event(fh_timeline_event(header, i));
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "plan") == 0)
        return make_plan(argv[2]);
    if (argc == 3 && strcmp(argv[1], "events") == 0)
        return make_events(argv[2]);
    if (argc == 3 && strcmp(argv[1], "print") == 0)
        return print_events(argv[2]);
    return 2;
}
