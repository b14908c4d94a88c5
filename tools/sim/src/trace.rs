//! What happened, in order, and its digest. Nothing in it depends on anything but scenario and code.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Where something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At the pump.
    Pump,
    /// On a phone.
    Phone(usize),
    /// Between them.
    Link,
    /// At the clinic.
    Clinic,
    /// In the world around.
    World,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Milliseconds from the start.
    pub at_ms: u64,
    /// Where.
    pub side: Side,
    /// What.
    pub what: String,
}

/// A requirement that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Its row.
    pub row: &'static str,
    /// When it was noticed, milliseconds from the start.
    pub at_ms: u64,
    /// What was seen.
    pub what: String,
}

/// The lines so far.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// In order.
    pub lines: Vec<Line>,
    /// What did not hold.
    pub violations: Vec<Violation>,
}

impl Trace {
    pub(crate) fn tell(&mut self, at_ms: u64, side: Side, what: impl Into<String>) {
        let what = what.into();
        self.lines.push(Line { at_ms, side, what });
    }

    pub(crate) fn violated(&mut self, row: &'static str, at_ms: u64, what: impl Into<String>) {
        // one of each row is enough to see; a thousand hide the others
        let known = self.violations.iter().filter(|it| it.row == row).count();
        if known < 3 {
            let what = what.into();
            self.violations.push(Violation { row, at_ms, what });
        }
    }

    /// The first eight bytes of SHA-256 over all lines, in hexadecimal.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for line in &self.lines {
            hash.update(format!("{} {:?} {}\n", line.at_ms, line.side, line.what));
        }
        let full: [u8; 32] = hash.finalize().into();
        full[..8].iter().fold(String::new(), |mut text, byte| {
            // writing to a string cannot fail
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}
