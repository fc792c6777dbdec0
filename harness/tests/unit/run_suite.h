/* SPDX-License-Identifier: MIT */
/* What every unit test's main() ends with. */
#pragma once

#include <check.h>

/* Runs it in this process, so without time limits, and prints as CK_VERBOSITY says. Consumes `suite`. Returns
 * the exit status: 0 only when tests ran and none failed. */
static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    const int n_run = srunner_ntests_run(runner), n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_run > 0 && n_failed == 0 ? 0 : 1;
}
