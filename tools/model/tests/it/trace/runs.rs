use super::bench::{Bench, Open};
use super::{Event, Explained, IDS};
use cisterna_core::pump::link::{Direction, Fate};
use cisterna_fuzz_targets::rig::Seeded;
use cisterna_model::Action;
use std::collections::BTreeMap;

/// Runs, and events of each.
const RUNS: u64 = 60;
const EVENTS: u32 = 14;
/// The lockout and a little more, s. After a power cut some of it did not pass for the pump.
const TICK_S: u64 = 10_900;
/// Half of a bolus, s.
const HALF_S: u64 = 600;

const TAP: Event = Event {
    name: "tap",
    allows: |action| matches!(action, Action::Tap(_)),
    steps: 1,
};
const CONNECT: Event = Event {
    name: "connect",
    allows: |action| {
        matches!(
            action,
            Action::HangUp(_)
                | Action::Connect(_)
                | Action::ToPump(_)
                | Action::Commit
                | Action::ToPhone(_)
        )
    },
    steps: 8,
};
const SEND: Event = Event {
    name: "send",
    allows: |action| {
        matches!(
            action,
            Action::Prepare(_)
                | Action::Launch(_)
                | Action::ToPump(_)
                | Action::Commit
                | Action::ToPhone(_)
        )
    },
    steps: 6,
};
const SEND_REQUEST_LOST: Event = Event {
    name: "send, the request lost",
    allows: |action| {
        matches!(
            action,
            Action::Prepare(_) | Action::Launch(_) | Action::LoseToPump(_) | Action::HangUp(_)
        )
    },
    steps: 4,
};
const SEND_ANSWER_LOST: Event = Event {
    name: "send, the answer lost",
    allows: |action| {
        matches!(
            action,
            Action::Prepare(_)
                | Action::Launch(_)
                | Action::ToPump(_)
                | Action::Commit
                | Action::LoseToPhone(_)
                | Action::HangUp(_)
        )
    },
    steps: 6,
};
const SEND_DOUBLED: Event = Event {
    name: "send, the request doubled",
    allows: |action| {
        matches!(
            action,
            Action::Prepare(_)
                | Action::Launch(_)
                | Action::DoubleToPump(_)
                | Action::ToPump(_)
                | Action::Commit
                | Action::ToPhone(_)
                | Action::LoseToPhone(_)
                | Action::LoseToPump(_)
                | Action::HangUp(_)
        )
    },
    steps: 8,
};
const SEND_POWER_CUT: Event = Event {
    name: "send, the power cut",
    allows: |action| {
        matches!(
            action,
            Action::Prepare(_)
                | Action::Launch(_)
                | Action::ToPump(_)
                | Action::Commit
                | Action::ToPhone(_)
                | Action::LoseToPhone(_)
                | Action::LoseToPump(_)
                | Action::Cut
                | Action::HangUp(_)
        )
    },
    steps: 8,
};
const LET_DIE: Event = Event {
    name: "send too late",
    allows: |action| matches!(action, Action::LetDie(_)),
    steps: 1,
};
const CANCEL: Event = Event {
    name: "cancel",
    allows: |action| {
        matches!(
            action,
            Action::Cancel(..) | Action::ToPump(_) | Action::Commit | Action::ToPhone(_)
        )
    },
    steps: 4,
};
const KILL: Event = Event {
    name: "kill the phone",
    allows: |action| matches!(action, Action::Kill(_)),
    steps: 1,
};
const HALF: Event = Event {
    name: "half of a bolus passes",
    allows: |action| {
        matches!(
            action,
            Action::HangUp(_) | Action::Pulse | Action::Commit | Action::Tick
        )
    },
    steps: 6,
};
const TICK: Event = Event {
    name: "the lockout passes",
    allows: |action| {
        matches!(
            action,
            Action::HangUp(_) | Action::Pulse | Action::Commit | Action::Tick
        )
    },
    steps: 8,
};
const CUT: Event = Event {
    name: "the power cut",
    allows: |action| matches!(action, Action::HangUp(_) | Action::Cut | Action::Commit),
    steps: 4,
};

/// One run: the bench, the model, and how often each event came.
struct Run {
    bench: Bench,
    model: Explained,
    contact: Option<Open>,
    random: Seeded,
    events: BTreeMap<&'static str, u32>,
}

impl Run {
    fn new(seed: u64) -> Self {
        Self {
            bench: Bench::new(),
            model: Explained::new(),
            contact: None,
            random: Seeded(seed),
            events: BTreeMap::new(),
        }
    }

    fn saw(&mut self, event: Event) {
        *self.events.entry(event.name).or_default() += 1;
        let seen = self.bench.view();
        let allowed = self.model.goes_on(event, &seen);
        assert!(
            allowed,
            "the model does not allow {seen:#?} after {:?}",
            self.model.story
        );
    }

    fn close(&mut self) {
        if let Some(mut contact) = self.contact.take() {
            contact.close();
        }
    }

    fn connect(&mut self) {
        self.close();
        self.contact = Some(self.bench.connect());
        self.saw(CONNECT);
    }

    /// Taps and sends; what goes wrong on the way is drawn.
    fn request(&mut self) {
        self.connect();
        let before = self.bench.view().rows.len();
        if before >= usize::from(IDS) {
            return;
        }
        let Some(id) = self.bench.tap() else {
            return;
        };
        self.saw(TAP);
        if self.random.below(8) == 0 {
            self.bench.kill();
            self.close();
            return self.saw(KILL);
        }
        let event = self.draw_fault();
        let mut contact = self.contact.take().unwrap();
        self.bench.send(&mut contact, id);
        self.bench.forget_fates();
        if event.name == SEND_POWER_CUT.name {
            contact.close();
            self.bench.cut();
        } else if contact.is_open() {
            self.contact = Some(contact);
        }
        self.saw(event);
    }

    fn draw_fault(&mut self) -> Event {
        match self.random.below(8) {
            0 => {
                self.bench.fate(Direction::ToPump, 1, Fate::Drop);
                SEND_REQUEST_LOST
            }
            1 => {
                self.bench.fate(Direction::ToPump, 1, Fate::Cut);
                SEND_REQUEST_LOST
            }
            2 => {
                self.bench.fate(Direction::ToPhone, 1, Fate::Cut);
                SEND_ANSWER_LOST
            }
            3 => {
                self.bench.fate(Direction::ToPump, 1, Fate::Double);
                SEND_DOUBLED
            }
            4 | 5 => {
                let bytes = self.random.below(3_000);
                self.bench.cut_after(bytes);
                SEND_POWER_CUT
            }
            6 => {
                self.bench.age_intent();
                LET_DIE
            }
            _ => SEND,
        }
    }

    fn cancel(&mut self) {
        self.connect();
        let open = self.bench.app().requests(1).unwrap();
        let Some(row) = open.first().filter(|row| row.state.is_open()) else {
            return;
        };
        let id = row.id;
        let mut contact = self.contact.take().unwrap();
        self.bench.app().cancel_bolus(&mut contact, id).unwrap();
        self.contact = Some(contact);
        self.saw(CANCEL);
    }

    fn wait(&mut self, span_s: u64, event: Event) {
        self.close();
        self.bench.wait(span_s);
        self.saw(event);
    }

    fn step(&mut self) {
        match self.random.below(9) {
            0..=2 => self.request(),
            3 => self.cancel(),
            4 => self.wait(HALF_S, HALF),
            5 | 6 => self.wait(TICK_S, TICK),
            7 => {
                self.close();
                self.bench.cut();
                self.saw(CUT);
            }
            _ => self.connect(),
        }
    }
}

/// SR-06, SR-07, SR-40, SR-41: the real code does nothing that the model does not do.
#[test]
fn every_step_of_the_real_phone_and_pump_is_a_step_of_the_model() {
    let mut events = BTreeMap::new();
    let mut delivered = 0;
    for seed in 0..RUNS {
        let mut run = Run::new(seed);
        for _ in 0..EVENTS {
            run.step();
        }
        for (name, count) in &run.events {
            *events.entry(*name).or_insert(0) += count;
        }
        let given = run.bench.view().given;
        delivered += given
            .into_iter()
            .map(|given| usize::from(given == 2))
            .sum::<usize>();
    }
    println!("{RUNS} runs, {delivered} boluses delivered; events: {events:#?}");
    assert_eq!(events.len(), 13, "every kind of event came: {events:#?}");
    assert!(delivered > 5);
}
