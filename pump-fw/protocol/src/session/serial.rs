//! The pump's serial, and the prologue that binds a session to it.

use core::fmt;

use heapless::{String, Vec};
use thiserror::Error;

use super::PROTOCOL_VERSION;

/// Longest serial, in characters.
pub const MAX_SERIAL: usize = 16;

/// What every prologue begins with; the zero byte ends the name.
const PROLOGUE_NAME: &[u8] = b"cisterna\0";

/// Name, version, length of the serial, serial.
const MAX_PROLOGUE: usize = PROLOGUE_NAME.len() + 2 + MAX_SERIAL;

/// The serial of a pump: 1 to 16 visible ASCII characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Serial(String<MAX_SERIAL>);

/// A text is no serial: empty, longer than 16 characters, or with one that is not visible ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a serial is 1 to 16 visible ASCII characters")]
pub struct SerialError;

impl Serial {
    /// Reads a serial.
    ///
    /// # Errors
    /// [`SerialError`] unless `text` is 1 to 16 characters of `!` to `~`.
    pub fn new(text: &str) -> Result<Self, SerialError> {
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if text.is_empty() || !visible {
            return Err(SerialError);
        }
        String::try_from(text)
            .map(Self)
            .map_err(|_full| SerialError)
    }

    /// The serial as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The serial's ASCII bytes, 1 to 16.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The Noise prologue of a session with this pump.
    pub(super) fn prologue(&self) -> Vec<u8, MAX_PROLOGUE> {
        let len = u8::try_from(self.0.len()).expect("a serial has at most 16 bytes");
        let mut prologue = Vec::new();
        for part in [PROLOGUE_NAME, &[PROTOCOL_VERSION, len], self.as_bytes()] {
            prologue
                .extend_from_slice(part)
                .expect("MAX_PROLOGUE is the sum of the parts");
        }
        prologue
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Serial").field(&self.as_str()).finish()
    }
}
