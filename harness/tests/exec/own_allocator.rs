// SPDX-License-Identifier: MIT
//! A `#[global_allocator]` as programs have them: it counts, and leaves the rest to the system's or to libc's allocator.

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicUsize, Ordering};

static LIVE: AtomicUsize = AtomicUsize::new(0);

struct Counting;

#[cfg(not(libc))]
mod under {
    use std::alloc::{GlobalAlloc, Layout, System};

    pub unsafe fn alloc(layout: Layout) -> *mut u8 {
        System.alloc(layout)
    }

    pub unsafe fn dealloc(block: *mut u8, layout: Layout) {
        System.dealloc(block, layout)
    }
}

#[cfg(libc)]
mod under {
    use std::alloc::Layout;

    extern "C" {
        fn malloc(size: usize) -> *mut u8;
        fn free(block: *mut u8);
    }

    pub unsafe fn alloc(layout: Layout) -> *mut u8 {
        malloc(layout.size())
    }

    pub unsafe fn dealloc(block: *mut u8, _layout: Layout) {
        free(block)
    }
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(1, Ordering::Relaxed);
        under::alloc(layout)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
        under::dealloc(block, layout)
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;
