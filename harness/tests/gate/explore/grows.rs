// SPDX-License-Identifier: MIT
//! What is kept for good, what takes the place of what was kept before, and what is bounded. `--cfg cleared`: one call takes all back.
use std::ffi::{c_char, CStr, CString};
use std::sync::Mutex;

static NOTES: Mutex<Vec<String>> = Mutex::new(Vec::new());
static LAST: Mutex<Option<CString>> = Mutex::new(None);
static RECENT: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[no_mangle]
pub unsafe extern "C" fn gr_note(text: *const c_char) {
    NOTES.lock().unwrap().push(CStr::from_ptr(text).to_string_lossy().into_owned())
}

#[no_mangle]
pub unsafe extern "C" fn gr_say(text: *const c_char) {
    *LAST.lock().unwrap() = Some(CStr::from_ptr(text).to_owned())
}

#[no_mangle]
pub extern "C" fn gr_format(number: i32) -> *mut c_char {
    let text = number.to_string();
    let mut recent = RECENT.lock().unwrap();
    recent.insert(0, text.clone());
    recent.truncate(8);
    CString::new(text).unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn gr_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text))
    }
}

#[cfg(cleared)]
#[no_mangle]
pub extern "C" fn gr_clear() {
    NOTES.lock().unwrap().clear()
}
