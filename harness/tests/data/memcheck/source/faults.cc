// SPDX-License-Identifier: MIT
/* What every Valgrind is asked about: one run, a group of faults. Makes ../versions; see ../make.sh. */
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <malloc.h>
#include <new>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/memcheck.h>

static volatile int sink;
static void *volatile keep[4];

struct node {
    node *next;
    char text[24];
};

/* Lets nothing of what was called before stay on the stack or in registers. */
static __attribute__((noinline)) void scrub()
{
    char space[65536];
    memset(space, 0, sizeof space);
    __asm__ volatile("" ::"r"(space) : "memory", "rbx", "r12", "r13", "r14", "r15");
}

static __attribute__((noinline)) node *make_node(node *next)
{
    node *n = static_cast<node *>(malloc(sizeof *n));
    memset(n, 0, sizeof *n);
    n->next = next;
    return n;
}

static __attribute__((noinline)) void lose()
{
    node *volatile lost = make_node(make_node(nullptr));
    keep[0] = reinterpret_cast<char *>(make_node(nullptr)) + 8;
    keep[1] = make_node(nullptr);
    lost = static_cast<node *>(malloc(1234567));
    lost = nullptr;
    (void)lost;
}

static void leaks()
{
    lose();
    scrub();
}

static void added_leaks()
{
    leaks();
    VALGRIND_DO_ADDED_LEAK_CHECK;
    keep[1] = nullptr;
    scrub();
    VALGRIND_DO_ADDED_LEAK_CHECK;
}

static void mismatched()
{
    char *volatile a = new char;
    char *volatile b = static_cast<char *>(malloc(10));
    char *volatile c = new char[30];
    free(a);
    ::operator delete(b);
    ::operator delete(c);
}

static __attribute__((noinline)) void release(void *p)
{
    free(p);
}

static void access()
{
    char *volatile p = static_cast<char *>(calloc(1, 24));
    sink = p[24];
    p[-1] = 1;
    release(p);
    *reinterpret_cast<volatile long *>(p + 8) = 1;
    sink = *reinterpret_cast<volatile short *>(p + 2);
}

static void uninitialised()
{
    int null = open("/dev/null", O_WRONLY);
    char *volatile p = static_cast<char *>(malloc(4000));
    static volatile char table[256];
    volatile char here[8];
    __asm__ volatile("" ::"r"(here) : "memory");
    if (p[5] == 'x')
        sink = 1;
    sink = table[static_cast<unsigned char>(p[6])];
    if (here[3])
        sink = 2;
    sink = static_cast<int>(write(null, p, 4));
    (void)VALGRIND_CHECK_MEM_IS_DEFINED(p + 40, 4);
    (void)VALGRIND_CHECK_MEM_IS_ADDRESSABLE(p + 3999, 2);
    free(p);
    sink = static_cast<int>(write(null, p, 4));
}

static void invalid_free()
{
    char *volatile p = static_cast<char *>(malloc(16));
    static char fixed[16];
    char here[16] = "stack";
    free(p + 1);
    release(p);
    release(p);
    p = fixed;
    release(p);
    p = here;
    __asm__ volatile("" ::"r"(here) : "memory");
    release(p);
}

static void segv()
{
    keep[0] = make_node(nullptr);
    sink = *reinterpret_cast<volatile int *>(8);
}

static __attribute__((noinline)) int deeper(int n)
{
    volatile char space[65536];
    space[n & 15] = 1;
    return n ? deeper(n + 1) + space[3] : 0;
}

static void overflow()
{
    sink = deeper(1);
}

static void jump()
{
    reinterpret_cast<void (*)()>(0x4010)();
}

static void forks()
{
    char *volatile p = static_cast<char *>(malloc(8));
    if (!fork()) {
        sink = p[8];
        free(p);
        _exit(0);
    }
    wait(nullptr);
    sink = p[9];
    free(p);
}

static void *on_thread(void *data)
{
    prctl(PR_SET_NAME, "worker <&>");
    sink = static_cast<char *>(data)[7];
    return nullptr;
}

static void threads()
{
    char *volatile p = static_cast<char *>(malloc(4));
    pthread_t t;
    pthread_create(&t, nullptr, on_thread, p);
    pthread_join(t, nullptr);
    sink = p[8];
    free(p);
}

static void messages()
{
    char *volatile p = static_cast<char *>(malloc(4));
    VALGRIND_PRINTF("begin <1> & \"more\"\n");
    VALGRIND_PRINTF_BACKTRACE("with a stack %d\n", 2);
    sink = p[4];
    VALGRIND_PRINTF("no newline");
    VALGRIND_PRINTF(", two\nlines\n");
    VALGRIND_MONITOR_COMMAND("v.info location 0x20");
    free(p);
    VALGRIND_PRINTF("end\n");
}

static void interleaved()
{
    char *volatile p = static_cast<char *>(malloc(4));
    setvbuf(stdout, nullptr, _IONBF, 0);
    printf("a line of the program's\n==1== HEAP SUMMARY:\nthe beginning of a line, and then ");
    sink = p[4];
    printf("All heap blocks were freed -- no leaks are possible\n");
    free(p);
    release(p);
    printf("the last words");
}

static void sizes()
{
    char *volatile p = static_cast<char *>(malloc(30));
    volatile size_t huge = static_cast<size_t>(-5), zero = 0;
    static char *(*volatile copy)(char *, const char *, size_t) = strncpy;
    static char *(*volatile copy_all)(char *, const char *) = strcpy;
    strcpy(p, "0123456789");
    copy(p + 2, p, 8);
    copy_all(p, p + 1);
    keep[0] = malloc(huge);
    p = static_cast<char *>(realloc(p, zero));
    keep[1] = p;
}

static void alignments()
{
    volatile size_t zero = 0, odd = 3, eight = 8, sixteen = 16;
    void *p = nullptr;
    keep[0] = aligned_alloc(odd, sixteen);
    free(keep[0]);
    keep[0] = memalign(sixteen, zero);
    free(keep[0]);
    sink = posix_memalign(&p, odd, sixteen);
    keep[0] = aligned_alloc(sixteen, eight);
    free(keep[0]);
    keep[0] = ::operator new(20);
    ::operator delete(keep[0], static_cast<size_t>(eight));
    keep[0] = ::operator new[](20);
    ::operator delete[](keep[0], static_cast<size_t>(eight));
    keep[0] = ::operator new(64, std::align_val_t(64));
    ::operator delete(keep[0], std::align_val_t(32));
    keep[0] = ::operator new(64, std::align_val_t(64));
    ::operator delete(keep[0]);
    keep[0] = ::operator new(64, std::align_val_t(odd));
}

static void descriptors()
{
    int left = open("/dev/null", O_RDONLY);
    int twice = open("/etc/passwd", O_RDONLY);
    char c = 0;
    close(twice);
    close(twice);
    sink = static_cast<int>(write(twice, &c, 1));
    sink = static_cast<int>(write(-2, &c, 1));
    (void)left;
}

static void pool()
{
    char *volatile p = static_cast<char *>(malloc(64));
    VALGRIND_MEMPOOL_ALLOC(p, p, 8);
    VALGRIND_MALLOCLIKE_BLOCK(p + 16, 16, 0, 0);
    sink = p[15];
    VALGRIND_FREELIKE_BLOCK(p + 16, 0);
    sink = p[17];
    free(p);
}

static void ends_early()
{
    access();
    raise(SIGTERM);
}

static void repeated()
{
    char *volatile p = static_cast<char *>(malloc(4));
    for (int i = 4; i < 7; i++)
        sink = p[i];
    free(p);
}

static void clean()
{
    free(make_node(nullptr));
    delete[] new int[3];
}

static const struct {
    const char *name;
    void (*run)();
} all[] = {
    {"clean", clean},       {"leaks", leaks},
    {"added", added_leaks}, {"mismatched", mismatched},
    {"access", access},     {"uninitialised", uninitialised},
    {"free", invalid_free}, {"segv", segv},
    {"overflow", overflow}, {"jump", jump},
    {"fork", forks},        {"thread", threads},
    {"messages", messages}, {"interleaved", interleaved},
    {"sizes", sizes},       {"alignments", alignments},
    {"fds", descriptors},   {"pool", pool},
    {"sigterm", ends_early}, {"repeated", repeated},
};

int main(int argc, char **argv)
{
    for (const auto &one : all)
        if (argc > 1 && strcmp(argv[1], one.name) == 0)
            one.run();
    return 0;
}
