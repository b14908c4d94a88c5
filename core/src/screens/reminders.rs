//! Reminders: what stands now, and when the platform wakes the app next.

use super::Calls;
use crate::reminders::{Due, MriFollowUp, QuietHours, Scheduled};

/// Reminders at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemindersScreen {
    /// Rises with every change.
    pub revision: u64,
    /// What stands now, the most urgent first.
    pub due: Vec<Due>,
    /// When something changes or sounds, the earliest first: for exact alarms of the platform.
    pub schedule: Vec<Scheduled>,
    /// Whom to call now.
    pub calls: Calls,
    /// Quiet hours; none unless the person set some.
    pub quiet: Option<QuietHours>,
    /// The follow-up of an MRI. SR-48
    pub mri: MriFollowUp,
}
