//! Home, at a glance.

use super::bolus::{RequestOutcome, request_outcome};
use super::diary::{Prompt, prompt};
use super::time::{PhoneInstant, ReadTime, age_ms, instant, read_time};
use cisterna_core::clock::Instant;
use cisterna_core::pump::status::Standing as Core;
use cisterna_core::screens::HomeScreen;
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::status::Therapy;
use cisterna_text::Quantity;

/// How things stand; `old_ms` is the reading's age where it says nothing about now. SR-52
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Standing {
    /// A fresh reading without an alarm, therapy running, its clock certain.
    AllWell,
    /// Alarms stay.
    Alarm {
        /// The most urgent one.
        kind: AlarmKind,
        /// Its priority.
        priority: Priority,
        /// What the pump is doing.
        therapy: Therapy,
        /// The reading's age in milliseconds, where it is old.
        old_ms: Option<i64>,
    },
    /// No alarm, but the pump does not give its program.
    NotInfusing {
        /// What it is doing instead.
        therapy: Therapy,
        /// The reading's age in milliseconds, where it is old.
        old_ms: Option<i64>,
    },
    /// The pump's clock waits for the clinic.
    ClockUncertain,
    /// The reading is old and says nothing about now.
    Old {
        /// Its age in milliseconds.
        age_ms: i64,
    },
    /// The pump was never read.
    Never,
}

/// What the pump gives now.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct GivingNow {
    /// The basal rate.
    pub rate: Quantity,
    /// The rate after the next change; none where it is the same all day.
    pub next_rate: Option<Quantity>,
    /// When that is.
    pub next_at: Option<PhoneInstant>,
}

/// What is in the pump.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AmountLeft {
    /// The amount that can be relied on. SR-46
    pub left: Quantity,
    /// The volume after the last fill.
    pub full: Quantity,
    /// The two, in thousandths, for a picture.
    pub permille: u32,
}

/// Home at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HomeSnapshot {
    /// Rises with every change.
    pub revision: u64,
    /// The pump's serial; none before the first pairing.
    pub serial: Option<String>,
    /// How things stand.
    pub standing: Standing,
    /// Whether the screen is drawn as an emergency. SR-20
    pub is_emergency: bool,
    /// The same as the screen's title,
    pub title: String,
    /// and what it means; empty where the title says it all.
    pub text: String,
    /// When the pump was read.
    pub read: Option<ReadTime>,
    /// The drug in the pump.
    pub drug: Option<Drug>,
    /// What the pump gives; none where the reading says nothing about now.
    pub giving: Option<GivingNow>,
    /// What is in the pump; none before the first fill.
    pub amount: Option<AmountLeft>,
    /// The earliest date of a low reservoir, in milliseconds since 1970-01-01 UTC.
    pub low_earliest_utc_ms: Option<i64>,
    /// The expected one; none beyond the horizon.
    pub low_expected_utc_ms: Option<i64>,
    /// Extra doses that the pump allows now; none where the clinic set none.
    pub extra_doses_left: Option<u8>,
    /// Of how many.
    pub extra_doses_most: Option<u8>,
    /// The latest request, where the person has to know. SR-41
    pub request: Option<RequestOutcome>,
    /// Its sentence; empty without one.
    pub request_text: String,
    /// What the diary asks now.
    pub prompt: Option<Prompt>,
}

pub(crate) fn home(screen: HomeScreen, now: &Instant) -> HomeSnapshot {
    HomeSnapshot {
        is_emergency: screen.is_emergency(),
        revision: screen.revision,
        serial: screen.serial,
        standing: standing(screen.standing),
        title: screen.title,
        text: screen.text,
        read: screen.read.map(|it| read_time(it, now)),
        drug: screen.drug,
        giving: screen.giving.map(|it| GivingNow {
            rate: it.rate,
            next_rate: it.next_rate,
            next_at: it.next_at.map(|at| instant(at, now)),
        }),
        amount: screen.amount.map(|it| AmountLeft {
            left: it.left,
            full: it.full,
            permille: it.permille,
        }),
        low_earliest_utc_ms: screen.refill.map(|it| utc_ms(it.earliest_utc_s)),
        low_expected_utc_ms: screen.refill.and_then(|it| it.expected_utc_s).map(utc_ms),
        extra_doses_left: screen.extra_doses.map(|(left, _)| left),
        extra_doses_most: screen.extra_doses.map(|(_, most)| most),
        request: screen.request.map(request_outcome),
        request_text: screen.request_text,
        prompt: screen.prompt.map(prompt),
    }
}

/// Milliseconds of seconds, held at the type's end.
pub(crate) fn utc_ms(utc_s: u64) -> i64 {
    super::time::held(utc_s.saturating_mul(1_000))
}

fn standing(standing: Core) -> Standing {
    match standing {
        Core::AllWell => Standing::AllWell,
        Core::Alarm {
            kind,
            priority,
            therapy,
            old,
        } => Standing::Alarm {
            kind,
            priority,
            therapy,
            old_ms: old.map(age_ms),
        },
        Core::NotInfusing { therapy, old } => Standing::NotInfusing {
            therapy,
            old_ms: old.map(age_ms),
        },
        Core::ClockUncertain => Standing::ClockUncertain,
        Core::Old(age) => Standing::Old {
            age_ms: age_ms(age),
        },
        Core::Never => Standing::Never,
    }
}
