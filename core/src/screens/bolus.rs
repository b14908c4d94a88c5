//! The extra dose: what the pump allows, and what became of the last request. SR-41, SR-42

use super::home::after;
use super::{ReadAt, words};
use crate::clock::Instant;
use crate::pump::bolus::{BolusOffer, BolusOutcome};
use crate::pump::status::Reading;
use crate::store::RequestRow;
use cisterna_protocol::outcome::{Refusal, RequestId};
use cisterna_protocol::prescription::Drug;
use cisterna_text::{Quantity, Texts};

/// The limits as the pump told them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BolusLimits {
    /// What is asked for: a request carries it, and dies where the pump offers something else.
    pub offer: BolusOffer,
    /// The dose.
    pub dose: Quantity,
    /// How long it takes.
    pub duration: Quantity,
    /// The waiting time from start to start.
    pub lockout: Quantity,
    /// How many are left,
    pub left: u8,
    /// of how many,
    pub most: u8,
    /// in this span.
    pub window: Quantity,
    /// Why the pump would refuse at the reading; none where it would not.
    pub refusal: Option<Refusal>,
    /// The same as a sentence; empty where it would not.
    pub refusal_text: String,
    /// When it would no longer refuse for that reason, by the pump; none where it names no end.
    pub possible_from: Option<Instant>,
}

/// A request of this phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BolusRequestView {
    /// Its id.
    pub id: RequestId,
    /// When the person asked.
    pub asked: Instant,
    /// The dose that they were shown.
    pub dose: Quantity,
    /// What became of it.
    pub outcome: BolusOutcome,
    /// The same as a title,
    pub title: String,
    /// and in sentences.
    pub text: String,
}

/// The extra dose at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BolusScreen {
    /// Rises with every change.
    pub revision: u64,
    /// When the pump was read; what it allows is as old as that. SR-42
    pub read: Option<ReadAt>,
    /// The drug in the pump.
    pub drug: Option<Drug>,
    /// The limits; none where the clinic set no extra doses, or the pump was never read.
    pub limits: Option<BolusLimits>,
    /// When not to ask, by drug; it stands above the button.
    pub warning: String,
    /// The latest request of this phone.
    pub request: Option<BolusRequestView>,
    /// Whether a request may be made: none is open whose outcome is not known. The pump alone
    /// decides about it. SR-41
    pub may_ask: bool,
}

impl BolusScreen {
    pub(crate) fn new(
        revision: u64,
        reading: Option<&Reading>,
        request: Option<&RequestRow>,
        texts: &Texts,
    ) -> Self {
        let status = reading.map(Reading::status);
        let drug = status
            .and_then(|it| it.prescription)
            .and_then(|it| Drug::from_code(it.drug));
        let limits = reading.and_then(|reading| limits(reading, texts));
        let uncertain = request.is_some_and(|row| row.state.is_uncertain());
        Self {
            revision,
            read: reading.map(ReadAt::of),
            drug,
            may_ask: limits.is_some() && !uncertain,
            limits,
            warning: words::bolus_warning(texts, drug),
            request: request.map(|row| view(row, drug, texts)),
        }
    }
}

fn limits(reading: &Reading, texts: &Texts) -> Option<BolusLimits> {
    let offer = BolusOffer::of(reading.status())?;
    let bolus = reading.status().bolus;
    let left_s = bolus.refusal.and_then(|it| it.left_s);
    Some(BolusLimits {
        offer,
        dose: texts.dose(offer.dose.0),
        duration: texts.duration(u64::from(bolus.duration_s)),
        lockout: texts.duration(u64::from(bolus.lockout_s)),
        left: bolus.left_in_window,
        most: bolus.max_in_window,
        window: texts.duration(u64::from(bolus.window_s)),
        refusal: bolus.refusal,
        refusal_text: bolus
            .refusal
            .map_or_else(String::new, |it| words::refusal(texts, it.reason)),
        possible_from: left_s.map(|left_s| after(reading.at(), u64::from(left_s))),
    })
}

fn view(row: &RequestRow, drug: Option<Drug>, texts: &Texts) -> BolusRequestView {
    let outcome = BolusOutcome::from(row.state);
    BolusRequestView {
        id: row.id,
        asked: row.tapped,
        dose: texts.dose(row.dose.0),
        title: words::request_title(texts, &outcome),
        text: words::request_text(texts, &outcome, drug),
        outcome,
    }
}
