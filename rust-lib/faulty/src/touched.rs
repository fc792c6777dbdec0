// SPDX-License-Identifier: MIT
//! Memory read and written after its release, past its end, before it was set.

use crate::text;
use std::alloc::{alloc, dealloc, Layout};
use std::os::raw::c_char;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Gives a pointer into a string that is dropped on the way out.
///
/// @text: (transfer none): NUL-terminated
/// Returns: (transfer none): said to be valid
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_dangling(text: *const c_char) -> *const c_char {
    let string = text::copy(text);
    string.as_ptr()
}

static KEPT: AtomicPtr<c_char> = AtomicPtr::new(ptr::null_mut());

/// Keeps what it only borrowed.
///
/// @text: (transfer none): said to be borrowed for the call
#[no_mangle]
pub extern "C" fn faulty_keep(text: *const c_char) {
    KEPT.store(text as *mut c_char, Ordering::Relaxed);
}

/// Reads what faulty_keep() kept, and lets go of it.
///
/// Returns: its first byte; 0 when nothing is kept
///
/// # Safety
///
/// What was kept must still live, which nobody promised.
#[no_mangle]
pub unsafe extern "C" fn faulty_read_kept() -> c_char {
    let kept = KEPT.swap(ptr::null_mut(), Ordering::Relaxed);
    if kept.is_null() {
        return 0;
    }
    kept.read_volatile()
}

/// Reads a byte of a string that it has dropped.
///
/// @text: (transfer none): NUL-terminated
/// Returns: its first byte
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_read_dropped(text: *const c_char) -> c_char {
    let string = text::copy(text);
    let first = string.as_ptr();
    drop(string);
    first.read_volatile()
}

/// Writes to a string that it has dropped.
///
/// @text: (transfer none): NUL-terminated
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_write_dropped(text: *const c_char) {
    let string = text::copy(text).into_raw();
    drop(std::ffi::CString::from_raw(string));
    string.write_volatile(0);
}

/// Reads the byte after the last one of a buffer.
///
/// @len: of the buffer
/// Returns: what is there
#[no_mangle]
pub extern "C" fn faulty_read_past(len: usize) -> u8 {
    let bytes = vec![1u8; len];
    // Wrong by one.
    unsafe { bytes.as_ptr().add(len).read_volatile() }
}

/// Writes to the byte after the last one of a buffer.
///
/// @len: of the buffer
#[no_mangle]
pub extern "C" fn faulty_write_past(len: usize) {
    let mut bytes = vec![1u8; len];
    // Wrong by one.
    unsafe { bytes.as_mut_ptr().add(len).write_volatile(1) }
}

/// Writes more into a buffer of the caller's than it has room for.
///
/// @buffer: (transfer none): `size` bytes
/// @size: its room
///
/// # Safety
///
/// `buffer` must have one byte more than it says.
#[no_mangle]
pub unsafe extern "C" fn faulty_fill(buffer: *mut u8, size: usize) {
    (0..=size).for_each(|i| buffer.add(i).write_volatile(b'x'));
}

/// Reads one byte too far in a buffer of the caller's, on the search for its last one.
///
/// @buffer: (transfer none): `size` bytes
/// @size: its length
/// Returns: said to be its last byte
///
/// # Safety
///
/// `buffer` must have one byte more than it says.
#[no_mangle]
pub unsafe extern "C" fn faulty_last(buffer: *const u8, size: usize) -> u8 {
    // Wrong by one.
    buffer.add(size).read_volatile()
}

/// Decides by a byte that nobody set.
#[no_mangle]
pub extern "C" fn faulty_guess() {
    let layout = Layout::new::<[u8; 16]>();
    // Wrong: alloc() sets nothing.
    unsafe {
        let block = alloc(layout);
        if block.read_volatile() == 0 {
            block.write_volatile(1);
        }
        dealloc(block, layout);
    }
}

/// Gives a buffer of which only the first half is set.
///
/// @len: of the buffer
/// Returns: (transfer full) (free-func faulty_buffer_free): said to be set
#[no_mangle]
pub extern "C" fn faulty_half_set(len: usize) -> *mut u8 {
    let layout = Layout::array::<u8>(len.max(1)).expect("a small buffer");
    // Wrong: len / 2.
    unsafe {
        let block = alloc(layout);
        block.write_bytes(1, len / 2);
        block
    }
}

/// Releases a buffer, as it should be.
///
/// @buffer: (transfer full): from faulty_half_set()
/// @len: as it was given there
///
/// # Safety
///
/// `buffer` must come from `faulty_half_set(len)`.
#[no_mangle]
pub unsafe extern "C" fn faulty_buffer_free(buffer: *mut u8, len: usize) {
    dealloc(buffer, Layout::array::<u8>(len.max(1)).expect("a small buffer"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lives_can_be_kept() {
        let text = b"text\0";
        faulty_keep(text.as_ptr().cast());
        unsafe {
            assert_eq!(faulty_read_kept(), b't' as c_char);
            assert_eq!(faulty_read_kept(), 0);
        }
    }

    #[test]
    fn the_byte_behind_is_read() {
        assert_eq!(unsafe { faulty_last(b"abc".as_ptr(), 2) }, b'c');
    }

    #[test]
    fn a_larger_buffer_is_filled() {
        let mut buffer = [0u8; 5];
        unsafe { faulty_fill(buffer.as_mut_ptr(), 3) };
        assert_eq!(&buffer, b"xxxx\0");
    }
}
