//! The dates against a simulation that goes second by second and is too simple to be wrong.

use super::tests::{READ_AT, always, basis, prescriptions, statuses};
use super::*;
use cisterna_protocol::quantity::{Count, Nanograms};
use cisterna_protocol::status::RunningBolus;
use proptest::prelude::*;
use std::collections::VecDeque;

/// Seconds that the simulation goes.
const SPAN_S: u64 = 3 * 86_400;
/// The units of a nanolitre at a nanogram a millilitre are 3600 / 10⁶.
const UNITS: u128 = 3_600;

/// A patient who takes each bolus in the second in which it is allowed.
struct Greedy {
    starts: VecDeque<u64>,
    last: Option<u64>,
}

impl Greedy {
    /// How many boluses begin in this second.
    fn starts(&mut self, second: u64, prescription: &Prescription) -> u32 {
        let Some(bolus) = prescription.bolus else {
            return 0;
        };
        let window_s = u64::from(prescription.window_s);
        self.starts.retain(|start| start + window_s > second);
        let mut begun = 0;
        loop {
            let waited = self
                .last
                .is_none_or(|last| second >= last + u64::from(bolus.lockout_s));
            if !waited || self.starts.len() >= usize::from(bolus.max_in_window) {
                return begun;
            }
            self.starts.push_back(second);
            self.last = Some(second);
            begun += 1;
        }
    }
}

fn rate_at(prescription: &Prescription, status: &Status, second: u64) -> u128 {
    let clock = status.clock;
    let Some(utc_s) = clock.utc_s.filter(|_| !clock.uncertain) else {
        let rates = prescription.steps.iter().map(|step| step.rate.0);
        return u128::from(rates.max().unwrap_or(0));
    };
    let local_s = i64::try_from(utc_s + second).unwrap() + i64::from(clock.offset_s);
    let of_day_s = local_s.rem_euclid(86_400);
    let here = prescription
        .steps
        .iter()
        .find(|step| of_day_s >= i64::from(step.from_s) && of_day_s < i64::from(step.until_s));
    here.map_or(0, |step| u128::from(step.rate.0))
}

/// The first second at which `units` · `permille` / 1000 have reached `volume`, by the greedy
/// patient.
fn earliest(prescription: &Prescription, status: &Status, target_units: u128) -> Option<u64> {
    let running = status.bolus.running.map_or(0, |it| {
        it.course.programmed.0.saturating_sub(it.course.delivered.0)
    });
    let concentration = u128::from(prescription.concentration.0);
    // units of 10⁻⁶, so that a volume is exact
    let mut used = u128::from(running) * concentration * UNITS;
    let mut greedy = Greedy {
        starts: VecDeque::new(),
        last: None,
    };
    for second in 0..=SPAN_S {
        let begun = greedy.starts(second, prescription);
        let dose = prescription.bolus.map_or(0, |it| it.dose.0);
        used += u128::from(begun) * u128::from(dose) * UNITS * 1_000_000;
        if used * 1_145 >= target_units * 1_000 {
            return Some(second);
        }
        used += rate_at(prescription, status, second) * 1_000_000;
    }
    None
}

/// The first second at which the program and `nl_per_day` in equal parts have used `volume`.
fn expected(
    prescription: &Prescription,
    status: &Status,
    nl_per_day: u64,
    volume: u64,
) -> Option<u64> {
    let concentration = u128::from(prescription.concentration.0);
    // all of it times 86 400, so that a part of a day is exact
    let each_second = u128::from(nl_per_day) * concentration * UNITS;
    let target = u128::from(volume) * concentration * UNITS * 86_400;
    let mut used = 0;
    for second in 0..=SPAN_S {
        if used >= target {
            return Some(second);
        }
        used += rate_at(prescription, status, second) * 1_000_000 * 86_400 + each_second;
    }
    None
}

fn exact_units(volume: u64, prescription: &Prescription) -> u128 {
    u128::from(volume) * u128::from(prescription.concentration.0) * UNITS
}

/// The worst that rounding may do: three units of the closed form, in millionths.
const ROUNDING: u128 = 3_000_000;

/// The date of a level lies between the simulation's and the same with a little less to use.
fn check_earliest(
    prescription: &Prescription,
    status: &Status,
    volume: u64,
    date_s: u64,
) -> Result<(), TestCaseError> {
    let target = exact_units(volume, prescription);
    let not_before = earliest(prescription, status, target.saturating_sub(ROUNDING));
    let not_after = earliest(prescription, status, target);
    if let Some(not_after) = not_after {
        prop_assert!(date_s <= not_after, "{} after {}", date_s, not_after);
    }
    let not_before = not_before.unwrap_or(SPAN_S + 1);
    prop_assert!(date_s >= not_before, "{} before {}", date_s, not_before);
    Ok(())
}

prop_compose! {
    /// Volumes that are used up within the span more often than not, and boluses that matter.
    fn small_worlds()(
        mut prescription in prescriptions(),
        mut status in statuses(),
        lower in 0_u64..3_000_000,
        more in 0_u64..100_000,
        low_level in 0_u64..1_000_000,
        offset_s in -43_200..50_400,
        window_h in 1_u32..=24,
        lockout_s in prop_oneof![0_u32..40_000, Just(0)],
        running in proptest::option::of((0_u64..50_000, 0_u64..50_000)),
        uncertain: bool,
    ) -> (Prescription, Status) {
        prescription.window_s = window_h * 3_600;
        prescription.concentration.0 = prescription.concentration.0.clamp(50_000, 2_000_000);
        prescription.bolus.as_mut().unwrap().lockout_s = lockout_s;
        status.clock.offset_s = offset_s;
        status.clock.uncertain = uncertain;
        let course = |(programmed, delivered)| RunningBolus {
            id: None,
            course: cisterna_protocol::outcome::Course {
                started_at: Count(0),
                ends_at: Count(0),
                programmed: Nanolitres(programmed),
                delivered: Nanolitres(delivered),
                delivered_dose: Nanograms(0),
            },
        };
        status.bolus.running = running.map(course);
        let reservoir = status.reservoir.as_mut().unwrap();
        reservoir.lower = Nanolitres(lower);
        reservoir.residual = Nanolitres(lower + more);
        reservoir.low_level = Nanolitres(low_level);
        reservoir.low_in_s = u32::MAX;
        reservoir.empty_in_s = u32::MAX;
        reservoir.use_by_utc_s = u64::MAX;
        (prescription, status)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// SR-46
    #[test]
    fn the_earliest_dates_are_those_of_a_patient_who_takes_every_bolus_at_once(
        world in small_worlds(),
    ) {
        let (prescription, status) = world;
        let forecast = forecast(&basis(&status, &prescription)).unwrap();
        let reservoir = status.reservoir.unwrap();
        let above_low = reservoir.lower.0.saturating_sub(reservoir.low_level.0);
        // the expected dates are held apart: with more left above the lower bound they are later
        for (volume, dates) in [(above_low, forecast.low), (reservoir.lower.0, forecast.empty)] {
            let date_s = dates.earliest_utc_s - READ_AT;
            check_earliest(&prescription, &status, volume, date_s)?;
        }
    }

    #[test]
    fn the_expected_dates_are_those_of_a_patient_of_habit(
        world in small_worlds(), nl_per_day in 0_u64..1_000_000,
    ) {
        let (prescription, mut status) = world;
        // where the time of day is not known an average counts, which goes by no clock
        status.clock.uncertain = false;
        status.clock.utc_s = Some(status.clock.utc_s.unwrap_or(1_700_000_000));
        let habit = Basis { habit: always(nl_per_day), ..basis(&status, &prescription) };
        let found = forecast(&habit).unwrap();
        let reservoir = status.reservoir.unwrap();
        let above_low = reservoir.residual.0.saturating_sub(reservoir.low_level.0);
        let levels = [(above_low, found.low), (reservoir.residual.0, found.empty)];
        for (volume, dates) in levels {
            let simulated = expected(&prescription, &status, nl_per_day, volume);
            let date_s = dates.expected_utc_s.map_or(u64::MAX, |it| it - READ_AT);
            // two floors of less than a unit each: a second or two at any flow that counts
            if let Some(simulated) = simulated {
                let flow = program::Program::new(&prescription, time_of_day_s(&status));
                let near = simulated.abs_diff(date_s) <= 2;
                // without flow around the date a unit may take until the next step
                let used = flow.average_units(date_s).abs_diff(flow.average_units(simulated));
                prop_assert!(near || used <= 3, "{} for {}", date_s, simulated);
            } else {
                prop_assert!(date_s > SPAN_S - 2);
            }
        }
    }
}
