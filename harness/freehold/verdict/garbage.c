// SPDX-License-Identifier: MIT
#include "verdict/garbage.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "verdict/agreement.h"

/* Releases that went astray, by pointers out of released memory. */
struct astray {
    guint n;
    guint line; /* the last of them */
};

gboolean fh_kind_reads_garbage(enum fh_kind kind)
{
    return kind == FH_KIND_USE_AFTER_FREE || kind == FH_KIND_OUT_OF_BOUNDS ||
           kind == FH_KIND_UNINITIALISED_USE;
}

/* An engine that does not see every access changes released memory, or leaves it to others: values that come
 * from there lead the scenario's later lines elsewhere. One that does see them keeps it as it was. */
static gboolean leads_to(const struct fh_expectation *expectation, const struct fh_visibility *visibility,
                         guint line)
{
    return expectation->kind == FH_KIND_USE_AFTER_FREE && expectation->line <= line &&
           !fh_sees_fully(visibility, expectation->kind) &&
           (expectation->line == line || fh_expectation_is_linked(expectation, line));
}

static gboolean is_led_to(const GArray *expectations, const struct fh_visibility *visibility, guint line)
{
    for (guint i = 0; i < expectations->len; i++)
        if (leads_to(&g_array_index(expectations, struct fh_expectation, i), visibility, line))
            return TRUE;
    return FALSE;
}

static gboolean reads_there(const GArray *expectations, guint line)
{
    for (guint i = 0; i < expectations->len; i++) {
        const struct fh_expectation *expectation = &g_array_index(expectations, struct fh_expectation, i);
        if (expectation->line == line && fh_kind_reads_garbage(expectation->kind))
            return TRUE;
    }
    return FALSE;
}

static void take_comparisons(struct fh_result *result, const GArray *expectations,
                             const struct fh_visibility *visibility)
{
    for (guint i = 0; i < result->unmet->len;) {
        const struct fh_unmet *unmet = g_ptr_array_index(result->unmet, i);
        if (!reads_there(expectations, unmet->line) && !is_led_to(expectations, visibility, unmet->line)) {
            i++;
            continue;
        }
        g_ptr_array_add(result->notes,
                        g_strdup_printf("line %u was not judged, it is about bytes that should not have been "
                                        "read, as is expected: %s",
                                        unmet->line, unmet->message));
        g_ptr_array_remove_index(result->unmet, i);
    }
}

/* Takes the finding at `i` off the result. */
static void note_finding(struct fh_result *result, guint i, const char *why)
{
    struct fh_finding *finding = g_ptr_array_steal_index(result->findings, i);
    g_ptr_array_add(result->notes, g_strdup_printf("%s on line %u, %s: %s", fh_kind_info(finding->kind)->name,
                                                   finding->line, why, finding->message));
    fh_finding_free(finding);
}

static void add_astray(struct astray *astray, guint n, guint line)
{
    astray->n += n;
    astray->line = n > 0 ? MAX(astray->line, line) : astray->line;
}

/* Those of the line that read the pointer are folded into what it is; those of later lines are not. */
static struct astray take_astray(struct fh_result *result, const GArray *expectations,
                                 const struct fh_visibility *visibility)
{
    struct astray astray = {0, 0};
    for (guint i = 0; i < result->findings->len;) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        const gboolean is_astray = finding->kind == FH_KIND_INVALID_FREE && !finding->block.is_known &&
                                   !finding->is_expected &&
                                   is_led_to(expectations, visibility, finding->line);
        add_astray(&astray, is_astray ? 1 : finding->n_astray, finding->line);
        if (is_astray)
            note_finding(result, i, "by a pointer out of released memory");
        else
            i++;
    }
    return astray;
}

static void take_left_behind(struct fh_result *result, struct astray astray)
{
    for (guint i = 0; i < result->findings->len && astray.n > 0;) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->kind != FH_KIND_LEAK || finding->is_expected || finding->line == 0 ||
            finding->line > astray.line) {
            i++;
            continue;
        }
        note_finding(result, i, "of a block that a pointer out of released memory was meant to release");
        astray.n--;
    }
}

void fh_garbage_take(struct fh_result *result, const GArray *expectations,
                     const struct fh_visibility *visibility)
{
    take_comparisons(result, expectations, visibility);
    take_left_behind(result, take_astray(result, expectations, visibility));
}
