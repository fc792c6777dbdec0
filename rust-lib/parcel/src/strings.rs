// SPDX-License-Identifier: MIT
//! Strings: in, out, optional, static, into the caller's buffer, and one kind that has a release function of its own.

use crate::text;
use std::os::raw::{c_char, c_uint};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Writes the label that goes onto a parcel.
///
/// @sender: (transfer none): UTF-8
/// @recipient: (transfer none): UTF-8
/// Returns: (transfer full) (free-func parcel_string_free) (nullable): "SENDER -> RECIPIENT"; NULL when an argument is
/// NULL or no UTF-8
///
/// # Safety
///
/// Both must be NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_label(sender: *const c_char, recipient: *const c_char) -> *mut c_char {
    text::into_raw(label(sender, recipient))
}

unsafe fn label(sender: *const c_char, recipient: *const c_char) -> Option<std::ffi::CString> {
    Some(text::join(&[text::borrow(sender)?, " -> ", text::borrow(recipient)?]))
}

/// Writes the label into a buffer of the caller's, cut to its size and NUL-terminated, as snprintf() does.
///
/// @sender: (transfer none): UTF-8
/// @recipient: (transfer none): UTF-8
/// @buffer: (transfer none) (nullable): `size` bytes; NULL when size is 0
/// @size: bytes in `buffer`
/// Returns: the length of the whole label without its NUL; 0 when an argument is NULL or no UTF-8
///
/// # Safety
///
/// Both texts must be NULL or NUL-terminated; `buffer` must have `size` writable bytes.
#[no_mangle]
pub unsafe extern "C" fn parcel_label_into(
    sender: *const c_char,
    recipient: *const c_char,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    let whole = match label(sender, recipient) {
        Some(whole) => whole,
        None => return 0,
    };
    let bytes = whole.as_bytes();
    if !buffer.is_null() && size > 0 {
        let room = bytes.len().min(size - 1);
        std::ptr::copy_nonoverlapping(bytes.as_ptr(), buffer.cast(), room);
        buffer.add(room).write(0);
    }
    bytes.len()
}

/// Removes the white space around a note.
///
/// @note: (transfer none) (nullable): UTF-8
/// Returns: (transfer full) (free-func parcel_string_free) (nullable): what is left; NULL when that is nothing
///
/// # Safety
///
/// `note` must be NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_trim_note(note: *const c_char) -> *mut c_char {
    let trimmed = text::borrow(note).map(str::trim).filter(|note| !note.is_empty());
    text::into_raw(trimmed.map(|note| text::join(&[note])))
}

/// Takes back a string.
///
/// @string: (transfer full) (nullable): a string whose function names parcel_string_free()
///
/// # Safety
///
/// `string` must come from such a function, with its length unchanged.
#[no_mangle]
pub unsafe extern "C" fn parcel_string_free(string: *mut c_char) {
    text::release(string);
}

/// The version of this library.
///
/// Returns: (transfer none): static, never released
#[no_mangle]
pub extern "C" fn parcel_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The name of a step on a parcel's way: 0 packed, 1 on its way, 2 delivered.
///
/// @step: the number
/// Returns: (transfer none) (nullable): static, never released; NULL when there is no such step
#[no_mangle]
pub extern "C" fn parcel_step_name(step: c_uint) -> *const c_char {
    const NAMES: [&str; 3] = ["packed\0", "on its way\0", "delivered\0"];
    NAMES.get(step as usize).map_or(std::ptr::null(), |name| name.as_ptr().cast())
}

static CODES_IN_USE: AtomicUsize = AtomicUsize::new(0);

/// Reserves a tracking code. It stays reserved until it is returned.
///
/// Returns: (transfer full) (free-func parcel_code_return): the code, 8 characters
#[no_mangle]
pub extern "C" fn parcel_code_reserve() -> *mut c_char {
    let number = CODES_IN_USE.fetch_add(1, Ordering::Relaxed) % 10_000;
    let digit = |place: usize| ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][number / place % 10];
    text::join(&["PCL-", digit(1000), digit(100), digit(10), digit(1)]).into_raw()
}

/// Returns a tracking code. parcel_string_free() would free its memory too, but the code would stay reserved.
///
/// @code: (transfer full) (nullable): from parcel_code_reserve()
///
/// # Safety
///
/// `code` must come from `parcel_code_reserve`.
#[no_mangle]
pub unsafe extern "C" fn parcel_code_return(code: *mut c_char) {
    if !code.is_null() {
        text::release(code);
        CODES_IN_USE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Returns: how many tracking codes are reserved
#[no_mangle]
pub extern "C" fn parcel_codes_in_use() -> usize {
    CODES_IN_USE.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::{c, take, view};
    use std::ptr;

    #[test]
    fn a_label_names_both_ends() {
        let (sender, recipient) = (c("Ada"), c("Grace"));
        unsafe {
            assert_eq!(take(parcel_label(sender.as_ptr(), recipient.as_ptr())), "Ada -> Grace");
            assert!(parcel_label(ptr::null(), recipient.as_ptr()).is_null());
            assert!(parcel_label(sender.as_ptr(), b"\xff\0".as_ptr().cast()).is_null());
        }
    }

    #[test]
    fn a_label_is_cut_to_the_buffer() {
        let name = c("Ada");
        for (size, written) in [(1, ""), (4, "Ada"), (7, "Ada ->"), (64, "Ada -> Ada")] {
            let mut buffer = vec![0x7f as c_char; size];
            let length =
                unsafe { parcel_label_into(name.as_ptr(), name.as_ptr(), buffer.as_mut_ptr(), size) };
            assert_eq!((length, view(buffer.as_ptr())), (10, written.to_owned()));
        }
        assert_eq!(unsafe { parcel_label_into(name.as_ptr(), name.as_ptr(), ptr::null_mut(), 0) }, 10);
        assert_eq!(unsafe { parcel_label_into(ptr::null(), name.as_ptr(), ptr::null_mut(), 0) }, 0);
    }

    #[test]
    fn an_empty_note_is_none() {
        let (note, blank) = (c("  fragile \n"), c(" \t"));
        unsafe {
            assert_eq!(take(parcel_trim_note(note.as_ptr())), "fragile");
            assert!(parcel_trim_note(blank.as_ptr()).is_null());
            assert!(parcel_trim_note(ptr::null()).is_null());
            parcel_string_free(ptr::null_mut());
        }
    }

    #[test]
    fn static_strings() {
        assert_eq!(view(parcel_version()), env!("CARGO_PKG_VERSION"));
        assert_eq!(view(parcel_step_name(2)), "delivered");
        assert!(parcel_step_name(3).is_null());
    }

    #[test]
    fn a_returned_code_is_free_again() {
        let before = parcel_codes_in_use();
        let code = parcel_code_reserve();
        assert_eq!(view(code).len(), 8);
        assert_eq!(parcel_codes_in_use(), before + 1);
        unsafe { parcel_code_return(code) };
        assert_eq!(parcel_codes_in_use(), before);
    }
}
