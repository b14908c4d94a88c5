//! What a pump says to the phone, before and within a session.
//!
//! Bytes: how (1: raw chunks, or messages sealed by one who holds the key), then parts (2 + n), one
//! or more for each question.

use crate::{rig, take, take_part};
use cisterna_core::pump::link::{Outbox, Peer, PipeLink};
use cisterna_core::pump::session::Connection;
use cisterna_protocol::framing::{Assembler, ChunkCounter, Fragmenter, MAX_CHUNK, MAX_FRAME};
use cisterna_protocol::history::{Log, ReadHistory};
use cisterna_protocol::message::Ask;
use cisterna_protocol::session::{
    Crypto, MAX_PLAINTEXT, PendingSession, Psk, Responder, Serial, Session,
};

const KEY: [u8; 32] = [0xa5; 32];

enum Stage {
    New,
    Pending(Box<PendingSession>),
    Open(Box<Session>),
    Raw,
}

/// A pump that says what the bytes say.
struct Liar {
    data: Vec<u8>,
    at: usize,
    stage: Stage,
    assembler: Assembler,
    counter: ChunkCounter,
}

impl Liar {
    fn part(&mut self) -> Option<Vec<u8>> {
        let mut rest = self.data.get(self.at..).filter(|rest| !rest.is_empty())?;
        let part = take_part(&mut rest).to_vec();
        self.at = self.data.len() - rest.len();
        Some(part)
    }

    fn frame(&mut self, frame: &[u8], out: &mut Outbox) {
        let mut plain = [0; MAX_PLAINTEXT];
        self.stage = match std::mem::replace(&mut self.stage, Stage::Raw) {
            Stage::New => {
                let serial = Serial::new(rig::SERIAL).expect("visible and short");
                let crypto = Crypto::pure(&mut rig::Seeded(5)).expect("a seed never fails");
                let key = Psk::from_bytes(KEY);
                let accepted = Responder::accept(frame, &serial, [((), &key)], crypto);
                let (accepted, reply) = accepted.expect("the phone holds the key");
                self.send(&reply, out);
                Stage::Pending(Box::new(accepted.session))
            }
            Stage::Pending(pending) => {
                let (session, _) = pending.confirm(frame, &mut plain).expect("the phone's");
                self.seal(session, out)
            }
            Stage::Open(mut session) => {
                session.open(frame, &mut plain).expect("the phone's");
                self.seal(*session, out)
            }
            Stage::Raw => Stage::Raw,
        };
    }

    fn seal(&mut self, mut session: Session, out: &mut Outbox) -> Stage {
        let Some(part) = self.part() else {
            out.hang_up();
            return Stage::Raw;
        };
        let mut frame = [0; MAX_FRAME];
        let plain = &part[..part.len().min(MAX_PLAINTEXT)];
        if let Ok(len) = session.seal(plain, &mut frame) {
            self.send(&frame[..len], out);
        }
        Stage::Open(Box::new(session))
    }

    fn send(&mut self, frame: &[u8], out: &mut Outbox) {
        let cut = Fragmenter::new(frame, rig::chunk_len(), &mut self.counter);
        let Ok(mut fragments) = cut else {
            return;
        };
        let mut chunk = [0; MAX_CHUNK];
        while let Some(len) = fragments.next_chunk(&mut chunk) {
            out.send(chunk[..len].to_vec());
        }
    }
}

impl Peer for Liar {
    fn chunk(&mut self, chunk: &[u8], out: &mut Outbox) {
        if matches!(self.stage, Stage::Raw) {
            match self.part() {
                Some(part) => out.send(part),
                None => out.hang_up(),
            }
            return;
        }
        let frame = self
            .assembler
            .push(chunk)
            .expect("the phone's chunks are in order");
        if let Some(frame) = frame.map(<[u8]>::to_vec) {
            self.frame(&frame, out);
        }
    }
}

/// Whatever a pump says, the phone answers with a value or an error, and ends a session that lies.
pub(crate) fn converse(mut data: &[u8]) {
    let [how] = take(&mut data);
    let liar = Liar {
        data: data.to_vec(),
        at: 0,
        stage: if how % 4 == 0 { Stage::Raw } else { Stage::New },
        assembler: Assembler::new(),
        counter: ChunkCounter::new(),
    };
    let link = PipeLink::new(liar, rig::chunk_len());
    let identity = rig::identity(Psk::from_bytes(KEY));
    let Ok((mut connection, _)) = Connection::open(link, &identity) else {
        return;
    };
    let page = ReadHistory {
        log: Log::Doses,
        from: 1,
        max: 48,
    };
    for ask in [
        Ask::ReadDevice,
        Ask::RecentRequests,
        Ask::ReadHistory(page),
        Ask::ReadPrescription,
    ] {
        let was_open = connection.is_open();
        let answer = connection.ask(ask);
        assert!(was_open || answer.is_err(), "a session that ended answers");
    }
}
