//! What signatures and proofs cover, byte by byte.
//!
//! Responsible for building the signed messages, the same on both sides. Leaves keys and the
//! algorithms (Ed25519, HMAC-SHA256) to whoever holds them: the pump in pure Rust, phone and
//! programmer with ring.

use crate::outcome::BolusRequest;
use heapless::Vec;

use crate::clinic::MAX_COMMAND;
use crate::prescription::MAX_PRESCRIPTION;

/// Opens the message under a prescription's signature.
pub const PRESCRIPTION_CONTEXT: &[u8] = b"cisterna/prescription/1\0";
/// Opens the message under a command's signature.
pub const COMMAND_CONTEXT: &[u8] = b"cisterna/command/1\0";
/// Opens the message under a bolus request's proof.
pub const BOLUS_CONTEXT: &[u8] = b"cisterna/bolus/1\0";

/// Longest message that a signature covers here.
pub const MAX_SIGNED: usize = MAX_COMMAND + 128;

/// A message to sign or to check.
pub type Message = Vec<u8, MAX_SIGNED>;

const FITS: &str = "MAX_SIGNED is the longest command with its frame around it";

fn append(message: &mut Message, bytes: &[u8]) {
    message.extend_from_slice(bytes).expect(FITS);
}

fn append_serial(message: &mut Message, serial: &str) {
    let length = u8::try_from(serial.len()).expect("a serial is at most 16 bytes");
    append(message, &[length]);
    append(message, serial.as_bytes());
}

/// `"cisterna/prescription/1\0" ‖ prescription bytes`. The bytes hold serial and version.
///
/// # Panics
/// Where the bytes are more than [`MAX_PRESCRIPTION`]; the wire types cannot hold them.
pub fn prescription_message(prescription: &[u8]) -> Message {
    assert!(prescription.len() <= MAX_PRESCRIPTION);
    let mut message = Message::new();
    append(&mut message, PRESCRIPTION_CONTEXT);
    append(&mut message, prescription);
    message
}

/// `"cisterna/command/1\0" ‖ len(serial) u8 ‖ serial ‖ handshake hash (32) ‖ counter u64 BE ‖
/// command bytes`.
///
/// # Panics
/// Where the command is longer than [`MAX_COMMAND`]; the wire types cannot hold it.
pub fn command_message(serial: &str, session: &[u8; 32], counter: u64, command: &[u8]) -> Message {
    assert!(command.len() <= MAX_COMMAND);
    let mut message = Message::new();
    append(&mut message, COMMAND_CONTEXT);
    append_serial(&mut message, serial);
    append(&mut message, session);
    append(&mut message, &counter.to_be_bytes());
    append(&mut message, command);
    message
}

/// `"cisterna/bolus/1\0" ‖ len(serial) u8 ‖ serial ‖ handshake hash (32) ‖ key epoch u32 BE ‖
/// counter u32 BE ‖ dose ng u64 BE ‖ prescription version u32 BE ‖ boot epoch u32 BE ‖ expiry
/// count u64 BE`. The proof field itself is not covered. SR-43
pub fn bolus_proof_message(serial: &str, session: &[u8; 32], request: &BolusRequest) -> Message {
    let mut message = Message::new();
    append(&mut message, BOLUS_CONTEXT);
    append_serial(&mut message, serial);
    append(&mut message, session);
    append(&mut message, &request.id.key_epoch.to_be_bytes());
    append(&mut message, &request.id.counter.to_be_bytes());
    append(&mut message, &request.dose.0.to_be_bytes());
    append(&mut message, &request.prescription_version.to_be_bytes());
    append(&mut message, &request.epoch.to_be_bytes());
    append(&mut message, &request.expires_at.0.to_be_bytes());
    message
}
