/* SPDX-License-Identifier: MIT */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "event_writer.h"

_Noreturn void fh_fail(const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    struct iovec line[] = {{(char *)"freehold runner: ", 17}, {text, strlen(text)}, {(char *)"\n", 1}};
    ssize_t ignored = writev(STDERR_FILENO, line, 3);
    (void)ignored;
    fh_event_write(FH_EVENT_ERROR, NULL, 0, text);
    syscall(SYS_exit_group, FH_FAIL_STATUS);
    __builtin_unreachable();
}
