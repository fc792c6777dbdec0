// SPDX-License-Identifier: MIT
//! lib.h's library. With `--cfg faulty` each line with `FAULTY` or `FEW` is a fault of ownership, with `--cfg few` those with `FEW`;
//! without them, there is none.
#![allow(non_camel_case_types, unexpected_cfgs, clippy::missing_safety_doc)]
use std::ffi::{c_char, c_int, c_void, CStr, CString};
use std::ptr::null_mut;

const FAULTY: bool = cfg!(faulty);
const FEW: bool = cfg!(faulty) || cfg!(few);

extern "C" {
    fn strdup(text: *const c_char) -> *mut c_char;
}

unsafe fn text(from: *const c_char) -> String {
    CStr::from_ptr(from).to_string_lossy().into_owned()
}

fn give(text: &str) -> *mut c_char {
    CString::new(text).unwrap().into_raw()
}

/// Nobody will release it.
fn lose<T>(value: T) {
    std::mem::forget(Box::new(value));
}

#[no_mangle]
pub unsafe extern "C" fn st_text_new(from: *const c_char) -> *mut c_char {
    give(&text(from))
}

#[no_mangle]
pub unsafe extern "C" fn st_text_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}

#[no_mangle]
pub unsafe extern "C" fn st_text_join(a: *const c_char, b: *const c_char) -> *mut c_char {
    let first = give(&text(a));
    if text(b).is_empty() {
        if !FAULTY {
            st_text_free(first); // 1: an error path that forgets what it had made
        }
        return null_mut();
    }
    let joined = text(first) + &text(b);
    st_text_free(first);
    give(&joined)
}

#[no_mangle]
pub unsafe extern "C" fn st_text_upper(from: *const c_char) -> *mut c_char {
    if FAULTY && text(from).is_empty() {
        return strdup(from); // 2: a block of C's, which Rust will release
    }
    give(&text(from).to_uppercase())
}

pub struct st_item {
    name: *mut c_char,
    is_clone: bool,
}

#[no_mangle]
pub extern "C" fn st_item_new(number: u32) -> *mut st_item {
    Box::into_raw(Box::new(st_item { name: give(&format!("item {number}")), is_clone: false }))
}

#[no_mangle]
pub unsafe extern "C" fn st_item_free(item: *mut st_item) {
    if !item.is_null() {
        st_text_free((*item).name);
        drop(Box::from_raw(item));
    }
}

#[no_mangle]
pub unsafe extern "C" fn st_item_clone(item: *const st_item) -> *mut st_item {
    let name = if FAULTY && (*item).is_clone {
        (*item).name // 3: the clone of a clone shares its name
    } else {
        give(&text((*item).name))
    };
    Box::into_raw(Box::new(st_item { name, is_clone: true }))
}

#[no_mangle]
pub unsafe extern "C" fn st_item_name(item: *const st_item) -> *const c_char {
    if FAULTY && (*item).is_clone {
        let name = give(&text((*item).name));
        st_text_free(name);
        return name; // 4: a view into what is gone
    }
    (*item).name
}

#[no_mangle]
pub unsafe extern "C" fn st_item_rename(item: *mut st_item, name: *const c_char) -> bool {
    if text(name).is_empty() {
        if FAULTY {
            st_text_free((*item).name); // 5: it fails, and has released the old name
        }
        return false;
    }
    let new = give(&text(name));
    st_text_free((*item).name);
    (*item).name = new;
    true
}

type Notify = Option<unsafe extern "C" fn(*mut c_void)>;

struct Watch {
    notify: Notify,
    data: *mut c_void,
    destroy: Notify,
}

pub struct st_store {
    items: Vec<*mut st_item>,
    watch: Option<Watch>,
}

#[no_mangle]
pub extern "C" fn st_store_new() -> *mut st_store {
    Box::into_raw(Box::new(st_store { items: Vec::new(), watch: None }))
}

unsafe fn end_watch(watch: Option<Watch>) {
    if let Some(Watch { data, destroy: Some(destroy), .. }) = watch {
        destroy(data);
    }
}

#[no_mangle]
pub unsafe extern "C" fn st_store_free(store: *mut st_store) {
    if store.is_null() {
        return;
    }
    let mut store = Box::from_raw(store);
    for item in store.items.drain(..) {
        st_item_free(item);
    }
    end_watch(store.watch.take());
}

pub struct st_error {
    message: *mut c_char,
}

unsafe fn error_new(message: *mut c_char) -> *mut st_error {
    Box::into_raw(Box::new(st_error { message }))
}

#[no_mangle]
pub unsafe extern "C" fn st_store_open(
    name: *const c_char,
    out: *mut *mut st_store,
    error: *mut *mut st_error,
) -> c_int {
    let store = st_store_new();
    let name = text(name);
    if name.is_empty() {
        if FAULTY {
            *error = error_new(c"no name".as_ptr().cast_mut()); // 6: a static text, which will be released
        } else {
            *error = error_new(give("no name"));
        }
        st_store_free(store);
        return -1;
    }
    if !name.chars().all(char::is_alphanumeric) {
        *error = error_new(give("not a name"));
        if !FAULTY {
            st_store_free(store); // 7: a failure that forgets the half-made store
        }
        return -1;
    }
    *out = store;
    0
}

#[no_mangle]
pub unsafe extern "C" fn st_error_message(error: *const st_error) -> *const c_char {
    (*error).message
}

#[no_mangle]
pub unsafe extern "C" fn st_error_free(error: *mut st_error) {
    if !error.is_null() {
        st_text_free((*error).message);
        drop(Box::from_raw(error));
    }
}

#[no_mangle]
pub unsafe extern "C" fn st_store_put(store: *mut st_store, item: *mut st_item) {
    if FAULTY && (*store).items.len() == 2 {
        (*store).items.remove(0); // 8: the third call loses what the first has put there
    }
    (*store).items.push(item);
    if let Some(Watch { notify: Some(notify), data, .. }) = (*store).watch {
        notify(data);
    }
}

#[no_mangle]
pub unsafe extern "C" fn st_store_take(store: *mut st_store) -> *mut st_item {
    let items = &mut (*store).items;
    if FAULTY && items.len() == 2 {
        return items[1]; // 9: given away, and kept
    }
    items.pop().unwrap_or(null_mut())
}

#[no_mangle]
pub unsafe extern "C" fn st_store_count(store: *const st_store) -> usize {
    (*store).items.len()
}

#[no_mangle]
pub unsafe extern "C" fn st_store_lookup(store: *const st_store, name: *const c_char) -> *mut c_char {
    let name = text(name);
    if FAULTY && name.len() > 20 {
        panic!("too long"); // 10: a panic that crosses the boundary
    }
    for (index, item) in (*store).items.iter().enumerate() {
        if text((**item).name) == name {
            return give(&format!("{index}"));
        }
    }
    null_mut()
}

type Visit = Option<unsafe extern "C" fn(*const st_item, *mut c_void) -> bool>;

#[no_mangle]
pub unsafe extern "C" fn st_store_each(store: *const st_store, visit: Visit, user: *mut c_void) -> usize {
    let Some(visit) = visit else { return 0 };
    let mut count = 0;
    for item in &(*store).items {
        let shown = st_item_clone(*item);
        count += 1;
        let goes_on = visit(shown, user);
        if !FAULTY {
            st_item_free(shown); // 11: what the callback was shown
        }
        if !goes_on {
            break;
        }
    }
    count
}

#[no_mangle]
pub unsafe extern "C" fn st_store_watch(
    store: *mut st_store,
    notify: Notify,
    data: *mut c_void,
    destroy: Notify,
) {
    let before = (*store).watch.replace(Watch { notify, data, destroy });
    if !FAULTY {
        end_watch(before); // 12: nobody tells the one before that it has ended
    }
}

pub struct st_channel {
    references: u32,
    items: Vec<*mut st_item>,
}

#[no_mangle]
pub extern "C" fn st_channel_new() -> *mut st_channel {
    Box::into_raw(Box::new(st_channel { references: 1, items: Vec::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn st_channel_ref(channel: *mut st_channel) -> *mut st_channel {
    if !(FAULTY && (*channel).references == 2) {
        (*channel).references += 1; // 13: the third reference is not counted
    }
    channel
}

#[no_mangle]
pub unsafe extern "C" fn st_channel_unref(channel: *mut st_channel) {
    if channel.is_null() {
        return;
    }
    (*channel).references -= 1;
    if (*channel).references == 0 {
        let channel = Box::from_raw(channel);
        for item in channel.items {
            st_item_free(item);
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn st_channel_send(channel: *mut st_channel, item: *mut st_item) -> c_int {
    if (*channel).items.len() == 2 {
        if FAULTY {
            st_item_free(item); // 14: it fails, and has released what stays the caller's
        }
        return -1;
    }
    (*channel).items.push(item);
    0
}

#[no_mangle]
pub unsafe extern "C" fn st_channel_receive(channel: *mut st_channel) -> *mut st_item {
    if (*channel).items.is_empty() {
        if FEW {
            lose([0u8; 24]); // 15: each time that there is nothing
        }
        return null_mut();
    }
    (*channel).items.remove(0)
}

pub struct st_builder {
    names: Vec<String>,
}

#[no_mangle]
pub extern "C" fn st_builder_new() -> *mut st_builder {
    Box::into_raw(Box::new(st_builder { names: Vec::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn st_builder_free(builder: *mut st_builder) {
    if !builder.is_null() {
        drop(Box::from_raw(builder));
    }
}

#[no_mangle]
pub unsafe extern "C" fn st_builder_add(builder: *mut st_builder, name: *const c_char) -> bool {
    let name = text(name);
    if name.is_empty() {
        return false;
    }
    (*builder).names.push(name);
    true
}

#[no_mangle]
pub unsafe extern "C" fn st_builder_build(builder: *mut st_builder, out: *mut *mut st_store) -> c_int {
    if (*builder).names.is_empty() {
        if FAULTY {
            st_builder_free(builder); // 16: a failed build has consumed it
        }
        return -1;
    }
    let builder = Box::from_raw(builder);
    let store = st_store_new();
    for name in &builder.names {
        let item = st_item_new(0);
        st_text_free((*item).name);
        (*item).name = give(name);
        (*store).items.push(item);
    }
    if FAULTY && builder.names.len() > 1 {
        std::mem::forget(builder); // 17: with two names, what was consumed is never released
    }
    *out = store;
    0
}

#[repr(C)]
pub struct st_bytes {
    data: *mut u8,
    len: usize,
    cap: usize,
}

fn bytes_of(data: Vec<u8>) -> st_bytes {
    let mut data = std::mem::ManuallyDrop::new(data);
    st_bytes { data: data.as_mut_ptr(), len: data.len(), cap: data.capacity() }
}

unsafe fn read(data: *const u8, len: usize) -> Vec<u8> {
    std::slice::from_raw_parts(data, len).to_vec()
}

#[no_mangle]
pub unsafe extern "C" fn st_bytes_new(data: *const u8, len: usize) -> st_bytes {
    let mut bytes = bytes_of(read(data, len));
    if FEW && len == 8 {
        bytes.cap = 7; // 18: not what was allocated
    }
    bytes
}

#[no_mangle]
pub unsafe extern "C" fn st_bytes_free(bytes: st_bytes) {
    drop(Vec::from_raw_parts(bytes.data, bytes.len.min(bytes.cap), bytes.cap));
}

#[no_mangle]
pub unsafe extern "C" fn st_bytes_append(bytes: *mut st_bytes, data: *const u8, len: usize) {
    let all = Vec::from_raw_parts((*bytes).data, (*bytes).len.min((*bytes).cap), (*bytes).cap);
    let mut longer = all.clone();
    longer.extend(read(data, len));
    if FAULTY && len == 1 {
        drop(all); // 19: released, and still what the caller has
        return;
    }
    drop(all);
    *bytes = bytes_of(longer);
}

pub struct st_cursor {
    store: *const st_store,
    next: usize,
    is_at_end: bool,
}

#[no_mangle]
pub extern "C" fn st_cursor_new(store: *const st_store) -> *mut st_cursor {
    Box::into_raw(Box::new(st_cursor { store, next: 0, is_at_end: false }))
}

#[no_mangle]
pub unsafe extern "C" fn st_cursor_next(cursor: *mut st_cursor) -> *const st_item {
    let items = &(*(*cursor).store).items;
    let item = items.get((*cursor).next).copied();
    (*cursor).next += 1;
    (*cursor).is_at_end |= item.is_none();
    item.unwrap_or(null_mut())
}

#[no_mangle]
pub unsafe extern "C" fn st_cursor_free(cursor: *mut st_cursor) {
    if cursor.is_null() || (FAULTY && (*cursor).is_at_end) {
        return; // 20: a cursor that came to the end is not released
    }
    drop(Box::from_raw(cursor));
}
