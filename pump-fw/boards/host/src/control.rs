//! The words of the control socket: one line asks, one line answers.
//!
//! Responsible for reading a line into a [`Command`]. Leaves carrying it out to [`crate::bench`].

use std::num::NonZeroU32;

use crate::actuator::Stall;

/// Longest span that one command lets pass, s: 20 years, longer than the pump lives.
pub const SPAN_MAX_S: u64 = 20 * 366 * 86_400;

/// Each command as it is written.
const USAGES: [&str; 15] = [
    "help",
    "now",
    "advance SECONDS",
    "cut-power [after-bytes N]",
    "power-on",
    "outage SECONDS",
    "stall N|on|off",
    "slip K|off",
    "runaway N",
    "magnet",
    "flash-full on|off",
    "flip ADDR BIT",
    "wear",
    "sounding",
    "quit",
];

/// What the control socket can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Lists the commands.
    Help,
    /// Tells count, epoch, elapsed time and the next wake.
    Now,
    /// Lets time pass at once.
    Advance {
        /// How much, s.
        span_s: u64,
    },
    /// Cuts power.
    CutPower {
        /// After so many more bytes written to flash; now where absent.
        after_b: Option<u64>,
    },
    /// Power is back after an outage of unknown length.
    PowerOn,
    /// No power for a while.
    Outage {
        /// How long, s.
        span_s: u64,
    },
    /// The motor stalls, or no longer.
    Stall(Stall),
    /// Each stroke of this number stalls; none where absent.
    Slip {
        /// 1 or more.
        every: Option<NonZeroU32>,
    },
    /// The motor moves unasked, one stroke a second.
    Runaway {
        /// So many strokes.
        strokes: u32,
    },
    /// Holds a magnet over the pump.
    Magnet,
    /// The flash takes no write, or does again.
    FlashFull {
        /// Whether it refuses.
        on: bool,
    },
    /// Flips one bit of the flash.
    Flip {
        /// Address of the byte.
        address: u32,
        /// Bit in it, 0 to 7.
        bit: u8,
    },
    /// Tells how worn the flash is.
    Wear,
    /// Tells what the pump sounds.
    Sounding,
    /// Ends the process.
    Quit,
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// No such command.
    #[error("no such command; help lists them")]
    Unknown,
    /// The command takes something else.
    #[error("usage: {0}")]
    Usage(&'static str),
}

impl Command {
    /// Reads one line, with or without its end.
    ///
    /// # Errors
    /// [`ParseError`], which says how the command is written.
    pub fn parse(line: &str) -> Result<Self, ParseError> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => Err(ParseError::Unknown),
            [name] => Self::bare(name).ok_or_else(|| misuse(name)),
            [name, arguments @ ..] => {
                Self::with_arguments(name, arguments).ok_or_else(|| misuse(name))
            }
        }
    }

    fn bare(name: &str) -> Option<Self> {
        match name {
            "help" => Some(Self::Help),
            "now" => Some(Self::Now),
            "cut-power" => Some(Self::CutPower { after_b: None }),
            "power-on" => Some(Self::PowerOn),
            "magnet" => Some(Self::Magnet),
            "wear" => Some(Self::Wear),
            "sounding" => Some(Self::Sounding),
            "quit" => Some(Self::Quit),
            _ => None,
        }
    }

    fn with_arguments(name: &str, arguments: &[&str]) -> Option<Self> {
        match (name, arguments) {
            ("advance", [span]) => span_s(span).map(|span_s| Self::Advance { span_s }),
            ("outage", [span]) => span_s(span).map(|span_s| Self::Outage { span_s }),
            ("cut-power", ["after-bytes", bytes]) => bytes.parse().ok().map(|bytes| {
                let after_b = Some(bytes);
                Self::CutPower { after_b }
            }),
            ("stall", [how]) => stall(how).map(Self::Stall),
            ("slip", ["off"]) => Some(Self::Slip { every: None }),
            ("slip", [every]) => every.parse().ok().map(|every| {
                let every = Some(every);
                Self::Slip { every }
            }),
            ("runaway", [strokes]) => {
                let strokes = strokes.parse().ok()?;
                Some(Self::Runaway { strokes })
            }
            ("flash-full", ["on"]) => Some(Self::FlashFull { on: true }),
            ("flash-full", ["off"]) => Some(Self::FlashFull { on: false }),
            ("flip", [at, bit]) => {
                let address = address(at)?;
                let bit = bit.parse().ok().filter(|bit| *bit < 8)?;
                Some(Self::Flip { address, bit })
            }
            _ => None,
        }
    }
}

/// All commands as they are written, in one line.
pub fn usages() -> String {
    USAGES.join("; ")
}

fn misuse(name: &str) -> ParseError {
    let usage = USAGES
        .iter()
        .find(|usage| usage.split(' ').next() == Some(name));
    usage.map_or(ParseError::Unknown, |usage| ParseError::Usage(usage))
}

fn span_s(word: &str) -> Option<u64> {
    word.parse().ok().filter(|span_s| *span_s <= SPAN_MAX_S)
}

fn stall(word: &str) -> Option<Stall> {
    match word {
        "on" => Some(Stall::Always),
        "off" => Some(Stall::Never),
        strokes => strokes.parse().ok().map(Stall::Strokes),
    }
}

fn address(word: &str) -> Option<u32> {
    match word.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_is_read_as_it_is_written() {
        let every = NonZeroU32::new(3);
        for (line, command) in [
            ("help\n", Command::Help),
            (" now ", Command::Now),
            ("advance 3600", Command::Advance { span_s: 3_600 }),
            ("cut-power", Command::CutPower { after_b: None }),
            (
                "cut-power after-bytes 12",
                Command::CutPower { after_b: Some(12) },
            ),
            ("power-on", Command::PowerOn),
            ("outage 5", Command::Outage { span_s: 5 }),
            ("stall 3", Command::Stall(Stall::Strokes(3))),
            ("stall on", Command::Stall(Stall::Always)),
            ("stall off", Command::Stall(Stall::Never)),
            ("slip 3", Command::Slip { every }),
            ("slip off", Command::Slip { every: None }),
            ("runaway 4", Command::Runaway { strokes: 4 }),
            ("magnet", Command::Magnet),
            ("flash-full on", Command::FlashFull { on: true }),
            ("flash-full off", Command::FlashFull { on: false }),
            (
                "flip 0x10 7",
                Command::Flip {
                    address: 16,
                    bit: 7,
                },
            ),
            ("wear", Command::Wear),
            ("sounding", Command::Sounding),
            ("quit\r\n", Command::Quit),
        ] {
            assert_eq!(Command::parse(line), Ok(command), "{line:?}");
        }
    }

    #[test]
    fn a_wrong_argument_is_answered_with_how_it_is_written() {
        for (line, usage) in [
            ("advance", "advance SECONDS"),
            ("advance -1", "advance SECONDS"),
            ("advance 99999999999", "advance SECONDS"),
            ("slip 0", "slip K|off"),
            ("flip 0 8", "flip ADDR BIT"),
            ("now then", "now"),
            ("cut-power after 3", "cut-power [after-bytes N]"),
        ] {
            assert_eq!(Command::parse(line), Err(ParseError::Usage(usage)));
        }
        for line in ["", "reboot", "NOW"] {
            assert_eq!(Command::parse(line), Err(ParseError::Unknown));
        }
    }

    #[test]
    fn help_names_every_command() {
        for usage in USAGES {
            let name = usage.split(' ').next().unwrap();
            assert_ne!(misuse(name), ParseError::Unknown);
            assert!(usages().contains(usage));
        }
    }
}
