// SPDX-License-Identifier: MIT
//! What the scenarios of the matrix call: both sides' deeds, right and wrong, one function each.
use std::alloc::{alloc, dealloc, realloc, Layout};
use std::ffi::{CStr, CString};
use std::os::raw::c_char;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

extern "C" {
    fn strdup(text: *const c_char) -> *mut c_char;
}

pub struct Node {
    name: CString,
}

#[no_mangle]
pub extern "C" fn text_new() -> *mut c_char {
    CString::new("hello").unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut c_char) {
    drop(CString::from_raw(text))
}

#[no_mangle]
pub unsafe extern "C" fn text_length(text: *const c_char) -> usize {
    CStr::from_ptr(text).to_bytes().len()
}

#[no_mangle]
pub unsafe extern "C" fn text_of_libc() -> *mut c_char {
    strdup(b"hello\0".as_ptr().cast())
}

#[no_mangle]
pub extern "C" fn node_new() -> *mut Node {
    Box::into_raw(Box::new(Node { name: CString::new("Ada").unwrap() }))
}

#[no_mangle]
pub unsafe extern "C" fn node_free(node: *mut Node) {
    drop(Box::from_raw(node))
}

#[no_mangle]
pub unsafe extern "C" fn node_name(node: *const Node) -> *const c_char {
    (*node).name.as_ptr()
}

#[no_mangle]
pub extern "C" fn word_new() -> *mut u64 {
    Box::into_raw(Box::new(7))
}

#[no_mangle]
pub unsafe extern "C" fn word_open(out: *mut *mut u64) {
    *out = word_new()
}

#[no_mangle]
pub unsafe extern "C" fn word_free(word: *mut u64) {
    drop(Box::from_raw(word))
}

#[no_mangle]
pub extern "C" fn clock_new() -> *mut u64 {
    Box::into_raw(Box::new(9i64)) as *mut u64
}

/// Of another type's, which looks the same to the allocator.
#[no_mangle]
pub unsafe extern "C" fn clock_free(clock: *mut u64) {
    drop(Box::from_raw(clock as *mut i64))
}

#[no_mangle]
pub unsafe extern "C" fn word_free_twice(word: *mut u64) {
    drop(Box::from_raw(word));
    drop(Box::from_raw(word))
}

/// Nobody sets its bytes.
#[no_mangle]
pub unsafe extern "C" fn unset_new(size: usize) -> *mut u8 {
    alloc(Layout::from_size_align_unchecked(size, 1))
}

#[no_mangle]
pub unsafe extern "C" fn release(block: *mut u8, size: usize, alignment: usize) {
    dealloc(block, Layout::from_size_align_unchecked(size, alignment))
}

#[no_mangle]
pub unsafe extern "C" fn resize(block: *mut u8, size: usize, alignment: usize, new_size: usize) -> *mut u8 {
    realloc(block, Layout::from_size_align_unchecked(size, alignment), new_size)
}

#[no_mangle]
pub unsafe extern "C" fn peek(bytes: *const u8, at: isize) -> u8 {
    bytes.offset(at).read_volatile()
}

#[no_mangle]
pub unsafe extern "C" fn poke(bytes: *mut u8, at: isize, value: u8) {
    bytes.offset(at).write_volatile(value)
}

#[no_mangle]
pub unsafe extern "C" fn is_zero(byte: *const u8) -> bool {
    if byte.read_volatile() != 0 {
        return false;
    }
    byte.read_volatile() == 0 // so that no compiler makes do without a decision
}

static LETTERS: [AtomicU8; 2] = [AtomicU8::new(b'a'), AtomicU8::new(b'b')];
static NEXT: AtomicUsize = AtomicUsize::new(0);

#[no_mangle]
pub extern "C" fn tick() -> *const c_char {
    let letter: *const AtomicU8 = &LETTERS[NEXT.fetch_xor(1, Ordering::Relaxed)];
    letter.cast()
}

#[no_mangle]
pub extern "C" fn lose() {
    unsafe { Box::into_raw(Box::new([1u8; 24])).cast::<u8>().read_volatile() };
}

#[no_mangle]
pub extern "C" fn panics(text: *const c_char) {
    assert!(text.is_null(), "a text is no null pointer")
}

#[no_mangle]
pub extern "C" fn aborts() {
    std::process::abort()
}
