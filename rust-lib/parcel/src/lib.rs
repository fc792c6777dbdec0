// SPDX-License-Identifier: MIT
//! Parcels with items, addresses and manifests: a small C API in which every way of passing ownership between C and Rust
//! has its family of functions. There are no intended bugs here; those are in the crate `faulty`.
//!
//! | file | who owns what |
//! | --- | --- |
//! | `strings` | strings in and out, optional ones, static ones, the caller's buffer, one with a release function of its own |
//! | `bytes` | `{data, len, capacity}` by value, growing, empty; `data` and `len` through out-parameters |
//! | `handle` | `struct parcel`, opaque: made, used, moved into another, freed |
//! | `views` | pointers into a handle, valid until it changes |
//! | `builder` | consumed on success, still the caller's on failure |
//! | `errors` | an out-parameter with a result code and an owned error object |
//! | `arrays` | arrays of structs, arrays of strings |
//! | `manifest` | nested structs; a struct of the caller's whose contents are Rust's |
//! | `iterators` | an iterator that borrows the handle; items borrowed and items owned |
//! | `depot` | reference counting |
//! | `weights` | blocks aligned to 64 bytes |
//! | `jobs` | blocks made on another thread |
//! | `callbacks` | callbacks with user data, for one call and kept with a destroy function |
//! | `handover` | C's blocks, given to Rust together with their release function |
//! | `malloc` | blocks of libc's malloc: those that Rust frees, those that C must free |
//! | `panics` | panics, caught and turned into an error |
//!
//! The contract of each function is in its doc comment, in GObject-Introspection's words. Every function takes NULL
//! where it takes a handle, and does nothing then; every release function ignores NULL.

#![allow(non_camel_case_types)]

pub mod arrays;
pub mod builder;
pub mod bytes;
pub mod callbacks;
pub mod depot;
pub mod errors;
pub mod handle;
pub mod handover;
pub mod iterators;
pub mod jobs;
pub mod malloc;
pub mod manifest;
pub mod panics;
pub mod strings;
pub mod views;
pub mod weights;

/// cbindgen:ignore
mod libc;
mod text;
