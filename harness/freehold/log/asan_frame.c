// SPDX-License-Identifier: MIT
#include <string.h>

#include "log/asan_frame.h"
#include "log/scan.h"
#include "model/stack.h"
#include "symbols/demangle.h"
#include "wire/allocators.h"

static void cut_build_id(char *text)
{
    const char *group = fh_scan_closing_group(text);

    if (group && g_str_has_prefix(group, "(BuildId: "))
        text[group - text] = '\0';
    g_strchomp(text);
}

/* "(/src/a.out+0x12d2)" at the end: cuts it off. */
static gboolean take_object(char *text, char **object, guint64 *offset)
{
    const char *group = fh_scan_closing_group(text);
    const char *plus = group ? g_strrstr(group, "+0x") : NULL;
    const char *digits = plus ? plus + 1 : NULL;

    if (!plus || !fh_scan_hex(&digits, offset) || !g_str_equal(digits, ")"))
        return FALSE;
    *object = g_strndup(group + 1, (gsize)(plus - group - 1));
    text[group - text] = '\0';
    g_strchomp(text);
    return TRUE;
}

/* Cuts ":NUMBER" off the end. */
static gboolean take_number(char *text, guint64 *number)
{
    char *colon = strrchr(text, ':');
    const char *digits = colon ? colon + 1 : NULL;

    if (!colon || !fh_scan_number(&digits, number) || *digits)
        return FALSE;
    *colon = '\0';
    return TRUE;
}

static gboolean is_balanced(const char *text, gsize length)
{
    gint depth = 0;

    for (gsize i = 0; i < length; i++)
        depth += (text[i] == '(') - (text[i] == ')');
    return depth == 0;
}

/* Where the file begins in "FUNCTION FILE". Functions have spaces and brackets of their own, absolute paths
 * may have. */
static char *file_start(char *text)
{
    char *last = strrchr(text, ' ');

    for (char *at = strstr(text, " /"); at; at = strstr(at + 1, " /"))
        if (at > text && is_balanced(text, (gsize)(at - text)))
            return at;
    return last && last > text && is_balanced(text, (gsize)(last - text)) ? last : NULL;
}

/* Functions of the runtime's own, and of libFuzzer's. */
static gboolean is_runtimes(const char *function)
{
    static const char *const prefixes[] = {"__interceptor_",
                                           "___interceptor_",
                                           "__asan_",
                                           "__sanitizer_",
                                           "__lsan_",
                                           "__ubsan_",
                                           "__msan_",
                                           "fuzzer::",
                                           "printf_common(",
                                           "scanf_common(",
                                           "MemcmpInterceptorCommon(",
                                           "StrstrCheck(",
                                           "StrtolFixAndCheck("};

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(function, prefixes[i]))
            return TRUE;
    return FALSE;
}

/* "main /src/a.c:9:3", "main /src/a.c:9", "operator new(unsigned long)" */
static void read_function(struct fh_frame *frame, char *text)
{
    guint64 line = 0, column;
    char *start;

    if (take_number(text, &column)) {
        if (!take_number(text, &line))
            line = column;
        start = file_start(text);
        if (start && line <= G_MAXUINT) {
            *start = '\0';
            frame->file = g_strdup(start + 1);
            frame->line = (guint)line;
        }
    }
    if (*text)
        frame->function = fh_symbols_demangle(text);
    frame->is_harness = is_runtimes(text);
}

/* What the runtime stands in for, under its own name since LLVM 15. */
static gboolean is_intercepted(const char *function)
{
    static const char *const names[] = {
        "memcpy",  "memmove",  "memset",     "memcmp",      "memchr",     "memmem",         "bcmp",
        "strlen",  "strnlen",  "strcpy",     "strncpy",     "strcat",     "strncat",        "strcmp",
        "strncmp", "strstr",   "strchr",     "strrchr",     "strspn",     "strcspn",        "strpbrk",
        "strtol",  "strtoll",  "atoi",       "atol",        "atoll",      "wcslen",         "wcsnlen",
        "wcscat",  "puts",     "fputs",      "printf",      "fprintf",    "sprintf",        "snprintf",
        "vprintf", "vfprintf", "vsprintf",   "vsnprintf",   "sscanf",     "fscanf",         "fread",
        "fwrite",  "read",     "write",      "pread",       "pwrite",     "recv",           "recvfrom",
        "send",    "sendto",   "strcasecmp", "strncasecmp", "strcasestr", "pthread_create", NULL};

    return g_strv_contains(names, function);
}

/* The runtime may be linked into the program (clang's always is, unless told otherwise): its functions have
 * no source, and those of allocators and of the C library stand in for the real ones. */
static void mark_runtime(struct fh_frame *frame)
{
    const char *function = frame->function;

    frame->is_harness |= function && !frame->file &&
                         (is_runtimes(function) || is_intercepted(function) || fh_allocator_find(function));
}

static void free_frame(gpointer frame)
{
    fh_frame_free(frame);
}

static GPtrArray *name_frames(const char *object, guint64 offset, guint64 address, fh_asan_resolve *resolve,
                              gpointer data)
{
    GPtrArray *frames = g_ptr_array_new_with_free_func(free_frame);

    resolve(data, object, offset, frames);
    for (guint i = 0; i < frames->len; i++) {
        struct fh_frame *frame = g_ptr_array_index(frames, i);

        frame->address = address;
        mark_runtime(frame);
    }
    return frames;
}

static GPtrArray *read_named(char *text, guint64 address, char *object)
{
    GPtrArray *frames = g_ptr_array_new_with_free_func(free_frame);
    struct fh_frame *frame = fh_frame_new();

    frame->address = address;
    read_function(frame, text);
    if (frame->file)
        g_free(object);
    else
        frame->object = object;
    mark_runtime(frame);
    g_ptr_array_add(frames, frame);
    return frames;
}

GPtrArray *fh_asan_frames(const char *text, fh_asan_resolve *resolve, gpointer data, guint64 *number)
{
    const char *at = text + strspn(text, " ");
    g_autofree char *rest = NULL;
    char *object = NULL, *name;
    guint64 address, offset = 0;

    if (at == text || !fh_scan_text(&at, "#") || !fh_scan_number(&at, number) || !fh_scan_text(&at, " ") ||
        !fh_scan_hex(&at, &address) || (*at && *at != ' '))
        return NULL;
    rest = g_strdup(at);
    cut_build_id(rest);
    take_object(rest, &object, &offset);
    name = rest + strspn(rest, " ");
    if (g_str_equal(name, "(<unknown module>)"))
        *name = '\0';
    if (g_str_has_prefix(name, "in "))
        name += strlen("in ");
    if (*name || !object || !resolve)
        return read_named(name, address, object);
    GPtrArray *frames = name_frames(object, offset, address, resolve, data);
    g_free(object);
    return frames;
}

char *fh_asan_frame_text(const struct fh_frame *frame, guint64 number)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "    #%" G_GUINT64_FORMAT " 0x%" G_GINT64_MODIFIER "x in %s", number,
                           frame->address, frame->function ? frame->function : "???");
    if (frame->file && frame->line > 0)
        g_string_append_printf(text, " %s:%u", frame->file, frame->line);
    else if (frame->file || frame->object)
        g_string_append_printf(text, frame->file ? " %s" : " (%s)",
                               frame->file ? frame->file : frame->object);
    return g_string_free(text, FALSE);
}
