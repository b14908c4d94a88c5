//! The diary as a whole: trials computed by hand, and what always holds.

mod chart;
mod corrections;
mod days;
mod doses;
mod infusion;
mod plan;
mod properties;
mod record;
mod slots;
mod timeline;

use super::*;
use crate::civil::{DateTime, Moment, Zone};
use cisterna_protocol::prescription::Drug;

const BERLIN: Zone = Zone::Europe__Berlin;
const HOUR_MS: i64 = crate::civil::HOUR_MS;
const MINUTE_MS: i64 = crate::civil::MINUTE_MS;

/// The instant at which clocks in Berlin show this, as `2026-06-10T16:00`.
fn at(text: &str) -> Moment {
    in_zone(text, BERLIN)
}

fn in_zone(text: &str, zone: Zone) -> Moment {
    let (date, time) = text.split_once('T').unwrap();
    let utc_ms = crate::civil::instant_of(date.parse().unwrap(), time.parse().unwrap(), zone);
    Moment::in_zone(utc_ms, zone)
}

fn clock(text: &str) -> SlotKey {
    text.parse().unwrap()
}

fn civil(text: &str) -> DateTime {
    at(text).local()
}

fn spec(purpose: Purpose) -> PlanSpec {
    PlanSpec::new(PlanId(7), purpose, BERLIN)
}

/// Baseline from Monday 2026-06-08 00:00, infusion from Wednesday 2026-06-10 12:00 for four days:
/// until Saturday night. The result window is Friday and Saturday.
fn infusion(purpose: Purpose) -> PlanSpec {
    let mut spec = spec(purpose);
    let trial = Trial::infusion(at("2026-06-08T00:00"), at("2026-06-10T12:00"), 4);
    spec.trial = Some(trial);
    spec
}

/// Three doses planned at 09:00 from Wednesday 2026-06-10 on, baseline from Monday.
fn screening() -> PlanSpec {
    let mut spec = spec(Purpose::Spasticity);
    let trial = Trial::baclofen_screening(at("2026-06-08T00:00"), at("2026-06-10T09:00"));
    spec.drug = Some(Drug::Baclofen.into());
    spec.trial = Some(trial);
    spec
}

/// A diary without a trial, asked at these times.
fn long_term(from: Moment, zone: Zone, times: &[&str]) -> Plan {
    let mut spec = PlanSpec::new(PlanId(7), Purpose::Pain, zone);
    let prompts = ClockPrompts {
        times: times.iter().map(|it| it.parse().unwrap()).collect(),
        ..ClockPrompts::default()
    };
    spec.long_term = Some(LongTerm { from, prompts });
    Plan::new(spec).unwrap()
}

fn plan(spec: PlanSpec) -> Plan {
    Plan::new(spec).unwrap()
}

/// The end of every trial in these tests, and more.
fn afterwards() -> i64 {
    at("2026-12-01T00:00").utc_ms
}

/// Entries as a store would hold them.
#[derive(Default)]
struct Entries(Vec<Entry>);

impl Entries {
    fn push(&mut self, made: Moment, slot: Option<SlotKey>, answers: Answers) -> EntryId {
        let id = EntryId(self.0.len() as u64 + 1);
        self.0.push(Entry {
            id,
            plan: PlanId(7),
            made,
            counted: None,
            slot,
            corrects: None,
            answers,
            clock_suspect: None,
        });
        id
    }

    /// An answer to a prompt, made exactly when it was due in Berlin.
    fn answer(&mut self, slot: &str, answers: Answers) -> EntryId {
        self.push(at(slot), Some(clock(slot)), answers)
    }

    /// An answer to a prompt, made at another time.
    fn late(&mut self, slot: &str, made: &str, answers: Answers) -> EntryId {
        self.push(at(made), Some(clock(slot)), answers)
    }

    fn spontaneous(&mut self, made: &str, answers: Answers) -> EntryId {
        self.push(at(made), None, answers)
    }

    fn correct(&mut self, id: EntryId, made: &str, answers: Answers) -> EntryId {
        let slot = self.0.iter().find(|it| it.id == id).unwrap().slot;
        let correction = self.push(at(made), slot, answers);
        self.0.last_mut().unwrap().corrects = Some(id);
        correction
    }

    fn last(&mut self) -> &mut Entry {
        self.0.last_mut().unwrap()
    }
}

fn rest(value: u8) -> Answers {
    Answers::default().with(Measure::NrsRest, value)
}

fn motion(value: u8) -> Answers {
    Answers::default().with(Measure::NrsMotion, value)
}

fn spasms(frequency: u8, severity: Option<u8>) -> Answers {
    let answers = Answers::default().with(Measure::SpasmFrequency, frequency);
    match severity {
        Some(severity) => answers.with(Measure::SpasmSeverity, severity),
        None => answers,
    }
}

fn tally(sum: u64, count: u32) -> Tally {
    Tally { sum, count }
}

fn infusion_result(diary: &Diary<'_>) -> InfusionResult {
    match diary.results() {
        Some(Results::Infusion(result)) => result,
        other => panic!("not an infusion: {other:?}"),
    }
}

fn of(result: &InfusionResult, measure: Measure) -> MeasureResult {
    let found = result.measures.iter().find(|it| it.measure == measure);
    *found.unwrap()
}

fn relief(outcome: Outcome) -> Relief {
    let Outcome::Relief(relief) = outcome else {
        panic!("no relief: {outcome:?}");
    };
    relief
}
