/* SPDX-License-Identifier: MIT */
/*
 * The ELF objects of the process, for whoever names addresses later: FH_EVENT_OBJECT for each, once. No heap
 * allocation.
 */
#pragma once

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

struct fh_loaded_object {
    uintptr_t start, end, base; /* base: what to subtract for an offset in it */
    const char *path;           /* valid during the call */
    const struct dl_phdr_info *info;
    bool is_program;
};

/* Calls `visit` for each object, the program first. */
void fh_loaded_objects_each(void (*function)(const struct fh_loaded_object *object));

/* Calls it for the object that the address is in, if it is in one. */
void fh_loaded_objects_at(uintptr_t address, void (*visit)(const struct fh_loaded_object *object));

/* Appends an event for each object, if any was loaded since the last time. */
void fh_loaded_objects_note(void);
