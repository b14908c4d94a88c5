//! What holds in every state, named by the safety requirement, and what must be reachable.

use crate::config::{Config, Variant};
use crate::phone::{Row, RowState};
use crate::pump::{Outcome, PULSES};
use crate::world::{Frame, Id, World, Wrong};
use stateright::Property;

pub(crate) fn all() -> Vec<Property<Config>> {
    vec![
        Property::always(
            "SR-02 SR-10 no bolus starts inside the lockout",
            |_, world| right(world, Wrong::InsideLockout),
        ),
        Property::always("SR-06 a bolus that ended is not resumed", |_, world| {
            right(world, Wrong::Resumed)
        }),
        Property::always("SR-07 a request is given at most once", given_at_most_once),
        Property::always(
            "SR-07 what was given stays known",
            what_was_given_stays_known,
        ),
        Property::always(
            "SR-07 the latest delivery is not pushed out",
            latest_delivery_is_kept,
        ),
        Property::always("SR-08 nothing starts on an old request", |_, world| {
            right(world, Wrong::Expired)
        }),
        Property::always("SR-41 the offer was the one that was shown", |_, world| {
            right(world, Wrong::OtherOffer)
        }),
        Property::always(
            "SR-40 nothing leaves before it is durable",
            durable_before_it_leaves,
        ),
        Property::always("SR-41 no word of the app is untrue", no_word_is_untrue),
        Property::always(
            "SR-41 one uncertain request at a time",
            one_uncertain_at_a_time,
        ),
        Property::always(
            "SR-41 one quiet visit ends the uncertainty",
            one_visit_is_enough,
        ),
        Property::sometimes("a bolus is delivered and known", |_, world| {
            has(world, |row| {
                row.state == RowState::Answered(Outcome::Delivered)
            })
        }),
        Property::sometimes("a bolus was given and is uncertain", |_, world| {
            has(world, |row| {
                row.state == RowState::Sent && world.oracle.given(row.id) == PULSES
            })
        }),
        Property::sometimes(
            "a bolus is stopped early with some of it given",
            |_, world| {
                has(world, |row| {
                    let stopped = matches!(row.state, RowState::Answered(Outcome::Stopped { .. }));
                    stopped && world.oracle.given(row.id) == 1
                })
            },
        ),
        Property::sometimes("a request is voided", |_, world| {
            has(world, |row| row.state == RowState::NotReceived)
        }),
        Property::sometimes("a request is refused", |_, world| {
            has(world, |row| {
                row.state == RowState::Answered(Outcome::Refused)
            })
        }),
        Property::sometimes("an intent dies", |_, world| {
            has(world, |row| row.state == RowState::Died)
        }),
    ]
}

fn right(world: &World, wrong: Wrong) -> bool {
    !world.oracle.wrong.contains(&wrong)
}

fn has(world: &World, is: impl FnMut(&Row) -> bool) -> bool {
    world.phones.iter().flat_map(|phone| &phone.rows).any(is)
}

fn given_at_most_once(_: &Config, world: &World) -> bool {
    let once = world.oracle.starts.iter().all(|(_, starts)| *starts <= 1);
    once && world
        .oracle
        .given
        .iter()
        .all(|(_, pulses)| *pulses <= PULSES)
}

/// No memory that saw a pulse, not even the one of before a restart, takes its request as new,
/// voided or refused. Acceptance is durable before the first pulse.
fn what_was_given_stays_known(config: &Config, world: &World) -> bool {
    let known = |id: Id| {
        let said = world.pump.durable.look_up(id, Variant::Sound);
        match said {
            Some(
                Outcome::Running
                | Outcome::Delivered
                | Outcome::Stopped { .. }
                | Outcome::Forgotten,
            ) => true,
            Some(Outcome::Refused | Outcome::Voided) | None => false,
        }
    };
    // a key that is gone, or a memory that is gone, asks no more
    let gone = |id: Id| config.storages > 0 || !world.pump.durable.knows(id.key);
    let mut given = world.oracle.given.iter().map(|(id, _)| *id);
    given.all(|id| gone(id) || known(id))
}

fn latest_delivery_is_kept(config: &Config, world: &World) -> bool {
    let Some(id) = world.oracle.ended.last().copied() else {
        return true;
    };
    let kept = world.pump.live.look_up(id, config.variant);
    matches!(kept, Some(Outcome::Delivered | Outcome::Stopped { .. }))
}

fn durable_before_it_leaves(_: &Config, world: &World) -> bool {
    let sent = |id: Id| {
        world.row(id).is_some_and(|row| match row.state {
            RowState::Sent
            | RowState::Answered(_)
            | RowState::NotReceived
            | RowState::CannotBeKnown => true,
            RowState::Intended | RowState::Died => false,
        })
    };
    world.link.to_pump.iter().all(|frame| match frame {
        Frame::Request(request) => sent(request.id),
        Frame::Resolve(_) | Frame::Cancel(_) => true,
    })
}

fn no_word_is_untrue(_: &Config, world: &World) -> bool {
    !has(world, |row| {
        let given = world.oracle.given(row.id);
        let is_true = match row.state {
            RowState::Answered(Outcome::Delivered) => given == PULSES,
            RowState::Answered(Outcome::Stopped { least, most }) => (least..=most).contains(&given),
            RowState::Answered(Outcome::Refused | Outcome::Voided | Outcome::Forgotten)
            | RowState::NotReceived
            | RowState::Intended
            | RowState::Died => given == 0,
            RowState::Answered(Outcome::Running) | RowState::Sent | RowState::CannotBeKnown => true,
        };
        !is_true
    })
}

fn one_uncertain_at_a_time(_: &Config, world: &World) -> bool {
    world.phones.iter().all(|phone| {
        let uncertain = phone.rows.iter().filter(|row| row.state == RowState::Sent);
        let waits = phone.is_uncertain() && phone.intended().is_some();
        uncertain.count() <= 1 && !waits
    })
}

/// Unless the phone's key is gone: then it has to be paired first.
fn one_visit_is_enough(config: &Config, world: &World) -> bool {
    if !world.phones.iter().any(crate::phone::Phone::is_uncertain) {
        return true;
    }
    let visited = config.visited(world);
    let knows = |key: u8| visited.pump.live.knows(key);
    let mut phones = visited.phones.iter();
    phones.all(|phone| !phone.is_uncertain() || !knows(phone.key))
}
