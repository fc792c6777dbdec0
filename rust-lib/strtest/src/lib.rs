// SPDX-License-Identifier: MIT
//! The textbook example of Rust called from C: a string goes in, a new one comes out, and the library that made it
//! takes it back.
//!
//! `print_and_return` allocates three times, in every profile and with every compiler: the line that it prints, the
//! text of the reply, and the C string that it hands over. The first two are gone when it returns. Every size is known
//! beforehand, so nothing grows behind the reader's back, and "4 allocs, 4 frees" (with the caller's `strdup`) can be
//! asserted to the block.

use std::ffi::{CStr, CString};
use std::io::Write;
use std::os::raw::{c_char, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};

const SUFFIX: &[u8] = b", and from Rust";

/// Room in the printed line for everything but the text itself.
const LINE_ROOM: usize = 64;

/// An address for the record. It is kept inverted: a plain copy in static memory would keep the block reachable, and a
/// leak checker would no longer call it lost.
struct Record(AtomicUsize);

impl Record {
    const fn new() -> Self {
        Record(AtomicUsize::new(!0))
    }

    fn set(&self, pointer: *const c_char) {
        self.0.store(!(pointer as usize), Ordering::Relaxed);
    }

    fn get(&self) -> *const c_void {
        !self.0.load(Ordering::Relaxed) as *const c_void
    }
}

static RECEIVED: Record = Record::new();
static RETURNED: Record = Record::new();

/// Prints `input` and its address to stderr, and returns it with ", and from Rust" appended.
///
/// @input: (transfer none) (nullable): a NUL-terminated string, borrowed for the call
/// Returns: (transfer full) (free-func free_string) (nullable): a new string; NULL for NULL
///
/// # Safety
///
/// `input` must be NULL or point to a NUL-terminated string.
#[no_mangle]
pub unsafe extern "C" fn print_and_return(input: *const c_char) -> *mut c_char {
    RECEIVED.set(input);
    let output = if input.is_null() {
        std::ptr::null_mut()
    } else {
        let text = CStr::from_ptr(input).to_bytes();
        print_line(text, input);
        reply_to(text).into_raw()
    };
    RETURNED.set(output);
    output
}

/// Takes back a string that print_and_return() gave.
///
/// @string: (transfer full) (nullable): the string; NULL is ignored
///
/// # Safety
///
/// `string` must be NULL or come from `print_and_return`, unchanged in length, and is gone after the call.
#[no_mangle]
pub unsafe extern "C" fn free_string(string: *mut c_char) {
    if !string.is_null() {
        drop(CString::from_raw(string));
    }
}

/// The address that print_and_return() last received, as Rust saw it. To compare, not to use.
///
/// Returns: (transfer none) (nullable): the address
#[no_mangle]
pub extern "C" fn strtest_last_received() -> *const c_void {
    RECEIVED.get()
}

/// The address that print_and_return() last returned, as Rust saw it. To compare, not to use.
///
/// Returns: (transfer none) (nullable): the address
#[no_mangle]
pub extern "C" fn strtest_last_returned() -> *const c_void {
    RETURNED.get()
}

/// One write, so that the lines of two threads don't mix; to stderr, which Rust does not buffer. `println!` would leave
/// stdout's buffer of 1,024 bytes allocated for the rest of the process.
fn print_line(text: &[u8], address: *const c_char) {
    let mut line = Vec::with_capacity(text.len() + LINE_ROOM);
    // A closed stderr is no reason to fail the caller.
    let _ = write!(line, "Rust received {:p}: ", address);
    line.extend_from_slice(text);
    line.push(b'\n');
    let _ = std::io::stderr().write_all(&line);
}

fn reply_to(text: &[u8]) -> CString {
    let reply = [text, SUFFIX].concat();
    CString::new(&reply[..]).expect("both halves end before a NUL")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(input: &CStr) -> CString {
        unsafe { CString::from_raw(print_and_return(input.as_ptr())) }
    }

    fn c(text: &[u8]) -> CString {
        CString::new(text).unwrap()
    }

    #[test]
    fn appends_to_what_it_received() {
        assert_eq!(answer(&c(b"Hello from C")), c(b"Hello from C, and from Rust"));
        assert_eq!(answer(&c(b"")), c(b", and from Rust"));
    }

    #[test]
    fn passes_bytes_that_are_no_utf8() {
        assert_eq!(answer(&c(b"\xff\xfe")), c(b"\xff\xfe, and from Rust"));
    }

    #[test]
    fn null_gives_null() {
        unsafe {
            assert!(print_and_return(std::ptr::null()).is_null());
            free_string(std::ptr::null_mut());
        }
    }

    #[test]
    fn a_record_gives_back_its_address() {
        let record = Record::new();
        assert!(record.get().is_null());
        let text = c(b"x");
        record.set(text.as_ptr());
        assert_eq!(record.get(), text.as_ptr().cast());
    }
}
