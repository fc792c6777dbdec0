// SPDX-License-Identifier: MIT
//! A Rust library with C code in it.
extern "C" {
    fn use_malloc_family();
}

/// Returns how many bytes a block of Rust's has, which is there while the C code runs.
#[no_mangle]
pub extern "C" fn use_both() -> usize {
    let bytes = vec![1u8; 30];
    unsafe { use_malloc_family() };
    bytes.len()
}
