//! Power cut at every flash write, and at every byte of it.
//!
//! The tests cut a scripted day at a share of its bytes and a scripted week at a share of its flash
//! writes; with `CISTERNA_EVERY_BYTE=1` (the command `cargo xtask proof power`) at all of them.

use crate::oracle::{Stroke, check};
use crate::peer::{Peer, PhoneKeys, pair, program};
use crate::rig::{LIMITS, Rig, Seeded, World};
use cisterna_board_host::nor::EmulatedNor;
use cisterna_protocol::history::Log;
use cisterna_protocol::message::Ask;
use cisterna_protocol::outcome::{Outcome, RequestId};
use cisterna_protocol::record::Record;

/// What the script does, step by step, through a day.
#[derive(Clone, Copy, Debug)]
enum Act {
    Pass(u64),
    /// Asks for a bolus with this counter.
    Bolus(u32),
    /// Cancels it.
    Cancel(u32),
    /// Resolves it.
    Resolve(u32),
}

const DAY: [Act; 16] = [
    Act::Pass(5_000),
    Act::Bolus(1),
    Act::Pass(600),
    Act::Bolus(2),
    Act::Pass(9_000),
    Act::Pass(6_000),
    Act::Bolus(3),
    Act::Pass(300),
    Act::Cancel(3),
    Act::Pass(12_000),
    Act::Bolus(4),
    Act::Pass(20_000),
    Act::Resolve(6),
    Act::Bolus(5),
    Act::Bolus(7),
    Act::Pass(33_500),
];

impl Act {
    /// The same act with ids that come later.
    fn later(self, by: u32) -> Self {
        match self {
            Self::Pass(span_s) => Self::Pass(span_s),
            Self::Bolus(counter) => Self::Bolus(counter + by),
            Self::Cancel(counter) => Self::Cancel(counter + by),
            Self::Resolve(counter) => Self::Resolve(counter + by),
        }
    }
}

/// What a person outside the pump knows.
#[derive(Clone, Default)]
struct Known {
    /// Physical seconds at which an answer said that a bolus had started, with its counter.
    started: Vec<(u64, u32)>,
    /// Counters whose answer never came.
    unanswered: Vec<(u64, u32)>,
    /// Dose records that were read.
    acknowledged: Vec<Record>,
}

fn id(keys: &PhoneKeys, counter: u32) -> RequestId {
    RequestId {
        key_epoch: keys.key_epoch,
        counter,
    }
}

/// Does one act. Returns false where the power went.
fn act(rig: &mut Rig, keys: &PhoneKeys, act: Act, known: &mut Known) -> bool {
    match act {
        Act::Pass(span_s) => {
            if rig.pass(span_s).is_err() {
                return false;
            }
        }
        Act::Bolus(counter) => {
            let at_s = rig.world.physical_s.get();
            let Some(mut phone) = connect(rig, keys) else {
                return false;
            };
            let outcome = phone.bolus(rig, id(keys, counter));
            if !rig.pump.flash().is_powered() {
                // An answer that was made after the power went never left.
                known.unanswered.push((at_s, counter));
                return false;
            }
            if matches!(outcome, Some(Outcome::Running(_))) {
                known.started.push((at_s, counter));
            }
        }
        Act::Cancel(counter) => {
            let Some(mut phone) = connect(rig, keys) else {
                return false;
            };
            phone.try_ask(rig, Ask::CancelBolus(id(keys, counter)));
        }
        Act::Resolve(counter) => {
            let Some(mut phone) = connect(rig, keys) else {
                return false;
            };
            phone.resolve(rig, id(keys, counter));
        }
    }
    if !rig.pump.flash().is_powered() {
        return false;
    }
    if let Some(mut phone) = connect(rig, keys) {
        // What was read before the power went is acknowledged.
        if let Some(doses) = phone.try_history(rig, Log::Doses) {
            known.acknowledged = doses;
        }
    }
    rig.pump.link_down();
    rig.pump.flash().is_powered()
}

fn connect(rig: &mut Rig, keys: &PhoneKeys) -> Option<Peer> {
    use cisterna_protocol::session::Psk;
    Peer::connect(rig, &Psk::from_bytes(keys.link))
}

/// Power comes back at once; nothing that was promised is broken.
fn verify(mut flash: EmulatedNor, world: World, keys: &PhoneKeys, known: &Known) {
    flash.restore_power();
    let mut rig = Rig::start(flash, world, 77);
    let mut phone = Peer::phone(&mut rig, keys);
    // No acknowledged record is lost or another one.
    let doses = phone.history(&mut rig, Log::Doses);
    assert_eq!(
        doses[..known.acknowledged.len()],
        known.acknowledged[..],
        "SR-45, SR-51"
    );
    let mut starts: Vec<u64> = known.started.iter().map(|(at_s, _)| *at_s).collect();
    for (_, counter) in &known.started {
        let outcome = phone.resolve(&mut rig, id(keys, *counter));
        let given = matches!(
            outcome,
            Some(Outcome::Delivered(_) | Outcome::StoppedEarly(_) | Outcome::Running(_))
        );
        assert!(given, "an accepted bolus stays one: {counter} {outcome:?}");
    }
    for (at_s, counter) in &known.unanswered {
        let outcome = phone.resolve(&mut rig, id(keys, *counter));
        if matches!(
            outcome,
            Some(Outcome::StoppedEarly(_) | Outcome::Delivered(_))
        ) {
            starts.push(*at_s);
        }
    }
    // SR-07, SR-10: asking for everything again gives nothing that the limits forbid.
    rig.pump.link_down();
    for counter in (1..8).chain(200..204) {
        let at_s = rig.world.physical_s.get();
        let mut phone = Peer::phone(&mut rig, keys);
        if let Some(Outcome::Running(_)) = phone.bolus(&mut rig, id(keys, counter)) {
            let again = known.started.iter().any(|(_, started)| *started == counter);
            if !again {
                starts.push(at_s);
            }
        }
        rig.pump.link_down();
        rig.pass(3_700).unwrap();
    }
    rig.pass(50_000).unwrap();
    starts.sort_unstable();
    check(&rig.world.strokes.borrow(), &starts, &LIMITS);
}

/// A pump at the start of an act, to be cut in it.
struct Fork {
    image: Vec<u8>,
    strokes: Vec<Stroke>,
    physical_s: u64,
    known: Known,
}

/// Where to cut, given the bytes that an act touches and where its writes begin.
type Cuts<'a> = &'a mut dyn FnMut(u64, &[u64]) -> Vec<u64>;

fn whole_proof() -> bool {
    std::env::var_os("CISTERNA_EVERY_BYTE").is_some()
}

/// Cuts each act of `script` where `cuts` says; returns the number of cuts.
fn cut_everywhere(script: &[Act], cuts: Cuts<'_>) -> u64 {
    let mut rig = Rig::blank();
    program(&mut rig);
    let keys = pair(&mut rig);
    let mut known = Known::default();
    let mut done = 0;
    for step in script {
        // Every fork starts from a restart, and so does the run that is not cut: the same bytes.
        rig = rig.restart(3);
        let fork = Fork {
            image: rig.pump.flash().image().to_vec(),
            strokes: rig.world.strokes.borrow().clone(),
            physical_s: rig.world.physical_s.get(),
            known: known.clone(),
        };
        let (before, writes) = rig.pump.flash().touched();
        let first = writes.len();
        assert!(
            act(&mut rig, &keys, *step, &mut known),
            "without a cut the script runs"
        );
        let (after, writes) = rig.pump.flash().touched();
        let marks: Vec<u64> = writes[first..].iter().map(|mark| mark - before).collect();
        for at in cuts(after - before, &marks) {
            cut_once(&fork, &keys, *step, at);
            done += 1;
        }
    }
    done
}

fn cut_once(fork: &Fork, keys: &PhoneKeys, step: Act, at: u64) {
    let world = World::default();
    world.strokes.borrow_mut().clone_from(&fork.strokes);
    world.physical_s.set(fork.physical_s);
    // The start itself writes too: the cut counts from after it, as in the run without one.
    let mut cut = Rig::start(EmulatedNor::from_image(fork.image.clone()), world, 3);
    let mut known = fork.known.clone();
    cut.pump.flash_mut().cut_after(at);
    act(&mut cut, keys, step, &mut known);
    cut.settle_clock();
    let (flash, world, _) = cut.pump.into_parts();
    verify(flash, world, keys, &known);
}

#[test]
fn a_day_cut_anywhere_breaks_no_limit_repeats_no_dose_and_loses_no_record() {
    // SR-06, SR-07, SR-10, SR-17, SR-51
    let mut random = Seeded(2026);
    let done = cut_everywhere(&DAY, &mut |bytes, _| {
        if whole_proof() {
            return (0..=bytes).collect();
        }
        (0..8).map(|_| random.below(bytes.max(1))).collect()
    });
    println!("a day: power cut at {done} bytes");
    assert!(done >= 8 * DAY.len() as u64);
}

#[test]
fn a_week_cut_at_flash_writes_breaks_no_limit_repeats_no_dose_and_loses_no_record() {
    // SR-06, SR-07, SR-10, SR-17, SR-51
    let mut week = Vec::new();
    for day in 0..7 {
        week.extend(DAY.map(|act| act.later(day * 20)));
    }
    let mut skipped = 0u64;
    let mut writes = 0u64;
    let done = cut_everywhere(&week, &mut |_, marks| {
        writes += marks.len() as u64;
        let kept = marks.iter().filter(|_| {
            skipped += 1;
            whole_proof() || skipped.is_multiple_of(29)
        });
        kept.copied().collect()
    });
    println!("a week: power cut at {done} of {writes} flash writes");
    assert!(writes > 1_000 && done >= writes / 29);
}

#[test]
fn the_power_goes_again_and_again() {
    let mut random = Seeded(7);
    let mut rig = Rig::blank();
    program(&mut rig);
    let keys = pair(&mut rig);
    let mut starts = Vec::new();
    for counter in 1..120 {
        rig.pass(random.below(4_000)).unwrap();
        let at_s = rig.world.physical_s.get();
        let mut phone = Peer::phone(&mut rig, &keys);
        if let Some(Outcome::Running(_)) = phone.bolus(&mut rig, id(&keys, counter)) {
            starts.push(at_s);
        }
        rig.pump.link_down();
        rig.pass(random.below(900)).unwrap();
        rig = rig.restart(random.next());
    }
    // What each restart leaves uncertain counts as given, so few boluses fit in.
    assert!(!starts.is_empty());
    check(&rig.world.strokes.borrow(), &starts, &LIMITS);
}
