// SPDX-License-Identifier: MIT
#include "classify/fatal_signal.h"

#include <signal.h>
#include <string.h>

#include "classify/stack.h"
#include "classify/words.h"
#include "log/memcheck_headline.h"
#include "model/stack.h"
#include "wire/notices.h"

/* Begins to unwind; "__rustc::rust_panic" of newer compilers. */
static gboolean is_rust_panic(const char *function)
{
    return g_str_equal(function, "rust_panic") || g_str_has_suffix(function, "::rust_panic");
}

/* What runs only while somebody panics. std::panicking has catch_unwind() as well, which stands at the bottom
 * of every thread's stack and of main's. */
static gboolean is_panic(const char *function)
{
    static const char *const parts[] = {"core::panicking::",
                                        "std::panicking::begin_panic",
                                        "std::panicking::rust_panic",
                                        "std::panicking::panic_with_hook",
                                        "std::panicking::panic_handler",
                                        "std::panicking::default_hook",
                                        "rust_begin_unwind",
                                        "begin_panic_handler",
                                        "__rust_start_panic",
                                        "panic_cannot_unwind",
                                        "panic_nounwind",
                                        "panic_in_cleanup",
                                        "panic_abort::"};

    if (!function)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (strstr(function, parts[i]))
            return TRUE;
    return is_rust_panic(function) || g_str_has_prefix(function, "rust_panic_with");
}

/* A panic that can't go on ends the process itself: by abort(), or by an instruction that is none. Any other
 * signal is somebody's mistake, whoever panics at the time. libFuzzer does not say which it was. */
static gboolean may_be_of_panic(guint number)
{
    return number == SIGABRT || number == SIGILL || number == SIGTRAP || number == 0;
}

/* The outermost frame of the panic machinery; -1: it was no panic. */
static gint panic_frame(const struct fh_record *record)
{
    const struct fh_stack *stack = record->stack;

    for (gint i = stack && may_be_of_panic(record->signal) ? (gint)stack->frames->len - 1 : -1; i >= 0; i--) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, (guint)i);

        if (is_panic(frame->function))
            return i;
    }
    return -1;
}

/* The panic came to a function that nothing unwinds through: an `extern "C"` one says so itself; past C's,
 * which has nobody that catches it, rust_panic() gives up. Else it ended the process by the way: panic =
 * "abort", a hook, a destructor that panicked. */
static gboolean has_crossed(const struct fh_stack *stack)
{
    for (guint i = 0; i < stack->frames->len; i++) {
        const char *function = ((const struct fh_frame *)g_ptr_array_index(stack->frames, i))->function;

        if (!function)
            continue;
        if (strstr(function, "panic_cannot_unwind") || strstr(function, "panic_no_unwind") ||
            is_rust_panic(function))
            return TRUE;
        if (strstr(function, "__rust_start_panic") || strstr(function, "panic_abort::"))
            return FALSE;
    }
    return FALSE;
}

/* How a process sends itself a signal, by the names that a log has for it. */
static gboolean is_raise(const char *function)
{
    static const char *const names[] = {"raise",      "kill",    "abort", "__GI_raise",
                                        "__GI_abort", "gsignal", NULL};

    return strstr(function, "pthread_kill") || g_strv_contains(names, function);
}

/* The first function from frame `from` on that is somebody's own: the user's, or, where there is none of
 * these, a library's. NULL: there is none. Borrowed. */
static const char *own_function(const struct fh_stack *stack, gint from)
{
    const char *librarys = NULL;

    for (guint i = (guint)from; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (frame->function && !fh_frame_is_harness(frame) && !fh_frame_is_rust_library(frame) &&
            !is_panic(frame->function) && !is_raise(frame->function)) {
            if (fh_frame_is_users(frame))
                return frame->function;
            librarys = librarys ? librarys : frame->function;
        }
    }
    return librarys;
}

static gint abort_frame(const struct fh_stack *stack)
{
    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (g_strcmp0(frame->function, "abort") == 0 || g_strcmp0(frame->function, "__GI_abort") == 0)
            return (gint)i;
    }
    return -1;
}

/* "access not within mapped region", from the line below the headline. */
static char *fault_words(const struct fh_record *record)
{
    const char *line = strchr(record->text, '\n');
    char *words;

    if (!line || line[1] != ' ' || line[2] == ' ')
        return NULL;
    line += 2;
    words = g_strndup(line, strcspn(line, "\n"));
    if (strstr(words, " at address "))
        *strstr(words, " at address ") = '\0';
    *words = g_ascii_tolower(*words);
    return words;
}

/* Valgrind names the fault that a signal comes from, but for two signals. A sanitizer has the same words for
 * a signal that was sent; it is told of few of those. */
static gboolean is_fault(const struct fh_record *record)
{
    g_autofree char *words = NULL;

    switch (record->signal) {
    case SIGTRAP:
    case SIGSYS:
        return TRUE;
    case SIGSEGV:
    case SIGBUS:
    case SIGFPE:
    case SIGILL:
        words = fault_words(record);
        return words || !g_str_has_prefix(record->headline, "Process terminating ");
    default:
        return FALSE;
    }
}

static gboolean names_raise(const struct fh_frame *frame)
{
    return frame->function && is_raise(frame->function);
}

static gboolean is_sent_by_itself(const struct fh_record *record)
{
    for (guint i = 0; record->stack && i < record->stack->frames->len; i++)
        if (names_raise(record->stack->frames->pdata[i]))
            return TRUE;
    return FALSE;
}

static gboolean has_notice(const GPtrArray *records, const char *format, guint number)
{
    g_autofree char *text = g_strdup_printf(format, number);

    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);

        if (record->type == FH_RECORD_NOTICE && g_str_equal(record->headline, text))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_own(const struct fh_record *fatal, const GPtrArray *records)
{
    if (!fh_signal_is_of_a_fault(fatal->signal) ||
        has_notice(records, FH_NOTICE_PREFIX FH_NOTICE_FOREIGN_SIGNAL, fatal->signal))
        return FALSE;
    return has_notice(records, FH_NOTICE_PREFIX FH_NOTICE_SIGNAL, fatal->signal) ||
           is_sent_by_itself(fatal) || is_fault(fatal);
}

guint fh_signal_from_outside(const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);

        if (record->type == FH_RECORD_FATAL_SIGNAL && !is_own(record, records))
            return record->signal;
    }
    return 0;
}

GPtrArray *fh_records_without_end(const GPtrArray *records)
{
    GPtrArray *own = g_ptr_array_new();
    gboolean was_ended = fh_signal_from_outside(records) != 0;

    for (guint i = 0; i < records->len; i++) {
        struct fh_record *record = g_ptr_array_index(records, i);

        if (!was_ended || record->type != FH_RECORD_FATAL_SIGNAL)
            g_ptr_array_add(own, record);
    }
    return own;
}

/* The same from what ASan says below its headline. */
static const char *sanitizers_words(const struct fh_record *record)
{
    static const struct {
        const char *phrase, *words;
    } words[] = {
        {"stack-overflow on address ", "the stack overflowed"},
        {"pc points to the zero page", "a function was called through a null pointer"},
        {"PC is at a non-executable region", "a function was called at an address that holds no code"},
        {"address points to the zero page", "access through a null pointer"},
        {"caused by a READ memory access", "read not within mapped region"},
        {"caused by a WRITE memory access", "write not within mapped region"}};

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(record->text, words[i].phrase))
            return words[i].words;
    return NULL;
}

static char *cause_words(const struct fh_record *record)
{
    gint panic = panic_frame(record), aborted = abort_frame(record->stack);
    const char *in = own_function(record->stack, panic >= 0 ? panic + 1 : aborted >= 0 ? aborted + 1 : 0);
    g_autofree char *what = NULL;

    if (panic >= 0)
        what = g_strdup(has_crossed(record->stack) ? "a panic crossed the boundary" : "a panic ended it");
    else if (aborted >= 0)
        what = g_strdup("abort() was called");
    else
        what = fault_words(record);
    if (!what)
        what = g_strdup(sanitizers_words(record));
    if (!what)
        return in ? g_strdup_printf("in %s", in) : g_strdup("no stack says where");
    return in ? g_strdup_printf("%s, in %s", what, in) : g_steal_pointer(&what);
}

/* What the process said itself, if it is of this end: a panic's words of a panic, std's of an abort; of a
 * panic that a hook of the library's tells, what was written last. "": nothing. Caller owns. */
static char *last_words(const struct fh_classification *classification, const struct fh_record *record)
{
    const struct fh_last_words *words = classification->trace->last_words;
    const gboolean is_panic = panic_frame(record) >= 0;

    if (!words || (!is_panic && abort_frame(record->stack) < 0))
        return g_strdup("");
    if (words->text && words->is_panic == is_panic)
        return g_strconcat("; it said: ", words->text, NULL);
    if (is_panic && words->tail)
        return g_strconcat("; standard error ends with: ", words->tail, NULL);
    return g_strdup("");
}

static void classify_jump(struct fh_classification *classification, const struct fh_record *record,
                          guint position, guint line)
{
    struct fh_candidate *candidate = fh_candidate_add(classification, FH_KIND_ABORT, record, position, line);
    const char *where = record->address_kind == FH_ADDRESS_FREED_BLOCK  ? "into a block that was released"
                        : record->address_kind == FH_ADDRESS_LIVE_BLOCK ? "into a block"
                        : record->address < 4096                        ? "through a null pointer"
                                                                        : "to memory that holds no code";

    candidate->finding->message = g_strdup_printf("a function was called %s", where);
    fh_candidate_add_stack(candidate, record->stack, "at");
    fh_candidate_add_stack(candidate, record->block_stack,
                           candidate->is_on_freed_block ? "released" : "allocated");
}

void fh_classify_signal(struct fh_classification *classification, const struct fh_record *record,
                        guint position, guint line)
{
    struct fh_candidate *candidate;

    if (record->type == FH_RECORD_INVALID_JUMP) {
        classify_jump(classification, record, position, line);
        return;
    }
    candidate = fh_candidate_add(classification, FH_KIND_ABORT, record, position, line);
    g_autofree char *signal = fh_words_signal(record->signal);
    g_autofree char *cause = cause_words(record);
    g_autofree char *said = last_words(classification, record);
    candidate->finding->message = g_strdup_printf("the process ended with %s: %s%s", signal, cause, said);
    fh_candidate_add_stack(candidate, record->stack, "at");
}

/* The bytes in "vex amd64->IR: unhandled instruction bytes: 0x62 0xF1 …", the word in "disInstr(arm64):
 * unhandled instruction 0xD4200000". */
static char *instruction_of(const struct fh_record *record)
{
    static const char said[] = "unhandled instruction", more[] = " bytes:";
    const char *line = strstr(record->text, said);

    if (!line)
        return g_strdup("?");
    line += strlen(said);
    line += g_str_has_prefix(line, more) ? strlen(more) : 0;
    line += strspn(line, " ");
    return g_strndup(line, strcspn(line, "\n"));
}

/* Valgrind's own end, or one that it made the program take. */
static char *limit_words(const struct fh_record *record)
{
    const char *in = own_function(record->stack, 0);
    g_autofree char *where = in ? g_strconcat(", in ", in, NULL) : g_strdup("");
    g_autofree char *bytes = instruction_of(record);

    if (g_str_has_prefix(record->headline, "valgrind: Unrecognised instruction"))
        return g_strdup_printf(
            "Valgrind does not know an instruction that the program executed (%s)%s, and ended it there; use "
            "a newer Valgrind, or build for an older processor (-march=x86-64, -C target-cpu=x86-64; on "
            "aarch64 "
            "-march=armv8-a, -C target-cpu=generic)",
            bytes, where);
    if (fh_memcheck_gave_up(record->headline))
        return g_strdup(fh_memcheck_gave_up(record->headline));
    if (g_str_has_prefix(record->headline, "valgrind: "))
        return g_strdup_printf("Valgrind itself gave up%s: %s", where,
                               record->headline + strlen("valgrind: "));
    return g_strdup_printf(
        "operator new failed%s, and Valgrind, which can't throw the exception, ended the program there",
        where);
}

void fh_classify_limit(struct fh_classification *classification, const struct fh_record *record,
                       guint position)
{
    struct fh_candidate *candidate = fh_candidate_add(classification, FH_KIND_ABORT, record, position, 0);

    candidate->is_limit = TRUE;
    candidate->finding->message = limit_words(record);
}
