//! One snapshot a screen: everything that a shell draws, and nothing that it has to decide.
//!
//! Responsible for what stands on a screen. A snapshot carries instants, deadlines and typed
//! quantities beside its sentences; no sentence contains an elapsed time, so that shells tick ages
//! and countdowns by themselves. Leaves the order of what is on a screen, colours and gestures to
//! the shells.

mod alarms;
mod bolus;
mod care;
mod diary;
mod home;
mod pump;
mod refill;
mod reminders;
mod trial;
pub(crate) mod words;

use crate::clock::Instant;
use crate::pump::status::{Reading, StaleAt};

pub use alarms::{AlarmView, AlarmsScreen, Signs};
pub use bolus::{BolusLimits, BolusRequestView, BolusScreen};
pub use care::{Calls, CareScreen};
pub use diary::DiaryScreen;
pub(crate) use home::HomeBasis;
pub use home::{Amount, Giving, HomeScreen, RefillBrief};
pub use pump::{HistoryScreen, PumpScreen};
pub use refill::RefillScreen;
pub use reminders::RemindersScreen;
pub(crate) use trial::span as trial_span;
pub use trial::{TrialScreen, TrialSpan};

/// When the pump was read. Shells count the age themselves and draw what was read as old from
/// `stale_at` on, without the core. SR-42
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadAt {
    /// The instant of the reading.
    pub at: Instant,
    /// From when on it says nothing about now.
    pub stale_at: StaleAt,
}

impl ReadAt {
    pub(crate) const fn of(reading: &Reading) -> Self {
        Self {
            at: reading.at(),
            stale_at: reading.stale_at(),
        }
    }
}
