// SPDX-License-Identifier: MIT
//! The textbook library with an allocator of its own: in the same crate, or (`--cfg apart`) in one that holds nothing else.

#[cfg(apart)]
extern crate own_allocator;
#[cfg(not(apart))]
mod own_allocator;

#[path = "../../../rust-lib/strtest/src/lib.rs"]
pub mod strtest;
