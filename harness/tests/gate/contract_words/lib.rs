// SPDX-License-Identifier: MIT
//! Every way to pass ownership that the contract has words for, and functions named `…_badly` that break it.
#![allow(clippy::missing_safety_doc, non_camel_case_types)]
use std::ffi::{CStr, CString};
use std::os::raw::{c_char, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::Arc;

fn text(of: &str) -> *mut c_char {
    CString::new(of).unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn text_new() -> *mut c_char {
    text("text")
}

#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}

// Consumed on success only.
pub struct token {
    value: c_int,
}

#[no_mangle]
pub extern "C" fn token_new(value: c_int) -> *mut token {
    Box::into_raw(Box::new(token { value }))
}

#[no_mangle]
pub unsafe extern "C" fn token_free(token: *mut token) {
    drop(Box::from_raw(token));
}

#[no_mangle]
pub unsafe extern "C" fn token_redeem(token: *mut token) -> c_int {
    if (*token).value < 0 {
        return -1;
    }
    drop(Box::from_raw(token));
    0
}

#[no_mangle]
pub unsafe extern "C" fn token_redeem_badly(token: *mut token) -> c_int {
    Box::from_raw(token).value.min(0)
}

static KEPT: AtomicPtr<token> = AtomicPtr::new(ptr::null_mut());

#[no_mangle]
pub unsafe extern "C" fn token_keep(token: *mut token, error: *mut c_int) {
    *error = ((*token).value < 0) as c_int;
    if *error == 0 {
        KEPT.store(token, Ordering::SeqCst);
    }
}

#[no_mangle]
pub unsafe extern "C" fn token_forget() {
    let kept = KEPT.swap(ptr::null_mut(), Ordering::SeqCst);
    if !kept.is_null() {
        drop(Box::from_raw(kept));
    }
}

// Owned, and const.
#[no_mangle]
pub extern "C" fn label_new() -> *const c_char {
    text("label")
}

#[no_mangle]
pub unsafe extern "C" fn label_free(label: *const c_char) {
    drop(CString::from_raw(label as *mut c_char));
}

// Arrays of strings.
fn names(of: Vec<*mut c_char>) -> *mut *mut c_char {
    Box::into_raw(of.into_boxed_slice()) as *mut *mut c_char
}

#[no_mangle]
pub unsafe extern "C" fn names_new(n: *mut usize) -> *mut *mut c_char {
    *n = 2;
    names(vec![text("one"), text("two")])
}

#[no_mangle]
pub unsafe extern "C" fn names_free(names: *mut *mut c_char, n: usize) {
    for name in Box::from_raw(ptr::slice_from_raw_parts_mut(names, n)).iter() {
        text_free(*name);
    }
}

#[no_mangle]
pub extern "C" fn words_new() -> *mut *mut c_char {
    names(vec![text("one"), text("two"), ptr::null_mut()])
}

/// The array, and not what is in it.
#[no_mangle]
pub unsafe extern "C" fn words_free(words: *mut *mut c_char) {
    let n = (0..).take_while(|&i| !(*words.add(i)).is_null()).count() + 1;
    drop(Box::from_raw(ptr::slice_from_raw_parts_mut(words, n)));
}

#[no_mangle]
pub unsafe extern "C" fn depot_names(depot: *mut depot) -> *mut *mut c_char {
    names(vec![(*depot).name.as_ptr() as *mut c_char, ptr::null_mut()])
}

// A struct by value, with what its fields own.
#[repr(C)]
pub struct record {
    id: u64,
    name: *mut c_char,
    lines: *mut *mut c_char,
    n_lines: u32,
}

#[no_mangle]
pub unsafe extern "C" fn record_new() -> record {
    let mut n = 0;
    let lines = names_new(&mut n);
    record { id: 1, name: text("name"), lines, n_lines: n as u32 }
}

#[no_mangle]
pub unsafe extern "C" fn record_free(record: record) {
    text_free(record.name);
    names_free(record.lines, record.n_lines as usize);
}

#[repr(C)]
pub struct pair {
    left: *mut c_char,
    right: *mut c_char,
}

#[no_mangle]
pub unsafe extern "C" fn pair_fill(pair: *mut pair) {
    *pair = self::pair { left: text("left"), right: label_new() as *mut c_char };
}

// Views.
pub struct depot {
    name: CString,
    line: [u8; 8],
}

#[no_mangle]
pub extern "C" fn depot_new() -> *mut depot {
    Box::into_raw(Box::new(depot { name: CString::new("Kiel").unwrap(), line: *b"line 0\0\0" }))
}

#[no_mangle]
pub unsafe extern "C" fn depot_free(depot: *mut depot) {
    drop(Box::from_raw(depot));
}

#[no_mangle]
pub unsafe extern "C" fn depot_name(depot: *const depot) -> *const c_char {
    (*depot).name.as_ptr()
}

/// The same memory each time.
#[no_mangle]
pub unsafe extern "C" fn depot_next_line(depot: *mut depot) -> *const c_char {
    (*depot).line[5] += 1;
    (*depot).line.as_ptr() as *const c_char
}

#[no_mangle]
pub unsafe extern "C" fn depot_is_named(depot: *const depot, name: *const c_char) -> bool {
    (*depot).name.as_c_str() == CStr::from_ptr(name)
}

static MESSAGE: &[u8] = b"nothing\0";

#[no_mangle]
pub extern "C" fn last_message() -> *const c_char {
    MESSAGE.as_ptr() as *const c_char
}

// Reference counts.
pub struct shared {
    n: c_int,
}

static HELD: AtomicPtr<shared> = AtomicPtr::new(ptr::null_mut());

#[no_mangle]
pub extern "C" fn shared_new() -> *mut shared {
    Arc::into_raw(Arc::new(shared { n: 1 })) as *mut shared
}

#[no_mangle]
pub unsafe extern "C" fn shared_ref(shared: *mut shared) {
    Arc::increment_strong_count(shared as *const self::shared);
}

#[no_mangle]
pub unsafe extern "C" fn shared_unref(shared: *mut shared) {
    let last = Arc::from_raw(shared as *const self::shared);
    debug_assert!(last.n == 1);
}

/// The library has a reference of its own from here on, …
#[no_mangle]
pub unsafe extern "C" fn shared_hold(shared: *mut shared) {
    shared_ref(shared);
    HELD.store(shared, Ordering::SeqCst);
}

/// … to here.
#[no_mangle]
pub unsafe extern "C" fn shared_drop_held() {
    shared_unref(HELD.swap(ptr::null_mut(), Ordering::SeqCst));
}

// User data with a destroy function.
type Call = unsafe extern "C" fn(*mut c_void);

pub struct watcher {
    call: Call,
    data: *mut c_void,
    destroy: Call,
}

#[no_mangle]
pub extern "C" fn watcher_new(call: Call, data: *mut c_void, destroy: Call) -> *mut watcher {
    Box::into_raw(Box::new(watcher { call, data, destroy }))
}

#[no_mangle]
pub unsafe extern "C" fn watcher_fire(watcher: *mut watcher) {
    ((*watcher).call)((*watcher).data);
}

#[no_mangle]
pub unsafe extern "C" fn watcher_free(watcher: *mut watcher) {
    let watcher = Box::from_raw(watcher);
    (watcher.destroy)(watcher.data);
}

/// Never tells that the user data are done with.
#[no_mangle]
pub unsafe extern "C" fn watcher_free_badly(watcher: *mut watcher) {
    drop(Box::from_raw(watcher));
}

/// Tells it too early: the next call of the callback is too late.
#[no_mangle]
pub unsafe extern "C" fn watcher_stop_badly(watcher: *mut watcher) {
    ((*watcher).destroy)((*watcher).data);
}

static LATE: AtomicPtr<watcher> = AtomicPtr::new(ptr::null_mut());

extern "C" fn nothing(_: *mut c_void) {}

/// Calls it once, and keeps it all the same, …
#[no_mangle]
pub unsafe extern "C" fn each(call: Call, data: *mut c_void) {
    call(data);
    LATE.store(watcher_new(call, data, nothing), Ordering::SeqCst);
}

/// … for here.
#[no_mangle]
pub unsafe extern "C" fn each_badly() {
    let late = LATE.load(Ordering::SeqCst);
    watcher_fire(late);
}

#[no_mangle]
pub unsafe extern "C" fn each_end() {
    let late = LATE.swap(ptr::null_mut(), Ordering::SeqCst);
    if !late.is_null() {
        watcher_free(late);
    }
}

// Consumed, but the handle must still be released.
pub struct builder {
    value: Option<Box<c_int>>,
}
pub struct product {
    value: Box<c_int>,
}

#[no_mangle]
pub extern "C" fn builder_new() -> *mut builder {
    Box::into_raw(Box::new(builder { value: Some(Box::new(1)) }))
}

#[no_mangle]
pub unsafe extern "C" fn builder_set(builder: *mut builder, value: c_int) -> bool {
    (*builder).value.as_mut().map(|old| **old = value).is_some()
}

#[no_mangle]
pub unsafe extern "C" fn builder_finish(builder: *mut builder) -> *mut product {
    match (*builder).value.take() {
        Some(value) => Box::into_raw(Box::new(product { value })),
        None => ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn builder_free(builder: *mut builder) {
    drop(Box::from_raw(builder));
}

#[no_mangle]
pub unsafe extern "C" fn product_free(product: *mut product) {
    debug_assert!(*(*product).value > 0);
    drop(Box::from_raw(product));
}
