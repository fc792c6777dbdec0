// SPDX-License-Identifier: MIT
//! What goes wrong with ownership on Rust's side, one function for each bug, so that the gate can show that it catches
//! them. The contract in each comment is the one that the function breaks.
//!
//! | file | bugs |
//! | --- | --- |
//! | `lost` | blocks that nobody can release any more |
//! | `released` | blocks released twice, by the wrong allocator, through the wrong pointer, with the wrong layout |
//! | `touched` | memory read and written after its release, past its end, before it was set |
//! | `ended` | panics and signals that end the process |
//!
//! Reads and writes are volatile: the compiler knows that they are undefined and would leave them out otherwise.

pub mod ended;
pub mod lost;
pub mod released;
pub mod touched;

/// cbindgen:ignore
mod libc;
mod text;
