//! A plan of a trial or of the diary for the years, as the person and the clinic set it.

use cisterna_core::civil::{Moment, Zone};
use cisterna_core::trial::{ClockPrompts, LongTerm, Measure, PlanId, PlanSpec, Purpose, Trial};
use cisterna_protocol::prescription::Drug;

/// What is tried. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NewTrial {
    /// A continuous infusion of 4 to 7 days.
    Infusion {
        /// From when on the baseline is asked.
        baseline_from_utc_ms: i64,
        /// When the infusion begins.
        start_utc_ms: i64,
        /// Days.
        days: u8,
    },
    /// Single doses of baclofen, 50, 75 and 100 µg, a day apart.
    BaclofenScreening {
        /// From when on the baseline is asked.
        baseline_from_utc_ms: i64,
        /// When the first dose is planned.
        first_dose_utc_ms: i64,
    },
    /// None: the diary for the years, asked once a day.
    LongTerm {
        /// From when on.
        from_utc_ms: i64,
    },
}

/// A plan to begin.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NewPlan {
    /// What the therapy is for.
    pub purpose: Purpose,
    /// The drug, where it is known.
    pub drug: Option<Drug>,
    /// The measure that leads; the purpose's first where absent.
    pub lead: Option<Measure>,
    /// The person's own goal; may be empty.
    pub goal: String,
    /// What is tried.
    pub trial: NewTrial,
}

pub(crate) fn plan_spec(plan: NewPlan, zone: Zone) -> PlanSpec {
    let at = |utc_ms| Moment::in_zone(utc_ms, zone);
    let spec = PlanSpec::new(PlanId(0), plan.purpose, zone);
    let (trial, long_term) = match plan.trial {
        NewTrial::Infusion {
            baseline_from_utc_ms,
            start_utc_ms,
            days,
        } => {
            let trial = Trial::infusion(at(baseline_from_utc_ms), at(start_utc_ms), days);
            (Some(trial), None)
        }
        NewTrial::BaclofenScreening {
            baseline_from_utc_ms,
            first_dose_utc_ms,
        } => {
            let from = at(baseline_from_utc_ms);
            (
                Some(Trial::baclofen_screening(from, at(first_dose_utc_ms))),
                None,
            )
        }
        NewTrial::LongTerm { from_utc_ms } => {
            let long_term = LongTerm {
                from: at(from_utc_ms),
                prompts: ClockPrompts::once_a_day(),
            };
            (None, Some(long_term))
        }
    };
    PlanSpec {
        drug: plan.drug.map(Into::into),
        lead: plan.lead.unwrap_or(spec.lead),
        goal: plan.goal,
        trial,
        long_term,
        ..spec
    }
}
