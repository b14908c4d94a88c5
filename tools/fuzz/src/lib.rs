#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod backup;
mod documents;
mod phone_side;
mod pump_side;
pub mod rig;
mod wire;

/// A target: takes any bytes, and panics where something is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of its corpus.
    pub name: &'static str,
    /// What it does with bytes.
    pub check: fn(&[u8]),
}

macro_rules! targets {
    ($($(#[$doc:meta])* $name:ident = $check:path,)*) => {
        $($(#[$doc])* pub fn $name(data: &[u8]) {
            $check(data);
        })*

        /// All of them.
        pub const TARGETS: &[Target] = &[
            $(Target { name: stringify!($name), check: $name },)*
        ];
    };
}

targets! {
    /// A message to the pump.
    request = wire::request,
    /// A message to a phone.
    response = wire::response,
    /// Orders and prescriptions of a clinic.
    clinic = wire::clinic,
    /// Chunks of frames.
    framing = wire::framing,
    /// Records of the logs.
    record = wire::record,
    /// The pump's durable state, and a start from it.
    state = wire::state,
    /// The text of an implant card.
    card = documents::card,
    /// The app's documents.
    documents = documents::documents,
    /// A backup file that was changed.
    backup = backup::changed,
    /// What a peer says to the pump, before and within a session.
    pump_side = pump_side::converse,
    /// What a pump says to the phone, before and within a session.
    phone_side = phone_side::converse,
}

/// Takes the first `count` bytes off, zeros where there are fewer.
fn take<const N: usize>(data: &mut &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let have = data.len().min(N);
    out[..have].copy_from_slice(&data[..have]);
    *data = &data[have..];
    out
}

/// Takes a length of two bytes and as many bytes, or what is left.
fn take_part<'a>(data: &mut &'a [u8]) -> &'a [u8] {
    let len = usize::from(u16::from_le_bytes(take(data)));
    let (part, rest) = data.split_at(len.min(data.len()));
    *data = rest;
    part
}
