extern crate std;

use std::vec;
use std::vec::Vec;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

/// Bytes that differ from place to place and from length to length.
pub(super) fn pattern(len: usize) -> Vec<u8> {
    let len_byte = u8::try_from(len % 256).unwrap();
    (0..len)
        .map(|at| u8::try_from(at % 251).unwrap() ^ len_byte)
        .collect()
}

/// The chunks of each frame, sent one after another on one new link.
pub(super) fn chunks_of(frames: &[Vec<u8>], chunk_len: ChunkLen) -> Vec<Vec<Vec<u8>>> {
    let mut counter = ChunkCounter::new();
    frames
        .iter()
        .map(|frame| cut(frame, chunk_len, &mut counter))
        .collect()
}

fn cut(frame: &[u8], chunk_len: ChunkLen, counter: &mut ChunkCounter) -> Vec<Vec<u8>> {
    let mut fragmenter = Fragmenter::new(frame, chunk_len, counter).unwrap();
    let mut out = [0; MAX_CHUNK];
    let mut chunks = vec![];
    while let Some(len) = fragmenter.next_chunk(&mut out) {
        chunks.push(out[..len].to_vec());
    }
    chunks
}

/// What a receiver makes of these chunks: the frames, and the first error.
fn deliver(chunks: &[Vec<u8>]) -> (Vec<Vec<u8>>, Option<FramingError>) {
    let mut assembler = Assembler::new();
    let mut frames = vec![];
    for chunk in chunks {
        match assembler.push(chunk) {
            Ok(Some(frame)) => frames.push(frame.to_vec()),
            Ok(None) => {}
            Err(error) => return (frames, Some(error)),
        }
    }
    (frames, None)
}

fn seeded(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(0x0c15_7e54),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn chunk_len() -> impl Strategy<Value = ChunkLen> {
    (MIN_CHUNK..=MAX_CHUNK).prop_map(|len| ChunkLen::new(len).unwrap())
}

fn frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 1..=80),
        prop::collection::vec(any::<u8>(), 1..=MAX_FRAME),
        // runs of equal bytes: chunks that differ in their counter only
        (any::<u8>(), 1..=MAX_FRAME).prop_map(|(byte, len)| vec![byte; len]),
    ]
}

/// One fault of a pipe; the numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    Truncate(usize, usize),
    Extend(usize, u8),
}

fn fault() -> impl Strategy<Value = Fault> {
    let at = any::<usize>;
    prop_oneof![
        at().prop_map(Fault::Drop),
        at().prop_map(Fault::Double),
        (at(), at()).prop_map(|(a, b)| Fault::Swap(a, b)),
        (at(), at()).prop_map(|(a, b)| Fault::Truncate(a, b)),
        (at(), any::<u8>()).prop_map(|(a, b)| Fault::Extend(a, b)),
    ]
}

fn strike(chunks: &mut Vec<Vec<u8>>, fault: Fault) {
    let count = chunks.len();
    match fault {
        Fault::Drop(at) => drop(chunks.remove(at % count)),
        Fault::Double(at) => chunks.insert(at % count, chunks[at % count].clone()),
        Fault::Swap(a, b) => chunks.swap(a % count, b % count),
        Fault::Truncate(at, to) => {
            let chunk = &mut chunks[at % count];
            chunk.truncate(to % chunk.len());
        }
        Fault::Extend(at, byte) => chunks[at % count].push(byte),
    }
}

/// What arrived is a beginning of what was sent, and only a loss at the very end goes unnoticed.
fn assert_never_another_frame(sent: &[Vec<u8>], chunk_len: ChunkLen, fault: Fault) {
    let whole = chunks_of(sent, chunk_len).concat();
    let mut chunks = whole.clone();
    strike(&mut chunks, fault);
    let (frames, error) = deliver(&chunks);
    assert!(sent.starts_with(&frames), "{fault:?} gave another frame");
    if !whole.starts_with(&chunks) {
        assert!(error.is_some(), "{fault:?} went unnoticed");
    }
}

#[test]
fn every_chunk_length_carries_every_edge_length() {
    for len in MIN_CHUNK..=MAX_CHUNK {
        let chunk_len = ChunkLen::new(len).unwrap();
        let edges = [
            1,
            len - 5,
            len - 4,
            len - 3,
            2 * len - 6,
            2 * len - 5,
            MAX_FRAME,
        ];
        let sent = edges.map(pattern);
        let chunks = chunks_of(&sent, chunk_len).concat();
        assert!(chunks.iter().all(|chunk| chunk.len() <= len));
        assert_eq!(
            deliver(&chunks),
            (sent.to_vec(), None),
            "chunks of {len} bytes"
        );
    }
}

#[test]
fn the_counter_wraps_without_a_gap() {
    let frame = pattern(MAX_FRAME);
    let mut assembler = Assembler::new();
    let mut counter = ChunkCounter::new();
    let mut chunks = 0;
    while chunks <= 2 * usize::from(COUNTER_MASK) {
        let cut = cut(&frame, ChunkLen::SMALLEST, &mut counter);
        chunks += cut.len();
        let (last, rest) = cut.split_last().unwrap();
        for chunk in rest {
            assert_eq!(assembler.push(chunk), Ok(None));
        }
        assert_eq!(assembler.push(last), Ok(Some(&frame[..])));
    }
}

/// SR-33
#[test]
fn every_single_fault_in_three_frames_is_an_error_or_a_missing_end() {
    let sent = [pattern(40), vec![7; 60], pattern(1)];
    let count = chunks_of(&sent, ChunkLen::SMALLEST).concat().len();
    for at in 0..count {
        let swaps = (0..count)
            .filter(|&other| other != at)
            .map(|other| Fault::Swap(at, other));
        let cuts = (0..MIN_CHUNK).map(|to| Fault::Truncate(at, to));
        let others = [Fault::Drop(at), Fault::Double(at), Fault::Extend(at, 0)];
        for fault in swaps.chain(cuts).chain(others) {
            assert_never_another_frame(&sent, ChunkLen::SMALLEST, fault);
        }
    }
}

proptest! {
    #![proptest_config(seeded(200))]

    #[test]
    fn frames_come_out_as_they_went_in(
        sent in prop::collection::vec(frame(), 1..6),
        chunk_len in chunk_len(),
    ) {
        let chunks = chunks_of(&sent, chunk_len).concat();
        prop_assert_eq!(deliver(&chunks), (sent, None));
    }

    /// SR-33
    #[test]
    fn one_fault_never_gives_another_frame(
        sent in prop::collection::vec(frame(), 1..4),
        chunk_len in chunk_len(),
        fault in fault(),
    ) {
        assert_never_another_frame(&sent, chunk_len, fault);
    }

    #[test]
    fn arbitrary_chunks_are_refused_without_a_panic(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..600), 0..20),
    ) {
        let mut assembler = Assembler::new();
        let mut ended = false;
        for chunk in &chunks {
            let result = assembler.push(chunk);
            prop_assert!(!ended || result == Err(FramingError::Ended));
            ended = result.is_err();
        }
    }
}

/// One chunk: header, then the rest.
fn chunk(header: u16, rest: &[u8]) -> Vec<u8> {
    [&header.to_be_bytes()[..], rest].concat()
}

#[test]
fn each_cause_has_its_own_error() {
    let begun = || chunk(FIRST, &[0, 3, 1]);
    let cases = [
        (
            vec![chunk(FIRST | LAST, &[0, 0, 1])],
            FramingError::FrameLength { len: 0 },
        ),
        (
            vec![chunk(FIRST, &[8, 1, 1])],
            FramingError::FrameLength { len: 2049 },
        ),
        (vec![vec![]], FramingError::ChunkTooShort { len: 0 }),
        (vec![vec![0x80]], FramingError::ChunkTooShort { len: 1 }),
        (
            vec![chunk(FIRST, &[0])],
            FramingError::ChunkTooShort { len: 3 },
        ),
        (
            vec![chunk(FIRST, &[0, 9])],
            FramingError::ChunkTooShort { len: 4 },
        ),
        (
            vec![begun(), chunk(1, &[])],
            FramingError::ChunkTooShort { len: 2 },
        ),
        (
            vec![chunk(FIRST, &[1; 513])],
            FramingError::ChunkTooLong { len: 515 },
        ),
        (
            vec![begun(), chunk(2, &[2])],
            FramingError::Counter {
                expected: 1,
                found: 2,
            },
        ),
        (
            vec![begun(), chunk(FIRST | 1, &[0, 3, 1])],
            FramingError::UnexpectedFirst,
        ),
        (vec![chunk(0, &[1])], FramingError::MissingFirst),
        (
            vec![begun(), chunk(LAST | 1, &[2, 3, 4])],
            FramingError::TooMuch { announced: 3 },
        ),
        (
            vec![begun(), chunk(LAST | 1, &[2])],
            FramingError::EndsShort {
                announced: 3,
                received: 2,
            },
        ),
        (
            vec![begun(), chunk(1, &[2, 3])],
            FramingError::NotMarkedLast,
        ),
    ];
    for (chunks, error) in cases {
        assert_eq!(deliver(&chunks), (vec![], Some(error)), "{chunks:x?}");
    }
}

#[test]
fn an_error_ends_the_assembler_until_a_new_link() {
    let whole = chunk(FIRST | LAST, &[0, 1, 9]);
    let mut assembler = Assembler::new();
    assert_eq!(
        assembler.push(&[]),
        Err(FramingError::ChunkTooShort { len: 0 })
    );
    assert_eq!(assembler.push(&whole), Err(FramingError::Ended));
    assembler.reset();
    assert_eq!(assembler.push(&whole), Ok(Some(&[9][..])));
}

#[test]
fn a_link_lost_inside_a_frame_leaves_nothing_to_the_next_link() {
    let mut assembler = Assembler::new();
    assert_eq!(assembler.push(&chunk(FIRST, &[0, 3, 1])), Ok(None));
    assembler.reset();
    assert_eq!(
        assembler.push(&chunk(FIRST | LAST, &[0, 1, 9])),
        Ok(Some(&[9][..]))
    );
}

#[test]
fn a_frame_that_cannot_be_carried_is_not_begun() {
    let mut counter = ChunkCounter::new();
    for len in [0, MAX_FRAME + 1, 70_000] {
        let refused = Fragmenter::new(&pattern(len), ChunkLen::SMALLEST, &mut counter).err();
        assert_eq!(refused, Some(FramingError::FrameLength { len }));
    }
    assert_eq!(counter, ChunkCounter::new());
}

#[test]
fn a_frame_left_unfinished_makes_the_next_one_an_error() {
    let mut counter = ChunkCounter::new();
    let mut out = [0; MAX_CHUNK];
    let first = Fragmenter::new(&[1; 100], ChunkLen::SMALLEST, &mut counter)
        .unwrap()
        .next_chunk(&mut out)
        .unwrap();
    let mut chunks = vec![out[..first].to_vec()];
    chunks.extend(cut(&[2; 5], ChunkLen::SMALLEST, &mut counter));
    assert_eq!(
        deliver(&chunks),
        (vec![], Some(FramingError::UnexpectedFirst))
    );
}

#[test]
fn the_chunk_length_follows_the_mtu_within_its_limits() {
    let at = |mtu| ChunkLen::from_att_mtu(mtu).get();
    assert_eq!(
        [0, 22, 23, 24, 185, 515, 516, 517, 65_535].map(at),
        [20, 20, 20, 21, 182, 512, 512, 512, 512]
    );
    assert_eq!([19, 515].map(ChunkLen::new), [None, None]);
    assert_eq!(ChunkLen::new(MAX_CHUNK).map(ChunkLen::get), Some(514));
}
