// SPDX-License-Identifier: MIT
//! A Rust library with a `#[global_allocator]` of one of many kinds, and C functions that show what it did: a kind is a
//! `--cfg` of the same name.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{c_char, CString};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

static LIVE: AtomicUsize = AtomicUsize::new(0);
static RESIZED: AtomicUsize = AtomicUsize::new(0);
static PANICS: AtomicBool = AtomicBool::new(false);

pub struct Own;

/// Counts, and leaves the rest to the system's: its `realloc` too.
#[cfg(counts)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() == 777 && PANICS.swap(false, Ordering::Relaxed) {
            std::panic::panic_any("no 777 bytes");
        }
        LIVE.fetch_add(layout.size(), Ordering::Relaxed);
        System.alloc(layout)
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size(), Ordering::Relaxed);
        System.alloc_zeroed(layout)
    }
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        RESIZED.fetch_add(1, Ordering::Relaxed);
        LIVE.fetch_add(size, Ordering::Relaxed);
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        System.realloc(block, layout, size)
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        System.dealloc(block, layout)
    }
}

/// Puts a header before each block.
#[cfg(header)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let header = layout.align().max(16);
        let whole = Layout::from_size_align_unchecked(layout.size() + header, header);
        LIVE.fetch_add(layout.size(), Ordering::Relaxed);
        let start = System.alloc(whole);
        *(start as *mut usize) = layout.size();
        start.add(header)
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let header = layout.align().max(16);
        let start = block.sub(header);
        LIVE.fetch_sub(*(start as *mut usize), Ordering::Relaxed);
        System.dealloc(start, Layout::from_size_align_unchecked(layout.size() + header, header))
    }
}

/// Keeps what is large when it is released (`lost`: and forgets where).
#[cfg(keeps)]
static KEPT: AtomicUsize = AtomicUsize::new(0);
#[cfg(keeps)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let kept = KEPT.load(Ordering::Relaxed) as *mut u8;
        if layout.size() == 5000 && !kept.is_null() {
            KEPT.store(0, Ordering::Relaxed);
            return kept;
        }
        System.alloc(layout)
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if layout.size() != 5000 {
            System.dealloc(block, layout)
        } else if !cfg!(lost) {
            KEPT.store(block as usize, Ordering::Relaxed);
        }
    }
}

/// Keeps all small blocks when they are released, in a list that goes through them.
#[cfg(chain)]
static CHAIN: AtomicUsize = AtomicUsize::new(0);
#[cfg(chain)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        System.alloc(Layout::from_size_align_unchecked(layout.size().max(16), layout.align()))
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if layout.size() <= 16 {
            *(block as *mut usize) = CHAIN.load(Ordering::Relaxed);
            CHAIN.store(block as usize, Ordering::Relaxed);
        } else {
            System.dealloc(block, Layout::from_size_align_unchecked(layout.size().max(16), layout.align()))
        }
    }
}

/// Refuses what goes over a limit.
#[cfg(limit)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if LIVE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size() > 100000 {
            LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
            return std::ptr::null_mut();
        }
        System.alloc(layout)
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        System.dealloc(block, layout)
    }
}

/// Notes each block in a list of its own, of C's blocks (`keeping`: and those that it keeps when they are released).
#[cfg(list)]
mod list {
    extern "C" {
        pub fn malloc(size: usize) -> *mut Node;
        pub fn free(node: *mut Node);
    }
    pub struct Node {
        pub next: *mut Node,
        pub block: *mut u8,
    }
    pub static mut HEAD: *mut Node = std::ptr::null_mut();
}
#[cfg(list)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let node = list::malloc(std::mem::size_of::<list::Node>());
        (*node).block = System.alloc(layout);
        (*node).next = list::HEAD;
        list::HEAD = node;
        (*node).block
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let mut at = std::ptr::addr_of_mut!(list::HEAD);
        while (**at).block != block {
            at = std::ptr::addr_of_mut!((**at).next);
        }
        if cfg!(keeping) && layout.size() == 5000 {
            return;
        }
        let node = *at;
        *at = (*node).next;
        list::free(node);
        System.dealloc(block, layout)
    }
}

/// Notes each block in a static table.
#[cfg(table)]
static TABLE: [AtomicUsize; 512] = [const { AtomicUsize::new(0) }; 512];
#[cfg(table)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let block = System.alloc(layout);
        let place = TABLE.iter().find(|place| place.load(Ordering::Relaxed) == 0).unwrap();
        place.store(block as usize, Ordering::Relaxed);
        block
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let place = TABLE.iter().find(|place| place.load(Ordering::Relaxed) == block as usize).unwrap();
        place.store(0, Ordering::Relaxed);
        System.dealloc(block, layout)
    }
}

#[cfg(any(pool, array))]
fn piece(start: usize, layout: Layout) -> *mut u8 {
    let align = layout.align();
    let at = LIVE.fetch_add(layout.size() + align, Ordering::Relaxed);
    ((start + at + align - 1) / align * align) as *mut u8
}

/// Hands out pieces of large blocks of C's, and takes nothing back.
#[cfg(pool)]
static POOL: AtomicUsize = AtomicUsize::new(0);
#[cfg(pool)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if POOL.load(Ordering::Relaxed) == 0 {
            POOL.store(System.alloc(Layout::from_size_align_unchecked(1 << 20, 16)) as usize, Ordering::Relaxed);
        }
        piece(POOL.load(Ordering::Relaxed), layout)
    }
    unsafe fn dealloc(&self, _block: *mut u8, _layout: Layout) {}
}

/// Hands out pieces of a static array.
#[cfg(array)]
struct Room(std::cell::UnsafeCell<[u8; 1 << 20]>);
#[cfg(array)]
unsafe impl Sync for Room {}
#[cfg(array)]
static ROOM: Room = Room(std::cell::UnsafeCell::new([0; 1 << 20]));
#[cfg(array)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        piece(ROOM.0.get() as usize, layout)
    }
    unsafe fn dealloc(&self, _block: *mut u8, _layout: Layout) {}
}

#[global_allocator]
static OWN: Own = Own;

#[no_mangle]
pub extern "C" fn live() -> usize {
    LIVE.load(Ordering::Relaxed)
}

#[no_mangle]
pub extern "C" fn resized() -> usize {
    RESIZED.load(Ordering::Relaxed)
}

#[no_mangle]
pub extern "C" fn text_new() -> *mut c_char {
    CString::new("a text").unwrap().into_raw()
}

/// # Safety
/// `text` came from `text_new()`.
#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut c_char) {
    drop(CString::from_raw(text))
}

/// # Safety
/// `text` is any block of seven bytes.
#[no_mangle]
pub unsafe extern "C" fn text_free_wrongly(text: *mut u8) {
    drop(Box::from_raw(text as *mut [u8; 5]))
}

/// # Safety
/// `text` came from `text_new()`.
#[no_mangle]
pub unsafe extern "C" fn text_free_directly(text: *mut u8, size: usize) {
    OWN.dealloc(text, Layout::from_size_align_unchecked(size, 1))
}

/// Made, grown and given back by the methods and by Rust's entries, in turn.
/// # Safety
/// None.
#[no_mangle]
pub unsafe extern "C" fn by_methods() {
    let layout = Layout::from_size_align_unchecked(50, 8);
    let larger = Layout::from_size_align_unchecked(500, 8);
    std::alloc::dealloc(OWN.alloc(layout), layout);
    OWN.dealloc(OWN.alloc_zeroed(layout), layout);
    std::alloc::dealloc(OWN.realloc(std::alloc::alloc(layout), layout, 500), larger);
}

/// Is lost after a panic that left the allocator by unwinding.
#[no_mangle]
pub extern "C" fn lost_after_panic() {
    PANICS.store(true, Ordering::Relaxed);
    assert!(std::panic::catch_unwind(|| Vec::<u8>::with_capacity(777)).is_err());
    std::hint::black_box(Box::into_raw(Box::new([1u8; 99])));
}

/// What a growing vector adds up to.
#[no_mangle]
pub extern "C" fn grown(n: u32) -> u64 {
    let mut numbers: Vec<u32> = Vec::new();
    for i in 0..n {
        numbers.push(i);
    }
    numbers.shrink_to_fit();
    numbers.iter().map(|&n| u64::from(n)).sum()
}

/// A byte of a vector that grew, which nobody set.
/// # Safety
/// None.
#[no_mangle]
pub unsafe extern "C" fn unset() -> u8 {
    let mut bytes: Vec<u8> = vec![1, 2, 3];
    bytes.reserve_exact(1000);
    bytes.set_len(1000);
    bytes[500]
}

#[no_mangle]
pub extern "C" fn zeroed() -> u8 {
    vec![0u8; 300][200]
}

#[repr(align(64))]
pub struct Aligned([u8; 64]);

#[no_mangle]
pub extern "C" fn aligned() -> u8 {
    Box::new(Aligned([3; 64])).0[5]
}

/// A block of 5,000 bytes that is made and dropped.
#[no_mangle]
pub extern "C" fn large() {
    drop(std::hint::black_box(vec![1u8; 5000].into_boxed_slice()));
}

/// Can so many bytes be had?
#[no_mangle]
pub extern "C" fn can_have(n: usize) -> bool {
    let mut bytes: Vec<u8> = Vec::new();
    bytes.try_reserve_exact(n).is_ok()
}
