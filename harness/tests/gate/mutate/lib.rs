// SPDX-License-Identifier: MIT
// A text that its caller owns, and a ticket that the library keeps in a list until it is given back.
use std::sync::Mutex;

static TICKETS: Mutex<Vec<Box<u64>>> = Mutex::new(Vec::new());

#[no_mangle]
pub extern "C" fn text_new() -> *mut u64 {
    Box::into_raw(Box::new(7))
}

#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut u64) {
    if !text.is_null() {
        drop(Box::from_raw(text));
    }
}

#[no_mangle]
pub extern "C" fn ticket_take() -> *const u64 {
    let mut tickets = TICKETS.lock().unwrap();
    tickets.push(Box::new(1));
    &**tickets.last().unwrap()
}

#[no_mangle]
pub extern "C" fn ticket_give(ticket: *const u64) {
    TICKETS.lock().unwrap().retain(|kept| &**kept as *const u64 != ticket);
}

#[no_mangle]
pub extern "C" fn tickets() -> usize {
    TICKETS.lock().unwrap().len()
}
