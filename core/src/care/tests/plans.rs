//! What a plan may not be, what is missing, how it is kept.

use super::*;
use crate::trial::DrugCode;

/// Takes one thing out of a plan.
type Remove = fn(&mut CarePlan);

fn refused(change: impl FnOnce(&mut CarePlan)) -> CarePlanError {
    let mut plan = whole();
    change(&mut plan);
    plan.check().unwrap_err()
}

#[test]
fn a_whole_plan_and_an_empty_one_are_kept() {
    assert_eq!(whole().check(), Ok(()));
    assert_eq!(CarePlan::default().check(), Ok(()));
}

#[test]
fn a_plan_that_makes_no_sense_is_refused_with_its_reason() {
    let nine = |plan: &mut CarePlan| {
        plan.caregivers = (0..9).map(|id| caregiver(id, "Ada", "112")).collect();
    };
    assert_eq!(refused(nine), CarePlanError::TooManyCaregivers);
    let same = |plan: &mut CarePlan| plan.caregivers[1].id = plan.caregivers[0].id;
    assert_eq!(refused(same), CarePlanError::SameCaregiver);
    let long = |plan: &mut CarePlan| plan.caregivers[1].relation = "x".repeat(LINE_MAX_CHARS + 1);
    assert_eq!(refused(long), CarePlanError::RelationTooLong);
    let blank = |plan: &mut CarePlan| plan.instructions[0].text = " \n".to_owned();
    assert_eq!(refused(blank), CarePlanError::InstructionMissing);
    let long = |plan: &mut CarePlan| plan.instructions[0].text = "x".repeat(TEXT_MAX_CHARS + 1);
    assert_eq!(refused(long), CarePlanError::InstructionTooLong);
    let twice = |plan: &mut CarePlan| plan.instructions.push(plan.instructions[0].clone());
    assert_eq!(refused(twice), CarePlanError::SameDrug);
    let never = |plan: &mut CarePlan| plan.clinic.hours.as_mut().unwrap().spans.clear();
    assert_eq!(refused(never), CarePlanError::Hours(HoursError::NeverOpen));
    let card = |plan: &mut CarePlan| plan.implant.reservoir_nl = Some(20);
    assert_eq!(
        refused(card),
        CarePlanError::Implant(ImplantError::Reservoir)
    );
}

#[test]
fn an_instruction_is_limited_in_characters_and_not_in_bytes() {
    let mut plan = whole();
    plan.instructions[0].text = "ü".repeat(TEXT_MAX_CHARS);
    assert_eq!(plan.check(), Ok(()));
}

#[test]
fn an_instruction_belongs_to_its_drug() {
    let plan = whole();
    assert!(
        plan.instruction(DrugCode(1))
            .unwrap()
            .starts_with("Take 10")
    );
    assert_eq!(plan.instruction(DrugCode(2)), None);
}

#[test]
fn nothing_is_missing_in_a_whole_plan_and_everything_in_an_empty_one() {
    assert_eq!(whole().gaps(), []);
    assert_eq!(
        CarePlan::default().gaps(),
        [
            Gap::EmergencyNumber,
            Gap::ClinicNight,
            Gap::ClinicDay,
            Gap::Caregiver,
            Gap::Drug,
            Gap::PumpModel,
            Gap::Serial,
            Gap::Concentration,
            Gap::MriConditions,
            Gap::EndOfService,
        ]
    );
}

#[test]
fn each_thing_that_is_missing_is_told_alone() {
    let cases: [(Remove, Gap); 14] = [
        (|it| it.emergency.region = None, Gap::EmergencyNumber),
        (
            |it| it.emergency.confirmed = None,
            Gap::EmergencyNumberNotConfirmed,
        ),
        (|it| it.clinic.night = None, Gap::ClinicNight),
        (|it| it.clinic.day = None, Gap::ClinicDay),
        (|it| it.clinic.hours = None, Gap::OpeningHours),
        (|it| it.caregivers.clear(), Gap::Caregiver),
        (
            |it| {
                it.caregivers
                    .iter_mut()
                    .for_each(|it| it.wants.emergencies = false);
            },
            Gap::CaregiverForEmergencies,
        ),
        (|it| it.implant.drug = None, Gap::Drug),
        (|it| it.implant.drug = Some(DrugCode(2)), Gap::Instruction),
        (|it| it.implant.pump_model.clear(), Gap::PumpModel),
        (|it| it.implant.serial = " ".to_owned(), Gap::Serial),
        (
            |it| it.implant.concentration_ng_per_ml = None,
            Gap::Concentration,
        ),
        (|it| it.implant.mri_conditions.clear(), Gap::MriConditions),
        (|it| it.implant.end_of_service = None, Gap::EndOfService),
    ];
    for (remove, gap) in cases {
        let mut plan = whole();
        remove(&mut plan);
        assert_eq!(plan.gaps(), [gap]);
    }
}

#[test]
fn a_confirmation_holds_for_the_number_that_was_confirmed_and_for_no_other() {
    let mut plan = whole();
    plan.emergency.region = Region::new("US").ok();
    assert_eq!(plan.gaps(), [Gap::EmergencyNumberNotConfirmed]);
    plan.emergency.own_number = PhoneNumber::new("911").ok();
    assert_eq!(plan.gaps(), [], "the person entered it");
}

#[test]
fn a_plan_is_read_as_it_was_written() {
    let body = serde_json::to_string(&whole()).unwrap();
    assert_eq!(serde_json::from_str::<CarePlan>(&body).unwrap(), whole());
}

/// A plan of an earlier or later version keeps what this one knows.
#[test]
fn unknown_and_missing_fields_are_no_error() {
    let body = r#"{"later":1,"clinic":{"day":{"name":"Clinic","number":"112","later":1}},
        "caregivers":[{"id":1,"name":"Ada","number":"113","wants":{"later":true}}]}"#;
    let plan: CarePlan = serde_json::from_str(body).unwrap();
    assert_eq!(plan.clinic.day, Some(contact("Clinic", "112")));
    let ada = plan.caregiver(CaregiverId(1)).unwrap();
    assert_eq!((ada.wants, ada.relation.as_str()), (Wants::default(), ""));
    assert_eq!(plan.caregiver(CaregiverId(2)), None);
    assert_eq!(
        serde_json::from_str::<CarePlan>("{}").unwrap(),
        CarePlan::default()
    );
}
