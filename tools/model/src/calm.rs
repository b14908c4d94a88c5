//! One undisturbed visit, from wherever the world stands.

use crate::config::Config;
use crate::phone::Visit;
use crate::step::Action;
use crate::world::World;

/// Rounds of question, decision and answer: more than a phone has requests.
const ROUNDS: usize = 6;

impl Config {
    /// The world after every phone visited the pump once, undisturbed.
    pub(crate) fn visited(&self, world: &World) -> World {
        let mut world = world.clone();
        if world.pump.due {
            self.apply(&mut world, Action::Commit);
        }
        for index in 0..world.phones.len() {
            self.visit(&mut world, index);
        }
        world
    }

    fn visit(&self, world: &mut World, index: usize) {
        world.link.to_pump.clear();
        world.link.to_phone.clear();
        world.phones[index].visit = Visit::Away;
        if !world.pump.live.knows(world.phones[index].key) {
            return;
        }
        self.apply(world, Action::Connect(index));
        for _ in 0..ROUNDS {
            if !world.link.to_pump.is_empty() {
                self.apply(world, Action::ToPump(0));
            }
            if world.pump.due {
                self.apply(world, Action::Commit);
            }
            if !world.link.to_phone.is_empty() {
                self.apply(world, Action::ToPhone(0));
            }
        }
    }
}
