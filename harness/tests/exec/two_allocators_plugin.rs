// SPDX-License-Identifier: MIT
//! A program that opens the library of two_allocators.rs, twice, with an allocator of its own (`--cfg own`) or std's. It releases what
//! the library made ("in"), has it release what is its own ("out"), or each its own.

use std::ffi::{c_char, c_int, c_void, CString};

#[cfg(own)]
mod own {
    use std::alloc::{GlobalAlloc, Layout, System};

    struct Own;

    unsafe impl GlobalAlloc for Own {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            System.alloc(layout)
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            System.dealloc(block, layout)
        }
    }

    #[global_allocator]
    static OWN: Own = Own;
}

extern "C" {
    fn dlopen(path: *const c_char, mode: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    fn dlclose(library: *mut c_void) -> c_int;
}

const RTLD_NOW: c_int = 2;

unsafe fn function<T: Copy>(library: *mut c_void, name: &str) -> T {
    let name = CString::new(name).unwrap();
    let address = dlsym(library, name.as_ptr());
    assert!(!address.is_null());
    std::mem::transmute_copy(&address)
}

unsafe fn use_library(library: *mut c_void, what: &str) {
    let make: extern "C" fn() -> *mut c_char = function(library, "b_make");
    let early: extern "C" fn() -> *mut c_char = function(library, "b_early");
    let release: extern "C" fn(*mut c_char) = function(library, "b_drop");
    match what {
        "in" => drop(CString::from_raw(make())),
        "out" => release(CString::new("the program's").unwrap().into_raw()),
        _ => release(make()),
    }
    release(early());
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let path = CString::new(arguments[1].as_str()).unwrap();
    let what = arguments.get(2).map_or("", String::as_str);
    for _ in 0..2 {
        unsafe {
            let library = dlopen(path.as_ptr(), RTLD_NOW);
            assert!(!library.is_null());
            use_library(library, what);
            dlclose(library);
        }
    }
}
