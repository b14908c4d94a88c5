//! The text of an implant card: `CISTERNA1:<serial>:<32 hex>:<4 hex>`.
//!
//! The last part is a checksum, the first two bytes of SHA-256 over everything before it with the
//! secret in lower case, so that a typing error is told from a wrong card. An error never repeats
//! what was typed (SR-35).

use crate::hex;
use cisterna_protocol::session::{Psk, Serial, pairing_psk};
use ring::digest::{SHA256, digest};
use std::fmt;
use thiserror::Error;
use zeroize::Zeroizing;

const NAME: &str = "CISTERNA1";

/// Why a text is no implant card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CardError {
    /// It does not begin with the card's name.
    #[error("an implant card's code begins with CISTERNA1:")]
    Name,
    /// It does not have four parts.
    #[error("an implant card's code has four parts with colons between them")]
    Parts,
    /// The serial is none.
    #[error("the second part is the pump's serial: 1 to 16 letters and digits")]
    Serial,
    /// The secret is none.
    #[error("the third part has 32 digits 0-9 and a-f")]
    Secret,
    /// The checksum does not fit: something was mistyped.
    #[error("something is mistyped; compare every character with the card")]
    Checksum,
}

/// An implant card.
pub struct ImplantCard {
    serial: Serial,
    secret: Zeroizing<[u8; 16]>,
}

impl ImplantCard {
    /// Reads what was typed or scanned. Blanks around it and the case of digits do not matter.
    ///
    /// # Errors
    /// [`CardError`], without what was typed.
    pub fn parse(text: &str) -> Result<Self, CardError> {
        let rest = text.trim().strip_prefix(NAME).ok_or(CardError::Name)?;
        let rest = rest.strip_prefix(':').ok_or(CardError::Name)?;
        // a serial may hold colons; the other parts cannot
        let (rest, sum) = rest.rsplit_once(':').ok_or(CardError::Parts)?;
        let (serial, secret) = rest.rsplit_once(':').ok_or(CardError::Parts)?;
        let serial = Serial::new(serial).map_err(|_| CardError::Serial)?;
        let secret = hex::decode(secret)
            .map(Zeroizing::new)
            .ok_or(CardError::Secret)?;
        let sum: [u8; 2] = hex::decode(sum).ok_or(CardError::Checksum)?;
        if sum != checksum(&serial, &secret) {
            return Err(CardError::Checksum);
        }
        Ok(Self { serial, secret })
    }

    /// The pump's serial.
    pub const fn serial(&self) -> &Serial {
        &self.serial
    }

    /// The key of the pairing session.
    pub(crate) fn psk(&self) -> Psk {
        pairing_psk(&self.secret, &self.serial)
    }

    /// The text of a card with this secret, as the maker prints it.
    pub fn print(serial: &Serial, secret: &[u8; 16]) -> Zeroizing<String> {
        let sum = hex::encode(&checksum(serial, secret));
        Zeroizing::new(format!("{}:{sum}", *covered(serial, secret)))
    }
}

impl fmt::Debug for ImplantCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ImplantCard(..)") // SR-35
    }
}

fn covered(serial: &Serial, secret: &[u8; 16]) -> Zeroizing<String> {
    let secret = Zeroizing::new(hex::encode(secret));
    Zeroizing::new(format!("{NAME}:{}:{}", serial.as_str(), *secret))
}

fn checksum(serial: &Serial, secret: &[u8; 16]) -> [u8; 2] {
    let sum = digest(&SHA256, covered(serial, secret).as_bytes());
    [sum.as_ref()[0], sum.as_ref()[1]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(secret: [u8; 16]) -> String {
        ImplantCard::print(&Serial::new("CIS-0042").unwrap(), &secret).to_string()
    }

    #[test]
    fn a_card_reads_in_any_case_and_between_blanks() {
        let text = text([0xab; 16]);
        let (head, tail) = text.split_at("CISTERNA1:CIS-0042:".len());
        let shouted = format!("  {head}{}\n", tail.to_uppercase());
        for typed in [text.clone(), shouted] {
            let card = ImplantCard::parse(&typed).unwrap();
            assert_eq!(card.serial().as_str(), "CIS-0042");
            assert_eq!(*card.secret, [0xab; 16]);
        }
    }

    #[test]
    fn each_wrong_part_is_named() {
        let cases = [
            ("", CardError::Name),
            ("CISTERNA2:a:b:c", CardError::Name),
            ("CISTERNA1:a", CardError::Parts),
            ("CISTERNA1:a:b", CardError::Parts),
            (
                "CISTERNA1::00112233445566778899aabbccddeeff:0000",
                CardError::Serial,
            ),
            ("CISTERNA1:S:0011:0000", CardError::Secret),
            (
                "CISTERNA1:S:00112233445566778899aabbccddeeff:00",
                CardError::Checksum,
            ),
        ];
        for (typed, expected) in cases {
            assert_eq!(ImplantCard::parse(typed).unwrap_err(), expected, "{typed}");
        }
    }

    proptest! {
        /// SR-35
        #[test]
        fn a_typing_error_is_told_and_not_echoed(
            secret: [u8; 16], at in 19_usize..51, digit in 0_u32..16,
        ) {
            let good = text(secret);
            let mut typed: Vec<char> = good.chars().collect();
            typed[at] = char::from_digit(digit, 16).unwrap();
            let typed: String = typed.into_iter().collect();
            // two bytes of checksum let one error in 65 536 through
            prop_assume!(typed != good && ImplantCard::parse(&typed).is_err());
            let error = ImplantCard::parse(&typed).unwrap_err();
            prop_assert_eq!(error, CardError::Checksum);
            let told = format!("{error} {error:?}");
            prop_assert!(!told.contains(&typed[19..51]));
        }
    }
}
