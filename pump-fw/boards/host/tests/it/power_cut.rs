//! Appends and commits together, as the firmware does them, with power cut at every byte.

use cisterna_board_host::nor::EmulatedNor;
use cisterna_firmware::storage::{
    layout::Region,
    ring::{Entry, Ring, RingId},
    state::StateStore,
};

use crate::common::{Seeded, block_on, entry, read_all};

const STATE: Region = Region::new(0, 2);
const DOSES: Region = Region::new(STATE.end(), 3);
const NEXT_SEQ: u8 = 1;
/// Records that the ring holds at least: two pages, less what one cut and its commit group take.
const HELD_MIN: u32 = 2 * 63 - 5;

/// One run of the firmware's storage, from a start to the next power cut.
struct Pump {
    nor: EmulatedNor,
    state: StateStore,
    ring: Ring<3>,
}

#[derive(Debug, Clone, Copy)]
enum Op {
    Append,
    Commit,
}

#[allow(
    clippy::result_large_err,
    reason = "the flash comes back to be looked at"
)]
impl Pump {
    /// Starts on this flash, with the number that its state commits.
    fn start(mut nor: EmulatedNor) -> Result<Self, EmulatedNor> {
        let Ok(mut state) = block_on(StateStore::open(&mut nor, STATE)) else {
            return Err(nor);
        };
        let mut word = [0; 4];
        let Ok(stored) = block_on(state.read(&mut nor, NEXT_SEQ, &mut word)) else {
            return Err(nor);
        };
        let next_seq = stored.map_or(1, |_| u32::from_le_bytes(word));
        match block_on(Ring::open(&mut nor, DOSES, RingId::Doses, next_seq)) {
            Ok(ring) => Ok(Self { nor, state, ring }),
            Err(_) => Err(nor),
        }
    }

    fn restart(mut nor: EmulatedNor) -> Self {
        nor.restore_power();
        Self::start(nor).expect("a start with power succeeds")
    }

    /// Does `op`; false if power was lost.
    fn run(&mut self, op: Op, take: u8) -> bool {
        match op {
            Op::Append => {
                let Entry { record, digest } = entry(self.ring.next_seq(), take);
                block_on(self.ring.append(&mut self.nor, &record, &digest)).is_ok()
            }
            Op::Commit => {
                let word = self.ring.next_seq().to_le_bytes();
                block_on(self.state.write(&mut self.nor, NEXT_SEQ, &word)).is_ok()
            }
        }
    }

    fn spent_b(&self) -> u64 {
        let erased: u32 = self.nor.erase_counts().iter().sum();
        self.nor.bytes_written() + u64::from(erased) * 4096
    }

    /// Checks that exactly the committed records are there, as `takes` says they were written.
    fn check(&mut self, takes: &[u8], held_min: u32, told: &str) {
        let next_seq = self.ring.next_seq();
        let held = read_all(&mut self.nor, &self.ring);
        let first_seq = held.first().map_or(next_seq, Entry::seq);
        assert!(
            first_seq <= next_seq.saturating_sub(held_min).max(1),
            "{told}: from {first_seq}"
        );
        let expected = (first_seq..next_seq).map(|seq| entry(seq, takes[seq as usize]));
        assert!(
            held.iter().copied().eq(expected),
            "{told}: up to {next_seq}"
        );
        assert_eq!(
            (self.ring.corrupt_count(), self.ring.corrupt_pages()),
            (0, 0),
            "{told}"
        );
        assert!(!self.ring.tail_missing(), "{told}");
    }
}

/// 270 records, so that the ring wraps, committed in groups of one to three.
fn script() -> Vec<Op> {
    let mut seeded = Seeded(11);
    let mut ops = Vec::new();
    while ops.len() < 400 {
        ops.extend((0..=seeded.below(3)).map(|_| Op::Append));
        ops.push(Op::Commit);
    }
    ops
}

/// Every byte of a write; of an operation with an erase every byte but the erase's middle, sampled.
fn cuts(cost_b: u64) -> impl Iterator<Item = u64> {
    (0..=cost_b)
        .filter(move |cut| cost_b < 4096 || *cut < 200 || cost_b - cut < 300 || cut % 61 == 0)
}

/// SR-38
#[test]
fn a_power_cut_at_any_byte_keeps_what_was_committed_and_invents_nothing() {
    let takes = vec![0; 1000];
    let mut pump = Pump::restart(EmulatedNor::memory(DOSES.end()));
    let mut committed = 1;
    for (step, op) in script().into_iter().enumerate() {
        let before = pump.nor.image().to_vec();
        let spent_b = pump.spent_b();
        let uncommitted = pump.ring.next_seq();
        assert!(pump.run(op, 0));
        for cut in cuts(pump.spent_b() - spent_b) {
            let told = format!("step {step} {op:?}, cut {cut}");
            // The ring as it was in memory when the operation began.
            let mut nor = EmulatedNor::from_image(before.clone());
            let Some(mut cut_pump) = resumed(&mut nor, uncommitted) else {
                panic!("{told}")
            };
            cut_pump.nor.cut_after(cut);
            assert!(!cut_pump.run(op, 0), "{told}");
            let mut after = Pump::restart(cut_pump.nor);
            let next_seq = after.ring.next_seq();
            assert!(
                next_seq == committed || (matches!(op, Op::Commit) && next_seq == uncommitted),
                "{told}: {next_seq}"
            );
            after.check(&takes, HELD_MIN, &told);
            go_on(after, next_seq, &told);
        }
        if matches!(op, Op::Commit) {
            committed = pump.ring.next_seq();
        }
    }
    assert!(pump.nor.erases_max() >= 2, "the ring wrapped");
}

/// The pump in the middle of its run: records up to `next_seq` are there but not all committed.
fn resumed(nor: &mut EmulatedNor, next_seq: u32) -> Option<Pump> {
    let ring = block_on(Ring::open(nor, DOSES, RingId::Doses, next_seq)).ok()?;
    let image = nor.image().to_vec();
    Some(Pump {
        nor: EmulatedNor::from_image(image),
        state: StateStore::new(STATE),
        ring,
    })
}

/// After the restart the voided numbers are used again, with other content, which is what stays.
fn go_on(mut pump: Pump, next_seq: u32, told: &str) {
    assert!(
        pump.run(Op::Append, 1) && pump.run(Op::Append, 1) && pump.run(Op::Commit, 0),
        "{told}"
    );
    let mut takes = vec![0; 1000];
    takes[next_seq as usize..].fill(1);
    let mut pump = Pump::restart(pump.nor);
    assert_eq!(pump.ring.next_seq(), next_seq + 2, "{told}");
    pump.check(&takes, HELD_MIN, told);
}

/// SR-38
#[test]
fn cut_after_cut_in_the_middle_of_recovery_nothing_committed_is_lost() {
    for seed in 0..8 {
        let mut seeded = Seeded(seed);
        let mut takes = vec![0; 50_000];
        let mut nor = EmulatedNor::memory(DOSES.end());
        for round in 0..250 {
            let told = format!("seed {seed}, round {round}");
            nor.cut_after(u64::from(seeded.below(9_000)));
            let take = u8::try_from(round % 251).unwrap();
            nor = run_until_cut(nor, &mut takes, take, &mut seeded);
            let mut pump = Pump::restart(nor);
            pump.check(&takes, 50, &told);
            nor = pump.nor;
        }
    }
}

/// Runs until power is lost, noting with which take each number was written last.
fn run_until_cut(nor: EmulatedNor, takes: &mut [u8], take: u8, seeded: &mut Seeded) -> EmulatedNor {
    let mut pump = match Pump::start(nor) {
        Ok(pump) => pump,
        Err(nor) => return nor,
    };
    loop {
        let op = if seeded.below(3) == 0 {
            Op::Commit
        } else {
            Op::Append
        };
        let seq = pump.ring.next_seq() as usize;
        if !pump.run(op, take) {
            return pump.nor;
        }
        if matches!(op, Op::Append) {
            takes[seq] = take;
        }
    }
}
