/* SPDX-License-Identifier: MIT */
/*
 * What tells that an ELF file holds Rust code. No mark is there always, so all are looked for: rustc writes
 * its name into section
 * `.comment`, which `strip` leaves and distributions' build tools don't; std, alloc and core have the paths
 * of their own sources in the texts of their panics, which code that is built to abort at once does not; and
 * a file that is not stripped has their symbols.
 *
 * In: an open file. Out: an answer. Caller: rust_code.c.
 */
#pragma once

#include "elf_file.h"

bool fh_rust_has_marks(const struct fh_elf *elf);
