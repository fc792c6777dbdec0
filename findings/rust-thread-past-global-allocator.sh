#!/bin/sh
# SPDX-License-Identifier: MIT
# Rust 1.95: a thread takes a block from libc's malloc(), past the program's #[global_allocator]; with Rust 1.85 none does.
#
# The allocator of the program hands out parts of a static array, so that no Rust code should call malloc(). One that std makes for a
# thread's handle comes from std::alloc::System all the same. Who takes the global allocator for all that Rust allocates, to count it or
# to tell Rust's blocks from C's, misses it.
#
# Seen with: rustc 1.85.0 and 1.95.0 on x86-64 Linux. Needs: rustup, gcc.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
RUSTUP_HOME=$folder/rustup
export RUSTUP_HOME

cat >main.rs <<'END'
use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Array(UnsafeCell<[u8; 1 << 20]>, AtomicUsize);
unsafe impl Sync for Array {}

unsafe impl GlobalAlloc for Array {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let size = layout.size() + layout.align();
        let at = self.0.get() as usize + self.1.fetch_add(size, Ordering::Relaxed);
        ((at + layout.align() - 1) & !(layout.align() - 1)) as *mut u8
    }
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ARRAY: Array = Array(UnsafeCell::new([0; 1 << 20]), AtomicUsize::new(0));

extern "C" {
    fn malloc_calls() -> u32;
}

fn main() {
    let text = Box::new(String::from("of the array"));
    let calls = unsafe { malloc_calls() };
    println!("a box and a string {text}: {calls}");
    std::thread::spawn(|| ()).join().unwrap();
    let calls = unsafe { malloc_calls() };
    println!("and a thread: {calls}");
}
END
# The linker leads here what Rust code, std's too, calls; what libc calls within stays libc's.
cat >count.c <<'END'
#include <stddef.h>

static unsigned n;

void *__real_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    n++;
    return __real_malloc(size);
}

unsigned malloc_calls(void)
{
    return n;
}
END
gcc -c -O1 count.c

# calls VERSION: what the program says, built with that version.
calls() {
    rustup toolchain install "$1" --profile minimal --no-self-update >/dev/null 2>&1
    rustup run "$1" rustc --version
    rustup run "$1" rustc --edition 2021 -O -C link-arg=count.o -C link-arg=-Wl,--wrap=malloc -o main main.rs
    ./main | tee "$1.said"
}
calls 1.85.0
calls 1.95.0
grep -q '^a box .*: 0$' 1.85.0.said && grep -q '^and a thread: 0$' 1.85.0.said || { echo 'changed: 1.85.0 calls malloc()'; exit 1; }
grep -q '^a box .*: 0$' 1.95.0.said || { echo 'changed: 1.95.0 calls malloc() before the thread'; exit 1; }
grep -q '^and a thread: 1$' 1.95.0.said || { echo 'changed: the thread has another number of blocks'; exit 1; }
echo 'the thread took a block past the global allocator'
