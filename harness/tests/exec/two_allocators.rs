// SPDX-License-Identifier: MIT
//! A library that makes and drops a string; with `--cfg own` by an allocator that puts a header before each block.

use std::ffi::{c_char, CString};

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

#[cfg_attr(own, export_name = "own_make")]
#[cfg_attr(not(own), export_name = "std_make")]
pub extern "C" fn make() -> *mut c_char {
    CString::new("a string").unwrap().into_raw()
}

#[cfg_attr(own, export_name = "own_drop")]
#[cfg_attr(not(own), export_name = "std_drop")]
/// # Safety
/// `text` is a string of make()'s.
pub unsafe extern "C" fn release(text: *mut c_char) {
    drop(CString::from_raw(text))
}
