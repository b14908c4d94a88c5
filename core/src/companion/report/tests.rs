use super::*;
use crate::civil::{DAY_MS, HOUR_MS, Moment, Zone};
use crate::report::{Checked, Fonts, days_csv, entries_csv, fhir_bundle, pdf, residual_chart};
use crate::testing::Phone;
use crate::trial::{
    Answers, Measure, PlanId, PlanSpec, Purpose, ScreeningDose, SlotState, Target, Trial,
};
use cisterna_protocol::quantity::Nanolitres;
use cisterna_protocol::record::{Body, Origin, Record};

const ZONE: Zone = Zone::Europe__Berlin;

fn start(phone: &mut Phone, purpose: Purpose, trial: impl FnOnce(Moment, Moment) -> Trial) {
    phone.clock.set_zone(ZONE);
    let now = phone.app.moment();
    let first = Moment::in_zone(now.utc_ms + DAY_MS, ZONE);
    let spec = PlanSpec {
        trial: Some(trial(now, first)),
        goal: "walk to the corner".to_owned(),
        ..PlanSpec::new(PlanId(0), purpose, ZONE)
    };
    phone.app.start_plan(spec).unwrap();
}

/// Answers every prompt that opens in the next `days`, the value falling from 8 to 3.
fn live(phone: &mut Phone, days: i64, measures: &[Measure]) {
    let end = phone.app.now().wall_utc_ms + days * DAY_MS;
    loop {
        let basis = phone.app.whole_basis().unwrap().unwrap();
        let diary = basis.diary();
        let Some(slot) = diary.next_prompt().copied() else {
            break;
        };
        if slot.due_utc_ms > end {
            break;
        }
        let ahead = (slot.due_utc_ms - basis.now_utc_ms).max(0).unsigned_abs();
        let before = basis.entries.len();
        phone.clock.advance_ms(ahead);
        let value = if before < 3 { 8 } else { 3 };
        let mut answers = Answers::default();
        for measure in measures {
            answers = answers.with(*measure, value.min(*measure.range().end()));
        }
        phone
            .app
            .record_entry(Target::Slot(slot.key), answers)
            .unwrap();
    }
    let left = (end - phone.app.now().wall_utc_ms).max(0).unsigned_abs();
    phone.clock.advance_ms(left);
}

fn formats(phone: &Phone) -> [Vec<u8>; 4] {
    let report = phone.app.report().unwrap();
    let checked = Checked::new(&report).unwrap();
    let fonts = Fonts::built_in();
    [
        pdf(checked, phone.app.texts(), &fonts).unwrap(),
        entries_csv(checked).into_bytes(),
        days_csv(checked).into_bytes(),
        fhir_bundle(checked, phone.app.texts()).into_bytes(),
    ]
}

/// SR-50
#[test]
fn a_trial_without_a_pump_becomes_a_report_in_every_format() {
    let mut phone = Phone::unpaired();
    start(&mut phone, Purpose::Pain, |from, first| {
        Trial::infusion(from, first, 4)
    });
    live(&mut phone, 6, &[Measure::NrsRest, Measure::NrsMotion]);
    let report = phone.app.report().unwrap();
    assert!(report.pump.is_none() && report.boluses.is_empty());
    let out::Results::Infusion { measures, .. } = &report.results else {
        panic!("an infusion");
    };
    let out::Outcome::Relief(relief) = measures[0].outcome else {
        panic!("{:?}", measures[0]);
    };
    assert_eq!(relief.percent_floor(), 62, "from 8 to 3");
    let [pages, entries, days, bundle] = formats(&phone);
    assert!(pages.starts_with(b"%PDF-"));
    assert!(entries.len() > 200 && days.len() > 200);
    assert!(bundle.starts_with(b"{"));
    assert_eq!(
        formats(&phone)[0],
        pages,
        "the same bytes from the same data"
    );
}

/// SR-50
#[test]
fn a_screening_by_single_doses_becomes_a_report() {
    let mut phone = Phone::unpaired();
    start(&mut phone, Purpose::Spasticity, |from, first| {
        let mut trial = Trial::baclofen_screening(from, first);
        if let crate::trial::Method::SingleDoses { doses } = &mut trial.method {
            doses.push(ScreeningDose::planned(
                100_000,
                Moment::in_zone(first.utc_ms + 72 * HOUR_MS, ZONE),
            ));
        }
        trial
    });
    live(&mut phone, 1, &[Measure::SpasmFrequency]);
    let at = phone.app.moment();
    phone
        .app
        .change_plan(crate::PlanChange::DoseGiven { index: 0, at })
        .unwrap();
    live(&mut phone, 2, &[Measure::SpasmFrequency]);
    let report = phone.app.report().unwrap();
    let out::Results::SingleDoses { doses, .. } = &report.results else {
        panic!("single doses");
    };
    assert_eq!(doses.len(), 4);
    assert!(doses[0].given.is_some() && doses[1].given.is_none());
    assert!(formats(&phone)[0].starts_with(b"%PDF-"));
}

/// SR-44
#[test]
fn a_pumps_doses_and_boluses_stand_in_the_report() {
    let mut phone = Phone::paired();
    start(&mut phone, Purpose::Spasticity, |from, first| {
        Trial::infusion(from, first, 4)
    });
    let record = |seq, at, body| {
        Record {
            seq,
            epoch: 3,
            at: cisterna_protocol::quantity::Count(at),
            body,
        }
        .to_bytes()
    };
    // 2 mg/mL: 500 nL are 1 µg
    phone.pump.borrow_mut().logs[0] = vec![
        record(
            1,
            10_000 + 7_200,
            Body::Basal {
                span_s: 7_200,
                programmed: Nanolitres(100_000),
                delivered: Nanolitres(100_000),
            },
        ),
        record(
            2,
            10_000 + 7_800,
            Body::Bolus {
                origin: Origin::Clinician,
                cause: None,
                span_s: 600,
                programmed: Nanolitres(12_500),
                least: Nanolitres(12_500),
            },
        ),
    ];
    phone.clock.advance_ms(10_000_000);
    phone.pump.borrow_mut().status.count.0 += 10_000;
    phone.pump.borrow_mut().status.doses.next = 3;
    let mut contact = phone.connect();
    phone.app.sync(&mut contact, &mut |_| {}).unwrap();
    let report = phone.app.report().unwrap();
    assert_eq!(report.boluses.len(), 1);
    let out::BolusState::Given { given_ng } = report.boluses[0].state else {
        panic!("{:?}", report.boluses[0]);
    };
    assert_eq!(given_ng, 25_000);
    let basal: u64 = report
        .days
        .iter()
        .filter_map(|day| match day.dose {
            Some(out::DayDose::Whole { basal_ng, .. } | out::DayDose::AtLeast { basal_ng, .. }) => {
                Some(basal_ng)
            }
            Some(out::DayDose::NotKnown) | None => None,
        })
        .sum();
    assert_eq!(basal, 200_000);
    assert_eq!(
        report.pump.as_ref().unwrap().serial.as_deref(),
        Some("CIS-0042")
    );
    assert!(formats(&phone)[3].starts_with(b"{"));
    let forecast = phone.app.residual_forecast(60).unwrap().unwrap();
    let chart = residual_chart(&forecast, phone.app.texts()).unwrap();
    assert!(chart.svg.contains("<svg"));
}

#[test]
fn without_a_trial_there_is_no_report() {
    let mut phone = Phone::unpaired();
    assert_eq!(phone.app.report(), Err(CompanionError::NoPlan));
    phone.clock.set_zone(ZONE);
    let from = phone.app.moment();
    let spec = PlanSpec {
        long_term: Some(crate::trial::LongTerm {
            from,
            prompts: crate::trial::ClockPrompts::once_a_day(),
        }),
        ..PlanSpec::new(PlanId(0), Purpose::Pain, ZONE)
    };
    phone.app.start_plan(spec).unwrap();
    assert_eq!(phone.app.report(), Err(CompanionError::NoReport));
    let basis = phone.app.whole_basis().unwrap().unwrap();
    let upcoming = basis.diary().slots()[0].state;
    assert!(matches!(upcoming, SlotState::Upcoming | SlotState::Open));
}
