//! The plan of a trial and of the diary after it.
//!
//! Responsible for what a plan holds, that it makes sense ([`check`]), and how it may change
//! ([`change`]). Leaves when the person is asked to the slots.

mod change;
mod check;

use super::measure::{Measure, Purpose};
use crate::civil::{Date, DateTime, HOUR_MS, Moment, TimeOfDay, Zone};
use chrono::{Days, NaiveTime};
use cisterna_protocol::prescription::Drug;
use serde::{Deserialize, Serialize};

pub use check::PlanError;
pub(super) use check::TOLERANCE_MAX_MS;

/// Longest text of a person's own goal, in characters. Assumption: a short paragraph.
pub const GOAL_MAX_CHARS: usize = 500;
/// After a single dose the person is asked at these hours (the project's trial, with the 4 to 8 h
/// of observation after a screening dose: drugs.com).
pub const DOSE_PROMPT_HOURS: [u8; 6] = [1, 2, 4, 6, 8, 24];
/// The result window unless the plan sets another, in hours. SR-50
const WINDOW_H: u16 = 48;
/// On time from this long before to this long after a prompt, in minutes: Stone 2002 (BMJ
/// 324:1193). For prompts after a dose the same is an assumption.
const TOLERANCE_MIN: u16 = 15;
/// Baclofen screening doses, in nanograms, 24 h apart (drugs.com).
const SCREENING_NG: [u64; 3] = [50_000, 75_000, 100_000];
/// Screening doses are this far apart, start to start, in milliseconds (drugs.com).
const DOSE_APART_MS: i64 = 24 * HOUR_MS;

/// Names a plan. Given by the store, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanId(pub u64);

/// A drug by its code on the wire, so that a plan keeps one that this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DrugCode(pub u8);

impl DrugCode {
    /// The drug, or `None` where this version does not know the code.
    pub fn drug(self) -> Option<Drug> {
        Drug::from_code(self.0)
    }
}

impl From<Drug> for DrugCode {
    fn from(drug: Drug) -> Self {
        Self(drug.code())
    }
}

/// Prompts at times of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockPrompts {
    /// At most eight, in order of the day, far enough apart that no two are open at once.
    pub times: Vec<TimeOfDay>,
    /// An answer is on time from this long before to this long after the prompt, 1 to 120 minutes.
    #[serde(default = "tolerance_min")]
    pub tolerance_min: u16,
}

const fn tolerance_min() -> u16 {
    TOLERANCE_MIN
}

const fn window_h() -> u16 {
    WINDOW_H
}

/// A time of day of which the compiler proves that it is one.
const fn time(hour: u16) -> TimeOfDay {
    match TimeOfDay::from_minutes(hour * 60) {
        Ok(time) => time,
        Err(_) => panic!("not an hour of the day"),
    }
}

impl Default for ClockPrompts {
    /// 10:00, 16:00 and 20:00, 15 minutes around each: Stone 2002 (BMJ 324:1193).
    fn default() -> Self {
        const TIMES: [TimeOfDay; 3] = [time(10), time(16), time(20)];
        Self {
            times: TIMES.to_vec(),
            tolerance_min: TOLERANCE_MIN,
        }
    }
}

impl ClockPrompts {
    /// Once a day, at 20:00. Assumption: what a person keeps up for years.
    pub fn once_a_day() -> Self {
        const EVENING: TimeOfDay = time(20);
        Self {
            times: vec![EVENING],
            tolerance_min: TOLERANCE_MIN,
        }
    }

    /// No prompts: every entry is the person's own idea.
    pub const fn none() -> Self {
        Self {
            times: Vec::new(),
            tolerance_min: TOLERANCE_MIN,
        }
    }
}

/// What became of a screening dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoseState {
    /// Not given yet.
    Planned,
    /// Given at its actual time, by which its prompts go.
    Given(Moment),
    /// Left out, for example because an earlier one was enough.
    NotGiven,
}

/// One single dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningDose {
    /// Nanograms, above 0.
    pub dose_ng: u64,
    /// When the clinic means to give it.
    pub planned: Moment,
    /// What became of it.
    pub state: DoseState,
}

impl ScreeningDose {
    /// A dose that is planned.
    pub const fn planned(dose_ng: u64, planned: Moment) -> Self {
        Self {
            dose_ng,
            planned,
            state: DoseState::Planned,
        }
    }

    /// Its actual time.
    pub const fn given(&self) -> Option<Moment> {
        match self.state {
            DoseState::Given(at) => Some(at),
            DoseState::Planned | DoseState::NotGiven => None,
        }
    }

    /// Its actual time, or the planned one while it may still be given.
    pub(super) const fn given_or_planned(&self) -> Option<Moment> {
        match self.state {
            DoseState::Given(at) => Some(at),
            DoseState::Planned => Some(self.planned),
            DoseState::NotGiven => None,
        }
    }
}

/// How the drug is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Continuous infusion, with prompts by clock.
    Infusion {
        /// When it begins, which ends the baseline. Its date is day 1.
        start: Moment,
        /// Civil days, 4 to 7; the trial ends with the last one, at midnight of the person's clock.
        days: u8,
        /// The result is made of the last so many hours on the clock: from 1 to all of the trial.
        #[serde(default = "window_h")]
        window_h: u16,
    },
    /// Single doses, with prompts after each one that was given ([`DOSE_PROMPT_HOURS`]).
    SingleDoses {
        /// At most seven, planned at least 24 h apart.
        doses: Vec<ScreeningDose>,
    },
}

/// A trial with its baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// From then on the person is asked, before anything is given. At most 31 days of it.
    pub baseline_from: Moment,
    /// The prompts of the baseline, and of a continuous infusion. The tolerance holds after single
    /// doses too and stays below 30 minutes there.
    #[serde(default)]
    pub prompts: ClockPrompts,
    /// How.
    pub method: Method,
}

impl Trial {
    /// Continuous infusion with the usual prompts and result window.
    pub fn infusion(baseline_from: Moment, start: Moment, days: u8) -> Self {
        Self {
            baseline_from,
            prompts: ClockPrompts::default(),
            method: Method::Infusion {
                start,
                days,
                window_h: WINDOW_H,
            },
        }
    }

    /// Baclofen screening: 50, 75 and 100 micrograms, 24 hours apart (drugs.com).
    pub fn baclofen_screening(baseline_from: Moment, first_dose: Moment) -> Self {
        let mut at = first_dose;
        let mut next = |dose_ng| {
            let dose = ScreeningDose::planned(dose_ng, at);
            at.utc_ms = at.utc_ms.saturating_add(DOSE_APART_MS);
            dose
        };
        let doses = SCREENING_NG.into_iter().map(&mut next).collect();
        Self {
            baseline_from,
            prompts: ClockPrompts::default(),
            method: Method::SingleDoses { doses },
        }
    }
}

/// The diary for the years: after an implantation, or without any trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongTerm {
    /// From then on; not during a trial.
    pub from: Moment,
    /// When the person is asked; may be never.
    #[serde(default = "ClockPrompts::once_a_day")]
    pub prompts: ClockPrompts,
}

/// Why a plan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The trial was stopped before its end.
    TrialStopped,
    /// The therapy ended.
    TherapyEnded,
    /// The pump was replaced; a new plan goes on with the new one.
    PumpReplaced,
}

/// The end of a plan: nothing is asked any more, and the record stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// When.
    pub at: Moment,
    /// Why.
    pub why: EndReason,
}

/// Everything that a plan holds: what creates one, and the form in which it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSpec {
    /// Its name in the store.
    pub id: PlanId,
    /// What the therapy is for.
    pub purpose: Purpose,
    /// The drug, where it is known; no pump is needed for it.
    #[serde(default)]
    pub drug: Option<DrugCode>,
    /// The measure that leads; one of [`Purpose::leads`].
    pub lead: Measure,
    /// What the person wants to be able to do, in their own words, at most [`GOAL_MAX_CHARS`].
    #[serde(default)]
    pub goal: String,
    /// The zone in which the plan was made; where the person was later is told beside it.
    pub zone: Zone,
    /// The trial, if there is one.
    #[serde(default)]
    pub trial: Option<Trial>,
    /// The diary for the years, if it has begun or is foreseen.
    #[serde(default)]
    pub long_term: Option<LongTerm>,
    /// The end, once it is known.
    #[serde(default)]
    pub ending: Option<Ending>,
}

impl PlanSpec {
    /// An empty plan: the purpose's first measure leads, no drug is known, nothing is planned yet.
    pub const fn new(id: PlanId, purpose: Purpose, zone: Zone) -> Self {
        Self {
            id,
            purpose,
            drug: None,
            lead: purpose.first_lead(),
            goal: String::new(),
            zone,
            trial: None,
            long_term: None,
            ending: None,
        }
    }
}

/// A plan that makes sense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PlanSpec", into = "PlanSpec")]
pub struct Plan(PlanSpec);

impl Plan {
    /// Checks what was planned. Texts lose the white space around them.
    ///
    /// # Errors
    /// [`PlanError`], each with what to change.
    pub fn new(mut spec: PlanSpec) -> Result<Self, PlanError> {
        spec.goal = spec.goal.trim().to_owned();
        check::spec(&spec)?;
        Ok(Self(spec))
    }

    /// What it holds.
    pub const fn spec(&self) -> &PlanSpec {
        &self.0
    }

    /// Its name in the store.
    pub const fn id(&self) -> PlanId {
        self.0.id
    }

    /// The drug, where one is set and this version knows it.
    pub fn drug(&self) -> Option<Drug> {
        self.0.drug.and_then(DrugCode::drug)
    }

    /// The doses of a trial with single doses; empty otherwise.
    pub fn doses(&self) -> &[ScreeningDose] {
        match self.0.trial.as_ref().map(|trial| &trial.method) {
            Some(Method::SingleDoses { doses }) => doses,
            Some(Method::Infusion { .. }) | None => &[],
        }
    }
}

impl TryFrom<PlanSpec> for Plan {
    type Error = PlanError;

    fn try_from(spec: PlanSpec) -> Result<Self, PlanError> {
        Self::new(spec)
    }
}

impl From<Plan> for PlanSpec {
    fn from(plan: Plan) -> Self {
        plan.0
    }
}

/// The end of an infusion trial on the person's clock: midnight after the last day.
pub(super) fn end_of_days(start: Moment, days: u8) -> DateTime {
    midnight_after(start.date(), days)
}

fn midnight_after(date: Date, days: u8) -> DateTime {
    let last = date.checked_add_days(Days::new(u64::from(days)));
    last.unwrap_or(date).and_time(NaiveTime::MIN)
}
