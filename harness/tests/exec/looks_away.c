// SPDX-License-Identifier: MIT
// Options that a program may be built with, under which AddressSanitizer sees less.
const char *__asan_default_options(void);
const char *__lsan_default_options(void);

const char *__asan_default_options(void)
{
    return "poison_heap=0:poison_partial=0:quarantine_size_mb=0:thread_local_quarantine_size_kb=0:"
           "report_globals=0:replace_str=0:replace_intrin=0";
}

const char *__lsan_default_options(void)
{
    return "use_poisoned=1:max_leaks=1";
}
