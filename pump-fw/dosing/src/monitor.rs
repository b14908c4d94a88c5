//! The second, independent monitor: it knows nothing of prescriptions and can cut the actuator
//! alone. SR-13
//!
//! The engine plans pulses and counts what it planned. The monitor counts only what the actuator
//! reports, commanded or not, on a time base of its own, by another algorithm: a bucket that
//! leaks at the fastest flow that any prescription of the drug may have, and overflows where more
//! arrives. Its own count and its cut are durable on their own.

use minicbor::{Decode, Encode};

/// Thousandths of a pulse.
const MILLI: u64 = 1_000;
/// The pump's fastest basal: one pulse in four seconds. Assumption.
const LEAK_MILLI_PER_S: u64 = 250;
/// What may arrive above that at once: the largest bolus of any drug and a prime, in pulses.
/// Assumption: 600 µL prime and 2 mL of bolus at the weakest concentration.
const BURST_PULSES: u64 = 10_400;
/// Strokes without a command that are runaway.
const UNCOMMANDED_PULSES: u32 = 4;

/// The monitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Monitor {
    /// Strokes that the actuator ever reported.
    #[n(0)]
    pub strokes: u64,
    /// Fill of the bucket, thousandths of a pulse.
    #[n(1)]
    level_milli: u64,
    /// The monitor's own clock when the level was taken, s.
    #[n(2)]
    at_s: u64,
    /// Strokes without a command since the last signed command.
    #[n(3)]
    uncommanded: u32,
    /// True from a cut to a signed command.
    #[n(4)]
    cut: bool,
}

impl Monitor {
    /// Whether the actuator is cut.
    pub const fn has_cut(&self) -> bool {
        self.cut
    }

    /// The actuator reported `strokes`, `commanded` of them on a command, at `own_s` of the
    /// monitor's clock. Returns whether this cuts the actuator. After a restart of that clock no
    /// time has passed.
    pub fn observe(&mut self, own_s: u64, strokes: u32, commanded: u32) -> bool {
        let passed_s = own_s.saturating_sub(self.at_s);
        self.at_s = own_s;
        self.strokes = self.strokes.saturating_add(u64::from(strokes));
        let leaked = passed_s.saturating_mul(LEAK_MILLI_PER_S);
        let level = self.level_milli.saturating_sub(leaked);
        self.level_milli = level.saturating_add(u64::from(strokes) * MILLI);
        self.uncommanded = self
            .uncommanded
            .saturating_add(strokes.saturating_sub(commanded));
        let over = self.level_milli > BURST_PULSES * MILLI;
        let runaway = self.uncommanded >= UNCOMMANDED_PULSES;
        let cuts = !self.cut && (over || runaway);
        self.cut |= cuts;
        cuts
    }

    /// A signed command ends the cut.
    pub fn release(&mut self) {
        self.cut = false;
        self.uncommanded = 0;
        self.level_milli = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_prescription_never_cuts() {
        let mut monitor = Monitor::default();
        for second in (0..4_000_000).step_by(4) {
            assert!(!monitor.observe(second, 1, 1));
        }
        assert_eq!(monitor.strokes, 1_000_000);
    }

    #[test]
    fn a_runaway_motor_is_cut_and_stays_cut_until_a_signed_command() {
        // SR-13
        let mut monitor = Monitor::default();
        assert!(!monitor.observe(10, 3, 0));
        assert!(monitor.observe(11, 1, 0));
        assert!(!monitor.observe(12, 1, 1), "cuts once");
        assert!(monitor.has_cut());
        monitor.release();
        assert!(!monitor.has_cut());
    }

    #[test]
    fn commanded_strokes_without_end_are_cut_too() {
        // SR-13: the engine itself may be wrong.
        let mut monitor = Monitor::default();
        let cut_at = (0..1_000_000u64).find(|second| monitor.observe(*second, 1, 1));
        assert!(cut_at.is_some_and(|second| second < 15_000));
    }
}
