// SPDX-License-Identifier: MIT
#include "log/marks.h"

#include <string.h>

struct mark {
    enum fh_log_mark_kind kind;
    const char *beginning, *end; /* of the line; `end` NULL: anything */
    const char *who;             /* of a report of another tool's */
};

/* Sources, by the program that writes them; a group each. */
static const struct mark marks[] = {
    /* compiler-rt: tsan, nsan, dfsan, ubsan_minimal; gwp_asan/optional; scudo/standalone/report.cpp */
    {FH_LOG_MARK_REPORT, "WARNING: ThreadSanitizer: ", NULL, "ThreadSanitizer"},
    {FH_LOG_MARK_REPORT, "ERROR: ThreadSanitizer: ", NULL, "ThreadSanitizer"},
    {FH_LOG_MARK_REPORT, "FATAL: ThreadSanitizer: ", NULL, "ThreadSanitizer"},
    {FH_LOG_MARK_REPORT, "WARNING: NumericalStabilitySanitizer: ", NULL, "NumericalStabilitySanitizer"},
    {FH_LOG_MARK_REPORT, "WARNING: DataFlowSanitizer: ", NULL, "DataFlowSanitizer"},
    {FH_LOG_MARK_REPORT, "FATAL: DataFlowSanitizer: ", NULL, "DataFlowSanitizer"},
    {FH_LOG_MARK_REPORT, "ubsan: ", NULL, "UBSan's minimal runtime"},
    {FH_LOG_MARK_REPORT, "*** GWP-ASan detected a memory error ***", NULL, "GWP-ASan"},
    {FH_LOG_MARK_REPORT, "Scudo ERROR: ", NULL, "the allocator Scudo"},
    {FH_LOG_MARK_REPORT, "Scudo CHECK failed: ", NULL, "the allocator Scudo"},
    /* Dr. Memory, Miri, mtrace(1) */
    {FH_LOG_MARK_REPORT, "~~Dr.M~~ Error #", NULL, "Dr. Memory"},
    {FH_LOG_MARK_REPORT, "error: Undefined Behavior: ", NULL, "Miri"},
    {FH_LOG_MARK_REPORT, "Memory not freed:", "", "mtrace"},
    /* mimalloc options.c; jemalloc safety_check.c and util.h; gperftools debugallocation.cc (tcmalloc.cc
     * names a place first); snmalloc mem/; hardened_malloc and GrapheneOS' forks util.c; isoalloc; efence,
     * DUMA */
    {FH_LOG_MARK_REPORT, "mimalloc: error: ", NULL, "the allocator mimalloc"},
    {FH_LOG_MARK_REPORT, "mimalloc: assertion failed: ", NULL, "the allocator mimalloc"},
    {FH_LOG_MARK_REPORT, "<jemalloc>: size mismatch detected", NULL, "the allocator jemalloc"},
    {FH_LOG_MARK_REPORT, "<jemalloc>: double free ", NULL, "the allocator jemalloc"},
    {FH_LOG_MARK_REPORT, "<jemalloc>: ", "\"", "the allocator jemalloc"}, /* Failed assertion: "…" */
    {FH_LOG_MARK_REPORT, "memory allocation/deallocation mismatch at ", NULL, "the allocator tcmalloc"},
    {FH_LOG_MARK_REPORT, "memory stomping bug: ", NULL, "the allocator tcmalloc"},
    {FH_LOG_MARK_REPORT, "Heap corruption - free list corrupted!", "", "the allocator snmalloc"},
    {FH_LOG_MARK_REPORT, "Not deallocating start of an object", "", "the allocator snmalloc"},
    {FH_LOG_MARK_REPORT, "Not allocated by snmalloc", NULL, "the allocator snmalloc"},
    {FH_LOG_MARK_REPORT, "fatal allocator error: ", NULL, "the allocator hardened_malloc"},
    {FH_LOG_MARK_REPORT, "[ABORTING][", NULL, "the allocator IsoAlloc"},
    {FH_LOG_MARK_REPORT, "ElectricFence Aborting: ", NULL, "Electric Fence"},
    {FH_LOG_MARK_REPORT, "DUMA Aborting: ", NULL, "DUMA"},
    {FH_LOG_MARK_REPORT, "zend_mm_heap corrupted", "", "PHP's allocator"},
    /* glibc malloc/malloc.c, malloc-check.c, mcheck.c: malloc() has given up. memcheck and the sanitizers
     * have one of their own, which says no such thing. */
    {FH_LOG_MARK_REPORT, "free(): invalid ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "free(): double free detected", NULL, NULL},
    {FH_LOG_MARK_REPORT, "free(): corrupted ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "free(): unaligned chunk detected", NULL, NULL},
    {FH_LOG_MARK_REPORT, "free(): too many chunks detected", NULL, NULL},
    {FH_LOG_MARK_REPORT, "double free or corruption (", NULL, NULL},
    {FH_LOG_MARK_REPORT, "invalid fastbin entry (free)", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): corrupted ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): memory corruption", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): invalid ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): mismatching ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): smallbin double linked list corrupted", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): largebin double linked list corrupted", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): unaligned ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc(): unsorted double linked list corrupted", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc_consolidate(): ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc_check_get_size: memory corruption", NULL, NULL},
    {FH_LOG_MARK_REPORT, "malloc: top chunk is corrupt", NULL, NULL},
    {FH_LOG_MARK_REPORT, "realloc(): invalid ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "realloc(): unaligned ", NULL, NULL},
    {FH_LOG_MARK_REPORT, "munmap_chunk(): invalid pointer", NULL, NULL},
    {FH_LOG_MARK_REPORT, "mremap_chunk(): invalid pointer", NULL, NULL},
    {FH_LOG_MARK_REPORT, "tcache_thread_shutdown(): unaligned tcache chunk detected", NULL, NULL},
    {FH_LOG_MARK_REPORT, "corrupted size vs. prev_size", NULL, NULL},
    {FH_LOG_MARK_REPORT, "corrupted double-linked list", NULL, NULL},
    {FH_LOG_MARK_REPORT, "break adjusted to free malloc space", NULL, NULL},
    {FH_LOG_MARK_REPORT, "block freed twice", "", NULL},
    {FH_LOG_MARK_REPORT, "memory clobbered before allocated block", "", NULL},
    {FH_LOG_MARK_REPORT, "memory clobbered past end of allocated block", "", NULL},
    {FH_LOG_MARK_REPORT, "*** Error in `", NULL, NULL},
    {FH_LOG_MARK_REPORT, "*** glibc detected ***", NULL, NULL},
    {FH_LOG_MARK_REPORT, "Fatal glibc error: malloc", NULL, NULL},
    /* glibc debug/fortify_fail.c and assert/; libstdc++ vterminate.cc, pure.cc; libc++abi */
    {FH_LOG_MARK_WORDS, "*** ", " ***: terminated", NULL},
    {FH_LOG_MARK_WORDS, "*** stack smashing detected ***", NULL, NULL},
    {FH_LOG_MARK_WORDS, "*** buffer overflow detected ***", NULL, NULL},
    {FH_LOG_MARK_WORDS, "Fatal glibc error: ", NULL, NULL},
    {FH_LOG_MARK_WORDS, "terminate called ", NULL, NULL},
    {FH_LOG_MARK_WORDS, "pure virtual method called", "", NULL},
    {FH_LOG_MARK_WORDS, "libc++abi: terminating ", NULL, NULL},
    {FH_LOG_MARK_WORDS, "libc++abi: Pure virtual ", NULL, NULL},
    /* Rust std: rt.rs and sys/ (rtabort!), panicking.rs, alloc.rs */
    {FH_LOG_MARK_WORDS, "fatal runtime error: ", NULL, NULL},
    {FH_LOG_MARK_WORDS, "thread caused non-unwinding panic. aborting.", NULL, NULL},
    {FH_LOG_MARK_WORDS, "memory allocation of ", " failed", NULL},
    /* CPython pylifecycle.c; Go runtime/signal_unix.go, mgcmark.go; V8 logging.cc; HotSpot vmError.cpp */
    {FH_LOG_MARK_WORDS, "Fatal Python error: ", NULL, NULL},
    {FH_LOG_MARK_WORDS, "fatal error: unexpected signal during runtime execution", NULL, NULL},
    {FH_LOG_MARK_WORDS, "fatal error: found bad pointer in Go heap", NULL, NULL},
    {FH_LOG_MARK_WORDS, "SIGABRT: abort", NULL, NULL},
    {FH_LOG_MARK_WORDS, "SIGSEGV: segmentation violation", NULL, NULL},
    {FH_LOG_MARK_WORDS, "# Fatal error in ", NULL, NULL},
    {FH_LOG_MARK_WORDS, "# A fatal error has been detected by the Java Runtime Environment:", NULL, NULL},
    /* coreutils timeout.c, qemu linux-user, go run, cargo test, zsh, fish */
    {FH_LOG_MARK_SHELL, "timeout: the monitored command dumped core", NULL, NULL},
    {FH_LOG_MARK_SHELL, "qemu: uncaught target signal ", NULL, NULL},
    {FH_LOG_MARK_SHELL, "signal: ", " (core dumped)", NULL},
    {FH_LOG_MARK_SHELL, "zsh: abort", NULL, NULL},
    {FH_LOG_MARK_SHELL, "zsh: segmentation fault", NULL, NULL},
    {FH_LOG_MARK_SHELL, "zsh: bus error", NULL, NULL},
    {FH_LOG_MARK_SHELL, "fish: Job ", "SIGABRT (Abort)", NULL},
    {FH_LOG_MARK_SHELL, "fish: Job ", "SIGSEGV (Address boundary error)", NULL},
};

/* What follows a place in a program, which the line begins with: "beginning" is where that ends. */
static const struct mark placed[] = {
    {FH_LOG_MARK_REPORT, "] Attempt to free invalid pointer ", NULL, "the allocator tcmalloc"},
    {FH_LOG_MARK_REPORT, "] Attempt to realloc invalid pointer ", NULL, "the allocator tcmalloc"},
    {FH_LOG_MARK_WORDS, ": Assertion `", "' failed.", NULL}, /* glibc assert/assert.c */
    {FH_LOG_MARK_WORDS, ": Assertion '", "' failed.", NULL}, /* libstdc++ */
    {FH_LOG_MARK_WORDS, ": assertion failed", NULL, NULL},   /* GLib gtestutils.c */
    {FH_LOG_MARK_WORDS, ": libc++ Hardening assertion ", NULL, NULL},
};

/* strsignal(), of signals by which a fault ends a process. Who is killed from outside has none. */
static const char *const signals[] = {
    "Aborted",
    "Segmentation fault",
    "Bus error",
    "Bad system call",
    "Floating point exception",
    "Illegal instruction",
    "Trace/breakpoint trap",
};

struct line {
    const char *start, *end;
};

static gboolean takes(struct line *line, const char *text)
{
    const gsize length = strlen(text);
    if ((gsize)(line->end - line->start) < length || memcmp(line->start, text, length) != 0)
        return FALSE;
    line->start += length;
    return TRUE;
}

static gboolean ends_in(const struct line *line, const char *text)
{
    const gsize length = strlen(text);
    return (gsize)(line->end - line->start) >= length && memcmp(line->end - length, text, length) == 0;
}

static void skip(struct line *line, const char *bytes)
{
    while (line->start < line->end && *line->start != '\0' && strchr(bytes, *line->start))
        line->start++;
}

/* NULL: anything; "": nothing more. */
static gboolean is_ended_by(const struct line *rest, const char *end)
{
    return !end || (*end == '\0' ? rest->start == rest->end : ends_in(rest, end));
}

/* ":123" */
static gboolean names_line(const char *start, const char *end)
{
    for (const char *at = start; at + 1 < end; at++)
        if (*at == ':' && g_ascii_isdigit(at[1]))
            return TRUE;
    return FALSE;
}

/* All that a line may begin with is as long. */
#define TOLD_BY 4 /* bytes */

/* Of the first letters of `text`, in so many bits that few lines share them by chance. */
static guint16 hash_of(const char *text)
{
    guint32 letters;
    memcpy(&letters, text, TOLD_BY);
    return (guint16)((letters * 2654435761U) >> 16);
}

static gpointer collect_hashes(gpointer unused)
{
    static guint8 hashes[G_MAXUINT16 + 1];
    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        hashes[hash_of(marks[i].beginning)] = 1;
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        hashes[hash_of(signals[i])] = 1;
    return hashes;
}

/* Most lines don't. */
static gboolean may_begin(const struct line *line)
{
    static GOnce once = G_ONCE_INIT;
    const guint8 *hashes = g_once(&once, collect_hashes, NULL);
    return line->end - line->start >= TOLD_BY && hashes[hash_of(line->start)];
}

static const struct mark *find_beginning(const struct line *line)
{
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        struct line rest = *line;
        if (takes(&rest, marks[i].beginning) && is_ended_by(&rest, marks[i].end))
            return &marks[i];
    }
    return NULL;
}

/* "prog: a.c:5: main: Assertion `x' failed." */
static const struct mark *find_placed(struct line line)
{
    for (guint i = 0; i < G_N_ELEMENTS(placed); i++) {
        const char *found = memmem(line.start, (gsize)(line.end - line.start), placed[i].beginning,
                                   strlen(placed[i].beginning));
        if (found && names_line(line.start, found) && is_ended_by(&line, placed[i].end))
            return &placed[i];
    }
    return NULL;
}

/* A signal's name at the start of `line`. */
static gboolean takes_signal(struct line *line)
{
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        if (takes(line, signals[i])) {
            skip(line, " ");
            takes(line, "(core dumped)");
            return TRUE;
        }
    return FALSE;
}

/* "Aborted (core dumped)", and nothing else. */
static gboolean is_signal(struct line line)
{
    return takes_signal(&line) && line.start == line.end;
}

/* bash, of a script's: "./t.sh: line 3:  4242 Aborted                 (core dumped) ./a" */
static gboolean is_of_script(struct line line)
{
    static const char digits[] = "0123456789";
    const char *found = memmem(line.start, (gsize)(line.end - line.start), ": line ", strlen(": line "));
    if (!found)
        return FALSE;
    line.start = found + strlen(": line ");
    skip(&line, digits);
    if (!takes(&line, ": "))
        return FALSE;
    skip(&line, " ");
    skip(&line, digits);
    return takes(&line, " ") && takes_signal(&line);
}

/* "make: *** [Makefile:2: check] Aborted (core dumped)" */
static gboolean is_of_make(struct line line)
{
    const char *found =
        takes(&line, "make") ? memmem(line.start, (gsize)(line.end - line.start), "] ", strlen("] ")) : NULL;
    line.start = found ? found + strlen("] ") : line.end;
    return is_signal(line);
}

/* cargo: "process didn't exit successfully: `target/debug/a` (signal: 6, SIGABRT: process abort signal)" */
static gboolean is_of_cargo(struct line line)
{
    skip(&line, " ");
    takes(&line, "error: ");
    return takes(&line, "process didn't exit successfully: `") &&
           memmem(line.start, (gsize)(line.end - line.start), "` (signal: ", strlen("` (signal: "));
}

/* "prog:", "src/tcmalloc.cc:333]": the line names who speaks, or a place. "process" is what cargo begins
 * with. */
static gboolean has_speaker(const struct line *line)
{
    struct line rest = *line;
    const char *blank;
    skip(&rest, " ");
    blank = memchr(rest.start, ' ', (gsize)(rest.end - rest.start));
    return blank && blank > rest.start && (blank[-1] == ':' || blank[-1] == ']' || takes(&rest, "process "));
}

static const struct mark shells = {FH_LOG_MARK_SHELL, NULL, NULL, NULL};

static const struct mark *find_by_speaker(const struct line *line)
{
    if (!has_speaker(line))
        return NULL;
    return is_of_script(*line) || is_of_make(*line) || is_of_cargo(*line) ? &shells : find_placed(*line);
}

static const struct mark *find(const char *start, gsize size)
{
    struct line line = {start, start + size};
    const struct mark *mark = NULL;
    while (line.end > line.start && (line.end[-1] == '\r' || line.end[-1] == ' '))
        line.end--;
    if (may_begin(&line))
        mark = is_signal(line) ? &shells : find_beginning(&line);
    return mark ? mark : find_by_speaker(&line);
}

enum fh_log_mark_kind fh_log_mark_kind(const char *line, gsize size)
{
    const struct mark *mark = find(line, size);
    return mark ? mark->kind : FH_LOG_MARK_NONE;
}

char *fh_log_mark_words(const char *line, gsize size)
{
    const struct mark *mark = find(line, size);
    if (mark->who)
        return g_strdup_printf("a report of %s", mark->who);
    return g_strdup_printf(
        "%s ('%.*s')",
        mark->kind == FH_LOG_MARK_REPORT  ? "the C library ended a process that no tool watched"
        : mark->kind == FH_LOG_MARK_WORDS ? "a process that no tool watched ended itself"
                                          : "a signal ended a process that no tool watched",
        (int)size, line);
}
