//! The link between a phone and the pump in virtual time, with everything that can go wrong on it.

use super::ground::Shared;
use super::seam;
use crate::scenario::{Fault, FaultKind};
use crate::trace::Side;
use cisterna_core::pump::link::{Link, LinkError, LinkEvent};
use cisterna_protocol::framing::ChunkLen;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

/// One way, ms.
const TRIP_MS: u64 = 30;
/// What is late is so late, ms: within the phone's patience and beyond the pump's first deadline.
const LATE_MS: u64 = 7_000;

/// The faults of one visit, and where it is among them. Shared by the links that the visit makes.
#[derive(Debug, Default)]
pub(crate) struct Weather {
    pub(crate) faults: Vec<Fault>,
    pub(crate) up: u32,
    pub(crate) down: u32,
    pub(crate) up_b: u64,
    pub(crate) down_b: u64,
    /// Chunks that went up, for a replay.
    pub(crate) heard: Vec<Vec<u8>>,
}

impl Weather {
    fn fault(&self, at: u32, of: impl Fn(FaultKind) -> bool) -> Option<FaultKind> {
        self.faults
            .iter()
            .find(|fault| fault.at == at && of(fault.is))
            .map(|fault| fault.is)
    }

    /// Bytes that still pass before the link is cut in the middle of a chunk.
    fn room(&self, kind: FaultKind, done_b: u64, len_b: u64) -> Option<usize> {
        let limit = self.faults.iter().find(|fault| fault.is == kind)?;
        let room_b = u64::from(limit.at).checked_sub(done_b)?;
        (room_b < len_b).then(|| usize::try_from(room_b).unwrap_or(0))
    }
}

const fn is_up(kind: FaultKind) -> bool {
    match kind {
        FaultKind::LoseUp
        | FaultKind::DoubleUp
        | FaultKind::LateUp
        | FaultKind::ReorderUp
        | FaultKind::AlterUp
        | FaultKind::CutUp
        | FaultKind::HalfUp
        | FaultKind::ResetAtChunk => true,
        FaultKind::LoseDown
        | FaultKind::DoubleDown
        | FaultKind::LateDown
        | FaultKind::ReorderDown
        | FaultKind::AlterDown
        | FaultKind::CutDown
        | FaultKind::Kill
        | FaultKind::KillTorn
        | FaultKind::PowerCut
        | FaultKind::CutAtByteUp
        | FaultKind::CutAtByteDown => false,
    }
}

const fn is_down(kind: FaultKind) -> bool {
    match kind {
        FaultKind::LoseDown
        | FaultKind::DoubleDown
        | FaultKind::LateDown
        | FaultKind::ReorderDown
        | FaultKind::AlterDown
        | FaultKind::CutDown => true,
        FaultKind::LoseUp
        | FaultKind::DoubleUp
        | FaultKind::LateUp
        | FaultKind::ReorderUp
        | FaultKind::AlterUp
        | FaultKind::CutUp
        | FaultKind::HalfUp
        | FaultKind::ResetAtChunk
        | FaultKind::Kill
        | FaultKind::KillTorn
        | FaultKind::PowerCut
        | FaultKind::CutAtByteUp
        | FaultKind::CutAtByteDown => false,
    }
}

/// The phone's end.
pub(crate) struct SimLink {
    ground: Shared,
    weather: Rc<RefCell<Weather>>,
    number: u64,
    /// To the phone, by the instant of arrival.
    inbox: VecDeque<(u64, LinkEvent)>,
    /// To the pump, late.
    late: Vec<(u64, Vec<u8>)>,
    held: Option<Vec<u8>>,
    ended: bool,
}

impl SimLink {
    pub(crate) fn dial(ground: &Shared, weather: &Rc<RefCell<Weather>>) -> Result<Self, LinkError> {
        seam::touch();
        let mut world = ground.borrow_mut();
        world.pass_ms(1_000);
        if !world.board.link_up() {
            return Err(LinkError::Down);
        }
        world.links += 1;
        let number = world.links;
        world.link = number;
        let chunk_len = ChunkLen::new(super::board::CHUNK_B).expect("244 is from 20 to 514");
        let up = (world.now_ms, LinkEvent::Up { chunk_len });
        drop(world);
        Ok(Self {
            ground: ground.clone(),
            weather: weather.clone(),
            number,
            inbox: VecDeque::from([up]),
            late: Vec::new(),
            held: None,
            ended: false,
        })
    }

    fn end(&mut self) {
        if !self.ended {
            self.ended = true;
            let mut world = self.ground.borrow_mut();
            let now_ms = world.now_ms;
            if world.link == self.number {
                world.board.link_down();
                world.link = 0;
            }
            drop(world);
            self.arrive_at(now_ms, LinkEvent::Down);
        }
    }

    fn arrive_at(&mut self, at_ms: u64, event: LinkEvent) {
        let place = self.inbox.iter().position(|(due, _)| *due > at_ms);
        let place = place.unwrap_or(self.inbox.len());
        self.inbox.insert(place, (at_ms, event));
    }

    /// A chunk reaches the pump.
    fn deliver(&mut self, chunk: &[u8]) {
        let (out, over) = {
            let mut world = self.ground.borrow_mut();
            if world.link == self.number {
                world.board.receive(chunk)
            } else {
                (Vec::new(), true)
            }
        };
        self.take(out, over);
    }

    /// Chunks of the pump set out for the phone.
    fn take(&mut self, chunks: Vec<Vec<u8>>, over: bool) {
        let now_ms = self.ground.borrow().now_ms;
        for mut chunk in chunks {
            if self.ended {
                return;
            }
            let (fault, room) = {
                let mut weather = self.weather.borrow_mut();
                let nth = weather.down;
                weather.down += 1;
                let len_b = chunk.len() as u64;
                let room = weather.room(FaultKind::CutAtByteDown, weather.down_b, len_b);
                weather.down_b += len_b;
                (weather.fault(nth, is_down), room)
            };
            let due_ms = now_ms + TRIP_MS;
            if let Some(room_b) = room {
                chunk.truncate(room_b);
                if room_b > 0 {
                    self.arrive_at(due_ms, LinkEvent::Chunk(chunk));
                }
                self.fault("cut inside a chunk to the phone");
                self.end_at(due_ms);
                return;
            }
            if let Some(kind) = fault {
                self.fault(&format!("{kind:?}"));
            }
            match fault {
                Some(FaultKind::LoseDown) => {}
                Some(FaultKind::DoubleDown) => {
                    self.arrive_at(due_ms, LinkEvent::Chunk(chunk.clone()));
                    self.arrive_at(due_ms, LinkEvent::Chunk(chunk));
                }
                Some(FaultKind::LateDown) => {
                    self.arrive_at(now_ms + LATE_MS, LinkEvent::Chunk(chunk));
                }
                Some(FaultKind::ReorderDown) => {
                    self.arrive_at(due_ms + TRIP_MS, LinkEvent::Chunk(chunk));
                }
                Some(FaultKind::AlterDown) => {
                    if let Some(last) = chunk.last_mut() {
                        *last ^= 1;
                    }
                    self.arrive_at(due_ms, LinkEvent::Chunk(chunk));
                }
                Some(FaultKind::CutDown) => {
                    self.end_at(due_ms);
                    return;
                }
                Some(_) | None => self.arrive_at(due_ms, LinkEvent::Chunk(chunk)),
            }
        }
        if over {
            self.end_at(now_ms + TRIP_MS);
        }
    }

    fn end_at(&mut self, at_ms: u64) {
        if !self.ended {
            self.ended = true;
            let mut world = self.ground.borrow_mut();
            if world.link == self.number {
                world.board.link_down();
                world.link = 0;
            }
            drop(world);
            self.arrive_at(at_ms, LinkEvent::Down);
        }
    }

    fn fault(&self, what: &str) {
        let mut world = self.ground.borrow_mut();
        let at_ms = world.now_ms;
        world.board.trace.tell(at_ms, Side::Link, what);
    }

    fn send_with(&mut self, chunk: &[u8], fault: Option<FaultKind>) -> Result<(), LinkError> {
        let now_ms = self.ground.borrow().now_ms;
        match fault {
            Some(FaultKind::LoseUp) => {}
            Some(FaultKind::DoubleUp) => {
                self.deliver(chunk);
                self.deliver(chunk);
            }
            Some(FaultKind::LateUp) => self.late.push((now_ms + LATE_MS, chunk.to_vec())),
            Some(FaultKind::ReorderUp) => {
                self.held = Some(chunk.to_vec());
                return Ok(());
            }
            Some(FaultKind::AlterUp) => {
                let mut altered = chunk.to_vec();
                let middle = altered.len() / 2;
                altered[middle] ^= 4;
                self.deliver(&altered);
            }
            Some(FaultKind::CutUp) => {
                self.end();
                return Err(LinkError::Down);
            }
            Some(FaultKind::HalfUp) => {
                self.deliver(&chunk[..chunk.len().div_ceil(2)]);
                self.end();
                return Err(LinkError::Down);
            }
            Some(FaultKind::ResetAtChunk) => {
                self.deliver(chunk);
                self.inbox
                    .retain(|(_, event)| !matches!(event, LinkEvent::Chunk(_)));
                self.ground.borrow_mut().board.switch_off(0);
                self.end();
            }
            Some(_) | None => self.deliver(chunk),
        }
        if let Some(held) = self.held.take() {
            self.deliver(&held);
        }
        Ok(())
    }
}

impl Link for SimLink {
    fn send(&mut self, chunk: &[u8]) -> Result<(), LinkError> {
        seam::touch();
        if self.ended {
            return Err(LinkError::Down);
        }
        if chunk.len() > super::board::CHUNK_B {
            return Err(LinkError::TooLong(chunk.len()));
        }
        if chunk.is_empty() {
            return Ok(());
        }
        self.ground.borrow_mut().pass_ms(TRIP_MS);
        let (fault, room) = {
            let mut weather = self.weather.borrow_mut();
            let nth = weather.up;
            weather.up += 1;
            let len_b = chunk.len() as u64;
            let room = weather.room(FaultKind::CutAtByteUp, weather.up_b, len_b);
            weather.up_b += len_b;
            if weather.heard.len() < 8 {
                weather.heard.push(chunk.to_vec());
            }
            (weather.fault(nth, is_up), room)
        };
        if let Some(room_b) = room {
            self.fault("cut inside a chunk to the pump");
            if room_b > 0 {
                self.deliver(&chunk[..room_b]);
            }
            self.end();
            return Err(LinkError::Down);
        }
        if let Some(kind) = fault {
            self.fault(&format!("{kind:?}"));
        }
        self.send_with(chunk, fault)
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        seam::touch();
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        let until_ms = self.ground.borrow().now_ms + wait_ms;
        loop {
            let now_ms = self.ground.borrow().now_ms;
            if let Some((due, _)) = self.inbox.front()
                && *due <= now_ms
                && let Some((_, event)) = self.inbox.pop_front()
            {
                return event;
            }
            if self.ended && self.inbox.is_empty() {
                return LinkEvent::Down;
            }
            if now_ms >= until_ms {
                return LinkEvent::Quiet;
            }
            let inbox_ms = self.inbox.front().map_or(u64::MAX, |(due, _)| *due);
            let late_ms = self.late.iter().map(|(due, _)| *due).min();
            let next_ms = inbox_ms
                .min(late_ms.unwrap_or(u64::MAX))
                .min(until_ms)
                .min(now_ms + 1_000);
            self.ground.borrow_mut().pass_ms(next_ms - now_ms);
            if let Some(at) = self.late.iter().position(|(due, _)| *due <= next_ms) {
                let (_, chunk) = self.late.remove(at);
                if !self.ended {
                    self.deliver(&chunk);
                }
            }
            if !self.ended {
                let (out, over) = {
                    let mut world = self.ground.borrow_mut();
                    if world.link == self.number {
                        world.board.tend()
                    } else {
                        (Vec::new(), true)
                    }
                };
                self.take(out, over);
            }
        }
    }

    fn close(&mut self) {
        self.end();
        self.inbox.clear();
    }
}

impl Drop for SimLink {
    fn drop(&mut self) {
        // the process is gone or through with it: the radio notices
        let Ok(mut world) = self.ground.try_borrow_mut() else {
            return;
        };
        if !self.ended && world.link == self.number {
            world.board.link_down();
            world.link = 0;
        }
    }
}
