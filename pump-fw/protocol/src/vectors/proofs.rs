//! Signatures, proofs and the digest chain, over fixed keys.

use std::string::{String, ToString};
use std::vec::Vec;

use ed25519_dalek::{Signer, SigningKey, Verifier};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

use super::hex;
use super::samples::{SERIAL, bolus_request, prescription, wire};
use crate::bounded::{Bytes, Octets};
use crate::clinic::{ClinicCommand, SignedCommand};
use crate::outcome::BolusRequest;
use crate::record::{CHAIN_START, Record, chain};
use crate::signed::{bolus_proof_message, command_message, prescription_message};

/// Ed25519 seed of the sample clinician.
const CLINICIAN_SEED: [u8; 32] = [0x11; 32];
/// Request key of the sample phone.
const REQUEST_KEY: [u8; 32] = [0x22; 32];
/// Handshake hash of the sample session.
const SESSION: [u8; 32] = [0x33; 32];
/// Counter of the sample command.
const COUNTER: u64 = 9;

/// A message with what was made over it.
#[derive(Serialize)]
pub(super) struct Covered {
    name: &'static str,
    serial: String,
    /// Handshake hash, where the message is bound to a session.
    session: Option<String>,
    /// Counter of the command.
    counter: Option<u64>,
    /// What travels: the prescription's, the command's or the request's encoding.
    wire: String,
    /// What the proof or signature is over.
    message: String,
    algorithm: &'static str,
    /// Key of the HMAC, or seed of the Ed25519 key.
    key: String,
    /// Ed25519 public key.
    public_key: Option<String>,
    /// The proof or signature.
    result: String,
}

/// One step of the digest chain.
#[derive(Serialize)]
pub(super) struct Link {
    record: String,
    before: String,
    after: String,
}

/// The sample clinician's key.
pub(super) fn clinician() -> SigningKey {
    SigningKey::from_bytes(&CLINICIAN_SEED)
}

/// The sample clinician's signature.
pub(super) fn sign(message: &[u8]) -> Octets<64> {
    let signature = clinician().sign(message);
    clinician()
        .verifying_key()
        .verify(message, &signature)
        .unwrap();
    Octets(signature.to_bytes())
}

/// The sample phone's proof on a request in the sample session.
pub(super) fn prove(request: &BolusRequest) -> Octets<32> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&REQUEST_KEY).unwrap();
    mac.update(&bolus_proof_message(SERIAL, &SESSION, request));
    Octets(mac.finalize().into_bytes().into())
}

/// A command, signed by the sample clinician in the sample session.
pub(super) fn signed(command: &ClinicCommand) -> SignedCommand {
    let bytes = wire(command);
    SignedCommand {
        signature: sign(&command_message(SERIAL, &SESSION, COUNTER, &bytes)),
        command: Bytes::new(&bytes).unwrap(),
        counter: COUNTER,
        signer: Octets(clinician().verifying_key().to_bytes()),
    }
}

fn ed25519(name: &'static str, bytes: &[u8], message: &[u8]) -> Covered {
    Covered {
        name,
        serial: SERIAL.to_string(),
        session: None,
        counter: None,
        wire: hex(bytes),
        message: hex(message),
        algorithm: "Ed25519",
        key: hex(&CLINICIAN_SEED),
        public_key: Some(hex(clinician().verifying_key().as_bytes())),
        result: hex(&sign(message).0),
    }
}

/// A prescription's signature, a command's signature, a request's proof.
pub(super) fn covered() -> [Covered; 3] {
    let plan = wire(&prescription());
    let command = wire(&ClinicCommand::Stop);
    let request = bolus_request();
    let over_command = command_message(SERIAL, &SESSION, COUNTER, &command);
    [
        ed25519("prescription", &plan, &prescription_message(&plan)),
        Covered {
            session: Some(hex(&SESSION)),
            counter: Some(COUNTER),
            ..ed25519("clinic command: stop", &command, &over_command)
        },
        Covered {
            name: "bolus request",
            serial: SERIAL.to_string(),
            session: Some(hex(&SESSION)),
            counter: None,
            wire: hex(&wire(&request)),
            message: hex(&bolus_proof_message(SERIAL, &SESSION, &request)),
            algorithm: "HMAC-SHA256",
            key: hex(&REQUEST_KEY),
            public_key: None,
            result: hex(&request.proof.0),
        },
    ]
}

/// The chain over a log that begins with these records.
pub(super) fn links(records: &[Record]) -> Vec<Link> {
    let mut digest = CHAIN_START;
    let mut links = Vec::new();
    for record in records.iter().map(Record::to_bytes) {
        let before = digest;
        digest = chain(&before, &record);
        links.push(Link {
            record: hex(&record),
            before: hex(&before),
            after: hex(&digest),
        });
    }
    links
}
