//! The pump: decides, makes durable, then acts or answers.

use crate::config::Variant;
use crate::world::{Answer, Frame, Id, Oracle, Request};

/// Pulses of one bolus: none, some and all are told apart.
pub const PULSES: u8 = 2;
/// Ticks from start to start.
pub const LOCKOUT: u8 = 2;
/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing was or will be given.
    Refused,
    /// Being given.
    Running,
    /// Given in full.
    Delivered,
    /// Ended before its end.
    Stopped {
        /// Pulses at least.
        least: u8,
        /// Pulses at most.
        most: u8,
    },
    /// Never came, and never will be given.
    Voided,
    /// Known once.
    Forgotten,
}

/// A bolus that is being given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Running {
    /// Its request.
    pub id: Id,
    /// Pulses so far.
    pub moved: u8,
}

/// What the pump remembers, durably or in its working memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Memory {
    /// Boot epoch.
    pub boots: u8,
    /// Outcomes kept in each of the three rings.
    pub ring: usize,
    /// Which memory it is.
    pub storage: u8,
    /// Active prescription.
    pub version: u8,
    /// Ticks until a bolus may start.
    pub lockout: u8,
    /// Keys that the pump knows, each with its high-water mark.
    pub keys: Vec<(u8, u8)>,
    /// The bolus that is being given.
    pub running: Option<Running>,
    /// Ring of ended boluses.
    pub deliveries: Vec<(Id, Outcome)>,
    /// Ring of refusals.
    pub refusals: Vec<Id>,
    /// Ring of voids.
    pub voids: Vec<Id>,
}

/// The pump.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pump {
    /// What a restart begins with.
    pub durable: Memory,
    /// What it works with.
    pub live: Memory,
    /// Something has to be durable before the pump goes on.
    pub due: bool,
    /// The answer that waits for it.
    pub reply: Option<Answer>,
}

impl Memory {
    /// What is known of `id`; `None` where it never came. SR-07
    pub fn look_up(&self, id: Id, variant: Variant) -> Option<Outcome> {
        if self.running.is_some_and(|running| running.id == id) {
            return Some(Outcome::Running);
        }
        if let Some((_, outcome)) = self.deliveries.iter().find(|(of, _)| *of == id) {
            return Some(*outcome);
        }
        if self.refusals.contains(&id) {
            return Some(Outcome::Refused);
        }
        if self.voids.contains(&id) {
            return Some(Outcome::Voided);
        }
        let mark = self.keys.iter().find(|(key, _)| *key == id.key);
        let known_once = mark.is_some_and(|(_, mark)| id.counter <= *mark);
        (known_once && variant != Variant::ForgottenTakenAsNew).then_some(Outcome::Forgotten)
    }

    /// Whether the pump knows the key.
    pub fn knows(&self, key: u8) -> bool {
        self.keys.iter().any(|(known, _)| *known == key)
    }

    fn raise_mark(&mut self, id: Id) {
        for (key, mark) in &mut self.keys {
            if *key == id.key {
                *mark = (*mark).max(id.counter);
            }
        }
    }

    fn keep_delivery(&mut self, id: Id, outcome: Outcome) {
        self.deliveries.push((id, outcome));
        if self.deliveries.len() > self.ring {
            self.deliveries.remove(0);
        }
    }

    fn keep_refusal(&mut self, id: Id, variant: Variant) {
        self.raise_mark(id);
        if variant == Variant::OneRing {
            return self.keep_delivery(id, Outcome::Refused);
        }
        push(&mut self.refusals, id, self.ring);
    }

    fn void(&mut self, id: Id, variant: Variant) {
        if variant != Variant::VoidNotKept {
            self.raise_mark(id);
            push(&mut self.voids, id, self.ring);
        }
    }
}

fn push(ring: &mut Vec<Id>, id: Id, most: usize) {
    ring.push(id);
    if ring.len() > most {
        ring.remove(0);
    }
}

impl Pump {
    /// A programmed pump that knows the keys below `phones`.
    pub(crate) fn new(phones: u8, ring: usize) -> Self {
        let memory = Memory {
            boots: 0,
            ring,
            storage: 0,
            version: 0,
            lockout: 0,
            keys: (0..phones).map(|key| (key, 0)).collect(),
            running: None,
            deliveries: Vec::new(),
            refusals: Vec::new(),
            voids: Vec::new(),
        };
        Self {
            durable: memory.clone(),
            live: memory,
            due: false,
            reply: None,
        }
    }

    /// Decides about a frame. The answer waits for a commit where anything changed.
    pub(crate) fn receive(
        &mut self,
        frame: Frame,
        oracle: &mut Oracle,
        variant: Variant,
    ) -> Option<Answer> {
        let id = frame.id();
        if !self.live.knows(id.key) {
            return None; // no session with a key that is not known
        }
        let outcome = match frame {
            Frame::Request(request) => self.request(request, oracle, variant),
            Frame::Resolve(id) => self.resolve(id, variant),
            Frame::Cancel(id) => {
                if self.live.running.is_some_and(|running| running.id == id) {
                    self.end_bolus(oracle);
                }
                self.resolve(id, variant)
            }
        };
        let answer = Answer { id, outcome };
        if self.due {
            self.reply = Some(answer);
            return None;
        }
        Some(answer)
    }

    fn request(&mut self, request: Request, oracle: &mut Oracle, variant: Variant) -> Outcome {
        let expired = request.life == 0;
        if expired && variant == Variant::ExpiryBeforeLookUp {
            return Outcome::Refused;
        }
        if let Some(known) = self.live.look_up(request.id, variant) {
            return known;
        }
        self.due = true;
        let live = &mut self.live;
        let other_boot = request.boots != live.boots && variant != Variant::EpochIgnored;
        let other_offer = request.version != live.version && variant != Variant::OfferIgnored;
        let refused = expired || other_boot || other_offer; // SR-08
        if refused || live.running.is_some() || live.lockout > 0 {
            live.keep_refusal(request.id, variant);
            return Outcome::Refused;
        }
        live.raise_mark(request.id);
        live.lockout = LOCKOUT;
        live.running = Some(Running {
            id: request.id,
            moved: 0,
        });
        oracle.accepted(request, self);
        Outcome::Running
    }

    fn resolve(&mut self, id: Id, variant: Variant) -> Outcome {
        if let Some(known) = self.live.look_up(id, variant) {
            return known;
        }
        self.live.void(id, variant);
        self.due = true;
        Outcome::Voided
    }

    /// Ends the running bolus before its end. SR-06
    pub(crate) fn end_bolus(&mut self, oracle: &mut Oracle) {
        if let Some(running) = self.live.running.take() {
            let outcome = Outcome::Stopped {
                least: running.moved,
                most: running.moved,
            };
            self.live.keep_delivery(running.id, outcome);
            oracle.end(running.id);
            self.due = true;
        }
    }

    /// Everything is durable now; the answer that waited for it leaves.
    pub(crate) fn commit(&mut self, oracle: &mut Oracle) -> Option<Answer> {
        let of = |memory: &Memory| memory.running.map(|running| running.id);
        if let Some(id) = of(&self.live).filter(|id| of(&self.durable) != Some(*id)) {
            oracle.start(id);
        }
        self.durable = self.live.clone();
        self.due = false;
        self.reply.take()
    }

    /// Gives one pulse.
    pub(crate) fn pulse(&mut self, oracle: &mut Oracle) {
        let Some(running) = &mut self.live.running else {
            return;
        };
        running.moved += 1;
        let Running { id, moved } = *running;
        oracle.pulse(id);
        if moved == PULSES {
            self.live.running = None;
            self.live.keep_delivery(id, Outcome::Delivered);
            oracle.end(id);
            self.due = true;
        }
    }

    /// Power goes and comes back: no time has passed, a bolus that ran is over. SR-06, SR-10
    pub(crate) fn cut(&mut self, oracle: &mut Oracle, variant: Variant) {
        let mut live = self.durable.clone();
        live.boots += 1;
        if variant == Variant::LockoutLostAtReset {
            live.lockout = 0;
        }
        if variant != Variant::ResumedAfterReset
            && let Some(running) = live.running.take()
        {
            let outcome = Outcome::Stopped {
                least: running.moved,
                most: PULSES,
            };
            live.keep_delivery(running.id, outcome);
            oracle.end(running.id);
        }
        self.live = live;
        self.reply = None;
        self.due = true;
    }
}
