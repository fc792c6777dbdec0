// SPDX-License-Identifier: MIT
//! Rust code that brings nothing of std: a pair of numbers on the heap, from libc's allocator.
#![no_std]
extern crate alloc;

use alloc::boxed::Box;
use core::alloc::{GlobalAlloc, Layout};

#[link(name = "c")]
extern "C" {
    fn malloc(size: usize) -> *mut u8;
    fn free(block: *mut u8);
    fn abort() -> !;
}

struct Libc;

unsafe impl GlobalAlloc for Libc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        malloc(layout.size())
    }

    unsafe fn dealloc(&self, block: *mut u8, _layout: Layout) {
        free(block)
    }
}

#[global_allocator]
static ALLOCATOR: Libc = Libc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { abort() }
}

#[no_mangle]
pub extern "C" fn print_and_return(_input: *const u8) -> *mut [i64; 2] {
    Box::into_raw(Box::new([3, 4]))
}

/// # Safety
/// `pair` came from `print_and_return()`.
#[no_mangle]
pub unsafe extern "C" fn free_string(pair: *mut [i64; 2]) {
    drop(Box::from_raw(pair))
}
