//! What is due now, and when that changes.

use super::state::Silence;
use super::{Cause, Daily, Kind, Policy, ReminderState, Urgency, policy};
use crate::trial::Zones;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Most instants that a platform is asked to wake for.
pub const MOST_SCHEDULED: usize = 64;

/// Something that stands now. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The cause's name.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Since when.
    pub since_utc_ms: i64,
    /// Whether it sounds: nobody has reacted, and nothing holds it back.
    pub sounds: bool,
    /// When it sounds next, or again.
    pub next_sound_utc_ms: i64,
    /// Until when it can be put off.
    pub snooze_until_utc_ms: i64,
    /// 0 at first, 1 louder, 2 with the caregivers.
    pub level: u8,
}

/// An instant to wake for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scheduled {
    /// When, milliseconds since 1970-01-01 UTC.
    pub at_utc_ms: i64,
    /// What changes or sounds then.
    pub ids: Vec<String>,
}

/// What stands now, the most urgent first, then the oldest. `causes` are those of other modules;
/// what is due at times of day and after an MRI is added from `state`. SR-47, SR-48
pub fn due(
    causes: &[Cause],
    extra: &[Daily],
    state: &ReminderState,
    zones: &Zones,
    now_utc_ms: i64,
) -> Vec<Due> {
    let all = gather(causes, extra, state, zones, now_utc_ms);
    let standing = all.iter().filter(|it| it.stands(now_utc_ms));
    let mut due: Vec<Due> = standing
        .map(|cause| one(cause, state, zones, now_utc_ms))
        .collect();
    due.sort_by_key(|it| (Reverse(it.urgency), it.since_utc_ms, it.id.clone()));
    due
}

/// The instants after now and up to `until_utc_ms` at which [`due`] changes or something sounds,
/// the earliest first and at most [`MOST_SCHEDULED`].
pub fn schedule(
    causes: &[Cause],
    extra: &[Daily],
    state: &ReminderState,
    zones: &Zones,
    (now_utc_ms, until_utc_ms): (i64, i64),
) -> Vec<Scheduled> {
    let mut at: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for cause in gather(causes, extra, state, zones, now_utc_ms) {
        for instant in instants(&cause, state, zones, (now_utc_ms, until_utc_ms)) {
            at.entry(instant).or_default().push(cause.id.clone());
        }
    }
    let row = |(at_utc_ms, ids)| Scheduled { at_utc_ms, ids };
    at.into_iter().take(MOST_SCHEDULED).map(row).collect()
}

fn gather(
    causes: &[Cause],
    extra: &[Daily],
    state: &ReminderState,
    zones: &Zones,
    now_utc_ms: i64,
) -> Vec<Cause> {
    let daily = state.daily.iter().chain(extra);
    let daily = daily.flat_map(|it| it.causes(now_utc_ms, zones));
    let open = daily.filter(|it| !state.done.contains_key(&it.id));
    let mut all: Vec<Cause> = causes.to_vec();
    all.extend(state.mri.cause());
    all.extend(open);
    all
}

fn one(cause: &Cause, state: &ReminderState, zones: &Zones, now_utc_ms: i64) -> Due {
    let policy = policy(cause.urgency);
    let start = start(cause, state, now_utc_ms);
    let quiet_until = quiet_until(policy, state, zones, now_utc_ms);
    let sounds = now_utc_ms >= start && quiet_until.is_none();
    let repeats = repeats(policy, start, now_utc_ms);
    let next = if now_utc_ms < start {
        start
    } else {
        start.saturating_add(policy.repeat_ms.saturating_mul(repeats + 1))
    };
    Due {
        id: cause.id.clone(),
        kind: cause.kind.clone(),
        urgency: cause.urgency,
        since_utc_ms: cause.since_utc_ms,
        sounds,
        next_sound_utc_ms: quiet_until.map_or(next, |end| end.max(start)),
        snooze_until_utc_ms: now_utc_ms.saturating_add(policy.longest_snooze_ms),
        level: level(policy, repeats),
    }
}

/// From when on it sounds: its begin, or the end of a silence that holds.
fn start(cause: &Cause, state: &ReminderState, now_utc_ms: i64) -> i64 {
    let silence = state.silences.get(&cause.id).copied();
    // one that has run out: it came back at its end; one in the future is void
    let counts = |it: &Silence| it.at_utc_ms <= now_utc_ms;
    silence
        .filter(counts)
        .map_or(cause.since_utc_ms, |it| it.until_utc_ms)
        .max(cause.since_utc_ms)
}

fn quiet_until(
    policy: Policy,
    state: &ReminderState,
    zones: &Zones,
    now_utc_ms: i64,
) -> Option<i64> {
    let quiet = state.quiet.filter(|_| policy.is_quiet_at_night)?;
    quiet.end_of(now_utc_ms, zones)
}

/// How often it has sounded again without a reaction.
const fn repeats(policy: Policy, start: i64, now_utc_ms: i64) -> i64 {
    if now_utc_ms <= start {
        0
    } else {
        now_utc_ms.saturating_sub(start) / policy.repeat_ms
    }
}

fn level(policy: Policy, repeats: i64) -> u8 {
    let after = |count: u8| repeats >= i64::from(count);
    if policy.caregivers_after.is_some_and(after) {
        2
    } else {
        u8::from(after(policy.louder_after))
    }
}

/// Where something about a cause changes: it begins, ends, comes back, sounds again, grows.
fn instants(
    cause: &Cause,
    state: &ReminderState,
    zones: &Zones,
    (now_utc_ms, until_utc_ms): (i64, i64),
) -> Vec<i64> {
    let policy = policy(cause.urgency);
    let start = start(cause, state, now_utc_ms);
    let mut instants = vec![cause.since_utc_ms, start];
    instants.extend(cause.until_utc_ms);
    let first = repeats(policy, start, now_utc_ms) + 1;
    let sounds = (first..).map(|nth| start.saturating_add(policy.repeat_ms.saturating_mul(nth)));
    let sounds = sounds.take_while(|at| *at <= until_utc_ms);
    instants.extend(sounds.take(MOST_SCHEDULED));
    if let Some(quiet) = state.quiet.filter(|_| policy.is_quiet_at_night) {
        instants.extend(quiet.edges(now_utc_ms, until_utc_ms, zones));
    }
    let end = cause.until_utc_ms.unwrap_or(i64::MAX);
    instants.retain(|at| *at > now_utc_ms && *at <= until_utc_ms && *at <= end);
    instants.sort_unstable();
    instants.dedup();
    instants
}
