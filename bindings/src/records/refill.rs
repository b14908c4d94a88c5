//! The refill: dates, curve, warnings, what the person planned. SR-46, SR-47

use super::home::utc_ms;
use super::time::{ReadTime, held, read_time};
use cisterna_core::clock::Instant;
use cisterna_core::refill::warnings::{Appointment, Danger, Kind, Level, Warning};
use cisterna_core::refill::{Dates, Widening};
use cisterna_core::screens::RefillScreen;
use cisterna_protocol::status::Therapy;

#[uniffi::remote(Enum)]
enum Level {
    Plan,
    Soon,
    Now,
    Emergency,
}

#[uniffi::remote(Enum)]
enum Danger {
    BaclofenWithdrawal,
    BaclofenOverdose,
    OpioidWithdrawal,
    OpioidOverdose,
    PainReturns,
    ZiconotideExcess,
}

/// Dates of one level, in milliseconds since 1970-01-01 UTC: earliest ≤ early ≤ expected ≤ late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LevelDates {
    /// The earliest, which stands first.
    pub earliest_utc_ms: i64,
    /// By the program and the extra doses seen lately; none beyond the horizon.
    pub expected_early_utc_ms: Option<i64>,
    /// The middle of these.
    pub expected_utc_ms: Option<i64>,
    /// The last of these.
    pub expected_late_utc_ms: Option<i64>,
}

/// Why a date is wider or earlier than the program alone would make it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum WideningReason {
    /// The reading is old.
    OldReading {
        /// Its age in milliseconds.
        age_ms: i64,
    },
    /// The pump's time of day is uncertain.
    ClockUncertain,
    /// Therapy does not follow the program now.
    NotRunning {
        /// What it does instead.
        therapy: Therapy,
    },
    /// The drug's use-by comes first.
    UseBy,
    /// The pump itself names an earlier date.
    PumpSaysEarlier,
}

/// A point of the curve, in nanolitres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ResidualPoint {
    /// Milliseconds since 1970-01-01 UTC.
    pub at_utc_ms: i64,
    /// The lower bound.
    pub earliest_nl: u64,
    /// The expected residual.
    pub expected_nl: u64,
}

/// What is known of an appointment; instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AppointmentState {
    /// None was told.
    None,
    /// In time.
    Booked {
        /// The appointment.
        at_utc_ms: i64,
    },
    /// Not before the reservoir may be empty or the use-by is past.
    TooLate {
        /// The appointment.
        at_utc_ms: i64,
    },
    /// Over, and no fill was seen since.
    Over {
        /// The appointment.
        at_utc_ms: i64,
    },
}

/// What a warning is about; instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum WarningKind {
    /// The reservoir may be empty from then on.
    ReservoirEmpty {
        /// The instant.
        from_utc_ms: i64,
    },
    /// The pump was not read for long.
    Unreachable {
        /// The last reading.
        read_at_utc_ms: i64,
        /// From when on the reservoir may be empty.
        empty_from_utc_ms: i64,
    },
    /// The clinic found another volume than the pump counted.
    Discrepancy {
        /// Found less expected, in nanolitres.
        difference_nl: i64,
    },
    /// The reservoir may be low from then on.
    ReservoirLow {
        /// The instant.
        from_utc_ms: i64,
    },
    /// The drug's use-by.
    UseBy {
        /// The date.
        at_utc_ms: i64,
    },
    /// The battery's end of service.
    Battery {
        /// The date.
        at_utc_ms: i64,
    },
    /// A refill is due.
    RefillDue {
        /// Before when.
        by_utc_ms: i64,
        /// What is known of an appointment.
        appointment: AppointmentState,
    },
}

/// A warning as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RefillWarning {
    /// What it is about.
    pub kind: WarningKind,
    /// How urgent it is.
    pub level: Level,
    /// When this level began, in milliseconds since 1970-01-01 UTC.
    pub since_utc_ms: i64,
    /// When it grows next; none where it does not.
    pub grows_at_utc_ms: Option<i64>,
    /// What threatens; none where the drug is not known.
    pub danger: Option<Danger>,
}

/// The refill at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RefillSnapshot {
    /// Rises with every change.
    pub revision: u64,
    /// When the pump was read.
    pub read: ReadTime,
    /// The lower bound of what is left, in nanolitres; none before the first fill.
    pub left_nl: Option<u64>,
    /// The volume after the last fill, in nanolitres.
    pub filled_nl: Option<u64>,
    /// When it may be low; none before a fill or a prescription.
    pub low: Option<LevelDates>,
    /// When it may be empty.
    pub empty: Option<LevelDates>,
    /// The drug's use-by, in milliseconds since 1970-01-01 UTC.
    pub use_by_utc_ms: Option<i64>,
    /// Why the dates are as they are.
    pub because: Vec<WideningReason>,
    /// Residuals over the days ahead, at most 300.
    pub curve: Vec<ResidualPoint>,
    /// The most urgent first.
    pub warnings: Vec<RefillWarning>,
    /// "I booked it", in milliseconds since 1970-01-01 UTC.
    pub booked_utc_ms: Option<i64>,
    /// "Expected away" until then.
    pub away_until_utc_ms: Option<i64>,
}

pub(crate) fn refill(screen: RefillScreen, now: &Instant) -> RefillSnapshot {
    let forecast = screen.forecast;
    let points = screen.curve.map_or_else(Vec::new, |it| it.points);
    RefillSnapshot {
        revision: screen.revision,
        read: read_time(screen.read, now),
        left_nl: screen.reservoir.map(|it| it.lower.0),
        filled_nl: screen.reservoir.map(|it| it.filled.0),
        low: forecast.as_ref().map(|it| dates(&it.low)),
        empty: forecast.as_ref().map(|it| dates(&it.empty)),
        use_by_utc_ms: forecast.as_ref().map(|it| utc_ms(it.use_by_utc_s)),
        because: forecast.map_or_else(Vec::new, |it| {
            it.because.into_iter().map(widening).collect()
        }),
        curve: points
            .into_iter()
            .map(|it| ResidualPoint {
                at_utc_ms: utc_ms(it.at_utc_s),
                earliest_nl: it.earliest_nl,
                expected_nl: it.expected_nl,
            })
            .collect(),
        warnings: screen.warnings.iter().map(warning).collect(),
        booked_utc_ms: screen.booking.map(|it| it.at_utc_ms()),
        away_until_utc_ms: screen.away.map(|it| it.until_utc_ms()),
    }
}

fn dates(dates: &Dates) -> LevelDates {
    LevelDates {
        earliest_utc_ms: utc_ms(dates.earliest_utc_s),
        expected_early_utc_ms: dates.expected_early_utc_s.map(utc_ms),
        expected_utc_ms: dates.expected_utc_s.map(utc_ms),
        expected_late_utc_ms: dates.expected_late_utc_s.map(utc_ms),
    }
}

fn widening(widening: Widening) -> WideningReason {
    match widening {
        Widening::OldReading { age_s } => WideningReason::OldReading {
            age_ms: held(age_s.saturating_mul(1_000)),
        },
        Widening::ClockUncertain => WideningReason::ClockUncertain,
        Widening::NotRunning(therapy) => WideningReason::NotRunning { therapy },
        Widening::UseBy => WideningReason::UseBy,
        Widening::PumpSaysEarlier => WideningReason::PumpSaysEarlier,
    }
}

fn warning(warning: &Warning) -> RefillWarning {
    RefillWarning {
        kind: kind(warning.kind),
        level: warning.level,
        since_utc_ms: warning.since_utc_ms,
        grows_at_utc_ms: warning.grows.map(|it| it.at_utc_ms),
        danger: warning.danger,
    }
}

fn kind(kind: Kind) -> WarningKind {
    match kind {
        Kind::ReservoirEmpty { from_utc_ms } => WarningKind::ReservoirEmpty { from_utc_ms },
        Kind::Unreachable {
            read_at_utc_ms,
            empty_from_utc_ms,
        } => WarningKind::Unreachable {
            read_at_utc_ms,
            empty_from_utc_ms,
        },
        Kind::Discrepancy(found) => WarningKind::Discrepancy {
            difference_nl: found.difference_nl,
        },
        Kind::ReservoirLow { from_utc_ms } => WarningKind::ReservoirLow { from_utc_ms },
        Kind::UseBy { at_utc_ms } => WarningKind::UseBy { at_utc_ms },
        Kind::Battery { at_utc_ms } => WarningKind::Battery { at_utc_ms },
        Kind::RefillDue {
            by_utc_ms,
            appointment,
        } => WarningKind::RefillDue {
            by_utc_ms,
            appointment: match appointment {
                Appointment::None => AppointmentState::None,
                Appointment::Booked { at_utc_ms } => AppointmentState::Booked { at_utc_ms },
                Appointment::TooLate { at_utc_ms } => AppointmentState::TooLate { at_utc_ms },
                Appointment::Over { at_utc_ms } => AppointmentState::Over { at_utc_ms },
            },
        },
    }
}
