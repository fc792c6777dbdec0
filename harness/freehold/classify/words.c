// SPDX-License-Identifier: MIT
#include "classify/words.h"

#include <signal.h>
#include <string.h>

#include "model/kinds.h"
#include "wire/allocators.h"

static char *grouped(guint64 n)
{
    char *plain = g_strdup_printf("%" G_GUINT64_FORMAT, n);
    gsize length = strlen(plain);
    GString *text = g_string_new(NULL);

    for (gsize i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            g_string_append_c(text, ',');
        g_string_append_c(text, plain[i]);
    }
    g_free(plain);
    return g_string_free(text, FALSE);
}

char *fh_words_count(guint64 n, const char *unit)
{
    g_autofree char *number = grouped(n);

    return g_strdup_printf("%s %s%s", number, unit, n == 1 ? "" : "s");
}

char *fh_words_side(enum fh_domain domain, const char *function)
{
    const char *name = fh_domain_language(domain) ? fh_domain_language(domain) : "an unknown allocator";

    return function ? g_strdup_printf("%s (%s)", name, function) : g_strdup(name);
}

gboolean fh_words_is_resize(const char *function)
{
    const struct fh_allocator *row = function ? fh_allocator_find(function) : NULL;

    return row && row->verb == FH_VERB_RESIZE;
}

char *fh_words_releaser(enum fh_domain domain, const char *function)
{
    if (domain == FH_DOMAIN_C && function)
        return g_strdup_printf("C's %s()", function);
    if (domain == FH_DOMAIN_CXX && function)
        return g_strdup_printf("C++'s %s", function);
    return fh_words_side(domain, function);
}

char *fh_words_block(const struct fh_finding *finding)
{
    g_autofree char *size = fh_words_count(finding->block.size, "byte");
    g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);

    if (finding->block.is_known)
        return g_strdup_printf("block of %s allocated by %s", size, by);
    return finding->allocator ? g_strdup_printf("block allocated by %s", by) : g_strdup("a block");
}

char *fh_words_mismatch(const struct fh_finding *finding)
{
    g_autofree char *block = fh_words_block(finding);
    g_autofree char *releaser = fh_words_releaser(finding->released_by, finding->releaser);

    return g_strdup_printf("%s was %s by %s", block,
                           fh_words_is_resize(finding->releaser) ? "reallocated" : "released", releaser);
}

char *fh_words_place_in(const struct fh_block *block, const char *what)
{
    g_autofree char *size = fh_words_count(block->size, "byte");
    g_autofree char *distance = NULL;
    guint64 past;

    if (block->offset < 0) {
        distance = fh_words_count((guint64)-block->offset, "byte");
        return g_strdup_printf("%s before %s of %s", distance, what, size);
    }
    if ((guint64)block->offset < block->size)
        return g_strdup_printf("byte %" G_GINT64_FORMAT " of %s of %s", block->offset, what, size);
    past = (guint64)block->offset - block->size;
    if (past == 0)
        return g_strdup_printf("right after %s of %s", what, size);
    distance = fh_words_count(past, "byte");
    return g_strdup_printf("%s after %s of %s", distance, what, size);
}

char *fh_words_place(const struct fh_block *block)
{
    return fh_words_place_in(block, "a block");
}

char *fh_words_line(const struct fh_stack *stack)
{
    guint line = fh_stack_scenario_line(stack);

    return line ? g_strdup_printf(" at line %u", line) : g_strdup("");
}

char *fh_words_signal(guint number)
{
    const char *name = number < NSIG ? sigabbrev_np((int)number) : NULL;

    if (number == 0)
        return g_strdup("a deadly signal");
    return name ? g_strdup_printf("SIG%s", name) : g_strdup_printf("signal %u", number);
}
