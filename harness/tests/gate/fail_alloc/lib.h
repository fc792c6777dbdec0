/* SPDX-License-Identifier: MIT */
#pragma once

struct parts;

struct parts *parts_new(void);
void parts_free(struct parts *parts);
struct parts *parts_leaky(void);
void *libc_hasty(void);
