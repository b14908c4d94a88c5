//! What the tests share: records by number, a seeded generator.

use cisterna_board_host::nor::EmulatedNor;
use cisterna_firmware::storage::ring::{DIGEST_B, Entry, RECORD_B, Ring};
pub(crate) use embassy_futures::block_on;

/// A small generator with a seed: one seed, one run (`SplitMix64`).
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(end)).expect("below a u32")
    }
}

/// The record `seq`; `take` tells a record from one that was voided before it.
pub(crate) fn entry(seq: u32, take: u8) -> Entry {
    let mut record = [take; RECORD_B];
    record[..4].copy_from_slice(&seq.to_le_bytes());
    let mut digest = [0xFF; DIGEST_B];
    digest[..4].copy_from_slice(&seq.wrapping_mul(0x9E37_79B9).to_le_bytes());
    Entry { record, digest }
}

/// Appends the next `count` records.
pub(crate) fn append<const N: usize>(nor: &mut EmulatedNor, ring: &mut Ring<N>, count: u32) {
    for _ in 0..count {
        let Entry { record, digest } = entry(ring.next_seq(), 0);
        block_on(ring.append(nor, &record, &digest)).expect("an append with power succeeds");
    }
}

/// All entries of the ring, read in portions of 10.
pub(crate) fn read_all<const N: usize>(nor: &mut EmulatedNor, ring: &Ring<N>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut portion = [Entry::default(); 10];
    let mut seq = ring.first_seq();
    loop {
        let count =
            block_on(ring.read_from(nor, seq, &mut portion)).expect("a read with power succeeds");
        entries.extend_from_slice(&portion[..count]);
        if count < portion.len() {
            return entries;
        }
        seq = portion[count - 1].seq() + 1;
    }
}
