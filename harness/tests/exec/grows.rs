// SPDX-License-Identifier: MIT
//! Three threads at a time that make, grow and drop vectors.

use std::hint::black_box;

fn grow(n: usize) {
    for i in 0..n {
        let mut bytes = vec![i as u8; 8000];
        bytes.reserve_exact(16000);
        for _ in 0..40 {
            black_box(Box::new(i));
        }
        black_box(bytes);
    }
}

fn main() {
    let threads: Vec<_> = (0..3).map(|_| std::thread::spawn(|| grow(6000))).collect();
    for thread in threads {
        thread.join().unwrap();
    }
}
