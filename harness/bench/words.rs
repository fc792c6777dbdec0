// SPDX-License-Identifier: MIT
//! What Rust programs do all day, for exec.sh: a text is split into words, these are counted in a map, sorted, and made a report.

use std::collections::HashMap;
use std::ffi::CString;
use std::fmt::Write;
use std::os::raw::{c_char, c_uint};

/// Some words, never quite the same: `seed` goes into them.
fn text(seed: c_uint) -> String {
    let mut text = String::new();
    let mut state = seed;
    for _ in 0..400 {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        write!(text, "{}-{:x} ", ["owner", "block", "layout", "release"][state as usize >> 16 & 3], state >> 24).unwrap();
    }
    text
}

fn count(text: &str) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, word) in text.split_whitespace().enumerate() {
        places.entry(word.to_owned()).or_default().push(place);
    }
    places
}

/// The report: the caller returns it with `free_report`.
#[no_mangle]
pub extern "C" fn report(seed: c_uint) -> *mut c_char {
    let mut lines: Vec<String> = count(&text(seed))
        .into_iter()
        .map(|(word, places)| format!("{word}: {} times, first at {}", places.len(), places[0]))
        .collect();
    lines.sort();
    CString::new(lines.join("\n")).unwrap().into_raw()
}

/// # Safety
///
/// `report` must be one of `report`'s.
#[no_mangle]
pub unsafe extern "C" fn free_report(report: *mut c_char) {
    drop(CString::from_raw(report));
}
