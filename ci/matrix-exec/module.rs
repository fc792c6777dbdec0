// SPDX-License-Identifier: MIT
//! A module of the matrix: makes texts, and drops them. `--cfg a`, `--cfg b`: which of two it is. `--cfg counting`, `header`, `mixed`:
//! `array`, `mimalloc`, `jemalloc`: its allocator; none of them: std's.

use std::ffi::{c_char, CString};

#[cfg(mimalloc)]
#[global_allocator]
static OWN: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(jemalloc)]
#[global_allocator]
static OWN: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[cfg(any(counting, header, mixed, array))]
mod own {
    #[cfg(not(array))]
    use std::alloc::System;
    use std::alloc::{GlobalAlloc, Layout};
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Own;

    #[cfg(counting)]
    static LIVE: AtomicUsize = AtomicUsize::new(0);

    #[cfg(counting)]
    unsafe impl GlobalAlloc for Own {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            LIVE.fetch_add(1, Ordering::Relaxed);
            System.alloc(layout)
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            LIVE.fetch_sub(1, Ordering::Relaxed);
            System.dealloc(block, layout)
        }
    }

    #[cfg(header)]
    static LIVE: AtomicUsize = AtomicUsize::new(0);

    #[cfg(header)]
    fn whole(layout: Layout) -> (Layout, usize) {
        let before = layout.align().max(16);
        (Layout::from_size_align(layout.size() + before, before).unwrap(), before)
    }

    #[cfg(header)]
    unsafe impl GlobalAlloc for Own {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let (whole, before) = whole(layout);
            let start = System.alloc(whole);
            LIVE.fetch_add(1, Ordering::Relaxed);
            if start.is_null() {
                start
            } else {
                start.add(before)
            }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            let (whole, before) = whole(layout);
            LIVE.fetch_sub(1, Ordering::Relaxed);
            System.dealloc(block.sub(before), whole)
        }
    }

    #[cfg(any(mixed, array))]
    const SIZE: usize = 1 << 20;
    #[cfg(any(mixed, array))]
    struct Room(std::cell::UnsafeCell<[u8; SIZE]>);
    #[cfg(any(mixed, array))]
    unsafe impl Sync for Room {}
    #[cfg(any(mixed, array))]
    static ROOM: Room = Room(std::cell::UnsafeCell::new([0; SIZE]));
    #[cfg(any(mixed, array))]
    static USED: AtomicUsize = AtomicUsize::new(0);

    #[cfg(any(mixed, array))]
    unsafe fn piece(layout: Layout) -> *mut u8 {
        let at = USED.fetch_add(layout.size() + layout.align(), Ordering::Relaxed);
        if at + layout.size() + layout.align() > SIZE {
            return std::ptr::null_mut();
        }
        let start = (ROOM.0.get() as *mut u8).add(at);
        start.add(start.align_offset(layout.align()))
    }

    /// What is small is a piece of the array, the rest is the system's.
    #[cfg(mixed)]
    const SMALL: usize = 1024;

    #[cfg(mixed)]
    fn is_piece(block: *mut u8) -> bool {
        (block as usize).wrapping_sub(ROOM.0.get() as usize) < SIZE
    }

    #[cfg(mixed)]
    unsafe impl GlobalAlloc for Own {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            if layout.size() < SMALL {
                piece(layout)
            } else {
                System.alloc(layout)
            }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            if !is_piece(block) {
                System.dealloc(block, layout)
            }
        }

        unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
            if layout.size() < SMALL {
                piece(layout)
            } else {
                System.alloc_zeroed(layout)
            }
        }

        unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            if !is_piece(block) {
                return System.realloc(block, layout, size);
            }
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            std::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
            moved
        }
    }

    /// All of it, and nothing is given back.
    #[cfg(array)]
    unsafe impl GlobalAlloc for Own {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            piece(layout)
        }

        unsafe fn dealloc(&self, _block: *mut u8, _layout: Layout) {}
    }

    #[global_allocator]
    static OWN: Own = Own;
}

#[cfg_attr(a, export_name = "a_make")]
#[cfg_attr(b, export_name = "b_make")]
pub extern "C" fn make(size: usize) -> *mut c_char {
    let mut text = Vec::new();
    for i in 0..size {
        text.push(b'a' + (i % 26) as u8);
    }
    CString::new(text).unwrap().into_raw()
}

/// # Safety
/// `text` is one of make()'s.
#[cfg_attr(a, export_name = "a_drop")]
#[cfg_attr(b, export_name = "b_drop")]
pub unsafe extern "C" fn release(text: *mut c_char) {
    drop(CString::from_raw(text))
}
