// SPDX-License-Identifier: MIT
//! Functions that report a failed allocation, one that does so and leaks, one that can't, and two that take from libc.
use std::ffi::c_void;
use std::ptr::null_mut;

extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

fn reserve(size: usize) -> Option<Vec<u8>> {
    let mut part = Vec::new();
    part.try_reserve_exact(size).ok()?;
    Some(part)
}

pub struct Parts {
    _first: Vec<u8>,
    _second: Vec<u8>,
}

/// Takes four blocks: two parts, the box, and the part that grows.
#[no_mangle]
pub extern "C" fn parts_new() -> *mut Parts {
    let made = || {
        let mut first = reserve(10)?;
        let second = reserve(20)?;
        first.try_reserve_exact(100).ok()?;
        Some(Parts { _first: first, _second: second })
    };
    made().map_or(null_mut(), |parts| Box::into_raw(Box::new(parts)))
}

/// # Safety
/// NULL, or of parts_new() or parts_leaky().
#[no_mangle]
pub unsafe extern "C" fn parts_free(parts: *mut Parts) {
    if !parts.is_null() {
        drop(Box::from_raw(parts));
    }
}

/// Forgets the first part if there is no memory for the second.
#[no_mangle]
pub extern "C" fn parts_leaky() -> *mut Parts {
    let first = match reserve(10) {
        Some(first) => first,
        None => return null_mut(),
    };
    match reserve(20) {
        Some(second) => Box::into_raw(Box::new(Parts { _first: first, _second: second })),
        None => {
            std::mem::forget(first);
            null_mut()
        }
    }
}

/// Releases the first block twice if libc has no second one.
///
/// # Safety
/// The result is libc's.
#[no_mangle]
pub unsafe extern "C" fn libc_hasty() -> *mut c_void {
    let first = malloc(8);
    if first.is_null() {
        return first;
    }
    let second = malloc(8);
    free(first);
    if second.is_null() {
        free(first);
    }
    second
}

/// Releases the name, whether there is memory for the parts or not.
///
/// # Safety
/// `name` is libc's.
#[no_mangle]
pub unsafe extern "C" fn parts_named(name: *mut c_void) -> *mut Parts {
    free(name);
    parts_new()
}

/// Forgets the name if there is no memory for the first part.
///
/// # Safety
/// `name` is libc's.
#[no_mangle]
pub unsafe extern "C" fn parts_keeping(name: *mut c_void) -> *mut Parts {
    match reserve(10) {
        Some(first) => {
            free(name);
            Box::into_raw(Box::new(Parts { _first: first, _second: Vec::new() }))
        }
        None => null_mut(),
    }
}

/// # Safety
/// Of parts_new(), and of libc.
#[no_mangle]
pub unsafe extern "C" fn parts_take(parts: *mut Parts, name: *mut c_void) {
    assert!(!parts.is_null() && !name.is_null());
    free(name);
}
