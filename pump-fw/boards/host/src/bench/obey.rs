//! Carries out the words of the control socket.

use cisterna_protocol::message::Priority;

use super::{Bed, BenchError};
use crate::control::{Command, usages};
use crate::nor::NorError;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error("the pump is off")]
    Off,
    #[error("the pump is on")]
    On,
    #[error("the pump does not start: {0}")]
    Start(#[from] BenchError),
    #[error(transparent)]
    Flash(#[from] NorError),
    #[error("stopped before the time was over")]
    Stopped,
}

impl Bed<'_> {
    /// The answer to one line.
    pub(super) fn obey(&mut self, line: &str) -> String {
        let command = match Command::parse(line) {
            Ok(command) => command,
            Err(error) => return format!("error {error}"),
        };
        match self.carry_out(command) {
            Ok(told) if told.is_empty() => "ok".to_owned(),
            Ok(told) => format!("ok {told}"),
            Err(refused) => format!("error {refused}"),
        }
    }

    fn carry_out(&mut self, command: Command) -> Result<String, Refused> {
        match command {
            Command::Help => return Ok(usages()),
            Command::Now => return Ok(self.now()),
            Command::Advance { span_s } => return self.advance(span_s),
            Command::CutPower { after_b } => self.cut_power(after_b)?,
            Command::PowerOn => self.power_on()?,
            Command::Outage { span_s } => return self.outage(span_s),
            Command::Stall(stall) => self.machine.actuator().stall(stall),
            Command::Slip { every } => self.machine.actuator().slip(every),
            Command::Runaway { strokes } => self.machine.actuator().run_away(strokes),
            Command::Magnet => self.magnet()?,
            Command::FlashFull { on } => self.machine.flash().set_full(on),
            Command::Flip { address, bit } => {
                let flash = self.machine.flash();
                flash.nor(|nor| nor.flip_bit(address, bit))?;
            }
            Command::Wear => return Ok(self.wear()),
            Command::Sounding => return Ok(word(self.machine.sounding()).to_owned()),
            Command::Quit => self.quits = true,
        }
        Ok(String::new())
    }

    fn now(&self) -> String {
        let elapsed_s = self.machine.elapsed_s();
        let Some(reading) = self.machine.reading() else {
            return format!("off elapsed={elapsed_s}");
        };
        let wake = reading
            .wake_at
            .map_or_else(|| "never".to_owned(), |at| at.get().to_string());
        let (count_s, epoch) = (reading.count.get(), reading.epoch);
        format!("count={count_s} epoch={epoch} elapsed={elapsed_s} wake={wake}")
    }

    fn advance(&mut self, span_s: u64) -> Result<String, Refused> {
        let end_s = self.machine.elapsed_s().saturating_add(span_s);
        self.machine.run_for(span_s, self.stop);
        if self.machine.elapsed_s() < end_s {
            return Err(Refused::Stopped);
        }
        Ok(self.now())
    }

    fn cut_power(&mut self, after_b: Option<u64>) -> Result<(), Refused> {
        if !self.machine.is_on() {
            return Err(Refused::Off);
        }
        if let Some(bytes) = after_b {
            self.machine.flash().nor(|nor| nor.cut_after(bytes));
        } else {
            self.machine.switch_off();
            self.link.close();
        }
        Ok(())
    }

    /// Power comes on; the socket first, so that a pump that runs can be reached.
    pub(super) fn power_on(&mut self) -> Result<(), Refused> {
        if self.machine.is_on() {
            return Err(Refused::On);
        }
        self.link.open()?;
        let started = self.machine.switch_on().map_err(BenchError::from);
        Ok(started.inspect_err(|_| self.link.close())?)
    }

    fn outage(&mut self, span_s: u64) -> Result<String, Refused> {
        self.cut_power(None)?;
        self.machine.run_for(span_s, self.stop);
        self.power_on()?;
        Ok(self.now())
    }

    fn magnet(&mut self) -> Result<(), Refused> {
        if !self.machine.magnet() {
            return Err(Refused::Off);
        }
        self.machine.catch_up();
        Ok(())
    }

    fn wear(&self) -> String {
        self.machine.flash().nor(|nor| {
            let (erases, written_b) = (nor.erases_max(), nor.bytes_written());
            format!("erases-max={erases} written-b={written_b}")
        })
    }
}

const fn word(sounding: Option<Priority>) -> &'static str {
    match sounding {
        None => "none",
        Some(Priority::Notice) => "notice",
        Some(Priority::Low) => "low",
        Some(Priority::Medium) => "medium",
        Some(Priority::High) => "high",
    }
}
