//! Muting an alarm, in a session of its own with this phone's link key.

use super::Phone;
use crate::args::phone::Acknowledge;
use crate::error::CliError;
use crate::out::Report;
use crate::wording;
use cisterna_core::CompanionError;
use cisterna_core::keys::{FileKeyStore, KeyName, KeyStore, KeyUse};
use cisterna_core::pump::link::SocketLink;
use cisterna_core::pump::session::{Connection, ConnectionError, PumpIdentity};
use cisterna_protocol::message::{Acknowledgement, Answer, Ask};
use cisterna_protocol::session::Psk;
use serde_json::json;

/// Where the core keeps this phone's keys, below its home.
const KEYS: &str = "keys";

/// Mutes an alarm for at most an hour. SR-16
///
/// # Errors
/// [`CliError`].
pub(crate) fn acknowledge(phone: &mut Phone, args: &Acknowledge) -> Result<Report, CliError> {
    let identity = identity(phone)?;
    let link = SocketLink::connect(&args.socket.socket)?;
    let (mut connection, _) = Connection::open(link, &identity)?;
    let mute_s = args.minutes * 60;
    let ask = Ask::AcknowledgeAlarm(Acknowledgement {
        alarm: args.alarm,
        mute_s,
    });
    if connection.ask(ask)? != Answer::Done {
        return Err(ConnectionError::WrongAnswer.into());
    }
    connection.close();
    let text = format!(
        "Muted for {} min: {}. It sounds again while the cause stays.",
        args.minutes,
        wording::alarm_text(args.alarm)
    );
    let json = json!({"alarm": wording::alarm_name(args.alarm), "mute_s": mute_s});
    Ok(Report::done(text, json))
}

fn identity(phone: &Phone) -> Result<PumpIdentity, CliError> {
    let pump = phone.companion.pump()?;
    let key_epoch = pump.key_epoch.ok_or(CompanionError::NotPaired)?;
    let name = KeyName {
        key_use: KeyUse::Link,
        pump: pump.serial.clone(),
        key_epoch,
    };
    let keys = FileKeyStore::open(&phone.home.join(KEYS)).map_err(CompanionError::from)?;
    let key = keys
        .get(&name)
        .map_err(CompanionError::from)?
        .ok_or(CompanionError::Keys)?;
    let psk = key
        .as_slice()
        .try_into()
        .map_err(|_| CompanionError::Keys)?;
    Ok(PumpIdentity {
        serial: pump.serial,
        psk: Psk::from_bytes(psk),
    })
}
