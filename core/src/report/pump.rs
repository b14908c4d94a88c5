//! The pump in the report's terms: boluses, program changes, holes in the log, the forecast.

use super::moment_at;
use crate::civil::{Date, TimeOfDay};
use crate::pump::doses::Located;
use crate::pump::status::Reading;
use crate::pump::sync::TimeRange;
use crate::refill::{Curve, Forecast};
use crate::store::{Gap, RequestRow};
use crate::trial::Zones;
use cisterna_protocol::outcome::Outcome;
use cisterna_protocol::prescription::{Drug, Prescription};
use cisterna_protocol::record::{Body, Origin};
use cisterna_report as out;

const NL_PER_ML: u128 = 1_000_000;

/// What is known of the pump.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PumpBasis<'a> {
    pub(crate) serial: &'a str,
    pub(crate) reading: &'a Reading,
    pub(crate) prescription: Option<&'a Prescription>,
    /// Dose log of the time that is reported.
    pub(crate) doses: &'a [Located],
    /// Event log of that time.
    pub(crate) events: &'a [Located],
    /// Requests of this phone.
    pub(crate) requests: &'a [RequestRow],
    /// Records that the pump no longer had.
    pub(crate) gaps: &'a [Gap],
    pub(crate) zones: &'a Zones,
    /// When the log was copied last.
    pub(crate) copied_until_utc_ms: Option<i64>,
}

impl PumpBasis<'_> {
    /// Wishes of one of the person's days, counted.
    pub(super) fn counts_on(&self, date: Date) -> out::BolusCounts {
        let mut counts = out::BolusCounts::default();
        for bolus in boluses(Some(self), self.zones, &|_| true) {
            let at = bolus.when.earliest().utc_ms;
            if self.zones.moment(at).date() != date {
                continue;
            }
            match bolus.state {
                out::BolusState::Given { .. } | out::BolusState::Running => counts.given += 1,
                out::BolusState::StoppedEarly { .. } => counts.stopped_early += 1,
                out::BolusState::Refused => counts.refused += 1,
                out::BolusState::Uncertain => counts.uncertain += 1,
            }
        }
        counts
    }

    /// Whether the copied log reaches from the day's midnight to the next without a hole.
    pub(super) fn covers(&self, date: Date) -> bool {
        let midnight = |date: Date| self.zones.instant_of(date, TimeOfDay::MIDNIGHT);
        let from = midnight(date);
        let until = midnight(date.succ_opt().unwrap_or(date));
        let oldest = self.doses.iter().filter_map(begin_ms).min();
        let reaches = oldest.is_some_and(|oldest| oldest <= from);
        self.gaps.is_empty()
            && reaches
            && self
                .copied_until_utc_ms
                .is_some_and(|copied| copied >= until)
    }
}

fn begin_ms((record, when): &Located) -> Option<i64> {
    let (Body::Basal { span_s, .. } | Body::Bolus { span_s, .. } | Body::Deficit { span_s, .. }) =
        record.body
    else {
        return when.from_utc_ms;
    };
    Some(when.from_utc_ms? - i64::from(span_s) * 1_000)
}

fn when(range: &TimeRange, zones: &Zones) -> Option<out::When> {
    let (from, until) = range.from_utc_ms.zip(range.until_utc_ms)?;
    let exact = until.checked_sub(from)? <= 2_000;
    Some(if exact {
        out::When::At(moment_at(zones, from + (until - from) / 2))
    } else {
        out::When::Within(out::Span {
            from: moment_at(zones, from),
            until: moment_at(zones, until),
        })
    })
}

fn dose_ng(nl: u64, basis: &PumpBasis<'_>) -> u64 {
    let brief = basis.reading.status().prescription;
    let ng_per_ml = brief.map_or(0, |it| it.concentration.0);
    let ng = u128::from(nl) * u128::from(ng_per_ml) / NL_PER_ML;
    u64::try_from(ng).unwrap_or(u64::MAX)
}

/// What the pump gave, and wishes that came to nothing or are not known. SR-41, SR-44
pub(super) fn boluses(
    basis: Option<&PumpBasis<'_>>,
    zones: &Zones,
    of_report: &dyn Fn(i64) -> bool,
) -> Vec<out::Bolus> {
    let Some(basis) = basis else {
        return Vec::new();
    };
    let given = basis.doses.iter().filter_map(|it| given(it, basis, zones));
    let wished = basis.requests.iter().filter_map(|it| wished(it, zones));
    let mut all: Vec<out::Bolus> = given.chain(wished).collect();
    all.retain(|it| of_report(it.when.earliest().utc_ms));
    all.sort_by_key(|it| it.when.earliest().utc_ms);
    all
}

fn given((record, range): &Located, basis: &PumpBasis<'_>, zones: &Zones) -> Option<out::Bolus> {
    let Body::Bolus {
        origin,
        cause,
        span_s,
        programmed,
        least,
    } = record.body
    else {
        return None;
    };
    let began = |ms: i64| ms - i64::from(span_s) * 1_000;
    let range = TimeRange {
        from_utc_ms: range.from_utc_ms.map(began),
        until_utc_ms: range.until_utc_ms.map(began),
    };
    let least_ng = dose_ng(least.0, basis);
    Some(out::Bolus {
        when: when(&range, zones)?,
        origin: match origin {
            Origin::Phone(_) => out::Origin::Phone,
            Origin::Clinician => out::Origin::Clinician,
        },
        programmed_ng: dose_ng(programmed.0, basis),
        state: if cause.is_none() {
            out::BolusState::Given { given_ng: least_ng }
        } else {
            out::BolusState::StoppedEarly {
                least_ng,
                most_ng: dose_ng(programmed.0, basis),
            }
        },
    })
}

/// A request of this phone that stands in no dose record: refused, running, or not known.
fn wished(row: &RequestRow, zones: &Zones) -> Option<out::Bolus> {
    use crate::pump::bolus::RequestState;
    let state = match row.state {
        RequestState::Sent | RequestState::CannotBeKnown { .. } => out::BolusState::Uncertain,
        RequestState::Answered(outcome) => match outcome {
            Outcome::Refused(_) => out::BolusState::Refused,
            Outcome::Running(_) => out::BolusState::Running,
            Outcome::Forgotten => out::BolusState::Uncertain,
            Outcome::Delivered(_) | Outcome::StoppedEarly(_) | Outcome::Voided => return None,
        },
        RequestState::Intended | RequestState::NotReceived | RequestState::Died(_) => return None,
    };
    Some(out::Bolus {
        when: out::When::At(moment_at(zones, row.tapped.wall_utc_ms)),
        origin: out::Origin::Phone,
        programmed_ng: row.dose.0,
        state,
    })
}

/// Activations in the copied log. The doses of a prescription are known of the present one only.
pub(super) fn program_changes(
    basis: Option<&PumpBasis<'_>>,
    zones: &Zones,
    of_report: &dyn Fn(i64) -> bool,
) -> Vec<out::ProgramChange> {
    let Some((basis, prescription)) = basis.and_then(|it| Some((it, it.prescription?))) else {
        return Vec::new();
    };
    let change = |(record, range): &Located| {
        let Body::Activated { version } = record.body else {
            return None;
        };
        let present = (version == prescription.version).then_some(prescription)?;
        Some(out::ProgramChange {
            when: when(range, zones)?,
            before_ng_per_day: None,
            after_ng_per_day: basal_ng_per_day(present),
            bolus_ng: present.bolus.map(|it| it.dose.0),
        })
    };
    let changes = basis.events.iter().filter_map(change);
    let mut changes: Vec<_> = changes
        .filter(|it| of_report(it.when.earliest().utc_ms))
        .collect();
    changes.sort_by_key(|it| it.when.earliest().utc_ms);
    changes
}

fn basal_ng_per_day(prescription: &Prescription) -> u64 {
    let steps = prescription.steps.iter();
    let ng_s_per_h: u64 = steps
        .map(|step| u64::from(step.rate.0) * u64::from(step.until_s.saturating_sub(step.from_s)))
        .sum();
    ng_s_per_h / 3_600
}

/// The pump and its prescription; none where it is not known whole.
pub(super) fn facts(basis: &PumpBasis<'_>, zones: &Zones) -> Option<out::Pump> {
    let prescription = basis.prescription?;
    let drug = Drug::from_code(prescription.drug)?;
    let step = |step: &cisterna_protocol::prescription::Step| {
        Some(out::Step {
            from_min: u16::try_from(step.from_s / 60).ok()?,
            rate_ng_per_h: u64::from(step.rate.0),
        })
    };
    Some(out::Pump {
        serial: Some(basis.serial.to_owned()),
        read: moment_at(zones, basis.reading.at().wall_utc_ms),
        drug: super::results::drug(drug),
        concentration_ng_per_ml: u64::from(prescription.concentration.0),
        program: prescription.steps.iter().filter_map(step).collect(),
        bolus: prescription.bolus.map(|it| out::BolusPermission {
            dose_ng: it.dose.0,
            lockout_s: it.lockout_s,
            most_per_window: u32::from(it.max_in_window),
            window_s: prescription.window_s,
        }),
    })
}

/// From the last copy of the log to now: not read yet. SR-45
pub(super) fn gaps(
    basis: Option<&PumpBasis<'_>>,
    zones: &Zones,
    now: out::Moment,
) -> Vec<out::LogGap> {
    let copied = basis.and_then(|it| it.copied_until_utc_ms);
    let unread = copied.filter(|copied| now.utc_ms - copied > crate::civil::HOUR_MS);
    let gap = |from: i64| out::LogGap {
        span: out::Span {
            from: moment_at(zones, from),
            until: now,
        },
        cause: out::GapCause::NotRead,
    };
    unread.map(gap).into_iter().collect()
}

/// The residual's forecast for a picture.
pub(crate) fn residual(
    forecast: &Forecast,
    curve: &Curve,
    residual_nl: u64,
    zones: &Zones,
) -> out::ResidualForecast {
    let at = |utc_s: u64| moment_at(zones, i64::try_from(utc_s).unwrap_or(0) * 1_000);
    let line = |nl: fn(&crate::refill::Point) -> u64| {
        let point = |it: &crate::refill::Point| out::ResidualPoint {
            at: at(it.at_utc_s),
            residual_nl: nl(it),
        };
        curve.points.iter().map(point).collect()
    };
    let first = curve.points.first().map_or(0, |it| it.at_utc_s);
    out::ResidualForecast {
        now: at(first),
        residual_nl,
        expected: line(|it| it.expected_nl),
        earliest: line(|it| it.earliest_nl),
        low_nl: curve.low_level_nl,
        low_expected: forecast.low.expected_utc_s.map(at),
        low_earliest: Some(at(forecast.low.reached_utc_s)),
        use_by: Some(at(forecast.use_by_utc_s)),
    }
}
