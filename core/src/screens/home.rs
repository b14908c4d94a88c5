//! Home: how things stand, at a glance.

use super::{ReadAt, words};
use crate::clock::Instant;
use crate::pump::bolus::BolusOutcome;
use crate::pump::status::{Reading, Standing};
use crate::refill::Forecast;
use crate::store::RequestRow;
use crate::trial::SlotView;
use cisterna_protocol::message::Priority;
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::status::Therapy;
use cisterna_text::{Quantity, Texts};

/// What the pump gives now, by the latest reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giving {
    /// The basal rate.
    pub rate: Quantity,
    /// The rate after the next change of the program; none where it is the same all day.
    pub next_rate: Option<Quantity>,
    /// When that is, on both clocks of the phone.
    pub next_at: Option<Instant>,
}

/// What is in the pump, by the latest reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The lower bound of what is left: the amount that can be relied on. SR-46
    pub left: Quantity,
    /// The volume after the last fill.
    pub full: Quantity,
    /// The two, in thousandths, for a picture.
    pub permille: u32,
}

/// The refill in brief. Seconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefillBrief {
    /// The earliest date of a low reservoir, which stands first.
    pub earliest_utc_s: u64,
    /// The expected one; none beyond the horizon.
    pub expected_utc_s: Option<u64>,
}

/// Home at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeScreen {
    /// Rises with every change.
    pub revision: u64,
    /// The pump's serial; none before the first pairing.
    pub serial: Option<String>,
    /// How things stand.
    pub standing: Standing,
    /// The same as the screen's title.
    pub title: String,
    /// What it means; empty where the title says it all.
    pub text: String,
    /// When the pump was read.
    pub read: Option<ReadAt>,
    /// The drug in the pump.
    pub drug: Option<Drug>,
    /// What the pump gives; none where it gives nothing, or the reading says nothing about now.
    pub giving: Option<Giving>,
    /// What is in the pump; none before the first fill.
    pub amount: Option<Amount>,
    /// The refill; none before a fill or a prescription.
    pub refill: Option<RefillBrief>,
    /// Extra doses that the pump allows now, and of how many; none where the clinic set none.
    pub extra_doses: Option<(u8, u8)>,
    /// What became of the latest request, where the person has to know: uncertain, running, or one
    /// that cannot be known. SR-41
    pub request: Option<BolusOutcome>,
    /// Its sentence; empty without one.
    pub request_text: String,
    /// What the diary asks now.
    pub prompt: Option<SlotView>,
}

/// What home is made from.
#[derive(Debug)]
pub(crate) struct HomeBasis<'a> {
    pub(crate) revision: u64,
    pub(crate) serial: Option<String>,
    pub(crate) standing: Standing,
    pub(crate) reading: Option<&'a Reading>,
    pub(crate) is_fresh: bool,
    pub(crate) forecast: Option<&'a Forecast>,
    pub(crate) request: Option<&'a RequestRow>,
    pub(crate) prompt: Option<SlotView>,
}

impl HomeScreen {
    pub(crate) fn new(basis: HomeBasis<'_>, texts: &Texts, times: &words::Times) -> Self {
        let status = basis.reading.map(Reading::status);
        let drug = status
            .and_then(|it| it.prescription)
            .and_then(|it| Drug::from_code(it.drug));
        let outcome = basis.request.map(|row| BolusOutcome::from(row.state));
        let request = outcome.filter(words::is_news);
        let bolus = status.map(|it| it.bolus).filter(|it| it.dose.is_some());
        Self {
            revision: basis.revision,
            title: words::home_title(texts, times, &basis),
            text: words::home_text(texts, &basis),
            read: basis.reading.map(ReadAt::of),
            drug,
            giving: basis
                .reading
                .filter(|_| basis.is_fresh)
                .and_then(|it| giving(it, texts)),
            amount: status.and_then(|it| it.reservoir).map(|it| Amount {
                left: texts.volume(it.lower.0),
                full: texts.volume(it.filled.0),
                permille: permille(it.lower.0, it.filled.0),
            }),
            refill: basis.forecast.map(|it| RefillBrief {
                earliest_utc_s: it.low.earliest_utc_s,
                expected_utc_s: it.low.expected_utc_s,
            }),
            extra_doses: bolus.map(|it| (it.left_in_window, it.max_in_window)),
            request_text: request.map_or_else(String::new, |it| words::request_short(texts, &it)),
            request,
            serial: basis.serial,
            standing: basis.standing,
            prompt: basis.prompt,
        }
    }

    /// Whether the screen is drawn as an emergency.
    pub fn is_emergency(&self) -> bool {
        match self.standing {
            Standing::Alarm { priority, .. } => priority == Priority::High,
            Standing::NotInfusing { therapy, .. } => {
                therapy != Therapy::NotProgrammed && self.drug == Some(Drug::Baclofen)
            }
            Standing::AllWell | Standing::ClockUncertain | Standing::Old(_) | Standing::Never => {
                false
            }
        }
    }
}

fn giving(reading: &Reading, texts: &Texts) -> Option<Giving> {
    let status = reading.status();
    match status.therapy {
        Therapy::Running | Therapy::Bridging => {}
        Therapy::NotProgrammed | Therapy::Stopped | Therapy::Faulted => return None,
    }
    let basal = status.basal?;
    let next_at = basal
        .next_in_s
        .map(|in_s| after(reading.at(), u64::from(in_s)));
    Some(Giving {
        rate: texts.dose_an_hour(u64::from(basal.rate.0)),
        next_rate: next_at.map(|_| texts.dose_an_hour(u64::from(basal.next_rate.0))),
        next_at,
    })
}

/// `seconds` after an instant, on both clocks.
pub(crate) const fn after(at: Instant, seconds: u64) -> Instant {
    let ms = seconds.saturating_mul(1_000);
    Instant {
        boot_id: at.boot_id,
        since_boot_ms: at.since_boot_ms.saturating_add(ms),
        wall_utc_ms: at.wall_utc_ms.saturating_add_unsigned(ms),
    }
}

fn permille(part: u64, whole: u64) -> u32 {
    let permille = u128::from(part.min(whole)) * 1_000 / u128::from(whole.max(1));
    u32::try_from(permille).unwrap_or(1_000)
}
