//! The clinic's programmer: a session by the clinician's link key, and signed orders in it.
//!
//! Responsible for signing and for what is known after an order. Leaves what is ordered to
//! [`super::orders`].

use super::key_file::{KeyFile, Staged};
use crate::error::CliError;
use cisterna_core::pump::link::{Link, SocketLink};
use cisterna_core::pump::session::{Connection, ConnectionError, PumpIdentity};
use cisterna_protocol::bounded::{Bytes, Octets, decode_exact, encode_into};
use cisterna_protocol::clinic::{Activation, ClinicCommand, MAX_COMMAND, SignedCommand};
use cisterna_protocol::message::{Answer, Ask, Device};
use cisterna_protocol::prescription::{MAX_PRESCRIPTION, Prescription, SignedPrescription};
use cisterna_protocol::session::Serial;
use cisterna_protocol::signed::{command_message, prescription_message};
use cisterna_protocol::status::Status;
use ring::digest::{SHA256, digest};
use std::path::PathBuf;

/// How to reach a pump as a clinician.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// The clinician's key file.
    pub(crate) key: PathBuf,
    /// The pump's socket.
    pub(crate) socket: PathBuf,
    /// The pump; the one of the last time where absent.
    pub(crate) serial: Option<Serial>,
}

/// An open session as a clinician.
pub(crate) struct Programmer<L: Link = SocketLink> {
    key: KeyFile,
    serial: Serial,
    socket: PathBuf,
    connection: Connection<L>,
    status: Status,
}

impl Programmer {
    /// Connects and reads the status.
    ///
    /// # Errors
    /// [`CliError`]; nothing was ordered then.
    pub(crate) fn connect(access: &Access) -> Result<Self, CliError> {
        let key = KeyFile::open(&access.key)?;
        let serial = access
            .serial
            .as_ref()
            .or(key.pump())
            .cloned()
            .ok_or(CliError::NoSerial)?;
        let link = SocketLink::connect(&access.socket)?;
        let mut programmer = Self::over(link, key, serial)?;
        programmer.socket.clone_from(&access.socket);
        Ok(programmer)
    }

    /// A new session with the same pump.
    ///
    /// # Errors
    /// [`CliError::Session`].
    pub(crate) fn reconnect(&mut self) -> Result<(), CliError> {
        self.connection.close();
        let identity = PumpIdentity {
            serial: self.serial.clone(),
            psk: self.key.psk(),
        };
        let link = SocketLink::connect(&self.socket)?;
        (self.connection, self.status) = Connection::open(link, &identity)?;
        Ok(())
    }
}

impl<L: Link> Programmer<L> {
    /// A session over `link`.
    ///
    /// # Errors
    /// [`CliError`]; nothing was ordered then.
    pub(crate) fn over(link: L, mut key: KeyFile, serial: Serial) -> Result<Self, CliError> {
        let identity = PumpIdentity {
            serial: serial.clone(),
            psk: key.psk(),
        };
        let (connection, status) = Connection::open(link, &identity)?;
        key.remember_pump(&serial)?;
        Ok(Self {
            key,
            serial,
            socket: PathBuf::new(),
            connection,
            status,
        })
    }

    /// The serial of the pump.
    pub(crate) const fn serial(&self) -> &Serial {
        &self.serial
    }

    /// The status as it was read last.
    pub(crate) const fn status(&self) -> &Status {
        &self.status
    }

    /// Reads the status anew.
    ///
    /// # Errors
    /// [`CliError::Session`].
    pub(crate) fn refresh(&mut self) -> Result<&Status, CliError> {
        self.status = self.connection.read_status()?;
        Ok(&self.status)
    }

    /// What does not change from day to day.
    ///
    /// # Errors
    /// [`CliError::Session`].
    pub(crate) fn device(&mut self) -> Result<Device, CliError> {
        #[allow(
            clippy::wildcard_enum_match_arm,
            reason = "every other answer is a wrong one"
        )]
        match self.connection.ask(Ask::ReadDevice)? {
            Answer::Device(device) => Ok(device),
            _ => Err(ConnectionError::WrongAnswer.into()),
        }
    }

    /// The active prescription.
    ///
    /// # Errors
    /// [`CliError::Session`].
    pub(crate) fn prescription(&mut self) -> Result<Option<Prescription>, CliError> {
        let Answer::Prescription(signed) = self.connection.ask(Ask::ReadPrescription)? else {
            return Err(ConnectionError::WrongAnswer.into());
        };
        let decoded = signed
            .map(|signed| decode_exact(&signed.prescription))
            .transpose();
        decoded.map_err(|_| ConnectionError::Unreadable.into())
    }

    /// The prescription that this key has staged at this pump.
    ///
    /// # Errors
    /// [`CliError::NothingStaged`].
    pub(crate) fn staged(&self) -> Result<Prescription, CliError> {
        let staged = self.key.staged(&self.serial);
        staged
            .and_then(|staged| decode_exact(&staged.prescription).ok())
            .ok_or_else(|| CliError::NothingStaged(self.serial.as_str().to_owned()))
    }

    /// The digests that an activation joins: the active one as the pump tells it in this session,
    /// the new one as it was staged.
    ///
    /// # Errors
    /// [`CliError::NothingStaged`].
    pub(crate) fn activation(&self) -> Result<Activation, CliError> {
        let staged = self.key.staged(&self.serial);
        let staged =
            staged.ok_or_else(|| CliError::NothingStaged(self.serial.as_str().to_owned()))?;
        let old = self.status.prescription.map(|brief| brief.digest);
        Ok(Activation {
            old,
            new: Octets(sha256(&staged.prescription)),
        })
    }

    /// Signs a prescription and lays it beside the active one.
    ///
    /// # Errors
    /// As [`Programmer::order`].
    pub(crate) fn stage(&mut self, prescription: &Prescription) -> Result<(), CliError> {
        let mut buffer = [0; MAX_PRESCRIPTION];
        let bytes = encode_into(prescription, &mut buffer)
            .expect("twelve steps and fixed fields stay under the longest prescription");
        let signed = SignedPrescription {
            prescription: Bytes::new(bytes).expect("the buffer has the same bound"),
            signer: self.key.keys().public,
            signature: self.key.sign(&prescription_message(bytes)),
        };
        self.order(&ClinicCommand::Stage(signed))?;
        let serial = self.serial.as_str().to_owned();
        self.key.remember_staged(Some(Staged {
            serial,
            prescription: bytes.to_vec(),
        }))
    }

    /// The staged prescription is active now: nothing is staged any more.
    ///
    /// # Errors
    /// [`CliError::File`].
    pub(crate) fn forget_staged(&mut self) -> Result<(), CliError> {
        self.key.remember_staged(None)
    }

    /// Signs an order and sends it, once.
    ///
    /// # Errors
    /// [`CliError::Rejected`], after which nothing has changed on the pump, or
    /// [`CliError::OrderNotKnown`] where the answer was lost.
    pub(crate) fn order(&mut self, command: &ClinicCommand) -> Result<(), CliError> {
        let signed = self.sign(command)?;
        #[allow(
            clippy::wildcard_enum_match_arm,
            reason = "every other answer is a wrong one"
        )]
        match self.connection.ask(Ask::Clinic(signed)) {
            Ok(Answer::Done) => Ok(()),
            Err(ConnectionError::Rejected(rejection)) => Err(CliError::Rejected(rejection)),
            Ok(_) | Err(_) => Err(CliError::OrderNotKnown),
        }
    }

    fn sign(&mut self, command: &ClinicCommand) -> Result<SignedCommand, CliError> {
        let mut buffer = [0; MAX_COMMAND];
        let bytes = encode_into(command, &mut buffer)
            .expect("a signed prescription is the longest command and stays under the bound");
        let counter = self.key.take_counter()?; // SR-30: durable before it is used
        let session = self.connection.handshake_hash();
        let message = command_message(self.serial.as_str(), session, counter, bytes);
        Ok(SignedCommand {
            command: Bytes::new(bytes).expect("the buffer has the same bound"),
            counter,
            signer: self.key.keys().public,
            signature: self.key.sign(&message),
        })
    }
}

/// SHA-256, as the pump makes its digests.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes)
        .as_ref()
        .try_into()
        .expect("SHA-256 has 32 bytes")
}
