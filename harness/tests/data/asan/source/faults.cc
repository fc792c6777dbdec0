// SPDX-License-Identifier: MIT
// faults NAME: one mistake (or a few of one sort), for a sanitizer to report. ../make.sh makes the logs.
#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#define NOINLINE __attribute__((noinline))

extern "C" {
void *fh_rust_alloc(size_t size, size_t alignment);
void fh_rust_dealloc(void *block, size_t size, size_t alignment);
void fh_notice(const char *text);
void fh_notice_block(const char *text, const void *block);
void __lsan_do_leak_check(void);
int __lsan_do_recoverable_leak_check(void);
void __asan_poison_memory_region(const volatile void *start, size_t size);
void __sanitizer_annotate_contiguous_container(const void *begin, const void *end, const void *old_mid,
                                               const void *new_mid);
}

#ifdef ONLY_UNDEFINED // UBSan alone: the rest is not called
void *fh_rust_alloc(size_t, size_t) { return nullptr; }
void fh_rust_dealloc(void *, size_t, size_t) {}
void fh_notice(const char *) {}
void fh_notice_block(const char *, const void *) {}
void __lsan_do_leak_check(void) {}
int __lsan_do_recoverable_leak_check(void) { return 0; }
void __asan_poison_memory_region(const volatile void *, size_t) {}
void __sanitizer_annotate_contiguous_container(const void *, const void *, const void *, const void *) {}
#endif

static void *volatile sink;
static volatile char byte;
static volatile int one = 1, zero = 0;
char shop_sign[18] = "open all day long";
static int table[4];

// The steps of a scenario: in the runner they carry the line.
extern "C" NOINLINE void at_line_3(void (*step)())
{
    step();
    byte = 3;
}

extern "C" NOINLINE void at_line_4(void (*step)())
{
    step();
    byte = 4;
}

static void *block;

static NOINLINE void make_c()
{
    block = malloc(18);
    byte = 0;
}

static NOINLINE void make_cxx()
{
    block = operator new(18);
    byte = 0;
}

static NOINLINE void make_rust()
{
    block = fh_rust_alloc(18, 1);
    byte = 0;
}

static NOINLINE void make_strdup()
{
    block = strdup("a block of C's");
    byte = 0;
}

static NOINLINE void release_c()
{
    free(block);
    byte = 0;
}

static NOINLINE void release_cxx()
{
    operator delete(block);
    byte = 0;
}

static NOINLINE void release_cxx_sized()
{
    operator delete(block, (size_t)18);
    byte = 0;
}

static NOINLINE void release_rust()
{
    fh_rust_dealloc(block, 18, 1);
    byte = 0;
}

static NOINLINE void release_rust_short()
{
    fh_rust_dealloc(block, 5, 1);
    byte = 0;
}

static NOINLINE void step_pair(void (*make)(), void (*use)())
{
    at_line_3(make);
    at_line_4(use);
    block = nullptr;
}

// Releases by the wrong side, or with the wrong layout.
static void cross_free() { step_pair(make_rust, release_c); }
static void cross_delete() { step_pair(make_rust, release_cxx_sized); }
static void cross_delete_unsized() { step_pair(make_rust, release_cxx); }
static void cross_drop() { step_pair(make_c, release_rust); }
static void cross_drop_cxx() { step_pair(make_cxx, release_rust); }
static void layout() { step_pair(make_rust, release_rust_short); }
static void malloc_delete() { step_pair(make_strdup, release_cxx); }
static void new_free() { step_pair(make_cxx, release_c); }

static void array_delete()
{
    char *array = new char[18];
    sink = array;
    operator delete(sink);
}

static void new_size()
{
    sink = operator new(18);
    operator delete(sink, (size_t)5);
}

static void new_alignment()
{
    sink = operator new(18, std::align_val_t(64));
    operator delete(sink);
}

static void release_twice()
{
    free(block);
    free(block);
}

static void double_free() { step_pair(make_strdup, release_twice); }

static void release_rust_twice()
{
    fh_rust_dealloc(block, 18, 1);
    fh_rust_dealloc(block, 18, 1);
}

static void double_free_rust() { step_pair(make_rust, release_rust_twice); }

// Releases of what is no block.
static void free_stack()
{
    char local[32];
    sink = local;
    free(sink);
}

static void free_static()
{
    sink = shop_sign;
    free(sink);
}

static void free_interior()
{
    char *start = (char *)malloc(18);
    sink = start + 4;
    free(sink);
    sink = start;
    free(sink);
}

static void free_wild()
{
    sink = (void *)0x7f0012345670;
    free(sink);
}

static void realloc_freed()
{
    sink = malloc(18);
    free(sink);
    sink = realloc(sink, 40);
}

// Accesses.
static void read_freed()
{
    volatile int *p = (volatile int *)malloc(20);
    sink = (void *)p;
    free((void *)p);
    byte = (char)p[1];
}

static void write_after()
{
    volatile char *p = (volatile char *)malloc(18);
    sink = (void *)p;
    p[one * 18] = 1;
    p[one * 20] = 1;
}

static void read_before()
{
    volatile int *p = (volatile int *)malloc(20);
    sink = (void *)p;
    byte = (char)p[-one];
    free((void *)p);
}

static void far_after()
{
    volatile char *p = (volatile char *)malloc(18);
    sink = (void *)p;
    byte = p[one * 40];
}

static void string_read()
{
    char *text = (char *)malloc(4);
    sink = text;
    memcpy(text, "long", 4);
    byte = (char)strlen(text);
}

static void stack_overrun()
{
    volatile int numbers[4] = {1, 2, 3, 4};
    sink = (void *)numbers;
    byte = (char)numbers[one * 4];
}

static void stack_underrun()
{
    volatile int numbers[4] = {1, 2, 3, 4};
    sink = (void *)numbers;
    byte = (char)numbers[-one];
}

static void variable_length()
{
    volatile char *text = (volatile char *)__builtin_alloca((size_t)one * 18);
    sink = (void *)text;
    text[one * 18] = 1;
}

static NOINLINE char *give_local()
{
    char local[16] = "gone";
    sink = local;
    return (char *)sink;
}

static void after_return()
{
    char *text = give_local();
    byte = *(volatile char *)text;
}

static void after_scope()
{
    volatile int *p = nullptr;
    for (int i = 0; i < one; i++) {
        int inner = i + 5;
        sink = &inner;
        p = (volatile int *)sink;
    }
    byte = (char)*p;
}

static void global_overrun()
{
    byte = (char)table[one * 4];
    byte = *(volatile char *)(shop_sign + one * 18);
}

static void poisoned()
{
    volatile char *p = (volatile char *)malloc(64);
    sink = (void *)p;
    __asan_poison_memory_region(p + 16, 16);
    byte = p[20];
}

static void container()
{
    char *p = (char *)malloc(64);
    sink = p;
    __sanitizer_annotate_contiguous_container(p, p + 64, p + 64, p + 32);
    byte = *(volatile char *)(p + one * 40);
    __sanitizer_annotate_contiguous_container(p, p + 64, p + 32, p + 64);
}

static void bad_container()
{
    char *p = (char *)malloc(64);
    sink = p;
    __sanitizer_annotate_contiguous_container(p, p + 64, p + 40, p + 128);
}

static void check_failed()
{
    char *p = (char *)malloc(64);
    sink = p;
    __sanitizer_annotate_contiguous_container(p, p + ((uintptr_t)1 << 41), p, p);
}

static void wild()
{
    byte = *(volatile char *)(uintptr_t)0x10007fff8000;
}

// Wrong arguments.
static void negative_size()
{
    char text[8];
    sink = text;
    memset(sink, 0, (size_t)-one);
}

static void overlap()
{
    char *text = (char *)malloc(32);
    sink = text;
    memset(text, 'x', 32);
    memcpy(text + one, text, (size_t)one * 16);
}

static void calloc_overflow()
{
    sink = calloc((size_t)-one, 18);
}

static void too_big()
{
    sink = malloc((size_t)one << 60);
}

static void bad_alignment()
{
    sink = aligned_alloc((size_t)one * 3, 18);
}

// Signals.
static NOINLINE void read_null()
{
    byte = *(volatile char *)(uintptr_t)zero;
}

static void segv() { at_line_3(read_null); }

static void segv_write()
{
    *(volatile char *)(uintptr_t)(zero + 8) = 1;
}

static void segv_high()
{
    byte = *(volatile char *)(0x123456789abcdef0ull * (uint64_t)one);
}

static void jump_null()
{
    ((void (*)())(uintptr_t)zero)();
}

static NOINLINE void calls_abort()
{
    abort();
}

static void aborts() { at_line_3(calls_abort); }

static void ill()
{
    __builtin_trap();
}

static void fpe()
{
    byte = (char)(one / zero);
}

static void bus()
{
    raise(SIGBUS);
    byte = 0;
}

static NOINLINE int deeper(int n)
{
    volatile char frame[4096];
    frame[n % 4096] = (char)n;
    return n > 0 ? deeper(n + one) + frame[n % 4096] : 0;
}

static void stack_overflow()
{
    byte = (char)deeper(one);
}

// Leaks.
struct node {
    node *next;
    char *name;
};

static NOINLINE node *make_node(node *next)
{
    node *made = (node *)malloc(sizeof(node));
    made->next = next;
    made->name = (char *)malloc(18);
    return made;
}

static NOINLINE void lose_nodes()
{
    sink = make_node(make_node(nullptr));
    sink = nullptr;
}

static NOINLINE void lose_rust()
{
    sink = fh_rust_alloc(42, 8);
    sink = nullptr;
}

static NOINLINE void lose_some()
{
    for (int i = 0; i < 3; i++)
        sink = malloc(7);
    sink = nullptr;
}

static NOINLINE void scrub()
{
    char volatile nothing[4096];
    memset((void *)nothing, 0, sizeof(nothing));
}

static void leaks()
{
    at_line_3(lose_nodes);
    at_line_4(lose_rust);
    lose_some();
    scrub();
}

static void lose_cycle()
{
    node *a = make_node(nullptr);
    a->next = make_node(a);
    sink = a = nullptr;
}

static void cycle()
{
    at_line_3(lose_cycle);
    scrub();
}

// What the runner does with two scenarios in a batch.
static void batch()
{
    fh_notice("freehold: begin 0");
    at_line_3(lose_rust);
    fh_notice("freehold: end 0");
    scrub();
    __lsan_do_recoverable_leak_check();
    fh_notice("freehold: checked 0");
    fh_notice("freehold: begin 1");
    at_line_4(lose_rust);
    fh_notice("freehold: end 1");
    scrub();
    __lsan_do_recoverable_leak_check();
    fh_notice("freehold: checked 1");
    fh_notice("freehold: begin 2");
    fh_notice("freehold: end 2");
    __lsan_do_recoverable_leak_check();
    fh_notice("freehold: checked 2");
    fh_notice("freehold: finished");
}

static NOINLINE void tell_live()
{
    fh_notice_block("freehold: #7 wrong-release", block);
    byte = 0;
}

static NOINLINE void tell_freed()
{
    fh_rust_dealloc(block, 18, 1);
    fh_notice_block("freehold: #8 owner", block);
}

static void notices()
{
    int local = 5;
    sink = &local;
    fh_notice("freehold: begin 0");
    fh_notice("freehold: line 3");
    step_pair(make_rust, tell_live);
    step_pair(make_c, tell_live);
    step_pair(make_rust, tell_freed);
    fh_notice_block("freehold: #9 owner", sink);
    fh_notice_block("freehold: #10 owner", shop_sign);
    fh_notice_block("freehold: #11 owner", (void *)0x7f0012345670);
    fh_notice("freehold: end 0");
    fh_notice("freehold: checked 0");
    fh_notice("freehold: finished");
}

// Threads and processes.
static void *release_in_thread(void *)
{
    free(block);
    return nullptr;
}

static void *make_in_thread(void *)
{
    pthread_t inner;
    pthread_setname_np(pthread_self(), "worker");
    block = malloc(18);
    pthread_create(&inner, nullptr, release_in_thread, nullptr);
    pthread_join(inner, nullptr);
    return nullptr;
}

static void threads()
{
    pthread_t worker;
    pthread_create(&worker, nullptr, make_in_thread, nullptr);
    pthread_join(worker, nullptr);
    byte = *(volatile char *)block;
    free(block);
}

static void forks()
{
    pid_t child;
    lose_some();
    child = fork();
    if (child == 0) {
        lose_nodes();
        read_freed();
    } else {
        waitpid(child, nullptr, 0);
        write_after();
    }
    scrub();
}

// LeakSanitizer can't look at a process that another one traces.
static void traced()
{
    pid_t child = fork();
    int status = 0;
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        lose_some();
        scrub();
        __lsan_do_leak_check();
        _exit(0);
    }
    while (waitpid(child, &status, 0) == child && !WIFEXITED(status) && !WIFSIGNALED(status))
        ptrace(PTRACE_CONT, child, nullptr, (void *)(intptr_t)WSTOPSIG(status));
    _exit(0);
}

// A program that writes where the sanitizer writes.
static void interleaved()
{
    fprintf(stderr, "==1234==ERROR: not of a sanitizer\n#0 nothing\nno newline here");
    write_after();
    fprintf(stderr, "    #0 0xdead in nobody (/nowhere+0x1)\npanic: runtime error: none of UBSan's\n");
    read_freed();
    fprintf(stderr, "SUMMARY: all is well\n");
}

static void clean()
{
    sink = malloc(18);
    free(sink);
}

// UBSan.
static void undefined()
{
    volatile int most = INT32_MAX;
    volatile int *crooked = (volatile int *)((char *)table + one);
    most = most + one;
    most = most << (one * 40);
    byte = (char)*crooked;
}

static const struct {
    const char *name;
    void (*run)();
} faults[] = {
    {"cross-free", cross_free},
    {"cross-delete", cross_delete},
    {"cross-delete-unsized", cross_delete_unsized},
    {"cross-drop", cross_drop},
    {"cross-drop-cxx", cross_drop_cxx},
    {"layout", layout},
    {"malloc-delete", malloc_delete},
    {"new-free", new_free},
    {"array-delete", array_delete},
    {"new-size", new_size},
    {"new-alignment", new_alignment},
    {"double-free", double_free},
    {"double-free-rust", double_free_rust},
    {"free-stack", free_stack},
    {"free-static", free_static},
    {"free-interior", free_interior},
    {"free-wild", free_wild},
    {"realloc-freed", realloc_freed},
    {"read-freed", read_freed},
    {"write-after", write_after},
    {"read-before", read_before},
    {"far-after", far_after},
    {"string-read", string_read},
    {"stack-overrun", stack_overrun},
    {"stack-underrun", stack_underrun},
    {"variable-length", variable_length},
    {"after-return", after_return},
    {"after-scope", after_scope},
    {"global-overrun", global_overrun},
    {"poisoned", poisoned},
    {"container", container},
    {"bad-container", bad_container},
    {"check-failed", check_failed},
    {"wild", wild},
    {"negative-size", negative_size},
    {"overlap", overlap},
    {"calloc-overflow", calloc_overflow},
    {"too-big", too_big},
    {"bad-alignment", bad_alignment},
    {"segv", segv},
    {"segv-write", segv_write},
    {"segv-high", segv_high},
    {"jump-null", jump_null},
    {"abort", aborts},
    {"ill", ill},
    {"fpe", fpe},
    {"bus", bus},
    {"stack-overflow", stack_overflow},
    {"leaks", leaks},
    {"suppressed", leaks},
    {"cycle", cycle},
    {"batch", batch},
    {"notices", notices},
    {"threads", threads},
    {"forks", forks},
    {"traced", traced},
    {"interleaved", interleaved},
    {"clean", clean},
    {"undefined", undefined},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof(faults) / sizeof(*faults); i++)
        if (strcmp(faults[i].name, argv[1]) == 0) {
            faults[i].run();
            block = nullptr;
            scrub();
            return 0;
        }
    fprintf(stderr, "faults: which one?\n");
    return 2;
}
