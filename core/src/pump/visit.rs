//! A visit at the pump: connect, read, notice what changed about it, settle what is open.
//!
//! Every session of the phone begins this way, so that a request is never made beside one whose
//! outcome is not known (SR-41).

use crate::home::Home;
use crate::keys::{KeyError, KeyName, KeyUse};
use crate::pump::bolus;
use crate::pump::link::{Dialer, Link, LinkError};
use crate::pump::session::{Connection, ConnectionError, PumpIdentity};
use crate::pump::status::Reading;
use crate::pump::sync::Anchor;
use crate::store::{
    PumpRow, StoreError, save_anchor, save_prescription, save_pump, save_reading, save_request,
};
use cisterna_protocol::message::{Answer, Ask, Device};
use cisterna_protocol::outcome::OutcomeReport;
use cisterna_protocol::prescription::SignedPrescription;
use cisterna_protocol::session::Psk;
use cisterna_protocol::status::Status;
use ring::digest::{SHA256, digest};
use std::fmt;
use thiserror::Error;

/// Why a visit failed.
#[derive(Debug, Error)]
pub enum ContactError {
    /// No pump is paired.
    #[error("no pump is paired with this phone")]
    NotPaired,
    /// The store knows a key that the key store does not hold, as after a restored backup.
    #[error("this phone no longer holds its key for the pump")]
    KeyMissing,
    /// The pump that proved the key says that it is another one.
    #[error("the pump tells another serial")]
    OtherPump,
    /// The prescription's bytes do not give the digest in the status.
    #[error("the prescription is not the one that the status names")]
    OtherPrescription,
    /// The pump is not in reach.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The session failed.
    #[error(transparent)]
    Session(#[from] ConnectionError),
    /// The key store failed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An open session with the pump, and what was read at its start.
pub struct Contact<L: Link> {
    pub(crate) connection: Connection<L>,
    pub(crate) pump: PumpRow,
    reading: Reading,
    device: Device,
    recent: Vec<OutcomeReport>,
}

impl<L: Link> Contact<L> {
    /// The latest reading of this session.
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What the pump says about itself.
    pub const fn device(&self) -> &Device {
        &self.device
    }

    /// The latest requests of all phones, newest first. SR-41
    pub fn recent(&self) -> &[OutcomeReport] {
        &self.recent
    }

    /// Whether the session can still be used.
    pub const fn is_open(&self) -> bool {
        self.connection.is_open()
    }

    /// Ends session and link.
    pub fn close(&mut self) {
        self.connection.close();
    }

    /// Reads the status anew and keeps it.
    pub(crate) fn refresh(&mut self, home: &mut Home) -> Result<&Reading, ContactError> {
        let status = self.connection.read_status()?;
        self.reading = Reading::new(status, home.clock.now());
        keep_reading(home, &self.pump, &self.reading)?;
        Ok(&self.reading)
    }
}

impl<L: Link> fmt::Debug for Contact<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("open", &self.is_open())
            .finish_non_exhaustive()
    }
}

/// Connects to the current pump and settles what is open.
pub(crate) fn open<D: Dialer>(
    home: &mut Home,
    dialer: &mut D,
) -> Result<Contact<D::Link>, ContactError> {
    let mut pump = home.store.current_pump()?.ok_or(ContactError::NotPaired)?;
    let opened = connect(home, &mut pump, dialer)?;
    settle(home, pump, opened)
}

/// As [`open`], with the key that is not confirmed yet and no other. SR-37
pub(crate) fn open_new<D: Dialer>(
    home: &mut Home,
    dialer: &mut D,
) -> Result<Contact<D::Link>, ContactError> {
    let mut pump = home.store.current_pump()?.ok_or(ContactError::NotPaired)?;
    let key_epoch = pump.pending_key_epoch.ok_or(ContactError::NotPaired)?;
    let opened = connect_with(home, &pump, key_epoch, dialer)?;
    confirm(home, &mut pump, key_epoch)?;
    settle(home, pump, opened)
}

fn settle<L: Link>(
    home: &mut Home,
    mut pump: PumpRow,
    (mut connection, status): (Connection<L>, Status),
) -> Result<Contact<L>, ContactError> {
    let reading = Reading::new(status, home.clock.now());
    let device = read_device(&mut connection, &pump)?;
    adopt(home, &mut pump, &device, reading.status())?;
    keep_reading(home, &pump, &reading)?;
    let recent = read_recent(&mut connection)?;
    let mut contact = Contact {
        connection,
        pump,
        reading,
        device,
        recent,
    };
    bolus::resolve_open(home, &mut contact)?;
    cache_prescription(home, &mut contact)?;
    Ok(contact)
}

/// Tries a key that is not confirmed yet first, then the valid one. SR-37
fn connect<D: Dialer>(
    home: &mut Home,
    pump: &mut PumpRow,
    dialer: &mut D,
) -> Result<(Connection<D::Link>, Status), ContactError> {
    if let Some(key_epoch) = pump.pending_key_epoch {
        match connect_with(home, pump, key_epoch, dialer) {
            Ok(opened) => {
                confirm(home, pump, key_epoch)?;
                return Ok(opened);
            }
            Err(error) if pump.key_epoch.is_none() => return Err(error),
            Err(_) => {} // the earlier key may still be good
        }
    }
    let key_epoch = pump.key_epoch.ok_or(ContactError::NotPaired)?;
    connect_with(home, pump, key_epoch, dialer)
}

fn connect_with<D: Dialer>(
    home: &Home,
    pump: &PumpRow,
    key_epoch: u32,
    dialer: &mut D,
) -> Result<(Connection<D::Link>, Status), ContactError> {
    let name = KeyName {
        key_use: KeyUse::Link,
        pump: pump.serial.clone(),
        key_epoch,
    };
    let stored = home.keys.get(&name)?.ok_or(ContactError::KeyMissing)?;
    let psk = stored
        .as_slice()
        .try_into()
        .map_err(|_| ContactError::KeyMissing)?;
    let identity = PumpIdentity {
        serial: pump.serial.clone(),
        psk: Psk::from_bytes(psk),
    };
    Ok(Connection::open(dialer.dial()?, &identity)?)
}

/// The phone has connected with the new key: it is the valid one, and the old one goes. SR-37
fn confirm(home: &mut Home, pump: &mut PumpRow, key_epoch: u32) -> Result<(), ContactError> {
    let old = pump.key_epoch.replace(key_epoch);
    pump.pending_key_epoch = None;
    if old != Some(key_epoch) {
        pump.next_counter = 1; // ids are key epoch and counter: a new epoch counts anew
    }
    let row = pump.clone();
    home.store.write(|tx| save_pump(tx, &row))?;
    let Some(old) = old.filter(|old| *old != key_epoch) else {
        return Ok(());
    };
    for key_use in [KeyUse::Link, KeyUse::Request] {
        home.keys.delete(&KeyName {
            key_use,
            pump: pump.serial.clone(),
            key_epoch: old,
        })?;
    }
    Ok(())
}

fn read_device<L: Link>(
    connection: &mut Connection<L>,
    pump: &PumpRow,
) -> Result<Device, ContactError> {
    let device = connection.ask_for(Ask::ReadDevice, |answer| {
        if let Answer::Device(device) = answer {
            Some(device)
        } else {
            None
        }
    })?;
    if device.serial.as_str() != pump.serial.as_str() {
        connection.close();
        return Err(ContactError::OtherPump);
    }
    Ok(device)
}

fn read_recent<L: Link>(
    connection: &mut Connection<L>,
) -> Result<Vec<OutcomeReport>, ContactError> {
    let recent = connection.ask_for(Ask::RecentRequests, |answer| {
        if let Answer::Recent(recent) = answer {
            Some(recent)
        } else {
            None
        }
    })?;
    Ok(recent.to_vec())
}

/// Where the pump's memory is another one, its logs begin a new generation. Requests that are open
/// there, or at another pump, cannot be known: new ones wait one window. SR-41
fn adopt(
    home: &mut Home,
    pump: &mut PumpRow,
    device: &Device,
    status: &Status,
) -> Result<(), StoreError> {
    let renewed = device.storage_id.0 != pump.storage_id;
    let mut lost = home.store.unfinished_requests()?;
    lost.retain(|row| row.state.is_open() && (renewed || row.pump != pump.id));
    if !renewed && lost.is_empty() {
        return Ok(());
    }
    if renewed {
        pump.generation += 1;
        pump.storage_id = device.storage_id.0;
        pump.hold_until = pump.hold_until.map(|_| bolus::window_ends(status));
    }
    if !lost.is_empty() {
        pump.hold_until = Some(bolus::window_ends(status));
    }
    home.store.write(|tx| {
        for row in &mut lost {
            row.state = bolus::out_of_sight(row.state, status);
            save_request(tx, row)?;
        }
        save_pump(tx, pump)?;
        Ok(())
    })
}

fn keep_reading(home: &mut Home, pump: &PumpRow, reading: &Reading) -> Result<(), StoreError> {
    let anchor = Anchor {
        epoch: reading.status().epoch,
        count: reading.status().count,
        wall_utc_ms: reading.at().wall_utc_ms,
    };
    home.store.write(|tx| {
        save_reading(tx, pump, reading)?;
        save_anchor(tx, pump, &anchor)
    })
}

/// Fetches the prescription where the status names one that is not cached.
fn cache_prescription<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
) -> Result<(), ContactError> {
    let Some(brief) = contact.reading.status().prescription else {
        return Ok(());
    };
    if home
        .store
        .prescription(&contact.pump, &brief.digest.0)?
        .is_some()
    {
        return Ok(());
    }
    let signed = contact
        .connection
        .ask_for(Ask::ReadPrescription, |answer| {
            if let Answer::Prescription(signed) = answer {
                Some(signed)
            } else {
                None
            }
        })?;
    let signed = signed.filter(|it| has_digest(it, &brief.digest.0));
    let signed = signed.ok_or(ContactError::OtherPrescription)?;
    home.store
        .write(|tx| save_prescription(tx, &contact.pump, &brief.digest.0, &signed))?;
    Ok(())
}

fn has_digest(signed: &SignedPrescription, expected: &[u8; 32]) -> bool {
    digest(&SHA256, &signed.prescription).as_ref() == expected
}
