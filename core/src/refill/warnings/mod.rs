//! What to warn of, how urgently, and since when: a pure function of what is known and of now.
//!
//! Responsible for the levels and the instants at which they begin. Leaves sentences to the
//! texts, repeating and escalating to the reminders (SR-47), and the pump's own alarms to
//! [`crate::pump::status`].
//!
//! Every warning stands on the earliest date, and every level begins at an instant that is known
//! in advance. So without a new reading or fill a warning never becomes weaker as time passes.
//!
//! A booking holds the refill warning at "plan it" until the appointment, if that lies before the
//! earliest empty date; a later one warns at once that it is too late. Nothing else is lowered by
//! it: the warnings of the low and the empty reservoir go on. Being away concerns "unreachable"
//! only.

mod plans;
mod table;

pub use plans::{Away, Booking, PlanError};

use super::{Direction, Discrepancy, Forecast};
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::status::Status;
use table::Row;

/// A pump counts as unreachable after this long without a reading, in milliseconds, unless the
/// person set another time. Assumption: a phone is near its pump once a day.
pub const UNREACHABLE_AFTER_MS: u64 = 24 * 3_600_000;

/// How urgent a warning is, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Weeks are left: plan it.
    Plan,
    /// Days are left.
    Soon,
    /// Act now.
    Now,
    /// An emergency.
    Emergency,
}

/// What threatens, by drug; the texts have the signs and what to do. SR-20, SR-21
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Danger {
    /// Too little baclofen: withdrawal.
    BaclofenWithdrawal,
    /// Too much baclofen.
    BaclofenOverdose,
    /// Too little of an opioid: withdrawal and pain.
    OpioidWithdrawal,
    /// Too much of an opioid: breathing.
    OpioidOverdose,
    /// Too little ziconotide: the pain returns; no withdrawal.
    PainReturns,
    /// Too much ziconotide: mind and gait.
    ZiconotideExcess,
}

/// What is known of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Appointment {
    /// None was told, or a fill came after it was.
    None,
    /// It lies ahead and in time. Milliseconds since 1970-01-01 UTC.
    Booked {
        /// The appointment.
        at_utc_ms: i64,
    },
    /// It lies ahead, and not before the reservoir may be empty or the drug's use-by is past.
    TooLate {
        /// The appointment.
        at_utc_ms: i64,
    },
    /// It is over, and no fill was seen since.
    Over {
        /// The appointment.
        at_utc_ms: i64,
    },
}

/// What a warning is about. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The reservoir may be empty.
    ReservoirEmpty {
        /// From when on.
        from_utc_ms: i64,
    },
    /// The pump was not read for long, and its reservoir may be empty soon.
    Unreachable {
        /// The last reading.
        read_at_utc_ms: i64,
        /// From when on the reservoir may be empty.
        empty_from_utc_ms: i64,
    },
    /// At the last fill another volume was found than the pump counted.
    Discrepancy(Discrepancy),
    /// The reservoir may be low.
    ReservoirLow {
        /// From when on.
        from_utc_ms: i64,
    },
    /// The drug's use-by.
    UseBy {
        /// The date.
        at_utc_ms: i64,
    },
    /// The pump's battery ends.
    Battery {
        /// The date that the clinic told.
        at_utc_ms: i64,
    },
    /// A refill is due.
    RefillDue {
        /// Before when: the earliest low date, or the use-by.
        by_utc_ms: i64,
        /// What is known of an appointment.
        appointment: Appointment,
    },
}

/// A level that lies ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The level.
    pub level: Level,
    /// When it begins, in milliseconds since 1970-01-01 UTC.
    pub at_utc_ms: i64,
}

/// A warning as it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub kind: Kind,
    /// How urgent it is.
    pub level: Level,
    /// When this level began by what is known now, in milliseconds since 1970-01-01 UTC.
    pub since_utc_ms: i64,
    /// When it grows next without a new reading or fill; absent where it does not.
    pub grows: Option<Growth>,
    /// What threatens; absent where the drug is not known.
    pub danger: Option<Danger>,
}

/// What warnings are made from. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Now, by the wall clock.
    pub now_utc_ms: i64,
    /// The drug in the pump; absent where this version does not know it: the most urgent counts.
    pub drug: Option<Drug>,
    /// The forecast; absent before the first fill or prescription.
    pub forecast: Option<&'a Forecast>,
    /// The last authenticated reading.
    pub read_at_utc_ms: Option<i64>,
    /// How long without a reading makes a pump unreachable.
    pub unreachable_after_ms: u64,
    /// The last fill ([`filled_at_utc_ms`]).
    pub filled_at_utc_ms: Option<i64>,
    /// What the clinic found at the last fill.
    pub discrepancy: Option<Discrepancy>,
    /// End of the battery's service, as the clinic told it.
    pub battery_end_utc_ms: Option<i64>,
    /// The appointment for the refill.
    pub booking: Option<Booking>,
    /// Being away.
    pub away: Option<Away>,
}

/// When the last fill was, by a reading and its time. An outage in between makes it look later
/// than it was, so that a booking ends sooner: the safe way round.
pub fn filled_at_utc_ms(status: &Status, read_at_utc_ms: i64) -> Option<i64> {
    let filled_at = status.reservoir?.filled_at;
    Some(read_at_utc_ms.saturating_sub(ms(status.count.since(filled_at))))
}

/// The warnings that stand now, the most urgent first.
pub fn warnings(facts: &Facts<'_>) -> Vec<Warning> {
    let by_date = facts.forecast.map(|it| by_date(facts, it));
    let mut all: Vec<Warning> = by_date.into_iter().flatten().flatten().collect();
    all.extend(battery(facts));
    all.extend(discrepancy(facts));
    // a stable sort: among equals the graver kind stands first, as the kinds are listed
    all.sort_by_key(|it| (std::cmp::Reverse(it.level), rank(&it.kind)));
    all
}

const fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::ReservoirEmpty { .. } => 0,
        Kind::Unreachable { .. } => 1,
        Kind::Discrepancy(_) => 2,
        Kind::ReservoirLow { .. } => 3,
        Kind::UseBy { .. } => 4,
        Kind::Battery { .. } => 5,
        Kind::RefillDue { .. } => 6,
    }
}

fn by_date(facts: &Facts<'_>, forecast: &Forecast) -> [Option<Warning>; 5] {
    let low = ms(forecast.low.reached_utc_s);
    let empty = ms(forecast.empty.reached_utc_s);
    let use_by = ms(forecast.use_by_utc_s);
    let stand = |kind, rows, date| facts.stand(kind, &facts.stages(rows, date));
    [
        stand(
            Kind::ReservoirEmpty { from_utc_ms: empty },
            table::EMPTY,
            empty,
        ),
        unreachable(facts, empty),
        stand(Kind::ReservoirLow { from_utc_ms: low }, table::LOW, low),
        stand(Kind::UseBy { at_utc_ms: use_by }, table::USE_BY, use_by),
        refill_due(facts, forecast),
    ]
}

/// Unreachable near the empty date, unless that was expected. SR-20, SR-47
fn unreachable(facts: &Facts<'_>, empty_utc_ms: i64) -> Option<Warning> {
    let read_at_utc_ms = facts.read_at_utc_ms?;
    let after_ms = i64::try_from(facts.unreachable_after_ms).unwrap_or(i64::MAX);
    let since = read_at_utc_ms.saturating_add(after_ms);
    let since = facts.away.map_or(since, |it| since.max(it.until_utc_ms()));
    let mut stages = facts.stages(table::UNREACHABLE, empty_utc_ms);
    for stage in &mut stages {
        stage.at_utc_ms = stage.at_utc_ms.max(since);
    }
    let kind = Kind::Unreachable {
        read_at_utc_ms,
        empty_from_utc_ms: empty_utc_ms,
    };
    facts.stand(kind, &stages)
}

fn refill_due(facts: &Facts<'_>, forecast: &Forecast) -> Option<Warning> {
    let by_utc_ms = ms(forecast.low.earliest_utc_s);
    let mut stages = facts.stages(table::REFILL_DUE, by_utc_ms);
    let unfilled = |it: &Booking| {
        facts
            .filled_at_utc_ms
            .is_none_or(|at| at <= it.made_utc_ms())
    };
    let Some(booking) = facts.booking.filter(unfilled) else {
        let kind = Kind::RefillDue {
            by_utc_ms,
            appointment: Appointment::None,
        };
        return facts.stand(kind, &stages);
    };
    let at_utc_ms = booking.at_utc_ms();
    let in_time = at_utc_ms < ms(forecast.empty.earliest_utc_s);
    for stage in &mut stages {
        match stage.level {
            Level::Plan if !in_time => {
                stage.at_utc_ms = stage.at_utc_ms.min(booking.made_utc_ms());
            }
            Level::Soon | Level::Now | Level::Emergency if in_time => {
                stage.at_utc_ms = stage.at_utc_ms.max(at_utc_ms);
            }
            Level::Plan | Level::Soon | Level::Now | Level::Emergency => {}
        }
    }
    let appointment = match (facts.now_utc_ms >= at_utc_ms, in_time) {
        (true, _) => Appointment::Over { at_utc_ms },
        (false, true) => Appointment::Booked { at_utc_ms },
        (false, false) => Appointment::TooLate { at_utc_ms },
    };
    let kind = Kind::RefillDue {
        by_utc_ms,
        appointment,
    };
    facts.stand(kind, &stages)
}

fn battery(facts: &Facts<'_>) -> Option<Warning> {
    let at_utc_ms = facts.battery_end_utc_ms?;
    let stages = facts.stages(table::BATTERY, at_utc_ms);
    facts.stand(Kind::Battery { at_utc_ms }, &stages)
}

/// Until the next fill is compared: what was found does not go away by itself.
fn discrepancy(facts: &Facts<'_>) -> Option<Warning> {
    let found = facts.discrepancy.filter(|it| it.beyond)?;
    let stage = Growth {
        level: table::discrepancy(facts.drug, found.direction),
        at_utc_ms: found.at_utc_ms,
    };
    let danger = match found.direction {
        Direction::None => None,
        Direction::TooLittleGiven => facts.drug.map(table::too_little),
        Direction::TooMuchGiven => facts.drug.map(table::too_much),
    };
    let warning = facts.stand(Kind::Discrepancy(found), &[stage])?;
    Some(Warning { danger, ..warning })
}

impl Facts<'_> {
    /// The instants at which the levels of a warning begin.
    fn stages(&self, rows: &[Row], date_utc_ms: i64) -> Vec<Growth> {
        let stage = |row: &Row| {
            Some(Growth {
                level: row.level,
                at_utc_ms: date_utc_ms.saturating_sub(row.lead_ms(self.drug)?),
            })
        };
        rows.iter().filter_map(stage).collect()
    }

    /// The highest level that has begun, and the next higher one.
    fn stand(&self, kind: Kind, stages: &[Growth]) -> Option<Warning> {
        let begun = |it: &&Growth| it.at_utc_ms <= self.now_utc_ms;
        let here = stages.iter().filter(begun).max_by_key(|it| it.level)?;
        let higher = |it: &&Growth| it.level > here.level;
        let next = stages
            .iter()
            .filter(higher)
            // of two that begin together the higher one is what it grows to
            .min_by_key(|it| (it.at_utc_ms, std::cmp::Reverse(it.level)));
        Some(Warning {
            kind,
            level: here.level,
            since_utc_ms: here.at_utc_ms,
            grows: next.copied(),
            danger: self.drug.map(table::too_little),
        })
    }
}

/// Seconds as milliseconds, held at the type's range.
fn ms(seconds: u64) -> i64 {
    i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
