//! The refill: dates, curve, warnings, what the person planned.

use super::ReadAt;
use crate::refill::warnings::{Away, Booking, Warning};
use crate::refill::{Curve, Discrepancy, Forecast};
use cisterna_protocol::status::Reservoir;

/// The refill at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefillScreen {
    /// Rises with every change.
    pub revision: u64,
    /// When the pump was read, and from when on that is old.
    pub read: ReadAt,
    /// What is in the reservoir by that reading; none before the first fill.
    pub reservoir: Option<Reservoir>,
    /// The dates, the earliest first; none before a fill or a prescription. SR-46
    pub forecast: Option<Forecast>,
    /// Residuals over the days ahead.
    pub curve: Option<Curve>,
    /// What is to be warned of now, the most urgent first. SR-47
    pub warnings: Vec<Warning>,
    /// What the clinic found at the last fill, where it was beyond the limit.
    pub discrepancy: Option<Discrepancy>,
    /// "I booked it".
    pub booking: Option<Booking>,
    /// "Expected away".
    pub away: Option<Away>,
}
