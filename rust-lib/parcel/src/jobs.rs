// SPDX-License-Identifier: MIT
//! Blocks that cross threads: made on one, released on another.

use crate::text;
use std::ffi::CString;
use std::os::raw::c_char;
use std::ptr;
use std::thread::{Builder, JoinHandle};

/// A text that is being worked on.
pub struct parcel_job {
    thread: JoinHandle<CString>,
}

impl parcel_job {
    fn wait(self) -> Option<CString> {
        self.thread.join().ok()
    }
}

/// Writes a text in capitals, on a thread of its own.
///
/// @text: (transfer none): UTF-8, copied before the call returns
/// Returns: (transfer full) (free-func parcel_job_free) (nullable): the job; NULL when `text` is NULL or no UTF-8, or there is
/// no thread to be had
///
/// # Safety
///
/// `text` must be NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_job_start(text: *const c_char) -> *mut parcel_job {
    let text = match text::borrow(text) {
        Some(text) => text.to_owned(),
        None => return ptr::null_mut(),
    };
    match Builder::new().spawn(move || text::join(&[&text.to_uppercase()])) {
        Ok(thread) => Box::into_raw(Box::new(parcel_job { thread })),
        Err(_) => ptr::null_mut(),
    }
}

/// Waits for a job.
///
/// @job: (transfer full) (nullable): consumed
/// Returns: (transfer full) (free-func parcel_string_free) (nullable): what the thread made
///
/// # Safety
///
/// `job` must be NULL or a job.
#[no_mangle]
pub unsafe extern "C" fn parcel_job_finish(job: *mut parcel_job) -> *mut c_char {
    if job.is_null() {
        return ptr::null_mut();
    }
    text::into_raw(Box::from_raw(job).wait())
}

/// Waits for a job and throws away what it made.
///
/// @job: (transfer full) (nullable): the job
///
/// # Safety
///
/// `job` must be NULL or a job.
#[no_mangle]
pub unsafe extern "C" fn parcel_job_free(job: *mut parcel_job) {
    if !job.is_null() {
        drop(Box::from_raw(job).wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::{c, take};

    #[test]
    fn a_job_gives_its_result_once() {
        unsafe {
            assert_eq!(take(parcel_job_finish(parcel_job_start(c("Grüße").as_ptr()))), "GRÜSSE");
            parcel_job_free(parcel_job_start(c("").as_ptr()));
        }
    }

    #[test]
    fn no_text_no_job() {
        unsafe {
            assert!(parcel_job_start(ptr::null()).is_null());
            assert!(parcel_job_finish(ptr::null_mut()).is_null());
            parcel_job_free(ptr::null_mut());
        }
    }
}
