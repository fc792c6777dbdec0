// SPDX-License-Identifier: MIT
/* The commands that read a C header, or ask what does, in the program that has no libclang: it becomes the
 * one that has. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "command/command.h"
#include "library/runner.h"

#define PROGRAM "freehold-scenarios"

static int hand_on(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *program = fh_runner_program(PROGRAM, &error);
    if (!program)
        return fh_command_fail(error);
    g_autofree char **words = g_new0(char *, (gsize)argc + 2);
    words[0] = program;
    memcpy(words + 1, argv, (gsize)argc * sizeof(*argv));
    execv(program, words);
    g_set_error(&error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't run %s: %s", program, g_strerror(errno));
    return fh_command_fail(error);
}

const struct fh_command fh_init_command = {FH_INIT_WORDS, .main = hand_on};
const struct fh_command fh_run_command = {FH_RUN_WORDS, .main = hand_on};
const struct fh_command fh_check_command = {FH_CHECK_WORDS, .main = hand_on};
const struct fh_command fh_mutate_command = {FH_MUTATE_WORDS, .main = hand_on};
const struct fh_command fh_explore_command = {FH_EXPLORE_WORDS, .main = hand_on};
const struct fh_command fh_selftest_command = {FH_SELFTEST_WORDS, .main = hand_on};
const struct fh_command fh_demo_command = {FH_DEMO_WORDS, .main = hand_on};
const struct fh_command fh_doctor_command = {FH_DOCTOR_WORDS, .main = hand_on};
