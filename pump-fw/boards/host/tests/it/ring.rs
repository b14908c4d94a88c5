//! The ring of log records without power cuts: order, wrap-around, random access, damage.

use cisterna_board_host::nor::{EmulatedNor, NorError};
use cisterna_firmware::storage::{
    layout::{DOSE_RECORDS_MIN, DOSES, EVENT_RECORDS_MIN, EVENTS, FLASH_SIZE_B, Region},
    ring::{DoseRing, Entry, EventRing, Ring, RingError, RingId, UNCOMMITTED_MAX},
};

use crate::common::{Seeded, append, block_on, entry, read_all};

const SMALL: Region = Region::new(4096, 3);
const NOR_B: u32 = 5 * 4096;
type SmallRing = Ring<3>;
type Opened = Result<SmallRing, RingError<NorError>>;

fn open(nor: &mut EmulatedNor, next_seq: u32) -> Opened {
    block_on(Ring::open(nor, SMALL, RingId::Doses, next_seq))
}

fn filled(count: u32) -> (EmulatedNor, SmallRing) {
    let mut nor = EmulatedNor::memory(NOR_B);
    let mut ring = open(&mut nor, 1).expect("a blank ring opens");
    append(&mut nor, &mut ring, count);
    (nor, ring)
}

fn seqs(entries: &[Entry]) -> Vec<u32> {
    entries.iter().map(Entry::seq).collect()
}

#[test]
fn a_blank_ring_is_empty_and_starts_at_1() {
    let (mut nor, ring) = filled(0);
    assert_eq!(
        (ring.first_seq(), ring.next_seq(), ring.corrupt_count()),
        (1, 1, 0)
    );
    assert!(!ring.tail_missing());
    assert_eq!(read_all(&mut nor, &ring), []);
}

/// SR-38
#[test]
fn records_come_back_in_order_before_and_after_opening_again_at_every_fill() {
    let mut nor = EmulatedNor::memory(NOR_B);
    let mut ring = open(&mut nor, 1).unwrap();
    for next_seq in 2..=500 {
        append(&mut nor, &mut ring, 1);
        let held = read_all(&mut nor, &ring);
        ring = open(&mut nor, next_seq).unwrap();
        assert_eq!(read_all(&mut nor, &ring), held);
        let expected: Vec<_> = (ring.first_seq()..next_seq)
            .map(|seq| entry(seq, 0))
            .collect();
        assert_eq!(held, expected);
        assert!(
            held.len() >= 126.min(next_seq as usize - 1),
            "at {next_seq}: {}",
            held.len()
        );
        assert_eq!((ring.corrupt_count(), ring.corrupt_pages()), (0, 0));
        assert!(!ring.tail_missing());
    }
    assert_eq!(nor.erase_counts(), [0, 3, 3, 2, 0]);
}

#[test]
fn a_read_starts_anywhere() {
    let (mut nor, ring) = filled(300);
    let mut out = [Entry::default(); 2];
    assert_eq!(ring.first_seq(), 127);
    for seq in [0, 1, 127, 128, 189, 190, 252, 253, 299] {
        assert_eq!(block_on(ring.read_from(&mut nor, seq, &mut out)), Ok(2));
        let first = seq.max(127);
        assert_eq!(out, [entry(first, 0), entry(first + 1, 0)]);
    }
    assert_eq!(block_on(ring.read_from(&mut nor, 300, &mut out)), Ok(1));
    for seq in [301, 5000, u32::MAX] {
        assert_eq!(block_on(ring.read_from(&mut nor, seq, &mut out)), Ok(0));
    }
    assert_eq!(block_on(ring.read_from(&mut nor, 1, &mut [])), Ok(0));
}

#[test]
fn records_beyond_the_committed_number_never_surface_and_are_written_anew() {
    for committed in [1, 60, 63, 64, 65, 100, 126, 127] {
        let (mut nor, ring) = filled(committed - 1 + 40);
        assert_eq!(ring.next_seq(), committed + 40);
        let mut ring = open(&mut nor, committed).unwrap();
        let held = read_all(&mut nor, &ring);
        assert_eq!(
            seqs(&held),
            (ring.first_seq()..committed).collect::<Vec<_>>()
        );
        for seq in committed..committed + 30 {
            let Entry { record, digest } = entry(seq, 1);
            block_on(ring.append(&mut nor, &record, &digest)).unwrap();
        }
        let ring = open(&mut nor, committed + 30).unwrap();
        let held = read_all(&mut nor, &ring);
        assert_eq!(
            held[held.len() - 30..],
            *(committed..committed + 30)
                .map(|seq| entry(seq, 1))
                .collect::<Vec<_>>()
        );
        assert_eq!((ring.corrupt_count(), ring.tail_missing()), (0, false));
    }
}

#[test]
fn an_old_state_is_refused_before_anything_is_voided() {
    let (mut nor, _) = filled(170);
    let image = nor.image().to_vec();
    let error = open(&mut nor, 127 - UNCOMMITTED_MAX - 1).unwrap_err();
    assert_eq!(
        error,
        RingError::StateBehind {
            first_seq: 127,
            next_seq: 63
        }
    );
    assert_eq!(nor.image(), image);
    assert!(open(&mut nor, 127 - UNCOMMITTED_MAX).is_ok());
}

#[test]
fn a_lost_tail_is_told() {
    let (mut nor, _) = filled(70);
    assert!(open(&mut nor, 90).unwrap().tail_missing());
    assert!(
        open(&mut EmulatedNor::memory(NOR_B), 2)
            .unwrap()
            .tail_missing()
    );
}

#[test]
fn a_record_out_of_order_is_refused() {
    let (mut nor, mut ring) = filled(3);
    let Entry { record, digest } = entry(3, 0);
    let refused = block_on(ring.append(&mut nor, &record, &digest));
    assert_eq!(
        refused,
        Err(RingError::WrongSequence {
            expected: 4,
            found: 3
        })
    );
    append(&mut nor, &mut ring, 1);
    assert_eq!(open(&mut nor, 0).unwrap_err(), RingError::SequenceZero);
}

#[test]
fn the_last_sequence_number_is_not_passed() {
    let mut nor = EmulatedNor::memory(NOR_B);
    let mut ring = open(&mut nor, u32::MAX - 2).unwrap();
    append(&mut nor, &mut ring, 2);
    let Entry { record, digest } = entry(u32::MAX, 0);
    let refused = block_on(ring.append(&mut nor, &record, &digest));
    assert_eq!(refused, Err(RingError::SequenceExhausted));
    let ring = open(&mut nor, u32::MAX).unwrap();
    assert_eq!(
        seqs(&read_all(&mut nor, &ring)),
        [u32::MAX - 2, u32::MAX - 1]
    );
}

#[test]
fn after_a_failed_append_the_ring_reads_but_must_be_opened_to_append() {
    let (mut nor, mut ring) = filled(5);
    nor.cut_after(30);
    let Entry { record, digest } = entry(6, 0);
    let failed = block_on(ring.append(&mut nor, &record, &digest));
    assert_eq!(failed, Err(RingError::Flash(NorError::PowerLost)));
    nor.restore_power();
    let refused = block_on(ring.append(&mut nor, &record, &digest));
    assert_eq!(refused, Err(RingError::NeedsReopen));
    assert_eq!(seqs(&read_all(&mut nor, &ring)), [1, 2, 3, 4, 5]);
    let mut ring = open(&mut nor, 6).unwrap();
    append(&mut nor, &mut ring, 1);
    assert_eq!(seqs(&read_all(&mut nor, &ring)), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_flipped_bit_costs_at_most_its_own_record_and_is_counted() {
    let (whole, ring) = filled(300);
    let held = read_all(&mut EmulatedNor::from_image(whole.image().to_vec()), &ring);
    let mut seeded = Seeded(7);
    for _ in 0..400 {
        let mut nor = EmulatedNor::from_image(whole.image().to_vec());
        let address = 4096 + seeded.below(3 * 4096);
        // The page being filled, the middle one, holds a header and 48 records.
        if (8192 + 49 * 64..12288).contains(&address) {
            continue;
        }
        nor.flip_bit(address, u8::try_from(seeded.below(8)).unwrap())
            .unwrap();
        let ring = open(&mut nor, 301).unwrap();
        let read = read_all(&mut nor, &ring);
        assert!(
            read.iter().all(|entry| held.contains(entry)),
            "invented at {address:#x}"
        );
        assert_eq!(
            held.len() - read.len(),
            ring.corrupt_count() as usize,
            "at {address:#x}"
        );
        assert!(ring.corrupt_count() <= 1);
        assert_eq!(ring.corrupt_pages(), 0);
    }
}

#[test]
fn flips_everywhere_never_invent_a_record_nor_stop_the_ring() {
    let (whole, ring) = filled(300);
    let held = read_all(&mut EmulatedNor::from_image(whole.image().to_vec()), &ring);
    for seed in 0..100 {
        let mut seeded = Seeded(seed);
        let mut nor = EmulatedNor::from_image(whole.image().to_vec());
        for _ in 0..60 {
            let bit = u8::try_from(seeded.below(8)).unwrap();
            nor.flip_bit(4096 + seeded.below(3 * 4096), bit).unwrap();
        }
        let mut ring = open(&mut nor, 301).unwrap();
        let read = read_all(&mut nor, &ring);
        assert!(read.iter().all(|entry| held.contains(entry)), "seed {seed}");
        assert!(read.is_sorted_by_key(Entry::seq));
        assert!(ring.corrupt_count() > 0);
        // Flips in blank slots make appends fail; opening again steps over them.
        while ring.next_seq() < 400 {
            let Entry { record, digest } = entry(ring.next_seq(), 0);
            if block_on(ring.append(&mut nor, &record, &digest)).is_err() {
                ring = open(&mut nor, ring.next_seq()).unwrap();
            }
        }
        let read = read_all(&mut nor, &ring);
        assert!(
            read.iter()
                .rev()
                .take(60)
                .map(Entry::seq)
                .eq((340..400).rev()),
            "seed {seed}"
        );
    }
}

#[test]
fn a_destroyed_header_costs_its_page_and_is_counted() {
    let (mut nor, _) = filled(180);
    for at in [0, 32] {
        nor.flip_bit(2 * 4096 + at, 3).unwrap();
    }
    let ring = open(&mut nor, 181).unwrap();
    assert_eq!((ring.corrupt_pages(), ring.corrupt_count()), (1, 0));
    let expected: Vec<_> = (1..64).chain(127..181).collect();
    assert_eq!(seqs(&read_all(&mut nor, &ring)), expected);
}

#[test]
fn another_rings_pages_are_not_read() {
    let (mut nor, _) = filled(10);
    let ring: SmallRing = block_on(Ring::open(&mut nor, SMALL, RingId::Events, 1)).unwrap();
    assert_eq!(read_all(&mut nor, &ring), []);
}

#[test]
fn erasing_all_starts_again_at_1() {
    let (mut nor, _) = filled(300);
    let ring: SmallRing = block_on(Ring::erase_all(&mut nor, SMALL, RingId::Doses)).unwrap();
    assert_eq!((ring.first_seq(), ring.next_seq()), (1, 1));
    let mut ring = open(&mut nor, 1).unwrap();
    append(&mut nor, &mut ring, 1);
}

/// SR-38
#[test]
fn the_dose_ring_keeps_its_records_over_two_laps_and_wears_evenly() {
    let mut nor = EmulatedNor::memory(FLASH_SIZE_B);
    let mut ring: DoseRing = block_on(Ring::open(&mut nor, DOSES, RingId::Doses, 1)).unwrap();
    append(&mut nor, &mut ring, 40_000);
    let ring: DoseRing = block_on(Ring::open(&mut nor, DOSES, RingId::Doses, 40_001)).unwrap();
    assert!(ring.next_seq() - ring.first_seq() >= DOSE_RECORDS_MIN);
    let mut out = [Entry::default(); 5];
    let mut seeded = Seeded(1);
    for _ in 0..2_000 {
        let seq = ring.first_seq() + seeded.below(18_000);
        assert_eq!(block_on(ring.read_from(&mut nor, seq, &mut out)), Ok(5));
        assert_eq!(
            out,
            core::array::from_fn(|step| entry(seq + u32::try_from(step).unwrap(), 0))
        );
    }
    assert_eq!(nor.erases_max(), 3);
}

/// SR-38
#[test]
fn the_event_ring_wraps_many_times_beside_the_doses() {
    let mut nor = EmulatedNor::memory(FLASH_SIZE_B);
    let mut ring: EventRing = block_on(Ring::open(&mut nor, EVENTS, RingId::Events, 1)).unwrap();
    append(&mut nor, &mut ring, 30_000);
    let ring: EventRing = block_on(Ring::open(&mut nor, EVENTS, RingId::Events, 30_001)).unwrap();
    assert!(ring.next_seq() - ring.first_seq() >= EVENT_RECORDS_MIN);
    assert_eq!(
        seqs(&read_all(&mut nor, &ring)),
        (ring.first_seq()..30_001).collect::<Vec<_>>()
    );
    let outside = (EVENTS.start() / 4096) as usize;
    assert!(
        nor.erase_counts()[..outside]
            .iter()
            .all(|count| *count == 0)
    );
    assert_eq!(nor.erases_max(), 5);
}
