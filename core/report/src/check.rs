//! Whether a report makes sense before anything is made of it.
//!
//! Responsible for bounds (so that no wrong clock fills a page or the memory) and for what would
//! make two parts of a report disagree. The relief is computed here a second time from the sums:
//! both sides of the boundary must agree on it. Leaves every other meaning to who filled it in.

use crate::input::{
    Answer, Better, Entry, Fraction, Measure, MeasureResult, Method, Moment, Outcome, Part, Report,
    Results, Span, Timing, When,
};
use chrono::{Datelike, NaiveDateTime};
use std::collections::BTreeSet;
use std::ops::Deref;
use thiserror::Error;

/// Most prompts and entries. Assumption: half a year of a diary with 20 prompts a day.
pub const ENTRIES_MAX: usize = 4_000;
/// Most days. Assumption: more than a year is no trial.
pub const DAYS_MAX: usize = 400;
/// Most rows of every other list. Assumption.
pub const ROWS_MAX: usize = 2_000;
/// Longest text of a person, in characters. Assumption: the diary takes at most 1 000.
pub const TEXT_MAX_CHARS: usize = 4_000;
/// Years that a clock can be right in. Assumption.
const YEARS: std::ops::RangeInclusive<i32> = 2_000..=2_200;
/// Offsets that a civil clock can have, in seconds.
const OFFSETS_S: std::ops::RangeInclusive<i32> = -86_399..=86_399;
/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;

/// Why no report can be made of this. None of them holds what the person told. SR-35
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InputError {
    /// A time lies outside of the years 2000 to 2200, or its offset is no offset.
    #[error("a time lies beyond every calendar: correct the clock under which it was kept")]
    Time,
    /// A span ends before it begins.
    #[error("a span ends before it begins: exchange its ends")]
    SpanBackwards,
    /// A list or a text is longer than a report takes.
    #[error("a list or a text is too long for a report: report a shorter time")]
    TooMuch,
    /// An answer is not on its scale.
    #[error("an answer is beyond its scale: leave it out or correct it")]
    AnswerOutOfRange,
    /// A prompt without an answer holds one, or an entry lacks what it says.
    #[error("an entry and what became of its prompt disagree: keep one of them")]
    EntryContradicts,
    /// Two saved states have the same id.
    #[error("two entries have the same id: give each its own")]
    IdTwice,
    /// The lead is not among the measures, or a measure stands there twice.
    #[error("the measures of the plan do not fit: name each once, and the lead among them")]
    Measures,
    /// Results of another method than the plan's.
    #[error("the results are of another method than the plan: fill in those of the plan")]
    OtherMethod,
    /// The relief is not what the sums say, or says something although it must not.
    #[error("a relief does not follow from its sums: compute it again")]
    ReliefDoesNotFollow,
    /// A step of the basal program begins beyond the day.
    #[error("a step of the program begins beyond the day: correct the program")]
    Step,
}

/// A report that was checked: every time has a date, every fraction a denominator.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a>(&'a Report);

impl Deref for Checked<'_> {
    type Target = Report;

    fn deref(&self) -> &Report {
        self.0
    }
}

impl<'a> Checked<'a> {
    /// Checks `report`.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn new(report: &'a Report) -> Result<Self, InputError> {
        check_sizes(report)?;
        check_times(report)?;
        check_plan(report)?;
        check_entries(&report.entries)?;
        check_results(report)?;
        Ok(Self(report))
    }

    /// What the person's clock showed at an instant of this report.
    #[expect(
        clippy::unused_self,
        reason = "who holds a checked report knows that its times have dates"
    )]
    pub(crate) fn local(self, moment: Moment) -> NaiveDateTime {
        debug_assert!(is_time(moment), "a moment of another report");
        moment.local().unwrap_or_default()
    }
}

fn ensure(holds: bool, error: InputError) -> Result<(), InputError> {
    if holds { Ok(()) } else { Err(error) }
}

/// Whether an instant can be told.
pub(crate) fn is_time(moment: Moment) -> bool {
    let year = moment.local().map(|it| it.date().year());
    OFFSETS_S.contains(&moment.offset_s) && year.is_some_and(|it| YEARS.contains(&it))
}

fn check_sizes(report: &Report) -> Result<(), InputError> {
    let rows = [
        report.boluses.len(),
        report.program_changes.len(),
        report.oral_medicines.len(),
        report.log_gaps.len(),
        report.pump.as_ref().map_or(0, |it| it.program.len()),
    ];
    let sizes = report.entries.len() <= ENTRIES_MAX
        && report.days.len() <= DAYS_MAX
        && rows.into_iter().all(|it| it <= ROWS_MAX);
    ensure(sizes, InputError::TooMuch)?;
    let fits = |text: &String| text.chars().count() <= TEXT_MAX_CHARS;
    let ours = [&report.app_version, &report.plan.goal];
    let serial = report.pump.iter().filter_map(|it| it.serial.as_ref());
    let medicines = report.oral_medicines.iter();
    let texts = ours
        .into_iter()
        .chain(&report.person)
        .chain(serial)
        .chain(medicines.flat_map(|it| [&it.name, &it.amount]))
        .chain(report.entries.iter().flat_map(texts_of));
    ensure(texts.into_iter().all(fits), InputError::TooMuch)
}

fn texts_of(entry: &Entry) -> impl Iterator<Item = &String> {
    entry.versions.iter().flat_map(|version| {
        let taken = version.answers.analgesics.told().into_iter().flatten();
        let words = taken.flat_map(|it| [&it.name, &it.amount]);
        words.chain([&version.answers.note])
    })
}

fn check_times(report: &Report) -> Result<(), InputError> {
    let plan = &report.plan;
    let mut spans = vec![plan.baseline, plan.trial];
    if let Method::Infusion { window, .. } = &plan.method {
        spans.push(*window);
    }
    spans.extend(report.log_gaps.iter().map(|it| it.span));
    let mut moments = vec![report.created];
    moments.extend(plan.ended_early);
    let of_pump = report.boluses.iter().map(|it| it.when);
    for when in of_pump.chain(report.program_changes.iter().map(|it| it.when)) {
        match when {
            When::At(moment) => moments.push(moment),
            When::Within(span) => spans.push(span),
        }
    }
    moments.extend(report.pump.iter().map(|it| it.read));
    for entry in &report.entries {
        moments.extend(entry.due);
        moments.extend(entry.versions.iter().map(|it| it.saved));
    }
    if let Results::SingleDoses { doses, .. } = &report.results {
        moments.extend(doses.iter().filter_map(|it| it.given));
    }
    let days = report.days.iter().map(|it| it.date);
    let medicines = report.oral_medicines.iter();
    let dates =
        days.chain(medicines.flat_map(|it| [Some(it.from), it.until].into_iter().flatten()));
    let in_years = |date: chrono::NaiveDate| YEARS.contains(&date.year());
    moments.extend(spans.iter().flat_map(|it| [it.from, it.until]));
    ensure(
        moments.into_iter().all(is_time) && dates.into_iter().all(in_years),
        InputError::Time,
    )?;
    let forward = |it: &Span| it.from.utc_ms <= it.until.utc_ms;
    ensure(spans.iter().all(forward), InputError::SpanBackwards)
}

fn check_plan(report: &Report) -> Result<(), InputError> {
    let plan = &report.plan;
    let once: BTreeSet<Measure> = plan.measures.iter().copied().collect();
    let measures = once.len() == plan.measures.len() && once.contains(&plan.lead);
    ensure(measures, InputError::Measures)?;
    let steps = report.pump.iter().flat_map(|it| &it.program);
    ensure(
        steps.into_iter().all(|it| it.from_min < DAY_MIN),
        InputError::Step,
    )
}

fn check_entries(entries: &[Entry]) -> Result<(), InputError> {
    let mut ids = BTreeSet::new();
    for entry in entries {
        let fits = match entry.timing {
            Timing::Missing => entry.due.is_some() && entry.versions.is_empty(),
            Timing::OnTime | Timing::Late | Timing::Skipped => {
                entry.due.is_some() && !entry.versions.is_empty()
            }
            Timing::Spontaneous => entry.due.is_none() && !entry.versions.is_empty(),
        };
        ensure(fits, InputError::EntryContradicts)?;
        for version in &entry.versions {
            ensure(ids.insert(version.id), InputError::IdTwice)?;
            for measure in Measure::ALL {
                let on_scale = match version.answers.of(measure) {
                    Answer::Given(value) => measure.range().contains(&value),
                    Answer::Skipped | Answer::NotAsked => true,
                };
                ensure(on_scale, InputError::AnswerOutOfRange)?;
            }
        }
    }
    Ok(())
}

fn check_results(report: &Report) -> Result<(), InputError> {
    let measures: Vec<&MeasureResult> = match (&report.plan.method, &report.results) {
        (Method::Infusion { .. }, Results::Infusion { measures, .. }) => measures.iter().collect(),
        (Method::SingleDoses, Results::SingleDoses { doses, .. }) => {
            let of_doses = doses.iter().flat_map(|it| &it.measures);
            of_doses.map(|(result, _)| result).collect()
        }
        (Method::Infusion { .. }, Results::SingleDoses { .. })
        | (Method::SingleDoses, Results::Infusion { .. }) => return Err(InputError::OtherMethod),
    };
    let known = |it: &&MeasureResult| report.plan.measures.contains(&it.measure);
    ensure(measures.iter().all(known), InputError::Measures)?;
    measures.into_iter().try_for_each(check_outcome)
}

/// SR-50: relief only where there is enough to say, and exactly what the sums say.
fn check_outcome(result: &MeasureResult) -> Result<(), InputError> {
    let under_half = |part: Part| {
        let of = match part {
            Part::Baseline => result.baseline_answered,
            Part::Result => result.result_answered,
        };
        u64::from(of.answered) * 2 < u64::from(of.asked)
    };
    let follows = match result.outcome {
        Outcome::Relief(fraction) => {
            let enough = !under_half(Part::Baseline) && !under_half(Part::Result);
            enough && relief(result).is_some_and(|own| is_same(own, fraction))
        }
        Outcome::BaselineZero => result.baseline.sum == 0 && result.baseline.count > 0,
        Outcome::NotEnoughData(part) => under_half(part),
        Outcome::NotAsked(part) => !under_half(part),
    };
    ensure(follows, InputError::ReliefDoesNotFollow)
}

/// (Sb·nr − Sr·nb) / (Sb·nr), without the means. `None` where the baseline is 0 or one is empty.
fn relief(result: &MeasureResult) -> Option<(i128, i128)> {
    let (before, after) = (result.baseline, result.result);
    if before.sum == 0 || before.count == 0 || after.count == 0 {
        return None;
    }
    let of = i128::from(before.sum) * i128::from(after.count);
    let left = i128::from(after.sum) * i128::from(before.count);
    let gained = match result.measure.better() {
        Better::Lower => of - left,
        Better::Higher => left - of,
    };
    Some((gained, of))
}

fn is_same((gained, of): (i128, i128), fraction: Fraction) -> bool {
    let denominator = i128::from(fraction.denominator);
    let ours = gained.checked_mul(denominator);
    let theirs = i128::from(fraction.numerator).checked_mul(of);
    denominator > 0 && ours.is_some() && ours == theirs
}
