// SPDX-License-Identifier: MIT
//! A library whose own crate sets the global allocator, so that new compilers inline one half of it into its callers. `--cfg` says which
//! allocator that is: `system`, `header` (16 bytes before each block), or `mapped` (memory of its own).
use std::alloc::{GlobalAlloc, Layout};
use std::ffi::{c_char, c_void, CString};
use std::sync::Mutex;

extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
    fn mmap(at: *mut c_void, size: usize, protection: i32, flags: i32, file: i32, offset: i64) -> *mut c_void;
    fn strdup(text: *const c_char) -> *mut c_char;
}

struct Own;

#[cfg(system)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        std::alloc::System.alloc(layout)
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        std::alloc::System.dealloc(block, layout)
    }
}

#[cfg(header)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = malloc(layout.size() + 16) as *mut u8;
        *(start as *mut usize) = layout.size();
        start.add(16)
    }
    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        free(block.sub(16) as *mut c_void)
    }
}

/// Maps memory, hands out pieces of it, and takes none back.
#[cfg(mapped)]
unsafe impl GlobalAlloc for Own {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        if NEXT.load(SeqCst) == 0 {
            let start = mmap(std::ptr::null_mut(), 64 << 20, 3, 0x22, -1, 0) as usize;
            let _ = NEXT.compare_exchange(0, start, SeqCst, SeqCst);
        }
        let size = layout.size() + layout.align();
        let at = NEXT.fetch_add((size + 15) & !15, SeqCst);
        ((at + layout.align() - 1) & !(layout.align() - 1)) as *mut u8
    }
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static OWN: Own = Own;

#[no_mangle]
pub extern "C" fn text_new() -> *mut c_char {
    CString::new("text").unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut c_char) {
    drop(CString::from_raw(text))
}

#[no_mangle]
pub extern "C" fn name_new() -> *mut c_char {
    CString::new("name").unwrap().into_raw()
}

/// Does the same as text_free(), but is another type's release function.
#[no_mangle]
pub unsafe extern "C" fn name_free(name: *mut c_char) {
    drop(CString::from_raw(name))
}

/// A block of C's, made for C.
#[no_mangle]
pub unsafe extern "C" fn text_copy(text: *const c_char) -> *mut c_char {
    strdup(text)
}

static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
static TABLE: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Keeps C's block in memory of Rust's, for ever.
#[no_mangle]
pub extern "C" fn keep(block: *mut c_void) {
    KEPT.lock().unwrap().push(block as usize)
}

/// A static's block of more than 1 MiB.
#[no_mangle]
pub extern "C" fn fill_table() {
    *TABLE.lock().unwrap() = vec![1; 3 << 20]
}
