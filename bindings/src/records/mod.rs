//! Snapshots and inputs as records: what the core says, in shapes that Kotlin and Swift have.
//!
//! Instants are `i64` milliseconds since 1970-01-01 UTC, quantities are integers with their unit in
//! the name, sentences are strings in the person's language. Nothing is decided or computed here.

mod alarms;
mod bolus;
mod care;
mod diary;
mod home;
mod plan;
mod refill;
mod reminders;
mod settings;
mod time;
mod trial;
mod values;

pub use alarms::*;
pub use bolus::*;
pub use care::*;
pub use diary::*;
pub use home::*;
pub use plan::*;
pub use refill::*;
pub use reminders::*;
pub use settings::*;
pub use time::*;
pub use trial::*;
