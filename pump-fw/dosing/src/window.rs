//! The window's ledger: what counts as delivered in the last W seconds, and the look-ahead.
//! SR-03, SR-04
//!
//! Pulses are kept in slots of [`SLOT_S`] seconds of the pump's count; a slot leaves the window
//! when all of it has left. The ledger therefore counts up to one slot more than the true window,
//! never less, in 578 bytes instead of a day of pulse times.

use crate::plan::{Plan, SLOT_S, pulse_units, units_per_s};
use cisterna_protocol::prescription::DAY_S;
use cisterna_protocol::quantity::Count;
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

/// Slots of the longest window, and the one that is leaving it.
pub const SLOTS: usize = 289;

/// Pulses by slot, newest last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Slot number (count / [`SLOT_S`]) of the newest slot.
    newest: u64,
    /// Ring by slot number modulo [`SLOTS`].
    pulses: [u16; SLOTS],
}

impl Default for Window {
    fn default() -> Self {
        Self {
            newest: 0,
            pulses: [0; SLOTS],
        }
    }
}

fn slot_of(at: Count) -> u64 {
    at.0 / SLOT_S
}

fn place(slot: u64) -> usize {
    usize::try_from(slot % SLOTS as u64).expect("below SLOTS")
}

/// First instant at which `slot` no longer counts in a window of `window_s`.
fn leaves_at(slot: u64, window_s: u32) -> Count {
    Count(slot * SLOT_S + (SLOT_S - 1) + u64::from(window_s))
}

impl Window {
    /// Counts `pulses` as delivered at `at`; a slot that is full stays full.
    pub fn add(&mut self, at: Count, pulses: u32) {
        let slot = slot_of(at);
        self.roll_to(slot);
        let entry = &mut self.pulses[place(slot.max(self.newest))];
        *entry = entry.saturating_add(u16::try_from(pulses).unwrap_or(u16::MAX));
    }

    /// Pulses that count in the window of `window_s` that ends at `at`, not before the last one.
    pub fn counted(&self, at: Count, window_s: u32) -> u32 {
        self.live(at, window_s)
            .map(|slot| u32::from(self.pulses[place(slot)]))
            .sum()
    }

    /// Counts every pulse at another concentration: rounded up, so that no dose gets lost.
    pub fn rescale(&mut self, from_ng_per_ml: u32, to_ng_per_ml: u32) {
        for entry in &mut self.pulses {
            let dose = u64::from(*entry) * u64::from(from_ng_per_ml);
            let scaled = dose.div_ceil(u64::from(to_ng_per_ml.max(1)));
            *entry = u16::try_from(scaled).unwrap_or(u16::MAX);
        }
    }

    /// Slots that still count at `at`, oldest first.
    fn live(&self, at: Count, window_s: u32) -> impl Iterator<Item = u64> + use<> {
        let kept = (self.newest + 1).saturating_sub(SLOTS as u64);
        // The slot that holds second `at − W + 1` is the oldest that counts.
        let oldest = (at.0 + 1).saturating_sub(u64::from(window_s)) / SLOT_S;
        kept.max(oldest)..=self.newest
    }

    fn roll_to(&mut self, slot: u64) {
        if slot <= self.newest {
            return;
        }
        let fresh = (slot - self.newest).min(SLOTS as u64);
        for gone in 0..fresh {
            self.pulses[place(slot - gone)] = 0;
        }
        self.newest = slot;
    }
}

/// A look ahead from one instant: the basal program goes on, and `extra_pulses` come on top.
#[derive(Clone, Copy, Debug)]
pub struct Lookahead<'a> {
    /// The ledger.
    pub window: &'a Window,
    /// The program that goes on.
    pub plan: &'a Plan,
    /// From when.
    pub now: Count,
    /// Second of the day then.
    pub local_s: u32,
    /// Units that the accumulator holds then.
    pub accumulated: u64,
    /// Pulses on top: a new bolus and the rest of a running one.
    pub extra_pulses: u32,
    /// How far to look. The whole of W, the bolus, and a slot: in that span nothing that is
    /// delivered from now on leaves the window.
    pub horizon_s: u64,
}

impl Lookahead<'_> {
    /// The last instant in `(now, now + horizon]` at which the limit would be broken, with every
    /// pulse rounded up; `None` where it holds throughout. SR-04
    pub fn last_violation(&self) -> Option<Count> {
        let per_pulse = pulse_units(self.plan.concentration);
        let limit = i64::from(self.plan.limit_pulses());
        let end = self.now.after(self.horizon_s);
        let mut room = limit
            - i64::from(self.extra_pulses)
            - i64::from(self.window.counted(self.now, self.plan.window_s));
        let mut basal = Ahead::new(self.plan, self.now, self.local_s, self.accumulated);
        let mut broken = None;
        for slot in self.window.live(self.now, self.plan.window_s) {
            let leaves = leaves_at(slot, self.plan.window_s);
            if leaves > end {
                break;
            }
            // The sum only grows until the slot leaves: its worst instant is the one before.
            let worst = Count(leaves.0 - 1);
            if worst > self.now && !fits(basal.units_until(worst), room, per_pulse) {
                broken = Some(worst);
            }
            room += i64::from(self.window.pulses[place(slot)]);
        }
        if fits(basal.units_until(end), room, per_pulse) {
            broken
        } else {
            Some(end)
        }
    }
}

/// ⌈units / pulse⌉ ≤ room, without the division.
fn fits(units: u64, room: i64, per_pulse: u64) -> bool {
    u64::try_from(room).is_ok_and(|room| units <= room.saturating_mul(per_pulse))
}

/// Units of the program from an instant on, asked for at rising instants.
struct Ahead<'a> {
    plan: &'a Plan,
    at: Count,
    step_end: Count,
    per_s: u64,
    local_end_s: u32,
    units: u64,
}

impl<'a> Ahead<'a> {
    fn new(plan: &'a Plan, now: Count, local_s: u32, accumulated: u64) -> Self {
        let local_end_s = plan.step_end(local_s);
        Self {
            plan,
            at: now,
            step_end: now.after(u64::from(local_end_s - local_s)),
            per_s: units_per_s(plan.rate_at(local_s)),
            local_end_s,
            units: accumulated,
        }
    }

    fn units_until(&mut self, until: Count) -> u64 {
        while self.step_end < until {
            self.units += self.per_s * self.step_end.since(self.at);
            self.at = self.step_end;
            let local_s = self.local_end_s % DAY_S;
            self.local_end_s = self.plan.step_end(local_s);
            self.step_end = self.at.after(u64::from(self.local_end_s - local_s));
            self.per_s = units_per_s(self.plan.rate_at(local_s));
        }
        self.units += self.per_s * until.since(self.at);
        self.at = until.max(self.at);
        self.units
    }
}

// The ledger's bytes: an array of the newest slot's number and the slots from the oldest on.
impl<C> Encode<C> for Window {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.array(SLOTS as u64 + 1)?.u64(self.newest)?;
        for back in (0..SLOTS as u64).rev() {
            let entry = self
                .newest
                .checked_sub(back)
                .map_or(0, |slot| self.pulses[place(slot)]);
            e.u16(entry)?;
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Window {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        if d.array()? != Some(SLOTS as u64 + 1) {
            return Err(DecodeError::message("not a window's ledger"));
        }
        let newest = d.u64()?;
        let mut pulses = [0; SLOTS];
        for back in (0..SLOTS as u64).rev() {
            let entry = d.u16()?;
            if let Some(slot) = newest.checked_sub(back) {
                pulses[place(slot)] = entry;
            }
        }
        Ok(Self { newest, pulses })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_counts_until_all_of_it_has_left() {
        let mut window = Window::default();
        window.add(Count(300), 2);
        assert_eq!(window.counted(Count(300 + 3600), 3600), 2);
        assert_eq!(window.counted(Count(599 + 3599), 3600), 2);
        assert_eq!(window.counted(Count(599 + 3600), 3600), 0);
    }

    #[test]
    fn a_long_silence_forgets_every_slot() {
        let mut window = Window::default();
        window.add(Count(10), 5);
        window.add(Count(10 + 300 * 10_000), 1);
        assert_eq!(window.counted(Count(10 + 300 * 10_000), 86_400), 1);
    }

    #[test]
    fn the_ledger_survives_its_bytes() {
        let mut window = Window::default();
        for at in (0..200_000).step_by(700) {
            window.add(Count(at), 3);
        }
        let mut out = [0; 1_024];
        let bytes = cisterna_protocol::bounded::encode_into(&window, &mut out).unwrap();
        let back: Window = cisterna_protocol::bounded::decode_exact(bytes).unwrap();
        assert_eq!(back, window);
    }

    #[test]
    fn rescaling_rounds_up() {
        let mut window = Window::default();
        window.add(Count(0), 3);
        window.rescale(500, 2_000);
        assert_eq!(window.counted(Count(0), 3600), 1);
    }
}
