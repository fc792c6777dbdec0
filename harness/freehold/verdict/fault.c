// SPDX-License-Identifier: MIT
#include "verdict/fault.h"

#include <string.h>

#include "model/finding.h"
#include "verdict/verdict.h"

const char *fh_fault_end_name(enum fh_fault_end end)
{
    static const char *const names[FH_FAULT_END_COUNT] = {[FH_FAULT_FOUND] = "found",
                                                          [FH_FAULT_NOT_JUDGED] = "not-judged",
                                                          [FH_FAULT_WENT_ON] = "went-on",
                                                          [FH_FAULT_ENDED_BY_STD] = "ended-by-std",
                                                          [FH_FAULT_NOT_REACHED] = "not-reached"};
    return names[end];
}

/* By std's words in std's own abort (classify/fatal_signal.c); without std, alloc panics with the same words.
 */
static gboolean is_out_of_memory(const struct fh_finding *finding)
{
    return finding->kind == FH_KIND_ABORT && strstr(finding->message, "; it said: ") &&
           strstr(finding->message, "memory allocation of ");
}

/* What else was found stays: std ended the process in good order, and it does not excuse what came before. */
void fh_fault_excuse(struct fh_result *result, enum fh_domain domain)
{
    for (guint i = result->findings->len; domain == FH_DOMAIN_RUST && i > 0; i--) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i - 1);
        if (!is_out_of_memory(finding))
            continue;
        result->is_out_of_memory = TRUE;
        g_ptr_array_add(result->notes,
                        g_strdup_printf("nothing could report the failed allocation, so Rust's std ended the "
                                        "process, as it is made to: %s",
                                        finding->message));
        g_ptr_array_remove_index(result->findings, i - 1);
    }
}

enum fh_fault_end fh_fault_end_of(const struct fh_result *result)
{
    const enum fh_verdict verdict = fh_result_verdict(result);
    if (verdict == FH_VERDICT_FAIL)
        return FH_FAULT_FOUND;
    if (verdict != FH_VERDICT_PASS)
        return FH_FAULT_NOT_JUDGED;
    if (result->is_out_of_memory)
        return FH_FAULT_ENDED_BY_STD;
    return result->requests.has_failed ? FH_FAULT_WENT_ON : FH_FAULT_NOT_REACHED;
}
