// SPDX-License-Identifier: MIT
// Large blocks that pointers to their inside hold, and one that nothing but a number points into: large WHAT
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};

static MAP: OnceLock<Mutex<HashMap<u64, u64>>> = OnceLock::new();
static SET: OnceLock<Arc<Mutex<HashSet<[u8; 24]>>>> = OnceLock::new();
#[used]
static BLOCK: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
#[used]
static NUMBER: AtomicPtr<usize> = AtomicPtr::new(std::ptr::null_mut());

#[repr(align(64))]
#[allow(dead_code)]
struct Aligned([u8; 3_000_000]);

#[inline(never)]
fn lose(offset: usize) {
    let bytes = vec![1u8; 3_000_000];
    unsafe { std::ptr::read_volatile(bytes.as_ptr()) };
    keep_number(bytes.as_ptr() as usize + offset);
    std::mem::forget(bytes);
}

fn keep_number(number: usize) {
    NUMBER.store(Box::leak(Box::new(number)), Relaxed);
}

fn keep<T>(holder: Box<T>) {
    BLOCK.store(Box::into_raw(holder) as *mut u8, Relaxed);
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("map") => MAP.get_or_init(Default::default).lock().unwrap().extend((0..100_000).map(|i| (i, i))),
        Some("set") => SET.get_or_init(Default::default).lock().unwrap().extend((0..100_000u32).map(|i| {
            let mut key = [0; 24];
            key[..4].copy_from_slice(&i.to_ne_bytes());
            key
        })),
        Some("arc") => BLOCK.store(Arc::into_raw(Arc::new([1u8; 3_000_000])) as *mut u8, Relaxed),
        Some("rc") => BLOCK.store(Rc::into_raw(Rc::new(vec![1u8; 3_000_000].into_boxed_slice())) as *mut u8, Relaxed),
        Some("aligned") => BLOCK.store(Arc::into_raw(Arc::new(Aligned([1; 3_000_000]))) as *mut u8, Relaxed),
        Some("tag") => {
            let bytes = Box::leak(vec![1u64; 400_000].into_boxed_slice());
            BLOCK.store((bytes.as_mut_ptr() as usize | 1) as *mut u8, Relaxed);
        }
        Some("iterator") => {
            let mut items = vec![1u64; 400_000].leak().iter();
            items.nth(100_000);
            keep(Box::new(items));
        }
        Some("chunks") => {
            let mut chunks = vec![1u32; 800_000].leak().chunks(1000);
            chunks.nth(101);
            keep(Box::new(chunks));
        }
        Some("text") => keep(Box::new(&String::leak("x".repeat(3_000_000))[1_000_001..])),
        Some("exit") => {
            let map: HashMap<u64, u64> = (0..100_000).map(|i| (i, i)).collect();
            std::process::exit((map.len() != 100_000) as i32 + (map[&7] != 7) as i32);
        }
        Some("number") => lose(1_500_003),
        Some("even") => lose(1_500_000),
        Some("lost map") => {
            let map: HashMap<u64, u64> = (0..100_000).map(|i| (i, i)).collect();
            keep_number(&map[&7] as *const u64 as usize + 3);
            std::mem::forget(map);
        }
        _ => {}
    }
}
