//! What a report is made from.
//!
//! Responsible for the shape of the data and nothing else: who fills it in has measured and
//! decided. Quantities are whole numbers of the unit that ends their name; what is not known is
//! `None` or a variant that says so, never 0. Everything here is what the person chose to share.

mod diary;
mod plan;
mod pump;
mod results;

use chrono::{DateTime, NaiveDateTime};

pub use diary::{
    Analgesic, Answer, Answers, Day, DayDose, Entry, Known, MedicineChange, OralMedicine, Phase,
    SideEffect, Timing, Version,
};
pub use plan::{Better, Drug, Measure, Method, Plan, Purpose, Span};
pub use pump::{
    Bolus, BolusCounts, BolusPermission, BolusState, GapCause, LogGap, Origin, ProgramChange, Pump,
    Step, When,
};
pub use results::{
    Answered, Fraction, MeasureResult, Outcome, Part, Results, Share, SingleDose, Tally, Value,
};

/// Everything that a report tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// When the report was asked for. Also the time at which everything in it was known.
    pub created: Moment,
    /// The version of the app, as it names itself.
    pub app_version: String,
    /// How the person wants to be named; absent where they want no name in it.
    pub person: Option<String>,
    /// What was planned.
    pub plan: Plan,
    /// What became of every prompt, and of everything told without one, in order of time.
    pub entries: Vec<Entry>,
    /// One row a civil day, in order.
    pub days: Vec<Day>,
    /// What the trial adds up to.
    pub results: Results,
    /// Every wish for a bolus that is known, in order of time.
    pub boluses: Vec<Bolus>,
    /// Changes of what the pump was programmed to give, in order of time.
    pub program_changes: Vec<ProgramChange>,
    /// Medicines by mouth, taken before or during the trial.
    pub oral_medicines: Vec<OralMedicine>,
    /// The pump, where there is one.
    pub pump: Option<Pump>,
    /// Where the copy of the pump's log has holes, in order of time.
    pub log_gaps: Vec<LogGap>,
}

/// An instant, and the offset of the person's clock at that instant. SR-49
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 UTC.
    pub utc_ms: i64,
    /// Seconds that the person's clock was ahead of UTC, from -86 399 to 86 399.
    pub offset_s: i32,
}

impl Moment {
    /// What the person's clock showed. `None` beyond the years that a date can hold.
    pub fn local(self) -> Option<NaiveDateTime> {
        let local_ms = self.utc_ms.checked_add(i64::from(self.offset_s) * 1_000)?;
        Some(DateTime::from_timestamp_millis(local_ms)?.naive_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SR-49
    #[test]
    fn the_persons_clock_is_utc_and_its_offset() {
        let moment = Moment {
            utc_ms: 0,
            offset_s: 5_400,
        };
        let local = moment.local().map(|it| it.to_string());
        assert_eq!(local.as_deref(), Some("1970-01-01 01:30:00"));
    }

    #[test]
    fn an_instant_beyond_every_calendar_has_no_date() {
        for utc_ms in [i64::MAX, i64::MIN] {
            let moment = Moment {
                utc_ms,
                offset_s: 1,
            };
            assert_eq!(moment.local(), None);
        }
    }
}
