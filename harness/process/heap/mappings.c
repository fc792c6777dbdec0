/* SPDX-License-Identifier: MIT */
#include "mappings.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "7f0000000000-7f0000021000 rw-p …" */
static struct fh_mapping parse(const char *line)
{
    char *end;
    uintptr_t start = strtoul(line, &end, 16), stop = strtoul(end + (*end == '-'), &end, 16);
    bool is_accessible = strncmp(end, " ---", 4) != 0;
    return (struct fh_mapping){start, stop, is_accessible, strncmp(end, " rw", 3) == 0};
}

/* The kernel gives whole lines, as many as fit. */
void fh_mappings_each(bool (*function)(const struct fh_mapping *mapping, void *data), void *data)
{
    char text[8192];
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    bool goes_on = fd >= 0;
    ssize_t size;
    while (goes_on && (size = read(fd, text, sizeof(text) - 1)) > 0) {
        text[size] = '\0';
        char *rest = text;
        for (char *line; goes_on && (line = strsep(&rest, "\n"));) {
            struct fh_mapping mapping = parse(line);
            goes_on = *line == '\0' || function(&mapping, data);
        }
    }
    if (fd >= 0)
        close(fd);
}
