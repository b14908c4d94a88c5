//! A prescription is taken whole or refused whole, and the refusal names the field. SR-05

use crate::common::{self, Rig, signed, steps, usual};
use cisterna_dosing::limits;
use cisterna_dosing::plan::Plan;
use cisterna_protocol::bounded::{Bytes, Text};
use cisterna_protocol::message::Rejection;
use cisterna_protocol::prescription::{BolusPermission, DAY_S, Drug, Field, Prescription};
use cisterna_protocol::quantity::{Nanograms, NanogramsPerMl, Nanolitres};

fn with_bolus(change: impl FnOnce(&mut BolusPermission)) -> Prescription {
    let mut prescription = next();
    change(prescription.bolus.as_mut().unwrap());
    prescription
}

fn next() -> Prescription {
    Prescription {
        version: 2,
        ..usual()
    }
}

/// The refusal of `prescription` by a running pump, of which nothing changed.
fn refused(prescription: &Prescription) -> Rejection {
    let mut rig = Rig::running(&usual());
    let before = common::state_bytes(rig.engine.state());
    let refusal = rig
        .engine
        .stage(signed(prescription), common::SERIAL)
        .expect_err("refused");
    assert_eq!(common::state_bytes(rig.engine.state()), before);
    assert!(!rig.engine.must_commit());
    rig.run_for(3_600);
    assert_eq!(rig.pulses.len(), 20, "the old one goes on");
    refusal
}

fn names(prescription: &Prescription, field: Field) {
    assert_eq!(refused(prescription), Rejection::field(field));
}

fn names_item(prescription: &Prescription, field: Field, index: u8) {
    let expected = Rejection {
        index: Some(index),
        ..Rejection::field(field)
    };
    assert_eq!(refused(prescription), expected);
}

#[test]
fn a_sound_prescription_is_taken() {
    let mut rig = Rig::running(&usual());
    rig.activate(&next()).unwrap();
    assert_eq!(rig.engine.plan().unwrap().version, 2);
    assert!(rig.engine.state().staged.is_none());
}

#[test]
fn bytes_of_another_shape_are_refused() {
    let mut rig = Rig::running(&usual());
    let mut broken = signed(&next());
    broken.prescription = Bytes::new(&[0xa0]).unwrap();
    let refusal = rig.engine.stage(broken, common::SERIAL);
    assert_eq!(refusal, Err(Rejection::field(Field::Shape)));
}

#[test]
fn another_pumps_prescription_is_refused() {
    let serial = Text::new("CIS-2").unwrap();
    names(&Prescription { serial, ..next() }, Field::Serial);
}

#[test]
fn an_older_or_equal_version_is_refused() {
    names(&usual(), Field::Version);
    names(
        &Prescription {
            version: 0,
            ..usual()
        },
        Field::Version,
    );
}

#[test]
fn an_unknown_drug_is_refused_and_not_guessed() {
    for drug in [0, 4, u8::MAX] {
        names(&Prescription { drug, ..next() }, Field::Drug);
    }
}

#[test]
fn a_concentration_outside_the_drugs_range_is_refused() {
    for drug in Drug::ALL {
        let (least, most) = limits::of(drug).concentration;
        for outside in [0, least - 1, most + 1, u32::MAX] {
            let prescription = Prescription {
                drug: drug.code(),
                concentration: NanogramsPerMl(outside),
                ..next()
            };
            names(&prescription, Field::Concentration);
        }
    }
}

#[test]
fn steps_that_overlap_leave_a_gap_or_run_backwards_are_refused_by_index() {
    let mut overlapping = Prescription {
        steps: steps(&[(40_000, 50_000), (DAY_S, 50_000)]),
        ..next()
    };
    overlapping.steps[1].from_s = 39_999;
    names_item(&overlapping, Field::Steps, 1);
    let mut gap = overlapping.clone();
    gap.steps[1].from_s = 40_001;
    names_item(&gap, Field::Steps, 1);
    let mut late = overlapping.clone();
    late.steps[0].from_s = 1;
    names_item(&late, Field::Steps, 0);
    let mut empty = overlapping.clone();
    empty.steps[0].until_s = 0;
    names_item(&empty, Field::Steps, 0);
    let mut over_midnight = overlapping;
    over_midnight.steps[1].from_s = 40_000;
    over_midnight.steps[1].until_s = DAY_S + 1;
    names_item(&over_midnight, Field::Steps, 1);
}

#[test]
fn steps_that_end_before_midnight_or_are_missing_are_refused() {
    let short = Prescription {
        steps: steps(&[(DAY_S - 1, 50_000)]),
        ..next()
    };
    names(&short, Field::Steps);
    let none = Prescription {
        steps: steps(&[]),
        ..next()
    };
    names(&none, Field::Steps);
}

#[test]
fn a_rate_above_the_drugs_or_the_pumps_limit_is_refused_by_index() {
    // SR-05
    let over_drug = Prescription {
        steps: steps(&[(3_600, 50_000), (DAY_S, 1_500_001)]),
        ..next()
    };
    names_item(&over_drug, Field::StepRate, 1);
    // Half a milligram a millilitre: 125 ng a pulse, one in 4 s is 112.5 µg/h.
    let faster = |rate| Prescription {
        concentration: NanogramsPerMl(500_000),
        steps: steps(&[(3_600, rate), (DAY_S, 0)]),
        bolus: None,
        ..next()
    };
    names_item(&faster(112_501), Field::StepRate, 0);
    assert!(Plan::judge(&faster(112_500)).is_ok());
}

#[test]
fn a_day_above_the_drugs_limit_is_refused() {
    // SR-05: 20 mg of morphine.
    let day = |rate| Prescription {
        steps: steps(&[(DAY_S / 2, rate), (DAY_S, rate)]),
        window_limit: Nanograms(24_000_000),
        ..next()
    };
    names(&day(833_334), Field::DailyDose);
    assert!(Plan::judge(&day(833_333)).is_ok());
}

#[test]
fn a_bolus_above_the_drugs_limit_or_below_a_pulse_is_refused() {
    // SR-05
    names(&with_bolus(|b| b.dose.0 = 1_000_001), Field::BolusDose);
    names(&with_bolus(|b| b.dose.0 = u64::MAX), Field::BolusDose);
    names(&with_bolus(|b| b.dose.0 = 2_499), Field::BolusDose);
    assert!(Plan::judge(&with_bolus(|b| b.dose.0 = 2_500)).is_ok());
}

#[test]
fn a_bolus_faster_than_the_pump_or_out_of_range_is_refused() {
    names(&with_bolus(|b| b.duration_s = 59), Field::BolusDuration);
    names(&with_bolus(|b| b.duration_s = 7_201), Field::BolusDuration);
    let fast = |duration_s| {
        with_bolus(|b| {
            b.dose.0 = 500_000; // 200 pulses
            b.duration_s = duration_s;
        })
    };
    names(&fast(399), Field::BolusDuration);
    assert!(Plan::judge(&fast(400)).is_ok());
}

#[test]
fn a_lockout_out_of_range_or_shorter_than_the_bolus_is_refused() {
    names(&with_bolus(|b| b.lockout_s = 899), Field::Lockout);
    names(&with_bolus(|b| b.lockout_s = 86_401), Field::Lockout);
    let shorter = with_bolus(|b| {
        b.duration_s = 1_000;
        b.lockout_s = 999;
    });
    names(&shorter, Field::Lockout);
}

#[test]
fn a_number_in_the_window_out_of_range_is_refused() {
    names(&with_bolus(|b| b.max_in_window = 0), Field::MaxInWindow);
    names(&with_bolus(|b| b.max_in_window = 25), Field::MaxInWindow);
}

#[test]
fn a_window_that_is_not_whole_hours_from_1_to_24_is_refused() {
    for window_s in [0, 3_599, 3_601, 90_000, u32::MAX] {
        names(&Prescription { window_s, ..next() }, Field::Window);
    }
}

#[test]
fn a_basal_that_alone_breaks_the_windows_limit_is_refused() {
    // SR-04: a day and a slot of 50 µg/h are 1204.17 µg, 482 pulses rounded up.
    let limit = |ng| Prescription {
        window_limit: Nanograms(ng),
        ..next()
    };
    names(&limit(481 * 2_500), Field::WindowLimit);
    names(&limit(482 * 2_500 - 1), Field::WindowLimit);
    assert!(Plan::judge(&limit(482 * 2_500)).is_ok());
    names(&limit(24_000_001), Field::WindowLimit);
    names(&limit(0), Field::WindowLimit);
}

#[test]
fn the_busiest_span_of_a_window_is_found_wherever_it_lies() {
    // SR-04: brute force over every start against the judgement.
    let mut rng = common::Rng::new(3);
    for _ in 0..12 {
        let drawn = common::any_prescription(&mut rng, Drug::Morphine, 2);
        let span_s = u64::from(drawn.window_s) + 300;
        let plan = Plan::judge(&drawn).unwrap();
        let worst = (0..DAY_S)
            .map(|start| plan.units(start, span_s))
            .max()
            .unwrap();
        let pulses = worst.div_ceil(cisterna_dosing::plan::pulse_units(drawn.concentration));
        let limit = |pulses: u64| Prescription {
            window_limit: Nanograms(pulses * 2_500),
            ..drawn.clone()
        };
        assert!(Plan::judge(&limit(pulses)).is_ok());
        let refusal = Plan::judge(&limit(pulses - 1));
        assert_eq!(refusal, Err(Rejection::field(Field::WindowLimit)));
    }
}

#[test]
fn a_low_level_or_dead_volume_out_of_range_is_refused() {
    for volume in [999_999, 8_000_001] {
        let low_level = Nanolitres(volume);
        names(
            &Prescription {
                low_level,
                ..next()
            },
            Field::LowLevel,
        );
    }
    for volume in [49_999, 600_001] {
        let dead_volume = Nanolitres(volume);
        names(
            &Prescription {
                dead_volume,
                ..next()
            },
            Field::DeadVolume,
        );
    }
}
