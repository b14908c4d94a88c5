//! The diary: plan, entries, prompts and results of a trial and of the years after it. SR-50
//!
//! Responsible for what a plan may be ([`Plan`]), what an entry may say ([`Entry`]), when the
//! person is asked ([`Slot`]), and what the entries add up to ([`Diary`]: results, days, chart).
//! Works without any pump. Pure: now, zones and pump events come in from outside. Leaves storage,
//! sentences and pictures to others, and the decision about a therapy to the clinic: nothing here
//! says whether a trial succeeded.
//!
//! The way through: [`Plan::new`] checks a [`PlanSpec`]; [`Diary::new`] takes the plan, the zones
//! that the person was in and every entry so far; [`Diary::record`] makes the next entry;
//! [`Diary::slots`], [`Diary::next_prompt`], [`Diary::results`], [`Diary::days`] and
//! [`Diary::chart`] tell the rest; [`timeline()`] puts pump and oral medicines beside it.
//!
//! Rules that hold everywhere:
//! - An entry is never moved, changed or dropped. A correction is an entry of its own.
//! - What was not answered is missing and counts as no number.
//! - Sums are integers and compared crosswise; no float decides anything.
//! - The set of clock prompts depends on dates and times alone, never on zones. SR-49

mod answers;
mod chart;
mod days;
mod diary;
mod entry;
mod measure;
mod medicine;
mod phase;
mod plan;
mod results;
mod side_effects;
mod slots;
#[cfg(test)]
mod tests;
mod timeline;
mod zones;

pub use answers::{Analgesic, Answer, Answers, AnswersError, NOTE_MAX_CHARS, NOUN_MAX_CHARS};
pub use chart::{CHART_MAX_POINTS, Chart, ChartPoint, Level};
pub use days::{DayDose, DayRow};
pub use diary::{Diary, Resolved, SlotState, SlotView, Timing};
pub use entry::{ClockSuspicion, Counted, Entry, EntryDraft, EntryError, EntryId, Stamp, Target};
pub use measure::{Better, Measure, Purpose};
pub use medicine::{MedicineChange, MedicineError, OralMedicine};
pub use phase::Phase;
pub use plan::{
    ClockPrompts, DOSE_PROMPT_HOURS, DoseState, DrugCode, EndReason, Ending, GOAL_MAX_CHARS,
    LongTerm, Method, Plan, PlanError, PlanId, PlanSpec, ScreeningDose, Trial,
};
pub use results::{
    Answered, DoseMeasure, DoseResult, InfusionResult, MeasureResult, Outcome, Part, Peak, Relief,
    Results, Share, Tally,
};
pub use side_effects::{SideEffect, offered};
pub use slots::{Slot, SlotKey, SlotKeyError, Withdrawal};
pub use timeline::{PumpEvent, PumpEventKind, TimelineEvent, TimelineItem, When, timeline};
pub use zones::{ZoneChange, Zones};
