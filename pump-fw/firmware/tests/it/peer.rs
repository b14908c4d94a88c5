//! A phone or a programmer across the link, in the same thread.

use crate::rig::{CARD, CLINICIAN_LINK, Rig, SERIAL, Seeded, clinician, prescription, sign};
use cisterna_firmware::link::LinkState;
use cisterna_protocol::bounded::{Bytes, Octets, decode_exact, encode_into};
use cisterna_protocol::clinic::{
    Activation, CivilClock, ClinicCommand, MAX_COMMAND, Refill, SignedCommand,
};
use cisterna_protocol::framing::{Assembler, ChunkCounter, ChunkLen, Fragmenter, MAX_CHUNK};
use cisterna_protocol::history::{Log, ReadHistory};
use cisterna_protocol::message::{Answer, Ask, PairRequest, Request, Response};
use cisterna_protocol::outcome::{BolusRequest, Outcome, RequestId};
use cisterna_protocol::quantity::{Count, Nanograms, NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::{RECORD_LEN, Record};
use cisterna_protocol::session::{Crypto, Initiator, Psk, Serial, Session, pairing_psk};
use cisterna_protocol::signed::{bolus_proof_message, command_message};
use cisterna_protocol::status::Status;
use ed25519_dalek::Signer;
use embassy_futures::block_on;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// A chunk length that cuts messages into many chunks.
const CHUNK: usize = 182;
pub(crate) const REQUEST_KEY: [u8; 32] = [0x77; 32];

/// One side of an open session.
pub(crate) struct Peer {
    session: Session,
    assembler: Assembler,
    counter: ChunkCounter,
    tag: u32,
    /// Notices that came unasked.
    pub(crate) notices: u32,
}

/// A phone's keys after pairing.
#[derive(Clone, Copy)]
pub(crate) struct PhoneKeys {
    pub(crate) key_epoch: u32,
    pub(crate) link: [u8; 32],
}

fn chunk_len() -> ChunkLen {
    ChunkLen::new(CHUNK).unwrap()
}

fn send(rig: &mut Rig, counter: &mut ChunkCounter, frame: &[u8]) -> LinkState {
    let mut fragments = Fragmenter::new(frame, chunk_len(), counter).unwrap();
    let mut out = [0; MAX_CHUNK];
    let mut state = LinkState::Up;
    while let Some(length) = fragments.next_chunk(&mut out) {
        // A memory fault is the board's business; the answer is on its way all the same.
        state = block_on(rig.pump.receive(&out[..length])).unwrap_or(LinkState::Up);
    }
    state
}

/// The next whole frame from the pump.
fn receive(rig: &mut Rig, assembler: &mut Assembler) -> Option<Vec<u8>> {
    while let Some(chunk) = rig.pump.next_chunk() {
        if let Some(frame) = assembler.push(&chunk).unwrap() {
            return Some(frame.to_vec());
        }
    }
    None
}

impl Peer {
    /// Connects with a key; `None` where the pump hangs up.
    pub(crate) fn connect(rig: &mut Rig, key: &Psk) -> Option<Self> {
        rig.pump.link_up(chunk_len());
        let mut counter = ChunkCounter::new();
        let mut assembler = Assembler::new();
        let crypto = Crypto::pure(&mut Seeded(rig.pump.now().0 ^ 0xabcd)).unwrap();
        let serial = Serial::new(SERIAL).unwrap();
        let (initiator, first) = Initiator::start(key, &serial, crypto).unwrap();
        if send(rig, &mut counter, &first) == LinkState::HangUp {
            return None;
        }
        let reply = receive(rig, &mut assembler)?;
        let session = initiator.finish(&reply).ok()?;
        Some(Self {
            session,
            assembler,
            counter,
            tag: 0,
            notices: 0,
        })
    }

    pub(crate) fn clinic(rig: &mut Rig) -> Self {
        Self::connect(rig, &Psk::from_bytes(CLINICIAN_LINK)).expect("the clinician is known")
    }

    pub(crate) fn phone(rig: &mut Rig, keys: &PhoneKeys) -> Self {
        Self::connect(rig, &Psk::from_bytes(keys.link)).expect("the phone is known")
    }

    pub(crate) fn card(rig: &mut Rig) -> Option<Self> {
        Self::connect(rig, &pairing_psk(&CARD, &Serial::new(SERIAL).unwrap()))
    }

    /// Sends without waiting for the answer.
    pub(crate) fn send(&mut self, rig: &mut Rig, ask: Ask) -> LinkState {
        self.tag += 1;
        let mut plaintext = [0; 2_048];
        let bytes = encode_into(
            &Request {
                tag: self.tag,
                body: ask,
            },
            &mut plaintext,
        )
        .unwrap();
        let mut frame = [0; 2_100];
        let length = self.session.seal(bytes, &mut frame).unwrap();
        send(rig, &mut self.counter, &frame[..length])
    }

    /// Asks and waits for the answer; `None` where the pump is gone.
    pub(crate) fn try_ask(&mut self, rig: &mut Rig, ask: Ask) -> Option<Answer> {
        self.send(rig, ask);
        loop {
            let frame = receive(rig, &mut self.assembler)?;
            let mut plaintext = [0; 2_100];
            let length = self.session.open(&frame, &mut plaintext).unwrap();
            let response: Response = decode_exact(&plaintext[..length]).unwrap();
            if response.tag == self.tag {
                return Some(response.body);
            }
            self.notices += 1;
        }
    }

    pub(crate) fn ask(&mut self, rig: &mut Rig, ask: Ask) -> Answer {
        self.try_ask(rig, ask).expect("the pump answers")
    }

    pub(crate) fn status(&mut self, rig: &mut Rig) -> Status {
        match self.ask(rig, Ask::ReadStatus) {
            Answer::Status(status) => status,
            other => panic!("not a status: {other:?}"),
        }
    }

    /// A clinician's signed command.
    pub(crate) fn order(&mut self, rig: &mut Rig, counter: u64, command: &ClinicCommand) -> Answer {
        let signed = self.signed(counter, command);
        self.try_ask(rig, Ask::Clinic(signed))
            .unwrap_or(Answer::Done)
    }

    pub(crate) fn signed(&self, counter: u64, command: &ClinicCommand) -> SignedCommand {
        let mut out = [0; MAX_COMMAND];
        let bytes = encode_into(command, &mut out).unwrap();
        let session = self.session.handshake_hash();
        let message = command_message(SERIAL, session, counter, bytes);
        SignedCommand {
            command: Bytes::new(bytes).unwrap(),
            counter,
            signer: Octets(clinician().verifying_key().to_bytes()),
            signature: Octets(clinician().sign(&message).to_bytes()),
        }
    }

    /// A request that the person authenticated.
    pub(crate) fn request(
        &self,
        id: RequestId,
        status: &Status,
        expires_in_s: u64,
    ) -> BolusRequest {
        let mut request = BolusRequest {
            id,
            dose: status.bolus.dose.unwrap_or(Nanograms(25_000)),
            prescription_version: status.prescription.map_or(0, |p| p.version),
            epoch: status.epoch,
            expires_at: Count(status.count.0 + expires_in_s),
            proof: Octets([0; 32]),
        };
        let message = bolus_proof_message(SERIAL, self.session.handshake_hash(), &request);
        let mut mac = Hmac::<Sha256>::new_from_slice(&REQUEST_KEY).unwrap();
        mac.update(&message);
        request.proof = Octets(mac.finalize().into_bytes().into());
        request
    }

    /// Reads the status and asks for a bolus.
    pub(crate) fn bolus(&mut self, rig: &mut Rig, id: RequestId) -> Option<Outcome> {
        let Answer::Status(status) = self.try_ask(rig, Ask::ReadStatus)? else {
            return None;
        };
        let request = self.request(id, &status, 55);
        outcome(&self.try_ask(rig, Ask::RequestBolus(request))?)
    }

    pub(crate) fn resolve(&mut self, rig: &mut Rig, id: RequestId) -> Option<Outcome> {
        outcome(&self.try_ask(rig, Ask::ResolveRequest(id))?)
    }

    /// Reads a whole log.
    pub(crate) fn history(&mut self, rig: &mut Rig, log: Log) -> Vec<Record> {
        self.try_history(rig, log).expect("the pump answers")
    }

    /// Reads a whole log; `None` where the pump is gone on the way.
    pub(crate) fn try_history(&mut self, rig: &mut Rig, log: Log) -> Option<Vec<Record>> {
        let mut records = Vec::new();
        let mut from = 1;
        loop {
            let ask = Ask::ReadHistory(ReadHistory { log, from, max: 48 });
            let Answer::History(page) = self.try_ask(rig, ask)? else {
                return None;
            };
            for bytes in page.records.as_chunks::<RECORD_LEN>().0 {
                records.push(Record::from_bytes(bytes));
            }
            from = page.first + u32::try_from(page.records.len() / RECORD_LEN).unwrap();
            if from >= page.next {
                return Some(records);
            }
        }
    }
}

pub(crate) fn outcome(answer: &Answer) -> Option<Outcome> {
    match answer {
        Answer::Outcome(report) => Some(report.outcome),
        _ => None,
    }
}

pub(crate) fn digest(signed: &cisterna_protocol::prescription::SignedPrescription) -> Octets<32> {
    Octets(Sha256::digest(&*signed.prescription).into())
}

/// Programs a blank pump: prescription, first fill, civil clock at midnight.
pub(crate) fn program(rig: &mut Rig) {
    let signed = sign(&prescription(1));
    let mut clinic = Peer::clinic(rig);
    let activation = Activation {
        old: None,
        new: digest(&signed),
    };
    let orders = [
        ClinicCommand::Stage(signed),
        ClinicCommand::Refill(Refill {
            drug: 2,
            concentration: NanogramsPerMl(500_000),
            volume: Nanolitres(20_000_000),
            use_by_utc_s: 2_000_000_000,
            activation: Some(activation),
            bridge: None,
        }),
        ClinicCommand::SetClock(CivilClock {
            utc_s: 20_834 * 86_400,
            offset_s: 0,
        }),
    ];
    for (counter, order) in (1..).zip(&orders) {
        assert_eq!(clinic.order(rig, counter, order), Answer::Done, "{counter}");
    }
    rig.pump.link_down();
}

/// Pairs a phone in a window that the magnet opens, and connects once with its key.
pub(crate) fn pair(rig: &mut Rig) -> PhoneKeys {
    rig.pump.magnet();
    let mut card = Peer::card(rig).expect("the window is open");
    let ask = Ask::Pair(PairRequest {
        request_key: Octets(REQUEST_KEY),
    });
    let Answer::Paired(grant) = card.ask(rig, ask) else {
        panic!("not paired")
    };
    rig.pump.link_down();
    let keys = PhoneKeys {
        key_epoch: grant.key_epoch,
        link: grant.link_key.0,
    };
    Peer::phone(rig, &keys).status(rig);
    rig.pump.link_down();
    keys
}
