//! Puts a report together from a table of values, and adds it up as the core would.

use chrono::{Days, NaiveDate, NaiveTime};
use cisterna_report::{
    Answer, Answered, Answers, Better, Day, Drug, Entry, Fraction, Known, Measure, MeasureResult,
    Method, Moment, Outcome, Part, Phase, Plan, Purpose, Report, Results, Share, Span, Tally,
    Timing, Version,
};

pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;
/// Central European winter.
pub(crate) const OFFSET_S: i32 = 3_600;

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date of a sample")
}

/// An instant on the person's clock.
pub(crate) fn at(date: NaiveDate, hour: u32, minute: u32) -> Moment {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of a sample");
    let local_ms = date.and_time(time).and_utc().timestamp_millis();
    Moment {
        utc_ms: local_ms - i64::from(OFFSET_S) * 1_000,
        offset_s: OFFSET_S,
    }
}

pub(crate) fn plus(moment: Moment, ms: i64) -> Moment {
    Moment {
        utc_ms: moment.utc_ms + ms,
        ..moment
    }
}

pub(crate) fn day(first: NaiveDate, later: u64) -> NaiveDate {
    first
        .checked_add_days(Days::new(later))
        .expect("a day of a sample")
}

/// What became of one prompt of a sample.
#[derive(Clone, Copy)]
pub(crate) enum Told {
    /// First and second measure.
    Values(u8, u8),
    Late(u8, u8),
    Skipped,
    Missing,
}

/// Everything that a sample leaves open.
pub(crate) struct Recipe {
    pub(crate) purpose: Purpose,
    pub(crate) drug: Drug,
    pub(crate) first: NaiveDate,
    pub(crate) baseline_days: u64,
    pub(crate) trial_days: u8,
    pub(crate) hours: &'static [u32],
    /// What became of each prompt, day by day; prompts beyond the end are not asked yet.
    pub(crate) told: Vec<Vec<Told>>,
}

impl Recipe {
    fn pair(&self) -> (Measure, Measure) {
        match self.purpose {
            Purpose::Pain => (Measure::NrsRest, Measure::NrsMotion),
            Purpose::Spasticity => (Measure::SpasmFrequency, Measure::SpasmSeverity),
        }
    }

    fn start(&self) -> NaiveDate {
        day(self.first, self.baseline_days)
    }

    /// The whole report, without pump.
    pub(crate) fn report(&self) -> Report {
        let start = at(self.start(), 8, 0);
        let end = plus(start, i64::from(self.trial_days) * DAY_MS);
        let window = Span {
            from: plus(end, -2 * DAY_MS),
            until: end,
        };
        let (lead, beside) = self.pair();
        let measures = vec![lead, beside, Measure::Function, Measure::Sleep];
        let entries = self.entries(start);
        let prompts = self.told.iter().flatten().count();
        let planned = usize::try_from(self.baseline_days).expect("few days") * self.hours.len()
            + usize::from(self.trial_days) * self.hours.len();
        let share = |phase: Option<Phase>, from: i64| share(&entries, phase, from);
        let results = Results::Infusion {
            complete: prompts >= planned,
            baseline: share(Some(Phase::Baseline), i64::MIN),
            trial: share(Some(Phase::Trial), i64::MIN),
            window: share(Some(Phase::Trial), window.from.utc_ms),
            measures: measures
                .iter()
                .map(|it| result(&entries, *it, window.from.utc_ms))
                .collect(),
        };
        let last = self.told.len().saturating_sub(1) as u64;
        let created = plus(at(day(self.first, last), 20, 30), HOUR_MS);
        Report {
            created,
            app_version: "0.1.0".to_owned(),
            person: Some("R. Weber".to_owned()),
            plan: Plan {
                purpose: self.purpose,
                drug: Some(self.drug),
                method: Method::Infusion {
                    days: self.trial_days,
                    window,
                    window_h: 48,
                },
                lead,
                measures,
                baseline: Span {
                    from: at(self.first, 8, 0),
                    until: start,
                },
                trial: Span {
                    from: start,
                    until: end,
                },
                ended_early: None,
                goal: String::new(),
            },
            days: self.days(&entries),
            entries,
            results,
            boluses: Vec::new(),
            program_changes: Vec::new(),
            oral_medicines: Vec::new(),
            pump: None,
            log_gaps: Vec::new(),
        }
    }

    fn entries(&self, start: Moment) -> Vec<Entry> {
        let (lead, beside) = self.pair();
        let mut entries = Vec::new();
        let mut id = 100;
        for (later, of_day) in (0..).zip(&self.told) {
            let date = day(self.first, later);
            for (place, (hour, told)) in self.hours.iter().zip(of_day).enumerate() {
                let due = at(date, *hour, 0);
                let phase = if due.utc_ms < start.utc_ms {
                    Phase::Baseline
                } else {
                    Phase::Trial
                };
                let answers = |first: u8, second: u8| {
                    let mut answers = Answers::default().with(lead, Answer::Given(first));
                    if self.purpose == Purpose::Pain || first > 0 {
                        answers = answers.with(beside, Answer::Given(second));
                    }
                    let goal = 9_u8.saturating_sub(first.min(9)).clamp(1, 8);
                    answers = answers.with(Measure::Function, Answer::Given(goal));
                    if place == 0 {
                        answers = answers.with(Measure::Sleep, Answer::Given(goal.min(7)));
                        answers.side_effects = Known::Told(Vec::new());
                        answers.analgesics = Known::Told(Vec::new());
                    }
                    answers
                };
                let skipped = || {
                    Answers::default()
                        .with(lead, Answer::Skipped)
                        .with(beside, Answer::Skipped)
                };
                let (timing, after_min, answers) = match *told {
                    Told::Values(a, b) => (Timing::OnTime, 2, Some(answers(a, b))),
                    Told::Late(a, b) => (Timing::Late, 95, Some(answers(a, b))),
                    Told::Skipped => (Timing::Skipped, 5, Some(skipped())),
                    Told::Missing => (Timing::Missing, 0, None),
                };
                id += 1;
                let version = |answers| Version {
                    id,
                    saved: plus(due, after_min * 60_000),
                    answers,
                };
                entries.push(Entry {
                    due: Some(due),
                    phase,
                    timing,
                    versions: answers.map(version).into_iter().collect(),
                });
            }
        }
        entries
    }

    fn days(&self, entries: &[Entry]) -> Vec<Day> {
        let (lead, beside) = self.pair();
        let start = self.start();
        (0..self.told.len() as u64)
            .map(|later| {
                let date = day(self.first, later);
                let of_day: Vec<_> = entries
                    .iter()
                    .filter(|it| {
                        let local = it.at().and_then(Moment::local);
                        local.is_some_and(|it| it.date() == date)
                    })
                    .cloned()
                    .collect();
                let number = (date - start).num_days() + 1;
                let trial_day = u8::try_from(number).ok().filter(|it| *it >= 1);
                let measures = [lead, beside, Measure::Function, Measure::Sleep];
                let told = of_day.iter().any(|it| {
                    it.answers()
                        .is_some_and(|it| it.analgesics.told().is_some())
                });
                Day {
                    date,
                    trial_day: trial_day.filter(|it| *it <= self.trial_days),
                    prompts: share(&of_day, None, i64::MIN),
                    tallies: measures
                        .into_iter()
                        .map(|it| (it, tally(of_day.iter(), it)))
                        .collect(),
                    dose: None,
                    boluses: None,
                    side_effects: if told {
                        Known::Told(Vec::new())
                    } else {
                        Known::NotTold
                    },
                    analgesics: if told { Known::Told(0) } else { Known::NotTold },
                    corrected: 0,
                }
            })
            .collect()
    }
}

pub(crate) fn tally<'a>(entries: impl Iterator<Item = &'a Entry>, measure: Measure) -> Tally {
    let mut tally = Tally::default();
    for entry in entries {
        if let Some(Answer::Given(value)) = entry.answer(measure) {
            tally.sum += u64::from(value);
            tally.count += 1;
        }
    }
    tally
}

fn share(entries: &[Entry], phase: Option<Phase>, from_ms: i64) -> Share {
    let mut share = Share::default();
    for entry in entries {
        let fits = phase.is_none_or(|it| it == entry.phase);
        if !fits || entry.due.is_none_or(|it| it.utc_ms < from_ms) {
            continue;
        }
        match entry.timing {
            Timing::OnTime => share.on_time += 1,
            Timing::Late => share.late += 1,
            Timing::Skipped => share.skipped += 1,
            Timing::Missing => share.missing += 1,
            Timing::Spontaneous => {}
        }
    }
    share
}

/// The result of a measure, as SR-50 has it.
pub(crate) fn result(entries: &[Entry], measure: Measure, window_from_ms: i64) -> MeasureResult {
    let of = |phase: Phase, from_ms: i64| {
        entries
            .iter()
            .filter(move |it| it.phase == phase && it.due.is_some_and(|due| due.utc_ms >= from_ms))
    };
    let asked = |it: &&Entry| it.answer(measure) != Some(Answer::NotAsked);
    let given = |it: &&Entry| matches!(it.answer(measure), Some(Answer::Given(_)));
    let on_time = |it: &&Entry| given(it) && it.timing == Timing::OnTime;
    let count = |number: usize| u32::try_from(number).expect("few entries");
    let before = || of(Phase::Baseline, i64::MIN);
    let after = || of(Phase::Trial, window_from_ms);
    finish(MeasureResult {
        measure,
        baseline: tally(before(), measure),
        baseline_answered: Answered {
            asked: count(before().filter(asked).count()),
            answered: count(before().filter(given).count()),
        },
        result: tally(after().filter(on_time), measure),
        result_answered: Answered {
            asked: count(after().filter(asked).count()),
            answered: count(after().filter(on_time).count()),
        },
        outcome: Outcome::BaselineZero,
    })
}

/// Sets the outcome from the sums.
pub(crate) fn finish(mut it: MeasureResult) -> MeasureResult {
    let thin = |of: Answered| of.answered * 2 < of.asked;
    it.outcome = if thin(it.baseline_answered) {
        Outcome::NotEnoughData(Part::Baseline)
    } else if it.baseline.count == 0 {
        Outcome::NotAsked(Part::Baseline)
    } else if thin(it.result_answered) {
        Outcome::NotEnoughData(Part::Result)
    } else if it.result.count == 0 {
        Outcome::NotAsked(Part::Result)
    } else if it.baseline.sum == 0 {
        Outcome::BaselineZero
    } else {
        let of = it.baseline.sum * u64::from(it.result.count);
        let left = it.result.sum * u64::from(it.baseline.count);
        let signed = |it: u64| i64::try_from(it).expect("small sums");
        let lower = signed(of) - signed(left);
        let numerator = match it.measure.better() {
            Better::Lower => lower,
            Better::Higher => -lower,
        };
        Outcome::Relief(Fraction {
            numerator,
            denominator: of,
        })
    };
    it
}
