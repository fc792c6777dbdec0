// SPDX-License-Identifier: MIT
// A library that says nothing of ownership: freehold init has to find out.
use std::ffi::{c_char, CStr, CString};

pub struct Shelf {
    name: CString,
    books: Vec<String>,
}

#[no_mangle]
pub unsafe extern "C" fn shelf_open(name: *const c_char) -> *mut Shelf {
    if name.is_null() {
        return std::ptr::null_mut();
    }
    Box::into_raw(Box::new(Shelf { name: CStr::from_ptr(name).into(), books: vec!["one".into()] }))
}

#[no_mangle]
pub unsafe extern "C" fn shelf_close(shelf: *mut Shelf) {
    if !shelf.is_null() {
        drop(Box::from_raw(shelf));
    }
}

/// A block of its own.
#[no_mangle]
pub unsafe extern "C" fn shelf_describe(shelf: *const Shelf) -> *mut c_char {
    CString::new(format!("{} books", (*shelf).books.len())).unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut c_char) {
    drop(CString::from_raw(text));
}

/// Borrowed, though its type does not say so: a name for a wrong guess.
#[no_mangle]
pub unsafe extern "C" fn shelf_name(shelf: *const Shelf) -> *mut c_char {
    (*shelf).name.as_ptr() as *mut c_char
}

/// A reference count lies before what the pointer is to.
#[no_mangle]
pub extern "C" fn shared_new() -> *const u64 {
    std::sync::Arc::into_raw(std::sync::Arc::new(7))
}

#[no_mangle]
pub unsafe extern "C" fn shared_unref(shared: *const u64) {
    drop(std::sync::Arc::from_raw(shared));
}

pub struct Kind(u8);
static PLAIN: Kind = Kind(1);

/// Lent, for ever.
#[no_mangle]
pub extern "C" fn shelf_kind_plain() -> *const Kind {
    &PLAIN
}

/// It takes a kind and nothing else, and leaves nothing behind: no kind is released by that.
#[no_mangle]
pub unsafe extern "C" fn shelf_kind_weight(kind: *const Kind) -> u8 {
    (*kind).0
}

#[no_mangle]
pub unsafe extern "C" fn shelf_of_kind(kind: *const Kind) -> *mut Shelf {
    if kind.is_null() {
        return std::ptr::null_mut();
    }
    Box::into_raw(Box::new(Shelf { name: CString::new(vec![(*kind).0]).unwrap(), books: vec![] }))
}

#[no_mangle]
pub unsafe extern "C" fn shelf_copy(shelf: *const Shelf, copy: *mut *mut Shelf) -> bool {
    *copy = Box::into_raw(Box::new(Shelf { name: (*shelf).name.clone(), books: vec![] }));
    true
}

static STANDARD: std::sync::OnceLock<std::sync::Arc<u32>> = std::sync::OnceLock::new();

/// One reference more to what the library keeps: nothing shows that it was not given back.
#[no_mangle]
pub extern "C" fn standard_get() -> *const u32 {
    std::sync::Arc::into_raw(STANDARD.get_or_init(|| std::sync::Arc::new(7)).clone())
}

#[no_mangle]
pub unsafe extern "C" fn standard_put(standard: *const u32) {
    drop(std::sync::Arc::from_raw(standard));
}

pub struct Carton(i32);

#[no_mangle]
pub extern "C" fn box_new() -> *mut Carton {
    Box::into_raw(Box::new(Carton(7)))
}

#[no_mangle]
pub unsafe extern "C" fn box_weight(carton: *mut Carton) -> i32 {
    (*carton).0
}

#[no_mangle]
pub unsafe extern "C" fn box_ship(carton: *mut Carton) {
    drop(Box::from_raw(carton));
}

/// It takes the shelf, whatever the header says.
#[no_mangle]
pub unsafe extern "C" fn shelf_bind(shelf: *mut Shelf) -> *mut Carton {
    Box::into_raw(Box::new(Carton(Box::from_raw(shelf).books.len() as i32)))
}

#[no_mangle]
pub unsafe extern "C" fn bound_free(bound: *mut Carton) {
    drop(Box::from_raw(bound));
}
