// SPDX-License-Identifier: MIT
#include "report/shared/selftest_words.h"

char *fh_selftest_words(const struct fh_selftest *selftest)
{
    if (selftest->state == FH_SELFTEST_NOT_MEASURED)
        return g_strdup_printf("%s: not measured here: %s", selftest->engine, selftest->reason);
    return g_strdup_printf(
        "%s: %u seen, %u clean, %u not applicable, %u not judged, %u missed, %u false alarms%s%s",
        selftest->engine, fh_selftest_count(selftest, FH_ANSWER_SEEN),
        fh_selftest_count(selftest, FH_ANSWER_CLEAN), fh_selftest_count(selftest, FH_ANSWER_NOT_APPLICABLE),
        fh_selftest_count(selftest, FH_ANSWER_NOT_JUDGED), fh_selftest_count(selftest, FH_ANSWER_MISSED),
        fh_selftest_count(selftest, FH_ANSWER_FALSE_ALARM),
        selftest->reason ? "; measured with other versions: " : "", selftest->reason ? selftest->reason : "");
}
