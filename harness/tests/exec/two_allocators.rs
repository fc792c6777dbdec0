// SPDX-License-Identifier: MIT
//! A library that makes, grows and drops strings, and makes one in a constructor. `--cfg own`: by an allocator that puts a header before
//! each block. `--cfg a`, `--cfg b`: which of two it is.

use std::ffi::{c_char, CString};
use std::sync::atomic::{AtomicPtr, Ordering};

#[cfg(own)]
mod own {
    use std::alloc::{GlobalAlloc, Layout, System};

    const HEADER: usize = 16;

    struct WithHeader;

    fn whole(layout: Layout) -> Layout {
        Layout::from_size_align(layout.size() + HEADER, HEADER).unwrap()
    }

    unsafe impl GlobalAlloc for WithHeader {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let block = System.alloc(whole(layout));
            if block.is_null() {
                block
            } else {
                block.add(HEADER)
            }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            System.dealloc(block.sub(HEADER), whole(layout))
        }
    }

    #[global_allocator]
    static OWN: WithHeader = WithHeader;
}

static EARLY: AtomicPtr<c_char> = AtomicPtr::new(std::ptr::null_mut());

extern "C" fn make_early() {
    EARLY.store(make(), Ordering::SeqCst);
}

#[used]
#[link_section = ".init_array"]
static CONSTRUCTOR: extern "C" fn() = make_early;

#[cfg_attr(a, export_name = "a_early")]
#[cfg_attr(b, export_name = "b_early")]
pub extern "C" fn early() -> *mut c_char {
    EARLY.load(Ordering::SeqCst)
}

#[cfg_attr(a, export_name = "a_make")]
#[cfg_attr(b, export_name = "b_make")]
pub extern "C" fn make() -> *mut c_char {
    CString::new("a string").unwrap().into_raw()
}

/// # Safety
/// `text` is a string of make()'s.
#[cfg_attr(a, export_name = "a_grow")]
#[cfg_attr(b, export_name = "b_grow")]
pub unsafe extern "C" fn grow(text: *mut c_char) -> *mut c_char {
    let mut bytes = CString::from_raw(text).into_bytes();
    bytes.reserve(100);
    CString::new(bytes).unwrap().into_raw()
}

/// # Safety
/// `text` is a string of make()'s.
#[cfg_attr(a, export_name = "a_drop")]
#[cfg_attr(b, export_name = "b_drop")]
pub unsafe extern "C" fn release(text: *mut c_char) {
    drop(CString::from_raw(text))
}
