/* SPDX-License-Identifier: MIT */
/* Which objects are loaded, and how Rust's allocator is watched in each. Callers: process.c, what wraps
 * dlopen(). */
#pragma once

#include <stdint.h>

/* Notes the loaded objects that were not yet noted (FH_EVENT_OBJECT). */
void fh_preload_note_objects(void);
/* The one that the address is in: its constructors run, and it was not noted yet. */
void fh_preload_note_object_at(uintptr_t address);
/* An object was closed: what is loaded at its place from now on is another one, even from the same file. */
void fh_preload_forget_closed(void);
/* Those that were, in a new events file. */
void fh_preload_note_objects_again(void);
