// SPDX-License-Identifier: MIT
//! Panics and signals that end the process.

use std::os::raw::c_char;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Panics, and lets the panic go. Since Rust 1.81 it aborts at this function's edge; before, it unwinds into C,
/// which has nobody to catch it: the unwinder finds the stack's end and Rust aborts. What it must never do is come back.
///
/// @index: of an array of three
/// Returns: the element
#[no_mangle]
pub extern "C" fn faulty_panic(index: usize) -> i32 {
    // On the heap, and lost with the panic where it unwinds into C.
    let numbers: Box<[i32]> = Box::new([1, 2, 3]);
    numbers[index]
}

/// Where the compiler can't see that it is NULL.
static NOTHING: AtomicPtr<c_char> = AtomicPtr::new(std::ptr::null_mut());

/// Follows NULL.
///
/// Returns: never
#[no_mangle]
pub extern "C" fn faulty_null() -> c_char {
    // Wrong.
    unsafe { NOTHING.load(Ordering::Relaxed).read_volatile() }
}

/// Gives up.
#[no_mangle]
pub extern "C" fn faulty_abort() {
    std::process::abort();
}

#[cfg(test)]
mod tests {
    use super::faulty_panic;

    #[test]
    fn no_panic_within_the_array() {
        assert_eq!((faulty_panic(0), faulty_panic(2)), (1, 3));
    }
}
