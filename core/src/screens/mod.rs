//! One snapshot a screen: everything that a shell draws, and nothing that it has to decide.
//!
//! Responsible for what stands on a screen. A snapshot carries instants, deadlines and typed
//! quantities beside its sentences; no sentence contains an elapsed time, so that shells tick ages
//! and countdowns by themselves. Leaves the order of what is on a screen, colours and gestures to
//! the shells.

mod diary;
mod trial;

pub use diary::DiaryScreen;
pub(crate) use trial::span as trial_span;
pub use trial::{TrialScreen, TrialSpan};
