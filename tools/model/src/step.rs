//! The steps of the world, each atomic, in any order that their conditions allow.

use crate::config::{Config, Variant};
use crate::phone::{RowState, Visit};
use crate::pump::Outcome;
use crate::world::{Frame, Id, Request, World};
use stateright::{Model, Property};

/// Ticks from a count read to the expiry of its request.
const EXPIRY: u8 = 1;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The person taps: an intent is durable.
    Tap(usize),
    /// An intent gets too old.
    LetDie(usize),
    /// A session begins; the phone asks about what is open.
    Connect(usize),
    /// The person authenticates, count and offer are read, *sent* is durable.
    Prepare(usize),
    /// The request's bytes leave.
    Launch(usize),
    /// The phone asks again about an open request.
    Ask(usize, Id),
    /// The person ends a bolus, or takes back what is uncertain.
    Cancel(usize, Id),
    /// The phone gives up waiting, or the link ends.
    HangUp(usize),
    /// The phone's process ends and starts again.
    Kill(usize),
    /// The phone is paired anew and works with a new key from now on.
    PairAnew(usize),
    /// A frame reaches the pump, which decides.
    ToPump(usize),
    /// A frame to the pump is lost.
    LoseToPump(usize),
    /// A frame to the pump is doubled.
    DoubleToPump(usize),
    /// An answer reaches its phone.
    ToPhone(usize),
    /// An answer is lost.
    LoseToPhone(usize),
    /// An answer is doubled.
    DoubleToPhone(usize),
    /// What was decided becomes durable, then its answer leaves.
    Commit,
    /// The motor gives a pulse.
    Pulse,
    /// The pump's count goes on.
    Tick,
    /// The pump loses power, and has it again at once.
    Cut,
    /// The clinic replaces the prescription; a running bolus ends.
    Represcribe,
    /// The clinic revokes a key.
    Revoke(u8),
    /// The pump's memory is made anew.
    RenewStorage,
}

impl Model for Config {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self)]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        for index in 0..world.phones.len() {
            self.phone_actions(world, index, actions);
        }
        self.link_actions(world, actions);
        self.pump_actions(world, actions);
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        self.apply(&mut next, action);
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        crate::properties::all()
    }
}

impl Config {
    fn phone_actions(&self, world: &World, index: usize, actions: &mut Vec<Action>) {
        let phone = &world.phones[index];
        if phone.takes_tap(self.taps, self.variant) {
            actions.push(Action::Tap(index));
        }
        if phone.intended().is_some() {
            actions.push(Action::LetDie(index));
        }
        if index == 0 && world.keys_given < self.phones + self.keys {
            actions.push(Action::PairAnew(index));
        }
        actions.push(Action::Kill(index));
        match phone.visit {
            Visit::Away => {
                if world.pump.live.knows(phone.key) && !world.pump.due {
                    actions.push(Action::Connect(index));
                }
            }
            Visit::Open => {
                actions.push(Action::HangUp(index));
                if phone.intended().is_some() && phone.hold == 0 {
                    actions.push(Action::Prepare(index));
                }
                let own = phone.open().filter(|id| id.key == phone.key);
                actions
                    .extend(own.flat_map(|id| [Action::Ask(index, id), Action::Cancel(index, id)]));
            }
            Visit::Launching(_) => actions.push(Action::Launch(index)),
            Visit::Settling(_) => actions.push(Action::HangUp(index)),
            Visit::Waiting(id) => {
                actions.push(Action::HangUp(index));
                actions.push(Action::Ask(index, id)); // the pump rejected it
            }
        }
    }

    fn link_actions(&self, world: &World, actions: &mut Vec<Action>) {
        let room = |frames: usize| frames < self.frames;
        for index in 0..world.link.to_pump.len() {
            if !world.pump.due {
                actions.push(Action::ToPump(index));
            }
            actions.push(Action::LoseToPump(index));
            if room(world.link.to_pump.len()) {
                actions.push(Action::DoubleToPump(index));
            }
        }
        for index in 0..world.link.to_phone.len() {
            actions.push(Action::ToPhone(index));
            actions.push(Action::LoseToPhone(index));
            if room(world.link.to_phone.len()) {
                actions.push(Action::DoubleToPhone(index));
            }
        }
    }

    fn pump_actions(&self, world: &World, actions: &mut Vec<Action>) {
        let pump = &world.pump;
        if pump.due || pump.durable != pump.live {
            actions.push(Action::Commit);
        }
        let may_pulse = !pump.due || self.variant == Variant::PulseBeforeCommit;
        if pump.live.running.is_some() && may_pulse {
            actions.push(Action::Pulse);
        }
        if !pump.due {
            actions.push(Action::Tick); // what is decided is made durable at once
        }
        if pump.live.boots < self.cuts {
            actions.push(Action::Cut);
        }
        if pump.due {
            return;
        }
        if pump.live.version < self.prescriptions {
            actions.push(Action::Represcribe);
        }
        if pump.live.storage < self.storages {
            actions.push(Action::RenewStorage);
        }
        let in_use = |key: u8| world.phones.iter().any(|phone| phone.key == key);
        let known = pump.live.keys.iter().map(|(key, _)| *key);
        actions.extend(known.filter(|key| !in_use(*key)).map(Action::Revoke));
    }

    /// Carries out an action whose condition holds.
    pub(crate) fn apply(&self, world: &mut World, action: Action) {
        match action {
            Action::Tap(index) => world.phones[index].tap(),
            Action::LetDie(index) => world.phones[index].let_die(),
            Action::Connect(index) => self.connect(world, index),
            Action::Prepare(index) => self.prepare(world, index),
            Action::Launch(index) => self.launch(world, index),
            Action::Ask(index, id) => {
                world.phones[index].visit = Visit::Settling(id);
                world.send_to_pump(Frame::Resolve(id), self.frames);
            }
            Action::Cancel(index, id) => {
                world.phones[index].visit = Visit::Waiting(id);
                world.send_to_pump(Frame::Cancel(id), self.frames);
            }
            Action::HangUp(index) => self.hang_up(world, index),
            Action::Kill(index) => world.phones[index].kill(),
            Action::PairAnew(index) => pair_anew(world, index),
            Action::Commit => self.commit(world),
            Action::Pulse => world.pump.pulse(&mut world.oracle),
            Action::Tick => world.tick(),
            Action::Cut => world.pump.cut(&mut world.oracle, self.variant),
            Action::Represcribe => {
                world.pump.end_bolus(&mut world.oracle);
                world.pump.live.version += 1;
                world.pump.due = true;
            }
            Action::Revoke(key) => {
                world.pump.live.keys.retain(|(known, _)| *known != key);
                world.pump.due = true;
            }
            Action::RenewStorage => world.renew_storage(),
            Action::ToPump(_)
            | Action::LoseToPump(_)
            | Action::DoubleToPump(_)
            | Action::ToPhone(_)
            | Action::LoseToPhone(_)
            | Action::DoubleToPhone(_) => self.carry(world, action),
        }
    }

    fn carry(&self, world: &mut World, action: Action) {
        if let Action::ToPump(index) = action {
            let frame = world.link.to_pump.remove(index);
            let answer = world.pump.receive(frame, &mut world.oracle, self.variant);
            if let Some(answer) = answer {
                world.send_to_phone(answer, self.frames);
            }
        } else if let Action::LoseToPump(index) = action {
            world.link.to_pump.remove(index);
        } else if let Action::DoubleToPump(index) = action {
            let frame = world.link.to_pump[index];
            world.send_to_pump(frame, self.frames);
        } else if let Action::ToPhone(index) = action {
            self.answer(world, index);
        } else if let Action::LoseToPhone(index) = action {
            world.link.to_phone.remove(index);
        } else if let Action::DoubleToPhone(index) = action {
            let answer = world.link.to_phone[index];
            world.send_to_phone(answer, self.frames);
        }
    }

    /// A session begins: what another memory or another key knew is out of sight, the rest is
    /// asked for.
    fn connect(&self, world: &mut World, index: usize) {
        let memory = &world.pump.live;
        let phone = &mut world.phones[index];
        phone.visit = Visit::Open;
        let renewed = phone.storage != memory.storage;
        phone.storage = memory.storage;
        let lost: Vec<_> = phone
            .open()
            .filter(|id| renewed || id.key != phone.key)
            .collect();
        for id in lost {
            let listed = memory.look_up(id, self.variant);
            match listed.filter(|outcome| !renewed && *outcome != Outcome::Forgotten) {
                Some(outcome) => phone.told(id, outcome, self.variant),
                None => phone.out_of_sight(id),
            }
        }
        self.settle(world, index);
    }

    /// Asks about the next open request.
    fn settle(&self, world: &mut World, index: usize) {
        let phone = &mut world.phones[index];
        phone.visit = Visit::Open;
        // a running bolus was told in this session: it is asked about again at the next one
        let next = phone
            .open()
            .find(|id| {
                phone
                    .rows
                    .iter()
                    .any(|row| row.id == *id && row.state == RowState::Sent)
            })
            .or_else(|| phone.open().next());
        if let Some(id) = next {
            phone.visit = Visit::Settling(id);
            world.send_to_pump(Frame::Resolve(id), self.frames);
        }
    }

    fn prepare(&self, world: &mut World, index: usize) {
        let memory = &world.pump.live;
        let (boots, version) = (memory.boots, memory.version);
        let phone = &mut world.phones[index];
        let Some(id) = phone.intended() else {
            return;
        };
        if self.variant != Variant::SentBeforeDurable {
            phone.set(id, RowState::Sent);
        }
        phone.visit = Visit::Launching(Request {
            id,
            boots,
            version,
            life: EXPIRY,
        });
    }

    fn launch(&self, world: &mut World, index: usize) {
        let phone = &mut world.phones[index];
        if let Visit::Launching(request) = phone.visit {
            phone.visit = Visit::Waiting(request.id);
            world.send_to_pump(Frame::Request(request), self.frames);
        }
    }

    fn hang_up(&self, world: &mut World, index: usize) {
        let phone = &mut world.phones[index];
        if let Visit::Waiting(id) = phone.visit
            && self.variant == Variant::SilenceIsFailure
        {
            phone.set(id, RowState::Died);
        }
        phone.visit = Visit::Away;
    }

    fn commit(&self, world: &mut World) {
        if let Some(answer) = world.pump.commit(&mut world.oracle) {
            world.send_to_phone(answer, self.frames);
        }
    }

    fn answer(&self, world: &mut World, index: usize) {
        let answer = world.link.to_phone.remove(index);
        let of = |phone: &crate::phone::Phone| phone.rows.iter().any(|row| row.id == answer.id);
        let Some(index) = world.phones.iter().position(of) else {
            return;
        };
        let phone = &mut world.phones[index];
        if phone.visit == Visit::Away {
            return; // nobody listens
        }
        phone.told(answer.id, answer.outcome, self.variant);
        match phone.visit {
            Visit::Settling(id) if id == answer.id => {
                phone.visit = Visit::Open;
                if phone.is_uncertain() {
                    self.settle(world, index);
                }
            }
            Visit::Waiting(id) if id == answer.id => phone.visit = Visit::Open,
            Visit::Settling(_)
            | Visit::Waiting(_)
            | Visit::Away
            | Visit::Open
            | Visit::Launching(_) => {}
        }
    }
}

/// The phone works with a new key; what is open stays with the old one. SR-37
fn pair_anew(world: &mut World, index: usize) {
    let key = world.keys_given;
    world.keys_given += 1;
    world.pump.live.keys.push((key, 0));
    world.pump.durable.keys.push((key, 0));
    let phone = &mut world.phones[index];
    phone.kill();
    phone.key = key;
    phone.next = 1;
}
