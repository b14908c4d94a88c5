//! The care plan: whom to call, who is told, what the implant card says.

use crate::care::{Call, CarePlan, Gap, Notice};

/// Whom to call now, by how urgent it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calls {
    /// In an emergency.
    pub emergency: Vec<Call>,
    /// Within hours or days.
    pub soon: Vec<Call>,
}

/// The care plan at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareScreen {
    /// Rises with every change.
    pub revision: u64,
    /// The plan as it is kept.
    pub plan: CarePlan,
    /// What is missing for safety, the most important first.
    pub gaps: Vec<Gap>,
    /// Whom to call now.
    pub calls: Calls,
    /// Notices to caregivers whose cause goes on, the newest first. Told is who has seen one.
    /// SR-47
    pub notices: Vec<Notice>,
}
