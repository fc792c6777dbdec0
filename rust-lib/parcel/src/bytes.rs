// SPDX-License-Identifier: MIT
//! Byte buffers: as a struct by value that remembers its capacity, and as two out-parameters.

use crate::text;
use std::os::raw::c_char;
use std::slice;

/// A growing buffer. C reads and writes `data` up to `len`, and leaves the fields alone.
#[repr(C)]
pub struct parcel_bytes {
    /// NULL when the capacity is 0.
    pub data: *mut u8,
    pub len: usize,
    pub capacity: usize,
}

impl From<Vec<u8>> for parcel_bytes {
    fn from(vec: Vec<u8>) -> Self {
        let mut vec = std::mem::ManuallyDrop::new(vec);
        let data = if vec.capacity() == 0 { std::ptr::null_mut() } else { vec.as_mut_ptr() };
        parcel_bytes { data, len: vec.len(), capacity: vec.capacity() }
    }
}

impl parcel_bytes {
    unsafe fn into_vec(self) -> Vec<u8> {
        if self.data.is_null() {
            return Vec::new();
        }
        Vec::from_raw_parts(self.data, self.len, self.capacity)
    }
}

/// What C gives as `data` and `len`; NULL is empty.
unsafe fn borrow<'a>(data: *const u8, len: usize) -> &'a [u8] {
    if data.is_null() {
        return &[];
    }
    slice::from_raw_parts(data, len)
}

/// An empty buffer, which holds no block yet.
///
/// Returns: (transfer full) (free-func parcel_bytes_free): the buffer
#[no_mangle]
pub extern "C" fn parcel_bytes_new() -> parcel_bytes {
    Vec::new().into()
}

/// A buffer with a copy of `len` bytes.
///
/// @data: (transfer none) (nullable): the bytes
/// @len: how many
/// Returns: (transfer full) (free-func parcel_bytes_free): the buffer
///
/// # Safety
///
/// `data` must be NULL or have `len` readable bytes.
#[no_mangle]
pub unsafe extern "C" fn parcel_bytes_copy(data: *const u8, len: usize) -> parcel_bytes {
    borrow(data, len).to_vec().into()
}

/// Appends `len` bytes. The block may move.
///
/// @bytes: (transfer none): changed in place
/// @data: (transfer none) (nullable): the bytes, not within `bytes`
/// @len: how many
///
/// # Safety
///
/// `bytes` must be a buffer of this library, `data` NULL or `len` readable bytes.
#[no_mangle]
pub unsafe extern "C" fn parcel_bytes_append(bytes: *mut parcel_bytes, data: *const u8, len: usize) {
    if bytes.is_null() {
        return;
    }
    let mut vec = bytes.read().into_vec();
    vec.extend_from_slice(borrow(data, len));
    bytes.write(vec.into());
}

/// Takes a buffer back.
///
/// @bytes: (transfer full): the buffer, also an empty one
///
/// # Safety
///
/// `bytes` must be a buffer of this library.
#[no_mangle]
pub unsafe extern "C" fn parcel_bytes_free(bytes: parcel_bytes) {
    drop(bytes.into_vec());
}

/// Packs a text for transport: every byte by its complement.
///
/// @text: (transfer none): NUL-terminated
/// @data: (out) (transfer full) (free-func parcel_data_free) (nullable): the packed bytes; NULL when `text` is empty
/// @len: (out): how many
/// Returns: false, and nothing is filled in, when an argument is NULL
///
/// # Safety
///
/// `text` must be NULL or NUL-terminated; `data` and `len` NULL or writable.
#[no_mangle]
pub unsafe extern "C" fn parcel_pack(text: *const c_char, data: *mut *mut u8, len: *mut usize) -> bool {
    if text.is_null() || data.is_null() || len.is_null() {
        return false;
    }
    let packed: Box<[u8]> = std::ffi::CStr::from_ptr(text).to_bytes().iter().map(|byte| !byte).collect();
    *len = packed.len();
    *data = if packed.is_empty() { std::ptr::null_mut() } else { Box::into_raw(packed).cast() };
    true
}

/// Unpacks what parcel_pack() made.
///
/// @data: (transfer none) (nullable): the packed bytes
/// @len: how many
/// Returns: (transfer full) (free-func parcel_string_free) (nullable): the text; NULL when it would be no UTF-8 or hold a
/// NUL
///
/// # Safety
///
/// `data` must be NULL or have `len` readable bytes.
#[no_mangle]
pub unsafe extern "C" fn parcel_unpack(data: *const u8, len: usize) -> *mut c_char {
    let bytes: Vec<u8> = borrow(data, len).iter().map(|byte| !byte).collect();
    let unpacked = std::str::from_utf8(&bytes).ok().filter(|unpacked| !unpacked.contains('\0'));
    text::into_raw(unpacked.map(|unpacked| text::join(&[unpacked])))
}

/// Takes packed bytes back.
///
/// @data: (transfer full) (nullable): from parcel_pack()
/// @len: as parcel_pack() said
///
/// # Safety
///
/// Both must be what one call of `parcel_pack` filled in.
#[no_mangle]
pub unsafe extern "C" fn parcel_data_free(data: *mut u8, len: usize) {
    if !data.is_null() {
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(data, len)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::{c, take};
    use std::ptr;

    #[test]
    fn an_empty_buffer_has_no_block() {
        let bytes = parcel_bytes_new();
        assert!(bytes.data.is_null() && bytes.len == 0 && bytes.capacity == 0);
        unsafe { parcel_bytes_free(bytes) };
    }

    #[test]
    fn a_buffer_grows_and_keeps_its_contents() {
        unsafe {
            let mut bytes = parcel_bytes_copy(b"abc".as_ptr(), 3);
            for _ in 0..100 {
                parcel_bytes_append(&mut bytes, b"0123456789".as_ptr(), 10);
            }
            assert_eq!(bytes.len, 1003);
            assert_eq!(&borrow(bytes.data, bytes.len)[..5], b"abc01");
            parcel_bytes_append(&mut bytes, ptr::null(), 0);
            parcel_bytes_append(ptr::null_mut(), ptr::null(), 0);
            parcel_bytes_free(bytes);
        }
    }

    #[test]
    fn packing_and_unpacking_are_inverse() {
        for text in ["", "x", "Grüße"] {
            let (mut data, mut len) = (ptr::null_mut(), 0);
            unsafe {
                assert!(parcel_pack(c(text).as_ptr(), &mut data, &mut len));
                assert_eq!((len, data.is_null()), (text.len(), text.is_empty()));
                assert_eq!(take(parcel_unpack(data, len)), text);
                parcel_data_free(data, len);
            }
        }
    }

    #[test]
    fn what_is_no_text_does_not_unpack() {
        unsafe {
            assert!(parcel_unpack([0u8].as_ptr(), 1).is_null());
            assert!(parcel_unpack([0xffu8].as_ptr(), 1).is_null());
            assert!(!parcel_pack(ptr::null(), &mut ptr::null_mut(), &mut 0));
        }
    }
}
