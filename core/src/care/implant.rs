//! The implant card: what an emergency room asks first.

use super::plan::TEXT_MAX_CHARS;
use crate::civil::Date;
use crate::trial::DrugCode;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use thiserror::Error;

/// Longest text on one line, in characters. Assumption.
pub const LINE_MAX_CHARS: usize = 80;
/// Size of a reservoir, in nanolitres. Assumption: 1 to 100 mL catches a wrong unit.
const RESERVOIRS_NL: RangeInclusive<u64> = 1_000_000..=100_000_000;

/// What the person's implant card says. A text that is empty was not entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImplantCard {
    /// Maker and model of the pump, at most [`LINE_MAX_CHARS`] characters.
    pub pump_model: String,
    /// Serial number as it is printed, at most [`LINE_MAX_CHARS`] characters.
    pub serial: String,
    /// Size of the reservoir, 1,000,000 to 100,000,000 nanolitres.
    pub reservoir_nl: Option<u64>,
    /// Day of the implantation.
    pub implanted_on: Option<Date>,
    /// Level of the catheter's tip in the clinic's words, at most [`LINE_MAX_CHARS`] characters.
    pub catheter_tip: String,
    /// The drug.
    pub drug: Option<DrugCode>,
    /// Its concentration, nanograms per millilitre, above 0.
    pub concentration_ng_per_ml: Option<u64>,
    /// Under which conditions an MRI is allowed, in the clinic's words, at most [`TEXT_MAX_CHARS`]
    /// characters.
    pub mri_conditions: String,
    /// Until when the battery lasts, as the clinic told it. Never computed: wrong derived dates
    /// were a recall (Z-1338-2012).
    pub end_of_service: Option<Date>,
}

/// Why an implant card cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ImplantError {
    /// Model, serial number or catheter.
    #[error("a line is longer than {max} characters: shorten it", max = LINE_MAX_CHARS)]
    LineTooLong,
    /// The MRI conditions.
    #[error("the MRI conditions are longer than {max} characters: shorten them", max = TEXT_MAX_CHARS)]
    MriConditionsTooLong,
    /// Not 1 to 100 mL.
    #[error("a reservoir holds 1 to 100 millilitres: check the number and its unit")]
    Reservoir,
    /// 0.
    #[error("a concentration is above 0: check the number and its unit")]
    Concentration,
    /// The battery ends before the pump was implanted.
    #[error("the battery's end lies before the implantation: check both dates")]
    EndsBeforeImplanted,
}

impl ImplantCard {
    /// Whether it makes sense.
    ///
    /// # Errors
    /// [`ImplantError`], each with what to change.
    pub fn check(&self) -> Result<(), ImplantError> {
        let lines = [&self.pump_model, &self.serial, &self.catheter_tip];
        if lines.iter().any(|it| it.chars().count() > LINE_MAX_CHARS) {
            return Err(ImplantError::LineTooLong);
        }
        if self.mri_conditions.chars().count() > TEXT_MAX_CHARS {
            return Err(ImplantError::MriConditionsTooLong);
        }
        let possible = |nl: u64| RESERVOIRS_NL.contains(&nl);
        if !self.reservoir_nl.is_none_or(possible) {
            return Err(ImplantError::Reservoir);
        }
        if self.concentration_ng_per_ml == Some(0) {
            return Err(ImplantError::Concentration);
        }
        if let (Some(implanted), Some(end)) = (self.implanted_on, self.end_of_service)
            && end < implanted
        {
            return Err(ImplantError::EndsBeforeImplanted);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_card_and_one_at_its_limits_are_kept() {
        assert_eq!(ImplantCard::default().check(), Ok(()));
        let card = ImplantCard {
            pump_model: "ü".repeat(LINE_MAX_CHARS),
            reservoir_nl: Some(40_000_000),
            implanted_on: "2024-05-01".parse().ok(),
            concentration_ng_per_ml: Some(2_000_000),
            mri_conditions: "ü".repeat(TEXT_MAX_CHARS),
            end_of_service: "2024-05-01".parse().ok(),
            ..ImplantCard::default()
        };
        assert_eq!(card.check(), Ok(()));
    }

    #[test]
    fn a_card_that_makes_no_sense_is_refused_with_its_reason() {
        let refused = |change: fn(&mut ImplantCard)| {
            let mut card = ImplantCard::default();
            change(&mut card);
            card.check().unwrap_err()
        };
        let long = |card: &mut ImplantCard| card.serial = "1".repeat(LINE_MAX_CHARS + 1);
        assert_eq!(refused(long), ImplantError::LineTooLong);
        let long = |card: &mut ImplantCard| card.catheter_tip = "1".repeat(LINE_MAX_CHARS + 1);
        assert_eq!(refused(long), ImplantError::LineTooLong);
        let long = |card: &mut ImplantCard| card.mri_conditions = "1".repeat(TEXT_MAX_CHARS + 1);
        assert_eq!(refused(long), ImplantError::MriConditionsTooLong);
        // 20 mL entered as microlitres
        let unit = |card: &mut ImplantCard| card.reservoir_nl = Some(20_000);
        assert_eq!(refused(unit), ImplantError::Reservoir);
        let none = |card: &mut ImplantCard| card.concentration_ng_per_ml = Some(0);
        assert_eq!(refused(none), ImplantError::Concentration);
        let dates = |card: &mut ImplantCard| {
            card.implanted_on = "2024-05-01".parse().ok();
            card.end_of_service = "2024-04-30".parse().ok();
        };
        assert_eq!(refused(dates), ImplantError::EndsBeforeImplanted);
    }
}
