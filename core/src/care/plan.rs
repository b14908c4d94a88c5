//! The care plan: who helps, how they are reached, and what the clinic told.
//!
//! Responsible for its shape, for what it may not be, and for what is missing. Whatever was kept is
//! read again, even where a later version would refuse it: a plan that cannot be read is a person
//! who does not know whom to call.

use super::contact::{Contact, Name, PhoneNumber};
use super::hours::{HoursError, OpeningHours};
use super::implant::{ImplantCard, ImplantError, LINE_MAX_CHARS};
use super::region::{Region, emergency_numbers};
use crate::trial::DrugCode;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest free text of the clinic, in characters.
pub const TEXT_MAX_CHARS: usize = 2_000;
/// Most caregivers. Assumption: more than one person could go through in an emergency.
const CAREGIVERS_MAX: usize = 8;

/// The clinic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clinic {
    /// While it is open.
    pub day: Option<Contact>,
    /// While it is closed.
    pub night: Option<Contact>,
    /// When it is open.
    pub hours: Option<OpeningHours>,
}

/// The emergency service where the person is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Emergency {
    /// The country.
    pub region: Option<Region>,
    /// The person's own number; it comes before the country's.
    pub own_number: Option<PhoneNumber>,
    /// The number that the person confirmed. Another one than is dialled now confirms nothing.
    pub confirmed: Option<PhoneNumber>,
}

impl Emergency {
    /// The number to dial: the person's own, else the first of the country; `None` where neither
    /// is known.
    pub fn number(&self) -> Option<PhoneNumber> {
        let of_region = || emergency_numbers(self.region.as_ref()?)?.into_iter().next();
        self.own_number.clone().or_else(of_region)
    }

    /// Whether the number was entered or confirmed by the person, and not only looked up.
    pub fn is_confirmed(&self) -> bool {
        let number = self.number();
        number.is_some() && (self.own_number.is_some() || self.confirmed == number)
    }
}

/// Names a caregiver for good: given once, never used again, so that a notice stays with the person
/// to whom it went when the list changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaregiverId(pub u32);

/// Of what a caregiver wants to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wants {
    /// Alarms that are emergencies, a pump that is unreachable or empty.
    pub emergencies: bool,
    /// A reservoir that is low or empty.
    pub refill: bool,
    /// The person does not answer.
    pub no_answer: bool,
}

/// Somebody near who helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caregiver {
    /// Its name in notices.
    pub id: CaregiverId,
    /// The person's name.
    pub name: Name,
    /// What they are to the person, in the person's words, at most [`LINE_MAX_CHARS`] characters;
    /// may be empty.
    #[serde(default)]
    pub relation: String,
    /// Their number.
    pub number: PhoneNumber,
    /// Of what they want to be told.
    #[serde(default)]
    pub wants: Wants,
}

/// What the clinic says to do, for one drug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrugInstruction {
    /// The drug.
    pub drug: DrugCode,
    /// In the clinic's words, 1 to [`TEXT_MAX_CHARS`] characters.
    pub text: String,
}

/// The care plan. Every part may be missing; [`CarePlan::gaps`] tells which.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CarePlan {
    /// The clinic.
    pub clinic: Clinic,
    /// The emergency service.
    pub emergency: Emergency,
    /// At most eight, in the order in which they are called and told.
    pub caregivers: Vec<Caregiver>,
    /// At most one for each drug.
    pub instructions: Vec<DrugInstruction>,
    /// The implant card.
    pub implant: ImplantCard,
}

/// Why a care plan cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CarePlanError {
    /// The opening hours.
    #[error(transparent)]
    Hours(#[from] HoursError),
    /// The implant card.
    #[error(transparent)]
    Implant(#[from] ImplantError),
    /// More than eight caregivers.
    #[error("more than {max} caregivers: remove some", max = CAREGIVERS_MAX)]
    TooManyCaregivers,
    /// Two caregivers with the same id.
    #[error("two caregivers have the same id: give the new one an id of its own")]
    SameCaregiver,
    /// What a caregiver is to the person.
    #[error("the relation is longer than {max} characters: shorten it", max = LINE_MAX_CHARS)]
    RelationTooLong,
    /// An instruction without text.
    #[error("the clinic's instruction is empty: write it, or remove it")]
    InstructionMissing,
    /// An instruction that is too long.
    #[error("the clinic's instruction is longer than {max} characters: shorten it", max = TEXT_MAX_CHARS)]
    InstructionTooLong,
    /// Two instructions for one drug.
    #[error("there are two instructions for the same drug: join them")]
    SameDrug,
}

/// Something that is missing for safety, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// No emergency number.
    EmergencyNumber,
    /// The country's number is used, and the person has not confirmed it.
    EmergencyNumberNotConfirmed,
    /// Nobody at the clinic by night.
    ClinicNight,
    /// Nobody at the clinic by day.
    ClinicDay,
    /// Both contacts may be wrong at any time.
    OpeningHours,
    /// No caregiver at all.
    Caregiver,
    /// No caregiver wants to be told of emergencies.
    CaregiverForEmergencies,
    /// The drug in the pump.
    Drug,
    /// What to do, from the clinic, for the drug in the pump.
    Instruction,
    /// Model of the pump.
    PumpModel,
    /// Serial number of the pump.
    Serial,
    /// Concentration of the drug.
    Concentration,
    /// Whether and how an MRI is allowed.
    MriConditions,
    /// Until when the battery lasts.
    EndOfService,
}

impl CarePlan {
    /// Whether it makes sense. What is missing is no error: a plan is kept as far as it is known.
    ///
    /// # Errors
    /// [`CarePlanError`], each with what to change.
    pub fn check(&self) -> Result<(), CarePlanError> {
        if let Some(hours) = &self.clinic.hours {
            hours.check()?;
        }
        self.implant.check()?;
        if self.caregivers.len() > CAREGIVERS_MAX {
            return Err(CarePlanError::TooManyCaregivers);
        }
        if has_twice(self.caregivers.iter().map(|it| it.id)) {
            return Err(CarePlanError::SameCaregiver);
        }
        let too_long = |text: &str, max| text.chars().count() > max;
        let mut relations = self.caregivers.iter().map(|it| &it.relation);
        if relations.any(|it| too_long(it, LINE_MAX_CHARS)) {
            return Err(CarePlanError::RelationTooLong);
        }
        for instruction in &self.instructions {
            if instruction.text.trim().is_empty() {
                return Err(CarePlanError::InstructionMissing);
            }
            if too_long(&instruction.text, TEXT_MAX_CHARS) {
                return Err(CarePlanError::InstructionTooLong);
            }
        }
        if has_twice(self.instructions.iter().map(|it| it.drug)) {
            return Err(CarePlanError::SameDrug);
        }
        Ok(())
    }

    /// What the clinic says to do for `drug`.
    pub fn instruction(&self, drug: DrugCode) -> Option<&str> {
        let found = self.instructions.iter().find(|it| it.drug == drug)?;
        Some(found.text.as_str())
    }

    /// The caregiver of an id, while they are in the plan.
    pub fn caregiver(&self, id: CaregiverId) -> Option<&Caregiver> {
        self.caregivers.iter().find(|it| it.id == id)
    }

    /// What is missing for safety, the most important first; empty where nothing is.
    pub fn gaps(&self) -> Vec<Gap> {
        let (clinic, emergency, implant) = (&self.clinic, &self.emergency, &self.implant);
        let no_number = emergency.number().is_none();
        let both = clinic.day.is_some() && clinic.night.is_some();
        let nobody = self.caregivers.is_empty();
        let none_wants = !self.caregivers.iter().any(|it| it.wants.emergencies);
        let no_instruction = implant
            .drug
            .is_some_and(|it| self.instruction(it).is_none());
        let is_blank = |text: &str| text.trim().is_empty();
        [
            (no_number, Gap::EmergencyNumber),
            (
                !no_number && !emergency.is_confirmed(),
                Gap::EmergencyNumberNotConfirmed,
            ),
            (clinic.night.is_none(), Gap::ClinicNight),
            (clinic.day.is_none(), Gap::ClinicDay),
            // with one contact there is nothing to choose
            (both && clinic.hours.is_none(), Gap::OpeningHours),
            (nobody, Gap::Caregiver),
            (!nobody && none_wants, Gap::CaregiverForEmergencies),
            (implant.drug.is_none(), Gap::Drug),
            (no_instruction, Gap::Instruction),
            (is_blank(&implant.pump_model), Gap::PumpModel),
            (is_blank(&implant.serial), Gap::Serial),
            (
                implant.concentration_ng_per_ml.is_none(),
                Gap::Concentration,
            ),
            (is_blank(&implant.mri_conditions), Gap::MriConditions),
            (implant.end_of_service.is_none(), Gap::EndOfService),
        ]
        .into_iter()
        .filter_map(|(missing, gap)| missing.then_some(gap))
        .collect()
    }
}

fn has_twice<T: PartialEq>(items: impl Iterator<Item = T>) -> bool {
    let mut seen = Vec::new();
    for item in items {
        if seen.contains(&item) {
            return true;
        }
        seen.push(item);
    }
    false
}
