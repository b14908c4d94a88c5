//! Care: whom to call, and how caregivers are told without any server. SR-47
//!
//! Responsible for the care plan ([`CarePlan`]), for every "whom to call" ([`whom_to_call`]), and
//! for the life of a notice to a caregiver ([`Notice`], [`escalate`]). Pure: instants come in from
//! outside. Leaves sentences to the texts, sending to the shell, sounds and their return to those
//! who remind.
//!
//! Rules that hold everywhere:
//! - A list of calls is empty only where no number at all is known.
//! - A caregiver is told once a notice was seen, and not before. SR-47
//! - Nothing here knows the pump's requests: what a caregiver does can change the state of a notice
//!   and nothing else. SR-32

mod call;
mod contact;
mod escalate;
mod hours;
mod implant;
mod notice;
mod plan;
mod region;
#[cfg(test)]
mod tests;

pub use call::{Call, Urgency, Who, Why, whom_to_call};
pub use contact::{Contact, NAME_MAX_CHARS, Name, NameError, NumberError, PhoneNumber};
pub use escalate::{Next, cause_ended, escalate};
pub use hours::{HoursError, OpenSpan, OpeningHours, Weekday};
pub use implant::{ImplantCard, ImplantError, LINE_MAX_CHARS};
pub use notice::{
    AlarmCode, Cause, EndedBecause, Notice, NoticeError, NoticeEvent, NoticeId, NoticeState,
};
pub use plan::{
    CarePlan, CarePlanError, Caregiver, CaregiverId, Clinic, DrugInstruction, Emergency, Gap,
    TEXT_MAX_CHARS, Wants,
};
pub use region::{Region, RegionError, emergency_numbers};
