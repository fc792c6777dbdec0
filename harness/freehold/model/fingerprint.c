// SPDX-License-Identifier: MIT
#include "model/fingerprint.h"

#include <string.h>

#include "base/pattern.h"
#include "model/kinds.h"
#include "model/result.h"
#include "model/stack.h"

#define FINGERPRINT_LENGTH 16 /* hex digits: enough to tell the findings of one project apart */
#define ALSO               "also: "
#define ALLOCATED          "allocated"

/* What compilers put into names and change from build to build: the hash of the legacy mangling, the crate's
 * disambiguator of the v0 mangling (mangled and spelled out), and the suffixes of clones. */
#define LEGACY_HASH  "::h[0-9a-f]{16}|17h[0-9a-f]{16}(?=E)"
#define V0_HASH      "(?<=C)s[0-9A-Za-z]*_(?=[0-9])"
#define SPELLED_HASH "\\[[0-9a-f]{12,16}\\]"
#define CLONE_SUFFIX "\\.(llvm|constprop|part|isra|cold|lto_priv)(\\.[0-9]+)*"

static struct fh_pattern changing_in_v0 = {.text = V0_HASH "|" CLONE_SUFFIX};
static struct fh_pattern changing = {.text = LEGACY_HASH "|" SPELLED_HASH "|" CLONE_SUFFIX};

static char *without(struct fh_pattern *pattern, const char *name)
{
    char *plain = fh_pattern_replace(pattern, name, "");

    return plain ? plain : g_strdup(name);
}

/* One step on from `at`, over an arrow at once; `depth` counts the brackets that are open. */
static const char *next_letter(const char *at, gint *depth)
{
    if (at[0] == '-' && at[1] == '>')
        return at + 2;
    *depth += strchr("<([{", *at) ? 1 : strchr(">)]}", *at) ? -1 : 0;
    return at + 1;
}

/* The last part of a path, without what it is generic over and without parameters: debug information says no
 * more of a function that was inlined, and whether it was may change with any compiler. */
static char *last_part(const char *name)
{
    const char *start = name, *at = name;
    gint depth = 0;

    while (*at) {
        if (depth == 0 && at[0] == ':' && at[1] == ':' && at[2] && at[2] != '<')
            start = at + 2;
        else if (depth == 0 && *at == '(' && at > start)
            break;
        at = next_letter(at, &depth);
    }
    if (*start == '{')
        return g_strdup("{closure}");
    gsize length = strcspn(start + 1, "<(") + 1;
    return g_strndup(start, MIN(length, (gsize)(at - start)));
}

static char *stable_name(const char *function)
{
    if (g_str_has_prefix(function, "_R"))
        return without(&changing_in_v0, function);
    g_autofree char *plain = without(&changing, function);
    return *plain && !strstr(plain, "operator") ? last_part(plain) : g_steal_pointer(&plain);
}

static void add_text(GChecksum *checksum, const char *text)
{
    g_checksum_update(checksum, (const guchar *)text, (gssize)strlen(text) + 1);
}

static void add_stack(GChecksum *checksum, const struct fh_stack *stack)
{
    g_autofree char *previous = NULL;

    add_text(checksum, stack->role ? stack->role : "");
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        g_autofree char *name = fh_frame_is_users(frame) ? stable_name(frame->function) : NULL;

        if (!name || g_strcmp0(name, previous) == 0)
            continue;
        add_text(checksum, name);
        g_free(previous);
        previous = g_steal_pointer(&name);
    }
}

static gboolean is_of_cause(const struct fh_stack *stack)
{
    return !stack->role || !g_str_has_prefix(stack->role, ALSO);
}

static gboolean is_allocation(const struct fh_stack *stack)
{
    return g_strcmp0(stack->role, ALLOCATED) == 0;
}

static void fill(struct fh_finding *finding, const char *scenario, gboolean with_allocation)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

    add_text(checksum, fh_kind_info(finding->kind)->name);
    add_text(checksum, fh_domain_name(finding->allocated_by));
    add_text(checksum, fh_domain_name(finding->released_by));
    add_text(checksum, scenario ? scenario : "");
    if (finding->disputed)
        add_text(checksum, fh_kind_info(finding->disputed)->name);
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);

        if (is_of_cause(stack) && (with_allocation || !is_allocation(stack)))
            add_stack(checksum, stack);
    }
    g_free(finding->fingerprint);
    finding->fingerprint = g_strndup(g_checksum_get_string(checksum), FINGERPRINT_LENGTH);
}

void fh_finding_fingerprint(struct fh_finding *finding, const char *scenario)
{
    fill(finding, scenario, TRUE);
}

void fh_finding_fingerprint_cause(struct fh_finding *finding)
{
    gboolean has_more = FALSE;

    for (guint i = 0; i < finding->stacks->len; i++)
        has_more |= is_of_cause(g_ptr_array_index(finding->stacks, i)) &&
                    !is_allocation(g_ptr_array_index(finding->stacks, i));
    fill(finding, NULL, !has_more);
}

void fh_report_fingerprint(struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);

        for (guint j = 0; j < result->findings->len; j++)
            fh_finding_fingerprint(g_ptr_array_index(result->findings, j),
                                   result->file ? result->scenario : NULL);
    }
}
