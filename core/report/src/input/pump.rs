//! What the pump tells.

use super::{Drug, Moment, Span};

/// When something happened on the pump. Across an outage a time is a range. SR-45
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Then.
    At(Moment),
    /// Somewhere in this span.
    Within(Span),
}

impl When {
    /// The earliest possible instant.
    pub const fn earliest(self) -> Moment {
        match self {
            Self::At(moment) => moment,
            Self::Within(span) => span.from,
        }
    }
}

/// Who asked for a dose. SR-44
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The person, by phone.
    Phone,
    /// The clinic.
    Clinician,
}

/// What became of a wish for a bolus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BolusState {
    /// Delivered in full.
    Given {
        /// Nanograms.
        given_ng: u64,
    },
    /// Ended before its dose was given. SR-06
    StoppedEarly {
        /// At least this, in nanograms.
        least_ng: u64,
        /// At most this, in nanograms.
        most_ng: u64,
    },
    /// Under way when the report was made.
    Running,
    /// The pump refused it; nothing was given.
    Refused,
    /// Not known yet; neither given nor refused. SR-41
    Uncertain,
}

/// One wish for a bolus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bolus {
    /// When.
    pub when: When,
    /// Who.
    pub origin: Origin,
    /// The programmed dose, in nanograms.
    pub programmed_ng: u64,
    /// What became of it.
    pub state: BolusState,
}

/// A day's wishes for a bolus, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BolusCounts {
    /// Given in full, or under way.
    pub given: u32,
    /// Ended early.
    pub stopped_early: u32,
    /// Refused by the pump.
    pub refused: u32,
    /// Not known yet.
    pub uncertain: u32,
}

impl BolusCounts {
    /// All of them.
    pub const fn asked(&self) -> u32 {
        self.given
            .saturating_add(self.stopped_early)
            .saturating_add(self.refused)
            .saturating_add(self.uncertain)
    }
}

/// A change of what the pump was programmed to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramChange {
    /// When.
    pub when: When,
    /// Basal before, in nanograms a day, where it is known.
    pub before_ng_per_day: Option<u64>,
    /// Basal from then on, in nanograms a day.
    pub after_ng_per_day: u64,
    /// Bolus dose from then on, in nanograms; absent where none is allowed.
    pub bolus_ng: Option<u64>,
}

/// A part of the day of the basal program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its begin, in minutes from midnight of the pump's clock, 0 to 1439.
    pub from_min: u16,
    /// Nanograms an hour.
    pub rate_ng_per_h: u64,
}

/// The clinic's permission for boluses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BolusPermission {
    /// One dose, in nanograms.
    pub dose_ng: u64,
    /// From the start of one to the earliest start of the next, in seconds.
    pub lockout_s: u32,
    /// Most of them in any window.
    pub most_per_window: u32,
    /// The window, in seconds.
    pub window_s: u32,
}

/// The pump, and the prescription as it was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pump {
    /// Its serial number, where the person wants it in the report.
    pub serial: Option<String>,
    /// When the prescription was read.
    pub read: Moment,
    /// The drug in the reservoir.
    pub drug: Drug,
    /// Nanograms a millilitre.
    pub concentration_ng_per_ml: u64,
    /// The basal program by time of day, in order.
    pub program: Vec<Step>,
    /// The permission for boluses; absent where there is none.
    pub bolus: Option<BolusPermission>,
}

/// Why the copy of the log has a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GapCause {
    /// The pump had no power or did not run.
    Outage,
    /// The pump had overwritten it before it was read.
    Overwritten,
    /// It was not read yet.
    NotRead,
}

/// A hole in the copy of the pump's log. SR-45
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogGap {
    /// Between these.
    pub span: Span,
    /// Why.
    pub cause: GapCause,
}
