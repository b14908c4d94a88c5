//! Who the pump is and whom it knows: serial, implant card, clinicians, phones.
//!
//! One durable item, replaced whole. Key epochs are never given twice. SR-30, SR-37

use cisterna_dosing::state::MAX_CLINICIANS;
use cisterna_protocol::bounded::{List, Octets};
use cisterna_protocol::clinic::ClinicianKeys;
use cisterna_protocol::message::MAX_PHONES;
use cisterna_protocol::prescription::Serial;
use cisterna_protocol::session::{self, Psk};
use heapless::Vec;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

/// What manufacture writes once.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Serial number, 1 to 16 visible ASCII characters.
    pub serial: session::Serial,
    /// Volume of the reservoir, nL.
    pub capacity_nl: u64,
    /// Secret on the implant card.
    pub card_secret: [u8; 16],
    /// Names this making of the durable memory. SR-41
    pub storage_id: [u8; 8],
    /// The first trusted clinician. SR-30
    pub clinician: ClinicianKeys,
}

/// A phone's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Phone {
    /// First half of its request ids.
    #[n(0)]
    pub key_epoch: u32,
    /// Key of its sessions.
    #[n(1)]
    pub link: Octets<32>,
    /// Key of its proofs. SR-43
    #[n(2)]
    pub request: Octets<32>,
}

/// A slot for a clinician; the slot's number is where the command counter lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Clinician {
    /// Slot, 0 to 3.
    #[n(0)]
    pub slot: u8,
    /// Keys.
    #[n(1)]
    pub keys: ClinicianKeys,
}

/// The durable item.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Identity {
    /// Serial number.
    #[n(0)]
    pub serial: Serial,
    /// Volume of the reservoir, nL.
    #[n(1)]
    pub capacity_nl: u64,
    #[n(2)]
    card_secret: Octets<16>,
    /// Names this making of the durable memory.
    #[n(3)]
    pub storage_id: Octets<8>,
    /// Trusted clinicians.
    #[n(4)]
    pub clinicians: List<Clinician, MAX_CLINICIANS>,
    /// Phones that have connected with their key.
    #[n(5)]
    pub phones: List<Phone, MAX_PHONES>,
    /// A phone that was given a key and has not connected with it yet. SR-37
    #[n(6)]
    pub pending: Option<Phone>,
    #[n(7)]
    next_key_epoch: u32,
}

/// Whose session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A phone, by its key epoch.
    Phone(u32),
    /// A clinician's programmer, by its slot.
    Clinician(u8),
    /// Whoever holds the implant card, in the pairing window.
    Card,
}

/// Keys that a session may be made with.
pub type Candidates = Vec<(Who, Psk), { MAX_PHONES + MAX_CLINICIANS + 2 }>;

impl Identity {
    /// The identity that manufacture gives.
    ///
    /// # Panics
    /// Never: the serial's own type holds the same bound.
    pub fn new(provision: &Provision) -> Self {
        let first = Clinician {
            slot: 0,
            keys: provision.clinician,
        };
        Self {
            serial: Serial::new(provision.serial.as_str()).expect("both serials hold 16 bytes"),
            capacity_nl: provision.capacity_nl,
            card_secret: Octets(provision.card_secret),
            storage_id: Octets(provision.storage_id),
            clinicians: List::from_items([first]).expect("one fits"),
            phones: List::default(),
            pending: None,
            next_key_epoch: 1,
        }
    }

    /// The serial as the session takes it.
    ///
    /// # Panics
    /// Where the item was not made by [`Identity::new`].
    pub fn session_serial(&self) -> session::Serial {
        session::Serial::new(self.serial.as_str()).expect("provisioned from a session serial")
    }

    /// Every key that opens a session now: known phones first, so that nothing delays them (SR-34);
    /// the card only where `card` says that it may.
    pub fn candidates(&self, card: bool) -> Candidates {
        let mut keys = Candidates::new();
        for phone in self.phones.iter().chain(self.pending.iter()) {
            let _ = keys.push((Who::Phone(phone.key_epoch), Psk::from_bytes(phone.link.0)));
        }
        for clinician in self.clinicians.iter() {
            let psk = Psk::from_bytes(clinician.keys.link.0);
            let _ = keys.push((Who::Clinician(clinician.slot), psk));
        }
        if card {
            let psk = session::pairing_psk(&self.card_secret.0, &self.session_serial());
            let _ = keys.push((Who::Card, psk));
        }
        keys
    }

    /// The phone of a key epoch, connected or not yet.
    pub fn phone(&self, key_epoch: u32) -> Option<&Phone> {
        self.phones
            .iter()
            .chain(self.pending.iter())
            .find(|phone| phone.key_epoch == key_epoch)
    }

    /// Gives keys to a phone; it takes the place of one that never connected. `None` where the
    /// pump knows as many phones as it can, or has no key epoch left.
    pub fn pair(&mut self, link: [u8; 32], request: [u8; 32]) -> Option<Phone> {
        if self.phones.len() >= MAX_PHONES {
            return None;
        }
        let next = self.next_key_epoch.checked_add(1)?;
        let phone = Phone {
            key_epoch: self.next_key_epoch,
            link: Octets(link),
            request: Octets(request),
        };
        self.next_key_epoch = next;
        self.pending = Some(phone);
        Some(phone)
    }

    /// The phone connected with its key. Returns whether that was for the first time.
    pub fn confirm(&mut self, key_epoch: u32) -> bool {
        let Some(phone) = self.pending.filter(|phone| phone.key_epoch == key_epoch) else {
            return false;
        };
        self.pending = None;
        self.phones.push(phone).is_ok()
    }

    /// Forgets a phone's keys. Returns whether it was known.
    pub fn revoke(&mut self, key_epoch: u32) -> bool {
        let known = self.phone(key_epoch).is_some();
        self.phones.retain(|phone| phone.key_epoch != key_epoch);
        self.pending = self.pending.filter(|phone| phone.key_epoch != key_epoch);
        known
    }

    /// The slot of a trusted clinician.
    pub fn clinician(&self, public: &Octets<32>) -> Option<u8> {
        self.clinicians
            .iter()
            .find(|c| c.keys.public == *public)
            .map(|c| c.slot)
    }

    /// Trusts a clinician; returns the slot. `None` where no slot is free or the key is trusted.
    pub fn trust(&mut self, keys: ClinicianKeys) -> Option<u8> {
        if self.clinician(&keys.public).is_some() {
            return None;
        }
        let taken = |slot: u8| self.clinicians.iter().any(|c| c.slot == slot);
        let most = u8::try_from(MAX_CLINICIANS).ok()?;
        let slot = (0..most).find(|slot| !taken(*slot))?;
        self.clinicians.push(Clinician { slot, keys }).ok()?;
        Some(slot)
    }

    /// Ends the trust in a clinician; the last one stays. Returns whether it was ended.
    pub fn distrust(&mut self, public: &Octets<32>) -> bool {
        if self.clinicians.len() < 2 || self.clinician(public).is_none() {
            return false;
        }
        self.clinicians
            .retain(|clinician| clinician.keys.public != *public);
        true
    }

    /// SHA-256 over the trusted public keys in order.
    pub fn clinicians_digest(&self) -> Octets<32> {
        let mut hash = Sha256::new();
        for clinician in self.clinicians.iter() {
            hash.update(clinician.keys.public.0);
        }
        Octets(hash.finalize().into())
    }
}
