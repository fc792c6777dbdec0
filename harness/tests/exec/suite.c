// SPDX-License-Identifier: MIT
// A test suite made with Check, in fork mode: with an argument one test frees.
#include <check.h>
#include <stdlib.h>

char *print_and_return(const char *input);
void free_string(char *string);

static int is_bad;

START_TEST(returns_the_string)
{
    free_string(print_and_return("from a test"));
}
END_TEST

START_TEST(frees_the_string)
{
    char *string = print_and_return("from a test");
    if (is_bad)
        free(string);
    else
        free_string(string);
}
END_TEST

int main(int argc, char **argv)
{
    (void)argv;
    is_bad = argc > 1;
    Suite *suite = suite_create("strings");
    TCase *tests = tcase_create("strings");
    tcase_add_test(tests, returns_the_string);
    tcase_add_test(tests, frees_the_string);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_FORK);
    srunner_run_all(runner, CK_SILENT);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed > 0;
}
