//! What happens in a world, as data: made from a seed, written by hand, or shrunk from a failure.
//!
//! Responsible for the shape and its TOML. Leaves carrying it out to [`crate::world`].

use serde::{Deserialize, Serialize};

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The behaviour that it pins, or the seed that made it.
    pub name: String,
    /// Seed of the pump's randomness.
    #[serde(default)]
    pub seed: u64,
    /// What the clinic programmed first.
    pub therapy: Therapy,
    /// Length, s.
    pub length_s: u64,
    /// What happens, by time.
    #[serde(default, rename = "step")]
    pub steps: Vec<Step>,
}

/// The first prescription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Therapy {
    /// Intrathecal baclofen, three rates a day, small boluses.
    Baclofen,
    /// Intrathecal morphine, boluses, a tight window.
    Morphine,
    /// Ziconotide, no boluses.
    Ziconotide,
}

/// Something that happens at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Seconds from the start.
    pub at_s: u64,
    /// What.
    #[serde(rename = "do")]
    pub act: Act,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Act {
    /// A phone connects and does what its person wants.
    Visit {
        /// Which phone, from 0.
        phone: usize,
        /// What its person wants.
        wish: Wish,
        /// What goes wrong on the way.
        #[serde(default)]
        faults: Vec<Fault>,
    },
    /// A phone without a connection: what it shows is looked at.
    Look {
        /// Which phone.
        phone: usize,
    },
    /// A new phone is paired by card and magnet.
    Pair,
    /// The phone's process dies between two calls, and starts again.
    Kill {
        /// Which phone.
        phone: usize,
    },
    /// The phone restarts; its count begins anew.
    Reboot {
        /// Which phone.
        phone: usize,
    },
    /// The wall clock of a phone jumps.
    ClockJump {
        /// Which phone.
        phone: usize,
        /// By how much, s.
        by_s: i64,
    },
    /// The phone's zone changes.
    Zone {
        /// Which phone.
        phone: usize,
        /// IANA name.
        name: String,
    },
    /// The pump resets at once.
    Reset,
    /// The pump is without power.
    Outage {
        /// For how long, s.
        for_s: u64,
    },
    /// Power goes once so many more bytes were written to the flash; back after a minute.
    CutAfter {
        /// Bytes.
        bytes: u64,
    },
    /// The flash takes no write.
    FlashFull {
        /// For how long, s.
        for_s: u64,
    },
    /// A bit of the flash's logs flips.
    Flip {
        /// Which byte of the flash, modulo its size.
        address: u32,
        /// Which bit, modulo 8.
        bit: u8,
    },
    /// The processor does not run.
    Lapse {
        /// For how long, s.
        for_s: u64,
    },
    /// The motor stalls.
    Stall {
        /// For how many strokes.
        strokes: u32,
    },
    /// Each so-many-th stroke of the motor slips.
    Slip {
        /// Every how many; 0 is none.
        every: u32,
    },
    /// The motor moves unasked, once a second.
    Runaway {
        /// How often.
        strokes: u32,
    },
    /// The clinic orders.
    Clinic(Order),
    /// Somebody else connects.
    Hostile(Hostile),
    /// The pump has to be silent from now on for so long.
    StaySilent {
        /// s.
        for_s: u64,
    },
    /// The pump has to sound now.
    Sounds,
    /// So many boluses have begun up to now.
    BolusesBegun {
        /// How many.
        count: usize,
    },
}

/// What a person wants of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// Reads.
    Read,
    /// Copies the logs.
    Sync,
    /// Wants an extra dose.
    Bolus,
    /// Wants an extra dose, and presses again and again.
    Impatient,
    /// Wants an extra dose, then takes it back.
    ThinkBetter,
    /// Taps, and does not authenticate.
    Declines,
    /// Taps first, then is out of reach for two minutes, then connects.
    Late,
    /// Mutes what sounds.
    Acknowledge,
}

/// A fault of the link or the phone at one point of a visit. Points count the calls on the seams
/// of the phone, so that each is one of the places at which it can die.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Where: which point of its kind, from 0.
    pub at: u32,
    /// What.
    pub is: FaultKind,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The chunk to the pump is lost.
    LoseUp,
    /// It arrives twice.
    DoubleUp,
    /// It arrives 7 s late.
    LateUp,
    /// It arrives after the next one.
    ReorderUp,
    /// A bit of it is altered.
    AlterUp,
    /// The link ends in its place.
    CutUp,
    /// Half of it arrives, then the link ends.
    HalfUp,
    /// The chunk to the phone is lost.
    LoseDown,
    /// It arrives twice.
    DoubleDown,
    /// It arrives 7 s late.
    LateDown,
    /// It arrives after the next one.
    ReorderDown,
    /// A bit of it is altered.
    AlterDown,
    /// The link ends in its place.
    CutDown,
    /// The phone's process dies at this call of a seam.
    Kill,
    /// As `Kill`, and the last write to its database is torn.
    KillTorn,
    /// The pump resets when this chunk arrives.
    ResetAtChunk,
    /// Power goes after so many bytes of flash from the beginning of the visit: `at` is bytes.
    PowerCut,
    /// The link ends after so many bytes to the pump: `at` is bytes.
    CutAtByteUp,
    /// The link ends after so many bytes to the phone: `at` is bytes.
    CutAtByteDown,
}

/// An order of the clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Order {
    /// Stops therapy.
    Stop,
    /// Goes on.
    Resume,
    /// Another program: thousandths of the first one's rates.
    Reprogram {
        /// Thousandths, 500 to 1100.
        permille: u32,
    },
    /// The same program with the window's limit as low as it may be.
    TightWindow,
    /// Boluses are no longer permitted.
    ForbidBolus,
    /// Fills the reservoir.
    Refill {
        /// mL.
        volume_ml: u32,
    },
    /// Fills with half the concentration, over a bridge.
    Dilute,
    /// A dose by the clinician.
    Bolus,
    /// Sets the civil clock right, with this offset.
    SetClock {
        /// Minutes from UTC.
        offset_min: i32,
    },
    /// Clears every fault that can be cleared.
    ClearFaults,
    /// Ends the trust in a phone.
    Revoke {
        /// Which phone.
        phone: usize,
    },
}

/// A peer that means no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hostile {
    /// Random chunks.
    Garbage,
    /// A handshake with a key that is not known.
    WrongKey,
    /// Chunks of an earlier visit, again.
    Replay,
    /// Connects and says nothing.
    Mute,
}

/// Why a scenario cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the scenario cannot be read: {0}")]
pub struct ScenarioError(#[from] toml::de::Error);

impl Scenario {
    /// Reads one.
    ///
    /// # Errors
    /// [`ScenarioError`], with the place.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        Ok(toml::from_str(text)?)
    }

    /// Its TOML.
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_else(|error| format!("# cannot be written: {error}\n"))
    }
}
