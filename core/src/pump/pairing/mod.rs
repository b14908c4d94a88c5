//! Pairing: from an implant card to a link key that a connection has confirmed.
//!
//! Responsible for the order of it: the pump's grant is kept durably, and counts once this phone
//! has connected with it (SR-37). Until then an earlier key stays.

mod card;

pub use card::{CardError, ImplantCard};

use crate::home::Home;
use crate::keys::{KeyError, KeyName, KeyUse, RequestKeySeal};
use crate::pump::link::{Dialer, Link, LinkError};
use crate::pump::session::{Connection, ConnectionError, PumpIdentity};
use crate::pump::visit::{self, Contact, ContactError};
use crate::store::{PumpRow, StoreError, make_current, save_pump};
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::message::{Answer, Ask, PairGrant, PairRequest};
use cisterna_protocol::session::{Crypto, Serial};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

/// Why pairing did not succeed.
#[derive(Debug, Error)]
pub enum PairingError {
    /// The card's code is none.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The pump is not in reach.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The pairing session failed; nothing changed on the phone.
    #[error(transparent)]
    Session(#[from] ConnectionError),
    /// The pump granted a key, but the first connection with it failed. The key is kept: the next
    /// connection tries it again.
    #[error("the new key is kept, but not confirmed yet: {0}")]
    NotConfirmed(ContactError),
    /// The keys could not be kept.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Pairs with the pump of the card, whose pairing window is open, and connects once with the new
/// key. `dialer` is used twice.
pub(crate) fn pair<D: Dialer>(
    home: &mut Home,
    card: &ImplantCard,
    seal: &RequestKeySeal,
    dialer: &mut D,
) -> Result<Contact<D::Link>, PairingError> {
    let mut request_key = Zeroizing::new([0; 32]);
    crate::keys::fill_random(request_key.as_mut_slice())?;
    let mut grant = ask_for_grant(dialer.dial()?, card, &request_key)?;
    let kept = keep_keys(home, card.serial(), &grant, seal, &request_key);
    grant.link_key.0.zeroize();
    kept?;
    keep_pump(home, card.serial(), &grant)?;
    visit::open_new(home, dialer).map_err(PairingError::NotConfirmed)
}

fn ask_for_grant<L: Link>(
    link: L,
    card: &ImplantCard,
    request_key: &[u8; 32],
) -> Result<PairGrant, ConnectionError> {
    let identity = PumpIdentity {
        serial: card.serial().clone(),
        psk: card.psk(),
    };
    let mut connection = Connection::shake(link, &identity, Crypto::ring())?;
    let ask = Ask::Pair(PairRequest {
        request_key: Octets(*request_key),
    });
    let grant = connection.ask_for(ask, |answer| {
        if let Answer::Paired(grant) = answer {
            Some(grant)
        } else {
            None
        }
    })?;
    connection.close();
    Ok(grant)
}

/// Durable before the pump's row names them.
fn keep_keys(
    home: &Home,
    serial: &Serial,
    grant: &PairGrant,
    seal: &RequestKeySeal,
    request_key: &[u8; 32],
) -> Result<(), KeyError> {
    let name = |key_use| KeyName {
        key_use,
        pump: serial.clone(),
        key_epoch: grant.key_epoch,
    };
    let request = name(KeyUse::Request);
    home.keys
        .put(&request, &seal.seal(&request, request_key)?)?;
    home.keys.put(&name(KeyUse::Link), &grant.link_key.0)
}

fn keep_pump(home: &mut Home, serial: &Serial, grant: &PairGrant) -> Result<(), StoreError> {
    let before = home.store.pump(serial)?;
    let fresh = PumpRow {
        id: 0,
        serial: serial.clone(),
        generation: 1,
        storage_id: grant.storage_id.0,
        key_epoch: None,
        pending_key_epoch: None,
        next_counter: 1,
        hold_until: None,
        paired_utc_ms: 0,
    };
    let pump = PumpRow {
        // the first visit compares the storage; SR-41
        pending_key_epoch: Some(grant.key_epoch),
        paired_utc_ms: home.clock.now().wall_utc_ms,
        ..before.unwrap_or(fresh)
    };
    home.store.write(|tx| {
        let id = save_pump(tx, &pump)?;
        make_current(tx, id)
    })
}
