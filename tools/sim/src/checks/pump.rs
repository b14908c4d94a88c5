//! What the pump says of itself against what is true: alarms, sound, totals, monitor. SR-13 to SR-17

use super::STROKE_NL;
use crate::trace::Trace;

/// Longest silence while therapy stands, s: a mute is at most an hour. SR-16
const SILENT_AT_MOST_S: u64 = 3_600 + 60;
/// Strokes without a command that the monitor lets through before it cuts, and one second's more.
const RUNAWAY_AT_MOST: u32 = 6;
/// Commanded strokes that did not move, and no alarm.
const MISSED_AT_MOST: u32 = 12;

/// What is seen at one look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) at_ms: u64,
    /// Programmed, and nothing flows.
    pub(crate) stands: bool,
    pub(crate) sounds: bool,
    /// An alarm about the motor or its feedback stands.
    pub(crate) motor_alarm: bool,
    pub(crate) missed: u32,
    pub(crate) uncommanded: u32,
    pub(crate) counted_nl: u64,
    /// Strokes that moved, less those of a time in which memory took no write.
    pub(crate) strokes: u64,
    pub(crate) epoch: u32,
    pub(crate) count: u64,
}

/// What was seen so far.
#[derive(Debug, Default)]
pub(crate) struct PumpWatch {
    silent_since_ms: Option<u64>,
    motor_alarmed: bool,
    last: (u32, u64),
}

impl PumpWatch {
    pub(crate) fn look(&mut self, look: &Look, trace: &mut Trace) {
        let at_ms = look.at_ms;
        self.motor_alarmed = (self.motor_alarmed || look.motor_alarm) && look.missed > 0;
        if look.stands && !look.sounds {
            let since_ms = *self.silent_since_ms.get_or_insert(at_ms);
            let silent_s = (at_ms - since_ms) / 1_000;
            if silent_s > SILENT_AT_MOST_S {
                let what = format!("therapy stands, and the pump is silent for {silent_s} s");
                trace.violated("SR-16", at_ms, what);
            }
        } else {
            self.silent_since_ms = None;
        }
        if look.missed >= MISSED_AT_MOST && !self.motor_alarmed {
            let what = format!("{} strokes did not move, and no alarm", look.missed);
            trace.violated("SR-14", at_ms, what);
        }
        if look.uncommanded > RUNAWAY_AT_MOST {
            let what = format!("{} strokes without a command, and no cut", look.uncommanded);
            trace.violated("SR-13", at_ms, what);
        }
        if look.counted_nl < look.strokes * STROKE_NL {
            let moved_nl = look.strokes * STROKE_NL;
            let what = format!("{moved_nl} nL moved, {} nL counted", look.counted_nl);
            trace.violated("SR-17", at_ms, what);
        }
        let (epoch, count) = self.last;
        let rises = look.epoch > epoch || (look.epoch == epoch && look.count >= count);
        if !rises {
            let what = format!("epoch {} after {epoch}", look.epoch);
            trace.violated("SR-10", at_ms, what);
        }
        self.last = (look.epoch, look.count);
    }

    /// Without power a pump cannot sound; it does so once it starts.
    pub(crate) const fn off(&mut self) {
        self.silent_since_ms = None;
    }

    /// A fault was cleared by the clinic.
    pub(crate) const fn cleared(&mut self) {
        self.motor_alarmed = false;
    }
}
