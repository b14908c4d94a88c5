//! The diary: what is asked now, what was written lately.

use crate::companion::DiaryBasis;
use crate::trial::{Diary, Entry, Measure, OralMedicine, Phase, PlanId, SideEffect, SlotView};

/// Most entries that the screen shows; older ones come by pages.
const LATEST: usize = 20;

/// The diary at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryScreen {
    /// Rises with every change.
    pub revision: u64,
    /// The plan; nothing but `revision` and `medicines` says anything without one.
    pub plan: Option<PlanId>,
    /// Its phase now.
    pub phase: Option<Phase>,
    /// What the person is asked now or next.
    pub prompt: Option<SlotView>,
    /// Slots of the person's day, in order.
    pub today: Vec<SlotView>,
    /// What is asked, in the order in which it is asked: the leading measure first.
    pub questions: Vec<Measure>,
    /// Side effects to choose from, by the drug.
    pub side_effects: &'static [SideEffect],
    /// The person's own goal, in their words; empty where there is none.
    pub goal: String,
    /// What was written lately, newest first, originals and corrections.
    pub latest: Vec<Entry>,
    /// The oral medicines, in the order in which they were noted.
    pub medicines: Vec<OralMedicine>,
}

impl DiaryScreen {
    pub(crate) fn new(
        revision: u64,
        basis: Option<&DiaryBasis>,
        medicines: Vec<OralMedicine>,
    ) -> Self {
        let Some(basis) = basis else {
            return Self {
                revision,
                plan: None,
                phase: None,
                prompt: None,
                today: Vec::new(),
                questions: Vec::new(),
                side_effects: &[],
                goal: String::new(),
                latest: Vec::new(),
                medicines,
            };
        };
        let diary = basis.diary();
        let spec = basis.plan.spec();
        let next = diary.next_prompt().map(|slot| slot.key);
        Self {
            revision,
            plan: Some(basis.plan.id()),
            phase: Some(diary.phase()),
            prompt: next.and_then(|key| diary.slot(key).copied()),
            today: today(&diary, basis),
            questions: questions(basis),
            side_effects: crate::trial::offered(basis.plan.drug()),
            goal: spec.goal.clone(),
            latest: basis.entries.iter().rev().take(LATEST).cloned().collect(),
            medicines,
        }
    }
}

fn today(diary: &Diary<'_>, basis: &DiaryBasis) -> Vec<SlotView> {
    let date = |utc_ms| basis.zones.moment(utc_ms).date();
    let now = date(basis.now_utc_ms);
    let of_today = |view: &&SlotView| date(view.slot.due_utc_ms) == now;
    // slots are in order of time; a day's are near now
    let from = diary
        .slots()
        .partition_point(|view| view.slot.due_utc_ms < basis.now_utc_ms - 2 * crate::civil::DAY_MS);
    let near = diary.slots()[from..].iter();
    near.filter(of_today).copied().collect()
}

fn questions(basis: &DiaryBasis) -> Vec<Measure> {
    let spec = basis.plan.spec();
    let rest = spec.purpose.measures().iter().copied();
    let rest = rest.filter(|measure| *measure != spec.lead);
    std::iter::once(spec.lead).chain(rest).collect()
}
