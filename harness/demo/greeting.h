#pragma once

/* Greets `name`. The caller owns the result and releases it with greeting_free(). */
char *greeting_new(const char *name);

/* Releases what greeting_new() returned. */
void greeting_free(char *greeting);
