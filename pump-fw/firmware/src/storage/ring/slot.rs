//! The bytes of a ring's page: its header and its slots. Pure; all integers are little-endian.
//!
//! ```text
//! page    header slot, then 63 record slots of 64 bytes
//! header  two equal copies of: magic 8 | ring id 1 | format 1 | 0 2 | first seq 4 | crc 4 | blank 12
//! slot    record 40 (its first 4 bytes are the seq) | digest 16 | crc 4 | void mark 4
//! ```
//! The void mark stays blank until a slot is voided, so no word is written twice.

use crc::{CRC_32_ISCSI, Crc};

use super::{DIGEST_B, Entry, RECORD_B, RingId};
use crate::storage::layout::SLOT_SIZE_B;

/// Size of a slot, in bytes.
pub(super) const SLOT_B: usize = SLOT_SIZE_B as usize;
/// Offset of a slot's checksum, which covers all that stands before it.
const CRC_AT: usize = RECORD_B + DIGEST_B;
/// Offset of a slot's void mark; what stands before it is written at once.
pub(super) const MARK_AT: usize = CRC_AT + 4;
/// What voids a slot.
pub(super) const VOID_MARK: [u8; SLOT_B - MARK_AT] = [0; SLOT_B - MARK_AT];
/// From so many cleared bits on the mark counts: more than stray flips, fewer than a torn mark.
const VOID_ZEROS_MIN: u32 = 8;

const MAGIC: [u8; 8] = *b"CistRing";
const FORMAT: u8 = 1;
const COPY_B: usize = SLOT_B / 2;
const COPY_CRC_AT: usize = 16;

const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);

/// What a slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Nothing was written.
    Blank,
    /// A whole record.
    Record(Entry),
    /// A record that never counted.
    Void,
    /// Bytes that are no record: torn by a power cut, or damaged.
    Bad,
}

/// What a page's header slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    /// Nothing was written.
    Blank,
    /// The page belongs to the ring; its records start with this sequence number.
    First(u32),
    /// An erase or a write of the header was interrupted, or another ring's page, or damage.
    Bad,
}

/// The sequence number of a record.
pub(super) fn seq_of(record: &[u8; RECORD_B]) -> u32 {
    u32_at(record, 0)
}

/// The bytes of a slot up to its void mark.
pub(super) fn encode(entry: &Entry) -> [u8; MARK_AT] {
    let mut bytes = [0; MARK_AT];
    bytes[..RECORD_B].copy_from_slice(&entry.record);
    bytes[RECORD_B..CRC_AT].copy_from_slice(&entry.digest);
    let crc = CRC.checksum(&bytes[..CRC_AT]);
    bytes[CRC_AT..].copy_from_slice(&crc.to_le_bytes());
    bytes
}

/// Reads a slot.
pub(super) fn decode(bytes: &[u8; SLOT_B]) -> Slot {
    if is_blank(bytes) {
        return Slot::Blank;
    }
    if cleared_bits(&bytes[MARK_AT..]) >= VOID_ZEROS_MIN {
        return Slot::Void;
    }
    if CRC.checksum(&bytes[..CRC_AT]) != u32_at(bytes, CRC_AT) {
        return Slot::Bad;
    }
    let mut entry = Entry::default();
    entry.record.copy_from_slice(&bytes[..RECORD_B]);
    entry.digest.copy_from_slice(&bytes[RECORD_B..CRC_AT]);
    Slot::Record(entry)
}

/// The header slot of a page whose first record has the sequence number `first_seq`.
pub(super) fn encode_header(id: RingId, first_seq: u32) -> [u8; SLOT_B] {
    let mut bytes = [0xFF; SLOT_B];
    for copy in bytes.chunks_exact_mut(COPY_B) {
        copy[..8].copy_from_slice(&MAGIC);
        copy[8..12].copy_from_slice(&[id.tag(), FORMAT, 0, 0]);
        copy[12..COPY_CRC_AT].copy_from_slice(&first_seq.to_le_bytes());
        let crc = CRC.checksum(&copy[..COPY_CRC_AT]);
        copy[COPY_CRC_AT..COPY_CRC_AT + 4].copy_from_slice(&crc.to_le_bytes());
    }
    bytes
}

/// Reads a header slot. One copy is enough, except where the first is blank and the second is not:
/// there an erase, which runs upwards, was interrupted, and the page's records are being given up.
pub(super) fn decode_header(id: RingId, bytes: &[u8; SLOT_B]) -> Header {
    if is_blank(bytes) {
        return Header::Blank;
    }
    let (first, second) = bytes.split_at(COPY_B);
    if is_blank(first) {
        return Header::Bad;
    }
    decode_copy(id, first)
        .or_else(|| decode_copy(id, second))
        .map_or(Header::Bad, Header::First)
}

fn decode_copy(id: RingId, copy: &[u8]) -> Option<u32> {
    let whole = copy[..8] == MAGIC
        && copy[8..12] == [id.tag(), FORMAT, 0, 0]
        && CRC.checksum(&copy[..COPY_CRC_AT]) == u32_at(copy, COPY_CRC_AT);
    whole.then(|| u32_at(copy, 12))
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0xFF)
}

fn cleared_bits(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| byte.count_zeros()).sum()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(seq: u32) -> [u8; SLOT_B] {
        let mut entry = Entry {
            record: [7; RECORD_B],
            digest: [9; DIGEST_B],
        };
        entry.record[..4].copy_from_slice(&seq.to_le_bytes());
        let mut bytes = [0xFF; SLOT_B];
        bytes[..MARK_AT].copy_from_slice(&encode(&entry));
        bytes
    }

    #[test]
    fn every_torn_slot_is_bad_or_blank_and_never_a_record() {
        let whole = slot(5);
        assert!(matches!(decode(&whole), Slot::Record(entry) if entry.seq() == 5));
        for cut in 0..MARK_AT {
            let mut torn = [0xFF; SLOT_B];
            torn[..cut].copy_from_slice(&whole[..cut]);
            let expected = if cut == 0 { Slot::Blank } else { Slot::Bad };
            assert_eq!(decode(&torn), expected, "cut after {cut} bytes");
        }
    }

    #[test]
    fn every_single_flipped_bit_of_a_slot_is_noticed_and_one_in_its_mark_is_borne() {
        let whole = slot(0x0102_0304);
        for bit in 0..SLOT_B * 8 {
            let mut flipped = whole;
            flipped[bit / 8] ^= 1 << (bit % 8);
            let borne = bit / 8 >= MARK_AT;
            assert_eq!(
                matches!(decode(&flipped), Slot::Record(_)),
                borne,
                "bit {bit}"
            );
        }
    }

    #[test]
    fn a_single_byte_of_the_void_mark_voids() {
        let mut bytes = slot(5);
        bytes[MARK_AT] = 0;
        assert_eq!(decode(&bytes), Slot::Void);
    }

    #[test]
    fn a_header_survives_a_flipped_bit_and_is_not_another_rings() {
        let whole = encode_header(RingId::Doses, 77);
        assert_eq!(decode_header(RingId::Events, &whole), Header::Bad);
        for bit in 0..SLOT_B * 8 {
            let mut flipped = whole;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                decode_header(RingId::Doses, &flipped),
                Header::First(77),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn a_header_whose_erase_was_interrupted_gives_the_page_up() {
        let mut bytes = encode_header(RingId::Doses, 77);
        bytes[..COPY_B].fill(0xFF);
        assert_eq!(decode_header(RingId::Doses, &bytes), Header::Bad);
    }
}
