//! Reminders: what is due next, and what returns until somebody reacts. SR-47, SR-48, SR-49
//!
//! Responsible for showing, sounding, repeating and escalating; what there is to remind of comes in
//! as causes ([`Cause`]), made by the modules that know. Pure: instants and zones come in from
//! outside. Leaves sentences to the texts, sound and exact alarms to the shells, and whom to call
//! to the care plan.
//!
//! Rules that hold everywhere:
//! - An acknowledgement stops the sound and nothing else: it comes back while the cause stays.
//! - Quiet hours, snoozing and being away never silence an emergency.
//! - What is due at a time of day is named by its civil date and time, so that no change of clocks
//!   and no journey doubles or drops it. SR-49
//! - A silence that lies in the future, or is older than any silence may be, is void: a clock that
//!   was set cannot keep anything quiet.

mod daily;
mod due;
mod kind;
mod mri;
mod policy;
mod quiet;
mod state;
#[cfg(test)]
mod tests;

pub use daily::{Daily, DailyKind, checks_after_surgery};
pub use due::{Due, MOST_SCHEDULED, Scheduled, due, schedule};
pub use kind::{Cause, Kind, Urgency};
pub use mri::{MriError, MriEvent, MriFollowUp};
pub use policy::{Policy, policy};
pub use quiet::QuietHours;
pub use state::{ReminderError, ReminderState};
