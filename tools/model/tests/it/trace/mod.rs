//! Runs of the real phone and the real firmware, held against the model.
//!
//! After each event of a run both sides are looked at. The model has to reach what was seen by the
//! steps that such an event consists of: a set of worlds that explain the run so far is carried
//! along, and an empty set is a step that the model does not allow.

mod bench;
mod runs;

use cisterna_model::{Action, Config, Id, LOCKOUT, Link, Outcome, RowState, Variant, World};
use stateright::Model;
use std::collections::HashSet;

/// Ids that a run uses at most.
const IDS: u8 = 6;

/// What can be seen from outside, in the model's words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct View {
    /// What the pump knows of each id.
    pump: Vec<Option<Outcome>>,
    /// Whether a start would fall into the lockout.
    locked: bool,
    /// Pulses for each id: none, some, all.
    given: Vec<u8>,
    /// The phone's rows, the oldest first.
    rows: Vec<(Id, RowState)>,
}

const fn id(counter: u8) -> Id {
    Id { key: 0, counter }
}

fn view(world: &World) -> View {
    let ids = || (1..=IDS).map(id);
    let live = &world.pump.live;
    let rows = world.phones[0].rows.iter();
    View {
        pump: ids().map(|id| live.look_up(id, Variant::Sound)).collect(),
        locked: live.lockout > 0,
        given: ids().map(|id| world.oracle.given(id)).collect(),
        rows: rows.map(|row| (row.id, row.state)).collect(),
    }
}

/// What an event may consist of.
#[derive(Clone, Copy, Debug)]
struct Event {
    name: &'static str,
    allows: fn(Action) -> bool,
    /// Steps at most.
    steps: usize,
}

/// The worlds that explain what was seen so far.
struct Explained {
    config: Config,
    worlds: HashSet<World>,
    /// Names of the events so far.
    story: Vec<&'static str>,
}

impl Explained {
    fn new() -> Self {
        let config = Config {
            taps: IDS,
            cuts: 8,
            ring: usize::from(IDS),
            ..Config::SMALL
        };
        Self {
            config,
            worlds: config.init_states().into_iter().collect(),
            story: Vec::new(),
        }
    }

    /// Goes on by one event; false where the model does not allow what was seen.
    fn goes_on(&mut self, event: Event, seen: &View) -> bool {
        self.story.push(event.name);
        let mut reached = self.worlds.clone();
        let mut edge: Vec<_> = self.worlds.drain().collect();
        for _ in 0..event.steps {
            let mut next = Vec::new();
            for world in &edge {
                let mut actions = Vec::new();
                self.config.actions(world, &mut actions);
                actions.retain(|action| (event.allows)(*action));
                for action in actions {
                    if let Some(after) = self.config.next_state(world, action)
                        && reached.insert(after.clone())
                    {
                        next.push(after);
                    }
                }
            }
            edge = next;
        }
        // the real link keeps no frame beyond its session
        let empty = |world: &World| world.link == Link::default();
        reached.retain(|world| empty(world) && view(world) == *seen);
        self.worlds = reached;
        !self.worlds.is_empty()
    }
}

#[test]
fn a_trace_with_an_impossible_step_is_refused() {
    let tap = Event {
        name: "tap",
        allows: |action| matches!(action, Action::Tap(0)),
        steps: 1,
    };
    let mut honest = view(&World::new(&Config::SMALL));
    honest.rows.push((id(1), RowState::Intended));
    assert!(Explained::new().goes_on(tap, &honest));
    let mut given = honest.clone();
    given.given[0] = 1;
    assert!(!Explained::new().goes_on(tap, &given));
    let mut told = honest.clone();
    told.rows[0].1 = RowState::NotReceived;
    assert!(!Explained::new().goes_on(tap, &told));
    let mut running = honest;
    running.pump[0] = Some(Outcome::Running);
    assert!(!Explained::new().goes_on(tap, &running));
    assert_eq!(LOCKOUT, 2, "a tick is half of the lockout");
}
