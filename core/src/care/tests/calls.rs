//! Whom to call.

use super::*;

/// 2026-11-24, a Tuesday: 10:00 and 22:00 in Berlin.
const DAY: &str = "2026-11-24T09:00:00";
const NIGHT: &str = "2026-11-24T21:00:00";

fn list(plan: &CarePlan, urgency: Urgency, at: &str) -> Vec<(String, Why)> {
    let calls = whom_to_call(plan, urgency, utc(at));
    calls
        .into_iter()
        .map(|it| (it.number.into(), it.why))
        .collect()
}

fn expected(rows: &[(&str, Why)]) -> Vec<(String, Why)> {
    rows.iter()
        .map(|(it, why)| ((*it).to_owned(), *why))
        .collect()
}

/// SR-20, SR-21
#[test]
fn in_an_emergency_the_emergency_service_comes_first() {
    let rows = [
        ("112", Why::Emergency),
        ("0304501", Why::ClinicOpen),
        ("0304502", Why::ClinicOtherHours),
        ("+491701234567", Why::NextCaregiver),
        ("+491707654321", Why::NextCaregiver),
    ];
    assert_eq!(list(&whole(), Urgency::Emergency, DAY), expected(&rows));
}

#[test]
fn without_an_emergency_the_clinic_comes_first_and_nobody_calls_an_ambulance() {
    for urgency in [Urgency::Soon, Urgency::Information] {
        let calls = whom_to_call(&whole(), urgency, utc(NIGHT));
        let who: Vec<Who> = calls.into_iter().map(|it| it.who).collect();
        let name = |text| Name::new(text).unwrap();
        let caregiver = |id, text| Who::Caregiver {
            id: CaregiverId(id),
            name: name(text),
            relation: "sister".to_owned(),
        };
        assert_eq!(
            who,
            [
                Who::ClinicNight(name("Ward 7")),
                Who::ClinicDay(name("Pump clinic")),
                caregiver(7, "Ada"),
                caregiver(3, "Ben"),
            ]
        );
    }
}

#[test]
fn by_night_the_night_contact_comes_before_the_day_contact() {
    let calls = list(&whole(), Urgency::Soon, NIGHT);
    let rows = [
        ("0304502", Why::ClinicClosed),
        ("0304501", Why::ClinicOtherHours),
    ];
    assert_eq!(calls[..2], expected(&rows));
}

/// SR-49
#[test]
fn the_clinics_clocks_decide_over_a_change_of_time() {
    // 06:30 UTC on a Monday: 07:30 in winter, 08:30 in summer
    let why = |at| list(&whole(), Urgency::Soon, at)[0].1;
    assert_eq!(why("2026-03-23T06:30:00"), Why::ClinicClosed);
    assert_eq!(why("2026-03-30T06:30:00"), Why::ClinicOpen);
}

#[test]
fn where_the_hours_are_not_known_both_contacts_stand_there_and_say_so() {
    let mut plan = whole();
    plan.clinic.hours = None;
    let rows = [
        ("0304501", Why::ClinicHoursUnknown),
        ("0304502", Why::ClinicHoursUnknown),
    ];
    assert_eq!(list(&plan, Urgency::Soon, DAY)[..2], expected(&rows));
}

#[test]
fn the_only_contact_of_a_clinic_is_called_at_any_hour() {
    let mut plan = whole();
    plan.clinic.night = None;
    let first = |at| list(&plan, Urgency::Soon, at)[0].clone();
    let number = "0304501".to_owned();
    assert_eq!(first(NIGHT), (number.clone(), Why::ClinicOtherHours));
    assert_eq!(first(DAY), (number, Why::ClinicOpen));
}

#[test]
fn a_number_stands_there_once_at_its_first_place() {
    let mut plan = whole();
    plan.clinic.night = Some(contact("Ward 7", "030 4501"));
    plan.caregivers[1].number = "0304501".parse().unwrap();
    let rows = [
        ("112", Why::Emergency),
        ("0304501", Why::ClinicClosed),
        ("+491701234567", Why::NextCaregiver),
    ];
    assert_eq!(list(&plan, Urgency::Emergency, NIGHT), expected(&rows));
}

#[test]
fn the_persons_own_emergency_number_comes_before_the_countrys() {
    let mut plan = whole();
    plan.emergency.own_number = PhoneNumber::new("116 117").ok();
    assert_eq!(list(&plan, Urgency::Emergency, DAY)[0].0, "116117");
}

#[test]
fn an_emergency_number_that_nobody_confirmed_is_called_all_the_same() {
    let mut plan = whole();
    plan.emergency.confirmed = None;
    assert_eq!(list(&plan, Urgency::Emergency, DAY)[0].0, "112");
}

#[test]
fn an_unknown_country_leaves_out_the_emergency_number_and_nothing_else() {
    let mut plan = whole();
    plan.emergency.region = Region::new("AQ").ok();
    let calls = list(&plan, Urgency::Emergency, DAY);
    assert_eq!((calls[0].1, calls.len()), (Why::ClinicOpen, 4));
}

#[test]
fn the_list_is_empty_only_where_no_number_is_known_at_all() {
    let keep: [fn(&mut CarePlan, CarePlan); 5] = [
        |plan, from| plan.emergency.region = from.emergency.region,
        |plan, _| plan.emergency.own_number = PhoneNumber::new("112").ok(),
        |plan, from| plan.clinic.day = from.clinic.day,
        |plan, from| plan.clinic.night = from.clinic.night,
        |plan, from| plan.caregivers = from.caregivers,
    ];
    for urgency in [Urgency::Emergency, Urgency::Soon, Urgency::Information] {
        for (at, hours) in [(DAY, true), (NIGHT, true), (DAY, false)] {
            for one in keep {
                let mut plan = CarePlan::default();
                plan.clinic.hours = whole().clinic.hours.filter(|_| hours);
                assert_eq!(list(&plan, urgency, at), []);
                one(&mut plan, whole());
                assert_ne!(list(&plan, urgency, at), []);
            }
        }
    }
}

#[test]
fn the_emergency_service_alone_is_told_as_the_only_one_known() {
    let plan = CarePlan {
        emergency: whole().emergency,
        ..CarePlan::default()
    };
    let only = |why| expected(&[("112", why)]);
    assert_eq!(list(&plan, Urgency::Soon, DAY), only(Why::NobodyElseKnown));
    assert_eq!(list(&plan, Urgency::Emergency, DAY), only(Why::Emergency));
}
