// SPDX-License-Identifier: MIT
//! A Rust library whose `#[global_allocator]` hands out pieces of memory of its own: of a static array, or (`--cfg pool`) of one block of
//! libc's; `--cfg mixed`: what is large is the system's. What it calls of libc besides has nothing to do with Rust's heap.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

extern "C" {
    fn malloc(size: usize) -> *mut u8;
    fn free(block: *mut u8);
}

const SIZE: usize = 1 << 20;

struct Pieces;

#[cfg(not(pool))]
struct Room(std::cell::UnsafeCell<[u8; SIZE]>);
#[cfg(not(pool))]
unsafe impl Sync for Room {}
#[cfg(not(pool))]
static ROOM: Room = Room(std::cell::UnsafeCell::new([0; SIZE]));
#[cfg(pool)]
static ROOM: AtomicUsize = AtomicUsize::new(0);
static USED: AtomicUsize = AtomicUsize::new(0);

#[cfg(not(pool))]
unsafe fn room() -> *mut u8 {
    ROOM.0.get() as *mut u8
}

#[cfg(pool)]
unsafe fn room() -> *mut u8 {
    if ROOM.load(Ordering::SeqCst) == 0 {
        ROOM.store(malloc(SIZE) as usize, Ordering::SeqCst);
    }
    ROOM.load(Ordering::SeqCst) as *mut u8
}

const LARGE: usize = if cfg!(mixed) { 1 << 10 } else { SIZE };

unsafe fn is_piece(block: *mut u8) -> bool {
    (block as usize).wrapping_sub(room() as usize) < SIZE
}

unsafe impl GlobalAlloc for Pieces {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= LARGE {
            return System.alloc(layout);
        }
        let at = USED.fetch_add(layout.size() + layout.align(), Ordering::SeqCst);
        let piece = room().add(at);
        piece.add(piece.align_offset(layout.align()))
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if cfg!(mixed) && !is_piece(block) {
            System.dealloc(block, layout)
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if cfg!(mixed) && layout.size() >= LARGE {
            System.alloc_zeroed(layout)
        } else {
            self.alloc(layout)
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if cfg!(mixed) && !is_piece(block) {
            return System.realloc(block, layout, size);
        }
        let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
        std::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
        moved
    }
}

#[global_allocator]
static ALLOCATOR: Pieces = Pieces;

#[no_mangle]
pub extern "C" fn text_new() -> *mut u8 {
    let mut text: Vec<u8> = Vec::new();
    for letter in 0..40 {
        text.push(letter);
    }
    text.shrink_to_fit();
    Box::into_raw(text.into_boxed_slice()) as *mut u8
}

/// # Safety
/// `text` came from `text_new()`.
#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut u8) {
    drop(Vec::from_raw_parts(text, 40, 40))
}

#[no_mangle]
pub extern "C" fn scratch() -> u8 {
    unsafe {
        let block = malloc(8);
        block.write_volatile(3);
        let byte = block.read_volatile();
        free(block);
        byte
    }
}
