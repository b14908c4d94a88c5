//! How much a person takes as boluses a day, as far as the copied dose log tells. SR-46
//!
//! Responsible for a mean and an honest range from whole days of the log. Leaves reading the log
//! to the store, and dates to the forecast.
//!
//! # The range
//! Nothing is assumed about how days are distributed. The lowest and the highest whole day that
//! were seen are the ends: if days are alike, the next one lies beyond them with a chance of at
//! most 2 in n + 1, and the mean of many days strays less than one day does. Days of the span
//! that were not seen (gaps in the log, therapy not running, fewer than a week of log) count at
//! the low end as none and at the high end as every allowed bolus, in the middle as half of it.
//! So no log at all is "no habit known yet": from nothing to everything that is allowed.
//!
//! A clinician's dose counts: its volume is gone, and it took a bolus of the window.

use super::program::{DAY_S, NL_PER_ML};
use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::quantity::{Count, Nanolitres};
use cisterna_protocol::record::{Body, DeficitCause, Record};
use cisterna_protocol::status::Status;

/// Days back that count as "lately". Assumption: four weeks hold each day of the week four times,
/// and an older habit may have changed.
pub const LATELY_DAYS: u64 = 28;

/// Fewer days than this are filled up with days that were not seen. Assumption: a week, because
/// people's days differ by the day of the week.
const LEAST_DAYS: u64 = 7;

const DAY: u64 = DAY_S as u64;

/// Bolus volume a day, in nanolitres: low ≤ middle ≤ high ≤ what is allowed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Habit {
    /// The low end of the range.
    pub low_nl_per_day: u64,
    /// The mean.
    pub middle_nl_per_day: u64,
    /// The high end of the range.
    pub high_nl_per_day: u64,
    /// Whole days that were seen, 0 to 28. With none, no habit is known yet.
    pub days_seen: u32,
    /// Days that count in the range without having been seen, 0 to 28.
    pub days_unseen: u32,
}

/// A bolus of the dose log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenBolus {
    /// The pump's count at its end.
    pub ended_at: Count,
    /// Least that was given.
    pub least: Nanolitres,
    /// Most that may have been given: the programmed volume.
    pub most: Nanolitres,
}

/// A span of the pump's count, from one instant to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountSpan {
    /// Its beginning, not in it.
    pub from: Count,
    /// Its end, in it.
    pub until: Count,
}

/// What was seen of boluses over a span of the pump's count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The span that was looked at.
    pub span: CountSpan,
    /// Parts of it that tell nothing, in any order; they may overlap.
    pub unseen: Vec<CountSpan>,
    /// The boluses that ended in it, in any order.
    pub boluses: Vec<SeenBolus>,
}

impl Seen {
    /// What copied records of the dose log tell, up to the reading `status`.
    ///
    /// `records` are of one generation of the pump's memory, in any order. `since` is the count
    /// from which on today's prescription has been active, zero where that is not known: days
    /// before it followed other limits.
    pub fn in_log(records: &[Record], status: &Status, since: Count) -> Self {
        let mut records: Vec<&Record> = records.iter().collect();
        records.sort_by_key(|record| record.seq);
        records.dedup_by_key(|record| record.seq);
        let until = status.count;
        let lately = Count(until.0.saturating_sub(LATELY_DAYS * DAY));
        let first = records.first().map_or(until, |record| begin(record));
        let from = first.max(lately).max(since).min(until);
        let mut unseen: Vec<_> = records.iter().filter_map(|it| not_running(it)).collect();
        unseen.extend(records.windows(2).filter_map(|pair| gap(pair[0], pair[1])));
        let missing = |last: &&&Record| status.doses.next > last.seq.saturating_add(1);
        unseen.extend(records.last().filter(missing).map(|last| CountSpan {
            from: last.at,
            until,
        }));
        Self {
            span: CountSpan { from, until },
            unseen,
            boluses: records.iter().filter_map(|it| bolus(it)).collect(),
        }
    }
}

/// The count at which what a record tells began.
fn begin(record: &Record) -> Count {
    let (Body::Basal { span_s, .. } | Body::Bolus { span_s, .. } | Body::Deficit { span_s, .. }) =
        record.body
    else {
        return record.at;
    };
    Count(record.at.0.saturating_sub(u64::from(span_s)))
}

/// Records are missing between two that follow each other.
fn gap(before: &Record, after: &Record) -> Option<CountSpan> {
    (after.seq > before.seq.saturating_add(1)).then_some(CountSpan {
        from: before.at,
        until: after.at,
    })
}

/// A span in which nobody could take a bolus says nothing about a habit.
fn not_running(record: &Record) -> Option<CountSpan> {
    let Body::Deficit { cause, .. } = record.body else {
        return None;
    };
    match cause {
        DeficitCause::Stopped | DeficitCause::Fault | DeficitCause::Dry => Some(CountSpan {
            from: begin(record),
            until: record.at,
        }),
        DeficitCause::Late | DeficitCause::LimitHold => None,
    }
}

fn bolus(record: &Record) -> Option<SeenBolus> {
    let Body::Bolus {
        programmed, least, ..
    } = record.body
    else {
        return None;
    };
    Some(SeenBolus {
        ended_at: record.at,
        least,
        most: programmed.max(least),
    })
}

impl Habit {
    /// The habit that was seen, within what `prescription` allows now.
    pub fn of(seen: &Seen, prescription: &Prescription) -> Self {
        let allowed = allowed_nl_per_day(prescription);
        let span_s = seen.span.until.since(seen.span.from);
        let days = days(seen);
        let seen_days = days.len() as u64;
        let all_days = (span_s / DAY).clamp(LEAST_DAYS, LATELY_DAYS).max(seen_days);
        let unseen_days = all_days - seen_days;
        let least = days.iter().map(|day| day.least).min().unwrap_or(0);
        let most = days.iter().map(|day| day.most).max().unwrap_or(0);
        let low = least.min(allowed) * seen_days / all_days;
        let high = most.min(allowed) * seen_days + allowed * unseen_days;
        let high = high.div_ceil(all_days);
        Self {
            low_nl_per_day: low,
            middle_nl_per_day: mean(seen, allowed).clamp(low, high),
            high_nl_per_day: high,
            days_seen: small(seen_days),
            days_unseen: small(unseen_days),
        }
    }

    /// No log was seen: from nothing to everything that is allowed.
    pub fn unknown(prescription: &Prescription) -> Self {
        let nothing = Seen {
            span: CountSpan {
                from: Count(0),
                until: Count(0),
            },
            unseen: Vec::new(),
            boluses: Vec::new(),
        };
        Self::of(&nothing, prescription)
    }

    /// Whether at least one whole day was seen.
    pub const fn is_known(&self) -> bool {
        self.days_seen > 0
    }
}

fn small(days: u64) -> u32 {
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// Volume of one day.
#[derive(Clone, Copy, Default)]
struct Day {
    least: u64,
    most: u64,
}

/// The whole days back from the end of the span in which nothing was unseen.
fn days(seen: &Seen) -> Vec<Day> {
    let until = seen.span.until.0;
    let whole = until.saturating_sub(seen.span.from.0) / DAY;
    let day = |nth: u64| {
        let end = until - nth * DAY;
        let (from, until) = (Count(end - DAY), Count(end));
        let overlaps = |it: &CountSpan| it.from < until && it.until > from;
        if seen.unseen.iter().any(overlaps) {
            return None;
        }
        let here = |it: &&SeenBolus| from < it.ended_at && it.ended_at <= until;
        let boluses = seen.boluses.iter().filter(here);
        Some(boluses.fold(Day::default(), |day, it| Day {
            least: day.least.saturating_add(it.least.0),
            most: day.most.saturating_add(it.most.0),
        }))
    };
    (0..whole.min(LATELY_DAYS)).filter_map(day).collect()
}

/// What was seen, and half of what is allowed for the time that was not, over at least a week.
fn mean(seen: &Seen, allowed: u64) -> u64 {
    let CountSpan { from, until } = seen.span;
    let here = |it: &&SeenBolus| from <= it.ended_at && it.ended_at <= until;
    let boluses = seen.boluses.iter().filter(here);
    let twice: u128 = boluses
        .map(|it| u128::from(it.least.0) + u128::from(it.most.0))
        .sum();
    let span_s = until.since(from);
    let all_s = span_s.max(LEAST_DAYS * DAY);
    let unseen_s = all_s - span_s + covered_s(&seen.unseen, seen.span);
    let twice = twice * u128::from(DAY) + u128::from(unseen_s) * u128::from(allowed);
    u64::try_from(twice / (2 * u128::from(all_s))).unwrap_or(u64::MAX)
}

/// Seconds of `within` that the spans cover, overlaps once.
fn covered_s(spans: &[CountSpan], within: CountSpan) -> u64 {
    let mut spans = spans.to_vec();
    spans.sort_by_key(|it| it.from);
    let mut covered_s = 0;
    let mut reached = within.from;
    for span in spans {
        let until = span.until.min(within.until);
        covered_s += until.since(span.from.max(reached));
        reached = reached.max(until);
    }
    covered_s
}

/// Most bolus volume a day, over many days, that the prescription allows; rounded up.
fn allowed_nl_per_day(prescription: &Prescription) -> u64 {
    let Some(bolus) = prescription.bolus else {
        return 0;
    };
    let concentration = u128::from(prescription.concentration.0);
    let dose = u128::from(bolus.dose.0) * NL_PER_ML * u128::from(DAY);
    let rate = |number: u128, each_s: u32| {
        let per = concentration * u128::from(each_s);
        (per > 0).then(|| (number * dose).div_ceil(per))
    };
    let by_window = rate(
        u128::from(bolus.max_in_window),
        prescription.window_s.max(1),
    );
    let by_lockout = rate(1, bolus.lockout_s);
    let least = by_window.into_iter().chain(by_lockout).min();
    // held at what no reservoir holds
    u64::try_from(least.unwrap_or(0)).map_or(MOST_NL_PER_DAY, |it| it.min(MOST_NL_PER_DAY))
}

/// A day's volume is held here, so that sums over weeks cannot overflow: a thousand litres.
const MOST_NL_PER_DAY: u64 = 1_000_000_000_000;

#[cfg(test)]
mod tests;
