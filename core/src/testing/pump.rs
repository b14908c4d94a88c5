//! A pump that answers from a script, behind the real responder and the real framing.

use super::samples;
use crate::pump::link::{Dialer, Direction, Fate, LinkError, Outbox, Peer, PipeLink};
use cisterna_protocol::bounded::{Bytes, List, Octets, decode_exact, encode_into};
use cisterna_protocol::framing::{
    Assembler, ChunkCounter, ChunkLen, Fragmenter, MAX_CHUNK, MAX_FRAME,
};
use cisterna_protocol::history::{HistoryPage, Log, MAX_PAGE_RECORDS, ReadHistory};
use cisterna_protocol::message::{
    Answer, Ask, Device, PairGrant, RejectReason, Rejection, Request, Response,
};
use cisterna_protocol::outcome::{
    BolusRequest, Course, Outcome, OutcomeReport, Refusal, RefusalReason, RequestId,
};
use cisterna_protocol::quantity::{Count, Nanograms, Nanolitres};
use cisterna_protocol::record::{CHAIN_START, ChainDigest, RECORD_LEN, chain};
use cisterna_protocol::session::{
    Crypto, Entropy, EntropyFailed, MAX_PLAINTEXT, PendingSession, Psk, Responder, Session,
    pairing_psk,
};
use cisterna_protocol::signed::bolus_proof_message;
use cisterna_protocol::status::Status;
use ring::hmac;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) type Pump = Rc<RefCell<ScriptedPump>>;

/// A fate for the nth chunk of a direction, counted over all links.
pub(crate) type Rule = (Direction, u32, Fate);

/// What the pump is, and how it misbehaves.
pub(crate) struct ScriptedPump {
    pub(crate) status: Status,
    pub(crate) storage_id: [u8; 8],
    pub(crate) logs: [Vec<[u8; RECORD_LEN]>; 2],
    /// Oldest record that is still there, by log.
    pub(crate) first: [u32; 2],
    pub(crate) outcomes: BTreeMap<RequestId, Outcome>,
    pub(crate) doses_given: u32,
    pub(crate) pairing_open: bool,
    /// The outcome of the next accepted request.
    pub(crate) verdict: Option<Outcome>,
    /// Changes an answer on its way.
    pub(crate) twist: Option<fn(&mut Answer)>,
    pub(crate) fates: Vec<Rule>,
    pub(crate) chunks: [u32; 2],
    pub(crate) asked: Vec<&'static str>,
    keys: Vec<(u32, [u8; 32], [u8; 32])>,
    seed: u8,
}

impl ScriptedPump {
    pub(crate) fn shared() -> Pump {
        Rc::new(RefCell::new(Self {
            status: samples::status(),
            storage_id: [9; 8],
            logs: [Vec::new(), Vec::new()],
            first: [1, 1],
            outcomes: BTreeMap::new(),
            doses_given: 0,
            pairing_open: true,
            verdict: None,
            twist: None,
            fates: Vec::new(),
            chunks: [0, 0],
            asked: Vec::new(),
            keys: Vec::new(),
            seed: 0,
        }))
    }

    /// Forgets outcomes and logs, as if its memory had been made anew; keys stay for the test.
    pub(crate) fn renew_storage(&mut self) {
        self.storage_id = self.storage_id.map(|byte| byte ^ 0xff);
        self.outcomes.clear();
        self.logs = [Vec::new(), Vec::new()];
        self.first = [1, 1];
    }

    /// The secrets that must not be seen: link keys and request keys.
    pub(crate) fn secrets(&self) -> Vec<[u8; 32]> {
        self.keys
            .iter()
            .flat_map(|(_, link, request)| [*link, *request])
            .collect()
    }

    pub(crate) fn forget_keys(&mut self) {
        self.keys.clear();
    }

    fn answer(&mut self, ask: Ask, key: Option<usize>, hash: &[u8; 32]) -> Answer {
        match ask {
            Ask::ReadStatus => Answer::Status(self.status.clone()),
            Ask::ReadDevice => Answer::Device(self.device()),
            Ask::ReadPrescription => Answer::Prescription(Some(samples::signed())),
            Ask::ReadHistory(read) => Answer::History(self.page(read)),
            Ask::RequestBolus(request) => self.decide(&request, key, hash),
            Ask::CancelBolus(id) | Ask::ResolveRequest(id) => self.resolve(id),
            Ask::RecentRequests => Answer::Recent(self.recent()),
            Ask::Pair(request) if key.is_none() => self.grant(request.request_key.0),
            Ask::AcknowledgeAlarm(_) | Ask::Pair(_) | Ask::Clinic(_) => {
                Answer::Rejected(Rejection::because(RejectReason::NotAllowed))
            }
        }
    }

    fn device(&self) -> Device {
        Device {
            serial: samples::prescription().serial,
            protocol: 1,
            firmware: 10_000,
            capacity_nl: 40_000_000,
            pulse_nl: 125,
            storage_id: Octets(self.storage_id),
            phones: List::default(),
            clinicians: Octets([0; 32]),
        }
    }

    fn decide(&mut self, request: &BolusRequest, key: Option<usize>, hash: &[u8; 32]) -> Answer {
        let id = request.id;
        let outcome = self.outcomes.get(&id).copied().unwrap_or_else(|| {
            let outcome = self.judge(request, key, hash);
            self.doses_given += u32::from(!matches!(outcome, Outcome::Refused(_)));
            self.outcomes.insert(id, outcome);
            outcome
        });
        Answer::Outcome(OutcomeReport { id, outcome })
    }

    fn judge(&self, request: &BolusRequest, key: Option<usize>, hash: &[u8; 32]) -> Outcome {
        let message = bolus_proof_message(samples::serial().as_str(), hash, request);
        let proven = key.is_some_and(|index| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &self.keys[index].2);
            hmac::verify(&key, &message, &request.proof.0).is_ok()
        });
        let ahead_s = request.expires_at.since(self.status.count);
        let reason = match (proven, ahead_s) {
            (false, _) => RefusalReason::BadProof,
            (true, 0) => RefusalReason::Expired,
            (true, 61..) => RefusalReason::ExpiryTooFar,
            (true, 1..=60) => {
                return self.verdict.unwrap_or(Outcome::Delivered(course()));
            }
        };
        Outcome::Refused(Refusal::because(reason))
    }

    fn resolve(&mut self, id: RequestId) -> Answer {
        let outcome = *self.outcomes.entry(id).or_insert(Outcome::Voided);
        Answer::Outcome(OutcomeReport { id, outcome })
    }

    fn recent(&self) -> List<OutcomeReport, 24> {
        let reports = self.outcomes.iter().rev().take(24);
        List::from_items(reports.map(|(id, outcome)| OutcomeReport {
            id: *id,
            outcome: *outcome,
        }))
        .unwrap()
    }

    fn grant(&mut self, request_key: [u8; 32]) -> Answer {
        let key_epoch = u32::try_from(self.keys.len()).unwrap() + 1;
        let link_key = [0xc0 | u8::try_from(key_epoch).unwrap(); 32];
        self.keys.push((key_epoch, link_key, request_key));
        Answer::Paired(PairGrant {
            key_epoch,
            link_key: Octets(link_key),
            storage_id: Octets(self.storage_id),
        })
    }

    fn page(&self, read: ReadHistory) -> HistoryPage {
        let index = usize::from(read.log == Log::Events);
        let log = &self.logs[index];
        let next = u32::try_from(log.len()).unwrap() + 1;
        let first = read.from.max(self.first[index]).min(next);
        let start = first as usize - 1;
        let count = usize::from(read.max)
            .min(MAX_PAGE_RECORDS)
            .min(log.len() - start);
        let end = start + count;
        let after = if count == 0 {
            CHAIN_START
        } else {
            digest_after(log, end)
        };
        HistoryPage {
            log: read.log,
            first,
            records: Bytes::new(log[start..end].as_flattened()).unwrap(),
            before: Some(Octets(digest_after(log, start))),
            after: Octets(after),
            next,
        }
    }

    fn fate(&mut self, direction: Direction) -> Fate {
        let index = usize::from(direction == Direction::ToPhone);
        let nth = self.chunks[index];
        self.chunks[index] += 1;
        let rule = self
            .fates
            .iter()
            .find(|(of, at, _)| (*of, *at) == (direction, nth));
        rule.map_or(Fate::Pass, |(_, _, fate)| *fate)
    }
}

fn digest_after(log: &[[u8; RECORD_LEN]], count: usize) -> ChainDigest {
    log[..count]
        .iter()
        .fold(CHAIN_START, |digest, record| chain(&digest, record))
}

pub(crate) fn course() -> Course {
    Course {
        started_at: Count(10_000),
        ends_at: Count(10_600),
        programmed: Nanolitres(12_500),
        delivered: Nanolitres(12_500),
        delivered_dose: Nanograms(25_000),
    }
}

struct Seed(u8);

impl Entropy for Seed {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        out.fill(self.0);
        Ok(())
    }
}

/// Makes links to a scripted pump.
pub(crate) struct PumpDialer(pub(crate) Pump);

impl Dialer for PumpDialer {
    type Link = PipeLink<PumpEnd>;

    fn dial(&mut self) -> Result<Self::Link, LinkError> {
        let pump = self.0.clone();
        let end = PumpEnd::new(self.0.clone());
        let chunk_len = ChunkLen::new(244).unwrap();
        Ok(PipeLink::with_fates(end, chunk_len, move |direction, _| {
            pump.borrow_mut().fate(direction)
        }))
    }
}

enum Stage {
    New,
    Pending(Box<PendingSession>),
    Open(Box<Session>),
    Over,
}

/// The pump's end of one link.
pub(crate) struct PumpEnd {
    pump: Pump,
    assembler: Assembler,
    sent: ChunkCounter,
    stage: Stage,
    key: Option<usize>,
}

impl PumpEnd {
    fn new(pump: Pump) -> Self {
        Self {
            pump,
            assembler: Assembler::new(),
            sent: ChunkCounter::new(),
            stage: Stage::New,
            key: None,
        }
    }

    fn frame(&mut self, frame: &[u8], out: &mut Outbox) {
        let mut plain = [0; MAX_PLAINTEXT];
        let opened = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::New => return self.accept(frame, out),
            Stage::Pending(pending) => pending.confirm(frame, &mut plain),
            Stage::Open(mut session) => {
                let len = session.open(frame, &mut plain);
                len.map(|len| (*session, len))
            }
            Stage::Over => return out.hang_up(),
        };
        let Ok((mut session, len)) = opened else {
            return out.hang_up();
        };
        let request: Request = decode_exact(&plain[..len]).unwrap();
        let answer = self.answer(request, session.handshake_hash());
        let mut buffer = [0; MAX_PLAINTEXT];
        let wire = encode_into(&answer, &mut buffer).unwrap();
        let mut sealed = [0; MAX_FRAME];
        let len = session.seal(wire, &mut sealed).unwrap();
        self.stage = Stage::Open(Box::new(session));
        self.send(&sealed[..len], out);
    }

    fn answer(&self, request: Request, hash: &[u8; 32]) -> Response {
        let mut pump = self.pump.borrow_mut();
        pump.asked.push(name(&request.body));
        let mut body = pump.answer(request.body, self.key, hash);
        if let Some(twist) = pump.twist {
            twist(&mut body);
        }
        Response {
            tag: request.tag,
            body,
        }
    }

    fn accept(&mut self, first: &[u8], out: &mut Outbox) {
        let (keys, seed, open) = {
            let mut pump = self.pump.borrow_mut();
            pump.seed = pump.seed.wrapping_add(1);
            let keys: Vec<_> = pump.keys.iter().map(|key| Psk::from_bytes(key.1)).collect();
            (keys, pump.seed, pump.pairing_open)
        };
        let card = pairing_psk(&samples::CARD_SECRET, &samples::serial());
        let known = keys
            .iter()
            .enumerate()
            .map(|(index, psk)| (Some(index), psk));
        let candidates = known.chain(open.then_some((None, &card)));
        let crypto = Crypto::pure(&mut Seed(seed)).unwrap();
        let Ok((accepted, reply)) =
            Responder::accept(first, &samples::serial(), candidates, crypto)
        else {
            return out.hang_up();
        };
        self.key = accepted.key;
        self.stage = Stage::Pending(Box::new(accepted.session));
        self.send(&reply, out);
    }

    fn send(&mut self, frame: &[u8], out: &mut Outbox) {
        let mut chunk = [0; MAX_CHUNK];
        let chunk_len = ChunkLen::new(244).unwrap();
        let mut cut = Fragmenter::new(frame, chunk_len, &mut self.sent).unwrap();
        while let Some(len) = cut.next_chunk(&mut chunk) {
            out.send(chunk[..len].to_vec());
        }
    }
}

impl Peer for PumpEnd {
    fn chunk(&mut self, chunk: &[u8], out: &mut Outbox) {
        let frame = match self.assembler.push(chunk) {
            Ok(frame) => frame.map(<[u8]>::to_vec),
            Err(_) => return out.hang_up(),
        };
        if let Some(frame) = frame {
            self.frame(&frame, out);
        }
    }
}

const fn name(ask: &Ask) -> &'static str {
    match ask {
        Ask::ReadStatus => "status",
        Ask::ReadDevice => "device",
        Ask::ReadPrescription => "prescription",
        Ask::ReadHistory(_) => "history",
        Ask::RequestBolus(_) => "bolus",
        Ask::CancelBolus(_) => "cancel",
        Ask::ResolveRequest(_) => "resolve",
        Ask::RecentRequests => "recent",
        Ask::AcknowledgeAlarm(_) => "acknowledge",
        Ask::Pair(_) => "pair",
        Ask::Clinic(_) => "clinic",
    }
}
