//! The trials.

use super::build::{self, DAY_MS, HOUR_MS, Recipe, Told, at, date, day, plus};
use cisterna_report::{
    Analgesic, Answer, Answered, Answers, Bolus, BolusCounts, BolusPermission, BolusState, DayDose,
    Drug, Entry, GapCause, Known, LogGap, Measure, MeasureResult, MedicineChange, Method,
    OralMedicine, Origin, Phase, ProgramChange, Pump, Purpose, Report, ResidualForecast,
    ResidualPoint, Results, SideEffect, SingleDose, Span, Step, Tally, Timing, Value, Version,
    When,
};

const HOURS: &[u32] = &[10, 16, 20];

fn row(values: &[(u8, u8)]) -> Vec<Told> {
    let told = |(first, second): &(u8, u8)| Told::Values(*first, *second);
    values.iter().map(told).collect()
}

/// Pain, morphine, six days on a pump, with everything that can happen in one.
pub(crate) fn morphine() -> Report {
    let mut told = vec![
        row(&[(8, 9), (7, 8), (7, 9)]),
        row(&[(8, 8), (7, 8), (8, 9)]),
        row(&[(7, 8), (7, 8), (6, 8)]),
        row(&[(6, 7), (6, 7), (5, 7)]),
        row(&[(5, 6), (5, 6), (4, 6)]),
        row(&[(4, 5), (4, 5), (3, 5)]),
        row(&[(4, 5), (3, 4), (3, 4)]),
        row(&[(3, 4), (3, 5), (3, 4)]),
        row(&[(3, 4), (2, 4), (3, 5)]),
    ];
    told[4][1] = Told::Late(5, 6);
    told[5][2] = Told::Missing;
    told[6][0] = Told::Skipped;
    let recipe = Recipe {
        purpose: Purpose::Pain,
        drug: Drug::Morphine,
        first: date("2026-12-01"),
        baseline_days: 3,
        trial_days: 6,
        hours: HOURS,
        told,
    };
    let mut report = recipe.report();
    "Walk to the bakery and back without a rest.".clone_into(&mut report.plan.goal);
    add_diary(&mut report);
    add_pump(&mut report, Drug::Morphine, 249_600, 25_000);
    report
}

/// A correction, something told without a prompt, remarks, side effects, medicines.
fn add_diary(report: &mut Report) {
    let corrected = &mut report.entries[12];
    let first = corrected.versions[0].clone();
    corrected.versions.push(Version {
        id: 900,
        saved: plus(first.saved, 20 * 60_000),
        answers: Answers {
            note: "I had mixed up rest and motion.".to_owned(),
            ..first.answers.with(Measure::NrsMotion, Answer::Given(7))
        },
    });
    let date_of = |place: usize, report: &Report| report.days[place].date;
    let spontaneous = at(date_of(5, report), 2, 40);
    let answers = Answers {
        side_effects: Known::Told(vec![SideEffect::Itching, SideEffect::Nausea]),
        analgesics: Known::Told(vec![Analgesic {
            name: "Paracetamol".to_owned(),
            amount: "500 mg tablet".to_owned(),
            count: 1,
        }]),
        note: "Woke up, itching at the back. Better after an hour.".to_owned(),
        ..Answers::default().with(Measure::NrsRest, Answer::Given(6))
    };
    report.entries.push(Entry {
        due: None,
        phase: Phase::Trial,
        timing: Timing::Spontaneous,
        versions: vec![Version {
            id: 901,
            saved: spontaneous,
            answers,
        }],
    });
    report.entries.sort_by_key(|it| it.at().map(|it| it.utc_ms));
    for (place, count) in [(0, 3_u8), (1, 3), (2, 2), (3, 1)] {
        let entry = report
            .entries
            .iter_mut()
            .filter(|it| it.due.is_some())
            .nth(place * HOURS.len());
        let version = entry.and_then(|it| it.versions.last_mut());
        let version = version.expect("the first prompt of that day was answered");
        version.answers.analgesics = Known::Told(vec![Analgesic {
            name: "Paracetamol".to_owned(),
            amount: "500 mg tablet".to_owned(),
            count,
        }]);
        report.days[place].analgesics = Known::Told(count.into());
    }
    let effects: [(usize, &[SideEffect]); 4] = [
        (3, &[SideEffect::Sleepiness]),
        (4, &[SideEffect::Sleepiness, SideEffect::Nausea]),
        (5, &[SideEffect::Itching, SideEffect::Nausea]),
        (6, &[]),
    ];
    for (place, effects) in effects {
        report.days[place].side_effects = Known::Told(effects.to_vec());
    }
    report.days[4].corrected = 1;
    report.days[5].analgesics = Known::Told(1);
    let first = report.days[0].date;
    let medicine = |name: &str, amount: &str, until, change| OralMedicine {
        name: name.to_owned(),
        amount: amount.to_owned(),
        from: date("2026-05-02"),
        until,
        change,
    };
    report.oral_medicines = vec![
        medicine(
            "Gabapentin",
            "300 mg three times a day",
            None,
            MedicineChange::TakenBefore,
        ),
        medicine(
            "Morphine, slow release",
            "30 mg twice a day",
            Some(day(first, 2)),
            MedicineChange::TakenBefore,
        ),
        OralMedicine {
            from: day(first, 3),
            ..medicine("Macrogol", "1 sachet a day", None, MedicineChange::Started)
        },
    ];
}

/// A pump with boluses of every kind, a change of the program and a gap.
fn add_pump(report: &mut Report, drug: Drug, basal_ng: u64, bolus_ng: u64) {
    let trial = report.plan.trial;
    let start = report.days.iter().position(|it| it.trial_day == Some(1));
    let start = start.expect("a sample has a first day");
    let mut states =
        vec![BolusState::Given { given_ng: bolus_ng }; 2 * (report.days.len() - start)];
    let most = states.len();
    states[3] = BolusState::Refused;
    states[5] = BolusState::StoppedEarly {
        least_ng: bolus_ng / 4,
        most_ng: bolus_ng / 2,
    };
    states[most - 1] = BolusState::Uncertain;
    report.boluses = (0..)
        .zip(&states)
        .map(|(place, state)| Bolus {
            when: When::At(plus(trial.from, place * 12 * HOUR_MS + 90 * 60_000)),
            origin: Origin::Phone,
            programmed_ng: bolus_ng,
            state: *state,
        })
        .collect();
    let within = Span {
        from: plus(trial.from, 3 * DAY_MS + 4 * HOUR_MS),
        until: plus(trial.from, 3 * DAY_MS + 6 * HOUR_MS),
    };
    report.boluses[6].when = When::Within(within);
    let boluses = report.boluses.clone();
    for (place, row) in report.days.iter_mut().enumerate().skip(start) {
        let basal_ng = basal_ng * (place - start + 4) as u64 / 8;
        let (counts, bolus_ng) = count(&boluses, row.date);
        let partly = place == start + 3 || counts.uncertain > 0 || counts.stopped_early > 0;
        row.dose = Some(if partly {
            DayDose::AtLeast { basal_ng, bolus_ng }
        } else {
            DayDose::Whole { basal_ng, bolus_ng }
        });
        row.boluses = Some(counts);
    }
    report.program_changes = vec![ProgramChange {
        when: When::At(plus(trial.from, DAY_MS + 2 * HOUR_MS)),
        before_ng_per_day: Some(basal_ng / 2),
        after_ng_per_day: basal_ng,
        bolus_ng: Some(bolus_ng),
    }];
    report.log_gaps = vec![LogGap {
        span: within,
        cause: GapCause::Outage,
    }];
    report.pump = Some(Pump {
        serial: Some("CIS-004217".to_owned()),
        read: plus(report.created, -HOUR_MS),
        drug,
        concentration_ng_per_ml: 1_000_000,
        program: vec![
            Step {
                from_min: 0,
                rate_ng_per_h: basal_ng / 24,
            },
            Step {
                from_min: 22 * 60,
                rate_ng_per_h: basal_ng / 30,
            },
        ],
        bolus: Some(BolusPermission {
            dose_ng: bolus_ng,
            lockout_s: 3 * 3_600,
            most_per_window: 4,
            window_s: 24 * 3_600,
        }),
    });
}

/// A day's boluses, and how much they gave at least.
fn count(boluses: &[Bolus], date: chrono::NaiveDate) -> (BolusCounts, u64) {
    let (mut counts, mut at_least_ng) = (BolusCounts::default(), 0);
    for bolus in boluses {
        let local = bolus.when.earliest().local();
        if local.is_none_or(|it| it.date() != date) {
            continue;
        }
        match bolus.state {
            BolusState::Given { given_ng } => {
                counts.given += 1;
                at_least_ng += given_ng;
            }
            BolusState::Running => counts.given += 1,
            BolusState::StoppedEarly { least_ng, .. } => {
                counts.stopped_early += 1;
                at_least_ng += least_ng;
            }
            BolusState::Refused => counts.refused += 1,
            BolusState::Uncertain => counts.uncertain += 1,
        }
    }
    (counts, at_least_ng)
}

/// Spasticity, baclofen, four days on a pump.
pub(crate) fn spasticity() -> Report {
    let mut told = vec![
        row(&[(4, 3), (3, 3), (4, 2)]),
        row(&[(3, 3), (4, 3), (3, 2)]),
        row(&[(3, 2), (3, 2), (2, 2)]),
        row(&[(2, 2), (2, 2), (1, 1)]),
        row(&[(1, 1), (1, 2), (0, 1)]),
        row(&[(1, 1), (0, 1), (1, 1)]),
    ];
    told[3][1] = Told::Late(2, 2);
    told[4][0] = Told::Missing;
    let recipe = Recipe {
        purpose: Purpose::Spasticity,
        drug: Drug::Baclofen,
        first: date("2027-01-29"),
        baseline_days: 2,
        trial_days: 4,
        hours: HOURS,
        told,
    };
    let mut report = recipe.report();
    report.person = Some("Jürgen Müller-Lüdenscheidt".to_owned());
    "Allein vom Rollstuhl ins Bett.".clone_into(&mut report.plan.goal);
    add_pump(&mut report, Drug::Baclofen, 96_000, 10_000);
    report.log_gaps.clear();
    report
}

/// Baclofen screening by single doses, without a pump.
pub(crate) fn baclofen_screening() -> Report {
    let mut report = spasticity();
    let start = report.plan.trial.from;
    report.pump = None;
    report.boluses.clear();
    report.program_changes.clear();
    report.plan.method = Method::SingleDoses;
    for row in &mut report.days {
        (row.dose, row.boluses) = (None, None);
    }
    let before = report.entries.clone();
    let measures = [Measure::SpasmFrequency, Measure::SpasmSeverity];
    let dose = |place: i64, dose_ng, best: u8| {
        let measures = measures.iter().map(|measure| {
            let base = build::result(&before, *measure, i64::MIN);
            let values = [
                (1, best + 1),
                (2, best + 1),
                (4, best),
                (6, best),
                (8, best + 1),
            ];
            let values = values.map(|(hours, value)| Value { hours, value });
            let result = build::finish(MeasureResult {
                result: Tally {
                    sum: best.into(),
                    count: 1,
                },
                result_answered: Answered {
                    asked: 6,
                    answered: 5,
                },
                ..base
            });
            (result, values.to_vec())
        });
        SingleDose {
            dose_ng,
            given: Some(plus(start, place * DAY_MS + 2 * HOUR_MS)),
            measures: measures.collect(),
        }
    };
    report.results = Results::SingleDoses {
        baseline: report.results.baseline(),
        trial: report.results.trial(),
        doses: vec![
            dose(0, 50_000, 2),
            dose(1, 75_000, 1),
            SingleDose {
                dose_ng: 100_000,
                given: None,
                measures: Vec::new(),
            },
        ],
    };
    report
}

/// Nobody had spasms before: a share of nothing.
pub(crate) fn baseline_zero() -> Report {
    let recipe = Recipe {
        purpose: Purpose::Spasticity,
        drug: Drug::Baclofen,
        first: date("2026-12-29"),
        baseline_days: 2,
        trial_days: 4,
        hours: HOURS,
        told: vec![row(&[(0, 1); 3]); 6],
    };
    recipe.report()
}

/// Hardly anybody answered, and no name.
pub(crate) fn empty() -> Report {
    let mut told = vec![vec![Told::Missing; 3]; 8];
    told[1][0] = Told::Values(7, 8);
    let recipe = Recipe {
        purpose: Purpose::Pain,
        drug: Drug::Ziconotide,
        first: date("2026-12-01"),
        baseline_days: 3,
        trial_days: 5,
        hours: HOURS,
        told,
    };
    let mut report = recipe.report();
    report.person = None;
    report
}

/// The pain trial before its end.
pub(crate) fn not_over() -> Report {
    let recipe = Recipe {
        purpose: Purpose::Pain,
        drug: Drug::Morphine,
        first: date("2026-12-01"),
        baseline_days: 3,
        trial_days: 6,
        hours: HOURS,
        told: vec![row(&[(7, 8), (6, 7), (7, 7)]); 6],
    };
    recipe.report()
}

/// The pain trial without a name and a serial number.
pub(crate) fn nameless() -> Report {
    let mut report = morphine();
    report.person = None;
    if let Some(pump) = &mut report.pump {
        pump.serial = None;
    }
    report
}

/// A trial of so many days, prompted six times a day, with a remark of that many characters in
/// every entry, and long names everywhere.
pub(crate) fn heavy(trial_days: u8, note_chars: usize) -> Report {
    let hours: &'static [u32] = &[8, 10, 12, 14, 17, 20];
    let mut of_day = row(&[(7, 8), (6, 8), (7, 7), (6, 6)]);
    of_day.extend([Told::Late(5, 6), Told::Missing]);
    let recipe = Recipe {
        purpose: Purpose::Pain,
        drug: Drug::Morphine,
        first: date("2026-12-28"),
        baseline_days: 3,
        trial_days,
        hours,
        told: vec![of_day; usize::from(trial_days) + 3],
    };
    let mut report = recipe.report();
    let sentence = "Im linken Bein zog es stark, nach dem Umlagern wurde es besser. ";
    let note: String = sentence.chars().cycle().take(note_chars).collect();
    for version in report.entries.iter_mut().flat_map(|it| &mut it.versions) {
        note.clone_into(&mut version.answers.note);
    }
    report.person = Some("Maximiliane Freifrau von Hohenstein-Wolfratshausen-Oberammergau".into());
    report.plan.goal = "Mit den Enkeln in den Garten gehen und dort sitzen bleiben, ".repeat(3);
    add_pump(&mut report, Drug::Morphine, 249_600, 25_000);
    for row in &mut report.days {
        row.side_effects = Known::Told(SideEffect::ALL.to_vec());
    }
    report.oral_medicines = (1..=6)
        .map(|number| OralMedicine {
            name: format!("Acetylsalicylsäuremonohydratzubereitung {number}"),
            amount: "100 mg morgens, mittags und abends nach dem Essen mit viel Wasser".into(),
            from: date("2026-01-01"),
            until: None,
            change: MedicineChange::TakenBefore,
        })
        .collect();
    report
}

/// A reservoir that lasts for three weeks.
pub(crate) fn residual() -> ResidualForecast {
    let now = at(date("2026-12-04"), 9, 12);
    let line = |per_day_nl: u64| {
        (0..=28_u64)
            .map(|later| ResidualPoint {
                at: plus(now, i64::try_from(later).expect("few days") * DAY_MS),
                residual_nl: 11_600_000_u64.saturating_sub(per_day_nl * later),
            })
            .collect::<Vec<_>>()
    };
    ResidualForecast {
        now,
        residual_nl: 11_600_000,
        expected: line(340_000),
        earliest: line(560_000),
        low_nl: 4_000_000,
        low_expected: Some(plus(now, 22 * DAY_MS + 8 * HOUR_MS)),
        low_earliest: Some(plus(now, 13 * DAY_MS + 13 * HOUR_MS)),
        use_by: Some(plus(now, 25 * DAY_MS)),
    }
}
