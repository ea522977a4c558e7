// Slices, options, generics and closures with debug information, for the share of code whose source is known.
//
//   rustc --target wasm32-unknown-unknown --crate-type cdylib -C opt-level=2 -C debuginfo=2 -C panic=abort -o words.wasm words.rs
//
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

/// A table of counts by hash.
struct Counts {
    keys: [u32; 64],
    counts: [u32; 64],
}

impl Counts {
    fn add(&mut self, key: u32) -> Option<u32> {
        for step in 0..64 {
            let slot = ((key.wrapping_mul(0x9E37_79B9) >> 26) as usize + step) & 63;
            if self.counts[slot] == 0 {
                self.keys[slot] = key;
            }
            if self.keys[slot] == key {
                self.counts[slot] += 1;
                return Some(self.counts[slot]);
            }
        }
        None
    }
}

static mut COUNTS: Counts = Counts { keys: [0; 64], counts: [0; 64] };
static mut RESULT: [u8; 8] = [0; 8];

fn hash<I: Iterator<Item = u8>>(bytes: I) -> u32 {
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[inline(never)]
fn count(counts: &mut Counts, text: &[u8]) -> (u32, u32) {
    let words = text.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let mut most = 0;
    let mut number = 0;
    for word in words {
        let seen = counts.add(hash(word.iter().map(|byte| byte.to_ascii_lowercase()))).unwrap();
        most = most.max(seen);
        number += 1;
    }
    (number, most)
}

/// The argument is a text; the output is the number of words, and how often the most frequent one is there.
#[no_mangle]
pub unsafe extern "C" fn main(arguments: *const u8, length: usize) -> u64 {
    let text = core::slice::from_raw_parts(arguments, length);
    let (number, most) = count(&mut *core::ptr::addr_of_mut!(COUNTS), text);
    RESULT[..4].copy_from_slice(&number.to_le_bytes());
    RESULT[4..].copy_from_slice(&most.to_le_bytes());
    core::ptr::addr_of!(RESULT) as u64 | 8 << 32
}
