//! The other end of the link: a clinician's programmer, and whoever else connects.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
};

use cisterna_dosing::engine::digest_of;
use cisterna_protocol::{
    bounded::{Bytes, List, Octets, decode_exact, encode_into},
    clinic::{Activation, ClinicCommand, Refill, SignedCommand},
    framing::{Assembler, ChunkCounter, ChunkLen, Fragmenter, MAX_CHUNK, MAX_FRAME},
    message::{Answer, Ask, Request, Response},
    prescription::{BolusPermission, Drug, Prescription, SignedPrescription, Step},
    quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres},
    session::{Crypto, Entropy, EntropyFailed, Initiator, Psk, Serial, Session},
    signed::{command_message, prescription_message},
    status::Status,
};
use ed25519_dalek::Signer;

use super::rig::{LINK_KEY, Rig, SERIAL, signing_key};

/// Basal of the prescription: one stroke (500 ng) in 180 s.
pub(crate) const STROKE_EVERY_S: u64 = 180;

struct Fixed(u8);

impl Entropy for Fixed {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        out.fill(self.0);
        Ok(())
    }
}

/// Frames over a stream.
pub(crate) struct Wire {
    stream: UnixStream,
    sent: ChunkCounter,
    received: Assembler,
}

impl Wire {
    pub(crate) fn new(stream: UnixStream) -> Self {
        Self {
            stream,
            sent: ChunkCounter::new(),
            received: Assembler::new(),
        }
    }

    pub(crate) fn stream(&mut self) -> &mut UnixStream {
        &mut self.stream
    }

    /// The bytes that carry a frame as the next one.
    pub(crate) fn bytes_of(&mut self, frame: &[u8]) -> Vec<u8> {
        let chunk_len = ChunkLen::new(244).unwrap();
        let mut fragments = Fragmenter::new(frame, chunk_len, &mut self.sent).unwrap();
        let mut out = [0; MAX_CHUNK];
        let mut bytes = Vec::new();
        while let Some(length) = fragments.next_chunk(&mut out) {
            bytes.extend_from_slice(&u16::try_from(length).unwrap().to_le_bytes());
            bytes.extend_from_slice(&out[..length]);
        }
        bytes
    }

    pub(crate) fn send(&mut self, frame: &[u8]) {
        let bytes = self.bytes_of(frame);
        self.stream.write_all(&bytes).unwrap();
    }

    /// The next frame; `None` where the pump hung up.
    pub(crate) fn receive(&mut self) -> Option<Vec<u8>> {
        loop {
            let mut length = [0; 2];
            self.stream.read_exact(&mut length).ok()?;
            let mut chunk = vec![0; usize::from(u16::from_le_bytes(length))];
            assert!((1..=244).contains(&chunk.len()));
            self.stream.read_exact(&mut chunk).ok()?;
            if let Some(frame) = self.received.push(&chunk).unwrap() {
                return Some(frame.to_vec());
            }
        }
    }
}

/// A first frame of a handshake with the key `psk`.
pub(crate) fn first_frame(psk: &Psk) -> (Initiator, Vec<u8>) {
    let crypto = Crypto::pure(&mut Fixed(9)).unwrap();
    let serial = Serial::new(SERIAL).unwrap();
    let (initiator, frame) = Initiator::start(psk, &serial, crypto).unwrap();
    (initiator, frame.to_vec())
}

/// An open session.
pub(crate) struct Programmer {
    wire: Wire,
    session: Session,
    tag: u32,
}

impl Programmer {
    /// Opens a session with the clinician's key.
    pub(crate) fn open(rig: &Rig) -> Self {
        Self::over(Wire::new(rig.connect()), &Psk::from_bytes(LINK_KEY)).expect("a known key")
    }

    /// Opens a session; `None` where the pump hangs up.
    pub(crate) fn over(mut wire: Wire, psk: &Psk) -> Option<Self> {
        let (initiator, frame) = first_frame(psk);
        wire.send(&frame);
        let session = initiator.finish(&wire.receive()?).unwrap();
        Some(Self {
            wire,
            session,
            tag: 0,
        })
    }

    pub(crate) fn ask(&mut self, body: Ask) -> Answer {
        self.tag += 1;
        let request = Request {
            tag: self.tag,
            body,
        };
        let mut plaintext = [0; MAX_FRAME];
        let plaintext = encode_into(&request, &mut plaintext).unwrap();
        let mut frame = [0; MAX_FRAME];
        let length = self.session.seal(plaintext, &mut frame).unwrap();
        self.wire.send(&frame[..length]);
        loop {
            let response = self.hear().expect("an answer");
            if response.tag == self.tag {
                return response.body;
            }
        }
    }

    /// What the pump says next; `None` where it hung up.
    pub(crate) fn hear(&mut self) -> Option<Response> {
        let frame = self.wire.receive()?;
        let mut plaintext = [0; MAX_FRAME];
        let length = self.session.open(&frame, &mut plaintext).unwrap();
        Some(decode_exact(&plaintext[..length]).unwrap())
    }

    pub(crate) fn status(&mut self) -> Status {
        match self.ask(Ask::ReadStatus) {
            Answer::Status(status) => status,
            other => panic!("{other:?}"),
        }
    }

    /// Orders, signed; `counter` rises over the pump's life.
    pub(crate) fn order(&mut self, counter: u64, command: &ClinicCommand) {
        let mut bytes = [0; MAX_FRAME];
        let bytes = encode_into(command, &mut bytes).unwrap();
        let message = command_message(SERIAL, self.session.handshake_hash(), counter, bytes);
        let key = signing_key();
        let signed = SignedCommand {
            command: Bytes::new(bytes).unwrap(),
            counter,
            signer: Octets(key.verifying_key().to_bytes()),
            signature: Octets(key.sign(&message).to_bytes()),
        };
        assert_eq!(self.ask(Ask::Clinic(signed)), Answer::Done, "{command:?}");
    }

    /// Fills the reservoir and starts the prescription: orders 1 and 2.
    pub(crate) fn prescribe(&mut self) {
        let signed = signed_prescription();
        let activation = Activation {
            old: None,
            new: Octets(digest_of(&signed)),
        };
        self.order(1, &ClinicCommand::Stage(signed));
        let refill = Refill {
            drug: Drug::Baclofen.code(),
            concentration: NanogramsPerMl(2_000_000),
            volume: Nanolitres(20_000_000),
            use_by_utc_s: 4_000_000_000,
            activation: Some(activation),
            bridge: None,
        };
        self.order(2, &ClinicCommand::Refill(refill));
    }
}

fn signed_prescription() -> SignedPrescription {
    let prescription = Prescription {
        serial: cisterna_protocol::prescription::Serial::new(SERIAL).unwrap(),
        version: 1,
        drug: Drug::Baclofen.code(),
        concentration: NanogramsPerMl(2_000_000),
        steps: List::from_items([Step {
            from_s: 0,
            until_s: 86_400,
            rate: NanogramsPerHour(10_000),
        }])
        .unwrap(),
        bolus: Some(BolusPermission {
            dose: Nanograms(10_000),
            duration_s: 120,
            lockout_s: 3_600,
            max_in_window: 4,
        }),
        window_s: 86_400,
        window_limit: Nanograms(400_000),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(200_000),
    };
    let mut bytes = [0; MAX_FRAME];
    let bytes = encode_into(&prescription, &mut bytes).unwrap();
    let key = signing_key();
    SignedPrescription {
        prescription: Bytes::new(bytes).unwrap(),
        signer: Octets(key.verifying_key().to_bytes()),
        signature: Octets(key.sign(&prescription_message(bytes)).to_bytes()),
    }
}
