// SPDX-License-Identifier: MIT
/* Makes the logs of this test data: one run, one mistake. See ../README.md. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/memcheck.h>

void rust_heap_protect(int is_on);
char *print_and_return(const char *input);
void free_string(char *text);
void *holder_new(void);
void holder_free(void *holder);
size_t holder_sum(const void *holder);
void cycle_new(void);
void bytes_wrong_capacity(void);
void panic_across(void);
int panic_caught(void);
void say_hello(void);
unsigned char *thread_block(void);
size_t apply(const char *text);
char *cxx_array(unsigned n);
void cxx_delete(char *p);
char cxx_peek(char *p);

static char *p, *q;
static char fixed[64] = "static";
static volatile int sink;

#define AT_LINE(n)                                                 \
    __attribute__((noinline)) void at_line_##n(void (*step)(void)) \
    {                                                              \
        VALGRIND_PRINTF("freehold: line %u\n", (unsigned)n);       \
        step();                                                    \
        __asm__ volatile("" ::: "memory");                         \
    }
AT_LINE(2)
AT_LINE(3) AT_LINE(4) AT_LINE(5)

    static void locate(const void *address, const char *what)
{
    static unsigned id = 70;
    char command[64];

    VALGRIND_PRINTF_BACKTRACE("freehold: #%u %s\n", ++id, what);
    snprintf(command, sizeof command, "v.info location %p", address);
    VALGRIND_MONITOR_COMMAND(command);
}

static void scrub(void)
{
    char space[65536];

    memset(space, 0, sizeof space);
    __asm__ volatile("" ::"r"(space) : "memory", "rbx", "r12", "r13", "r14", "r15");
}

static void make(void)
{
    p = print_and_return("hi");
}
static void release(void)
{
    free_string(p);
}
static void c_free(void)
{
    free(p);
}
static void c_realloc(void)
{
    p = realloc(p, 200);
}
static void c_malloc(void)
{
    p = malloc(24);
    strcpy(p, "from C, for the probe");
}
static void c_malloc_bare(void)
{
    p = malloc(24);
}
static void c_strdup(void)
{
    p = strdup("from C, by strdup");
}
static void interior(void)
{
    free(p + 1);
}
static void rust_interior(void)
{
    free_string(p + 3);
}
static void stack_free(void)
{
    char here[16] = "stack";
    p = here;
    __asm__ volatile("" : "+r"(p));
    free(p);
}
static void static_free(void)
{
    free(fixed + 0);
}
static void wild_free(void)
{
    free((void *)0x123450);
}
static void read_it(void)
{
    sink = p[2];
}
static void write_it(void)
{
    p[3] = 'x';
}
static void strlen_it(void)
{
    sink = (int)strlen(p);
}
static void read_after(void)
{
    sink = p[24];
}
static void write_before(void)
{
    p[-1] = 1;
}
static void read_far(void)
{
    sink = p[1000];
}
static void read_null(void)
{
    sink = *(volatile int *)8;
}
static void decide(void)
{
    if (p[5] == 'x')
        sink = 1;
}
static void decide_stack(void)
{
    volatile char here[8];
    __asm__ volatile("" ::"r"(here) : "memory");
    if (here[3])
        sink = 1;
}
static void value(void)
{
    sink = fixed[p[5] & 1];
}
static void syscall_bad(void)
{
    sink = (int)write(1, p, 4);
}
static void wild_jump(void)
{
    ((void (*)(void))0x4010)();
}
static void do_abort(void)
{
    abort();
}
static void do_exit(void)
{
    raise(SIGTERM);
}
static void forget(void)
{
    p = NULL;
    q = NULL;
    scrub();
}
static void nest(void)
{
    void *h = holder_new();
    (void)h;
}
static void possible(void)
{
    p = (char *)holder_new() + 8;
}
static void keep(void)
{
    p = holder_new();
}
static void by_thread(void)
{
    p = (char *)thread_block();
}
static void new_array(void)
{
    p = cxx_array(12);
}
static void delete_it(void)
{
    cxx_delete(p);
}
static void peek(void)
{
    sink = cxx_peek(p);
}
static void sum(void)
{
    sink = (int)holder_sum(p);
}
static void make_holder(void)
{
    p = holder_new();
}
static void free_holder(void)
{
    holder_free(p);
}
static void owner(void)
{
    char here[8] = "x";

    locate(p, "owner");
    locate(here, "owner");
    locate(fixed, "owner");
    locate("literal", "owner");
    locate((void *)0x20, "owner");
}
static void wrong(void)
{
    locate(p, "wrong-release");
    free_holder();
}
static void *thread_main(void *data)
{
    (void)data;
    read_it();
    return NULL;
}
static void on_thread(void)
{
    pthread_t t;
    pthread_create(&t, NULL, thread_main, NULL);
    pthread_join(t, NULL);
    read_it();
}
static char *(*volatile copy)(char *, const char *, size_t) = strncpy;
static void overlap(void)
{
    copy(p + 2, p, 10);
}
static volatile long fishy_size = -5;
static void fishy(void)
{
    p = malloc((size_t)fishy_size);
}
static void forked(void)
{
    if (!fork()) {
        free(p);
        _exit(0);
    }
    wait(NULL);
}
static void apply_it(void)
{
    sink = (int)apply(p + 30);
}
static void twice(void)
{
    char *r = p;
    free_string(r);
    free_string(r);
}
static void twice_c(void)
{
    char *r = p;
    free(r);
    free(r);
}

struct probe {
    const char *name;
    void (*steps[4])(void);
    int added;
};

static const struct probe probes[] = {
    {"cross-free", {make, c_free}, 0},
    {"cross-realloc", {make, c_realloc, c_free}, 0},
    {"cross-drop", {c_strdup, release}, 0},
    {"cross-then-release", {make, c_free, release}, 0},
    {"cross-delete", {make, delete_it}, 0},
    {"new-array-delete", {new_array, delete_it}, 0},
    {"malloc-delete", {c_malloc, delete_it}, 0},
    {"double-free-rust", {make, release, release}, 0},
    {"double-free-c", {c_malloc, c_free, c_free}, 0},
    {"double-free-one-line", {make, twice}, 0},
    {"double-free-cross-one-line", {make, twice_c}, 0},
    {"interior", {c_malloc, interior, c_free}, 0},
    {"rust-interior", {make, rust_interior, release}, 0},
    {"stack-free", {stack_free}, 0},
    {"static-free", {static_free}, 0},
    {"wild-free", {wild_free}, 0},
    {"use-after-free", {make, release, read_it, write_it}, 0},
    {"use-after-free-strlen", {make, release, strlen_it}, 0},
    {"use-after-free-rust", {make_holder, free_holder, sum}, 0},
    {"use-after-free-cxx", {c_malloc, peek, c_free}, 0},
    {"double-free-holder", {make_holder, free_holder, free_holder}, 0},
    {"out-of-bounds", {c_malloc, read_after, write_before, c_free}, 0},
    {"out-of-bounds-far", {c_malloc, read_far, c_free}, 0},
    {"out-of-bounds-rust", {make, apply_it, release}, 0},
    {"uninitialised", {c_malloc_bare, decide, value, c_free}, 0},
    {"uninitialised-stack", {decide_stack}, 0},
    {"syscall-uninitialised", {c_malloc_bare, syscall_bad, c_free}, 0},
    {"syscall-unaddressable", {c_malloc, c_free, syscall_bad}, 0},
    {"wild-jump", {make, wild_jump}, 0},
    {"segv", {make, read_null}, 0},
    {"abort-call", {make, do_abort}, 0},
    {"sigterm", {make, do_exit}, 0},
    {"panic", {make, panic_across}, 0},
    {"leak", {make, forget}, 1},
    {"leak-nested", {nest, make, c_malloc, forget}, 1},
    {"leak-cycle", {cycle_new, forget}, 1},
    {"leak-possible", {possible}, 1},
    {"leak-reachable", {keep, say_hello}, 1},
    {"leak-thread", {by_thread, forget}, 1},
    {"panic-caught", {make, (void (*)(void))panic_caught, release}, 1},
    {"layout", {bytes_wrong_capacity}, 0},
    {"wrong-release", {make_holder, wrong}, 0},
    {"owner", {make, owner, release}, 0},
    {"owner-c", {c_malloc, owner, c_free, owner}, 0},
    {"thread", {c_malloc, c_free, on_thread}, 0},
    {"overlap", {c_malloc, overlap, c_free}, 0},
    {"fishy", {fishy}, 0},
    {"fork", {c_malloc, forked, c_free}, 0},
    {"clean", {make, release, c_malloc, c_free}, 0},
};

int main(int argc, char **argv)
{
    void (*lines[])(void (*)(void)) = {at_line_2, at_line_3, at_line_4, at_line_5};

    for (size_t i = 0; argc > 1 && i < sizeof probes / sizeof *probes; i++)
        if (strcmp(probes[i].name, argv[1]) == 0) {
            VALGRIND_PRINTF("freehold: begin %u\n", (unsigned)i);
            for (int s = 0; s < 4 && probes[i].steps[s]; s++)
                lines[s](probes[i].steps[s]);
            VALGRIND_PRINTF("freehold: end %u\n", (unsigned)i);
            scrub();
            if (probes[i].added) {
                rust_heap_protect(1);
                VALGRIND_DO_ADDED_LEAK_CHECK;
                rust_heap_protect(0);
                VALGRIND_PRINTF("freehold: checked %u\n", (unsigned)i);
            }
            rust_heap_protect(1);
            return 0;
        }
    for (size_t i = 0; argc == 1 && i < sizeof probes / sizeof *probes; i++)
        puts(probes[i].name);
    return argc > 1;
}
