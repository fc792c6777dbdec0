// SPDX-License-Identifier: MIT
//! Three threads at a time that make, grow and drop vectors.

use std::sync::atomic::{AtomicUsize, Ordering};

static SEEN: AtomicUsize = AtomicUsize::new(0);

/// No optimiser may leave out what is seen here. (`std::hint::black_box()` is newer than rustc 1.63.)
fn see<T: ?Sized>(value: &T) {
    SEEN.fetch_add(value as *const T as *const u8 as usize, Ordering::Relaxed);
}

fn grow(n: usize) {
    for i in 0..n {
        let mut bytes = vec![i as u8; 8000];
        bytes.reserve_exact(16000);
        for _ in 0..40 {
            see(&*Box::new(i));
        }
        see(&*bytes);
    }
}

fn main() {
    let threads: Vec<_> = (0..3).map(|_| std::thread::spawn(|| grow(6000))).collect();
    for thread in threads {
        thread.join().unwrap();
    }
}
