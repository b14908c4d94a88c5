//! A clinician's key file, and the provisioning file that goes to a pump.
//!
//! Responsible for both formats and for the command counter, which is durable before a command
//! with it leaves: a counter is never used twice (SR-30). The provisioning file holds the link key
//! and is as private as the key file.

use crate::error::CliError;
use crate::{hex, private_file};
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::clinic::ClinicianKeys;
use cisterna_protocol::session::{Psk, Serial};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use std::fs::File;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const KEY_KIND: &str = "clinician key file";
const PUBLIC_KIND: &str = "clinician provisioning file";
/// Marks the format of either file.
const KEY_FORMAT: &str = "cisterna-clinician-key-1";
const PUBLIC_FORMAT: &str = "cisterna-clinician-1";

/// A prescription that was laid beside the active one with this key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Staged {
    pub(crate) serial: String,
    /// The prescription's bytes as they were signed.
    pub(crate) prescription: Vec<u8>,
}

/// An open key file. No other process can open it meanwhile.
pub(crate) struct KeyFile {
    path: PathBuf,
    seed: Zeroizing<[u8; 32]>,
    link: Zeroizing<[u8; 32]>,
    counter: u64,
    pump: Option<Serial>,
    staged: Option<Staged>,
    _lock: File,
}

/// Makes a key file, and its provisioning file where `public` names one.
///
/// # Errors
/// [`CliError::File`]; an existing file is never overwritten.
pub(crate) fn make(out: &Path, public: Option<&Path>) -> Result<ClinicianKeys, CliError> {
    let file = KeyFile {
        path: out.to_owned(),
        seed: random(out)?,
        link: random(out)?,
        counter: 0,
        pump: None,
        staged: None,
        _lock: private_file::lock(out)?,
    };
    private_file::create(out, file.to_json().as_bytes())?;
    let keys = file.keys();
    if let Some(public) = public {
        private_file::create(public, public_json(&keys).as_bytes())?;
    }
    Ok(keys)
}

/// Reads a provisioning file.
///
/// # Errors
/// [`CliError::File`], [`CliError::WrongFile`].
pub(crate) fn read_public(path: &Path) -> Result<ClinicianKeys, CliError> {
    let value = read(path)?;
    let octets = |name: &str| value[name].as_str().and_then(hex::decode_array).map(Octets);
    let keys = (value["format"] == PUBLIC_FORMAT).then(|| {
        Some(ClinicianKeys {
            public: octets("public")?,
            link: octets("link_key")?,
        })
    });
    keys.flatten().ok_or_else(|| wrong(path, PUBLIC_KIND))
}

impl KeyFile {
    /// Opens a key file and keeps others out of it.
    ///
    /// # Errors
    /// [`CliError::File`], [`CliError::WrongFile`].
    pub(crate) fn open(path: &Path) -> Result<Self, CliError> {
        let lock = private_file::lock(path)?;
        let value = read(path)?;
        Self::from_json(path, lock, &value).ok_or_else(|| wrong(path, KEY_KIND))
    }

    fn from_json(path: &Path, lock: File, value: &Value) -> Option<Self> {
        let octets = |name: &str| value[name].as_str().and_then(hex::decode_array);
        let format = value["format"] == KEY_FORMAT;
        let pump = value["pump"].as_str().map(Serial::new).transpose().ok()?;
        let staged = &value["staged"];
        let staged = if staged.is_null() {
            None
        } else {
            Some(Staged {
                serial: staged["serial"].as_str()?.to_owned(),
                prescription: hex::decode(staged["prescription"].as_str()?)?,
            })
        };
        format.then_some(Self {
            path: path.to_owned(),
            seed: Zeroizing::new(octets("seed")?),
            link: Zeroizing::new(octets("link_key")?),
            counter: value["counter"].as_u64()?,
            pump,
            staged,
            _lock: lock,
        })
    }

    fn to_json(&self) -> Zeroizing<String> {
        let staged = self.staged.as_ref().map(|staged| {
            json!({
                "serial": staged.serial,
                "prescription": hex::encode(&staged.prescription),
            })
        });
        let value = json!({
            "format": KEY_FORMAT,
            "seed": hex::encode(&*self.seed),
            "link_key": hex::encode(&*self.link),
            "counter": self.counter,
            "pump": self.pump.as_ref().map(Serial::as_str),
            "staged": staged,
        });
        Zeroizing::new(format!("{value:#}\n"))
    }

    fn save(&self) -> Result<(), CliError> {
        private_file::replace(&self.path, self.to_json().as_bytes())
    }

    /// The next command's counter, durable before this returns. SR-30
    ///
    /// # Errors
    /// [`CliError::File`]; no counter was taken then.
    pub(crate) fn take_counter(&mut self) -> Result<u64, CliError> {
        let next = self
            .counter
            .checked_add(1)
            .ok_or_else(|| wrong(&self.path, KEY_KIND))?;
        self.counter = next;
        self.save()?;
        Ok(next)
    }

    /// The pump that this key was used with last.
    pub(crate) const fn pump(&self) -> Option<&Serial> {
        self.pump.as_ref()
    }

    /// Remembers the pump for commands without `--serial`.
    ///
    /// # Errors
    /// [`CliError::File`].
    pub(crate) fn remember_pump(&mut self, serial: &Serial) -> Result<(), CliError> {
        if self.pump.as_ref() == Some(serial) {
            return Ok(());
        }
        self.pump = Some(serial.clone());
        self.save()
    }

    /// What was staged with this key at a pump.
    pub(crate) fn staged(&self, serial: &Serial) -> Option<&Staged> {
        self.staged
            .as_ref()
            .filter(|staged| staged.serial == serial.as_str())
    }

    /// Remembers what was staged, or that nothing is.
    ///
    /// # Errors
    /// [`CliError::File`].
    pub(crate) fn remember_staged(&mut self, staged: Option<Staged>) -> Result<(), CliError> {
        self.staged = staged;
        self.save()
    }

    /// The public key and the link key.
    pub(crate) fn keys(&self) -> ClinicianKeys {
        let public = self.pair().public_key().as_ref().try_into();
        ClinicianKeys {
            public: Octets(public.expect("an Ed25519 public key has 32 bytes")),
            link: Octets(*self.link),
        }
    }

    /// The key of the programmer's sessions.
    pub(crate) fn psk(&self) -> Psk {
        Psk::from_bytes(*self.link)
    }

    /// Ed25519 over `message`.
    pub(crate) fn sign(&self, message: &[u8]) -> Octets<64> {
        let signature = self.pair().sign(message).as_ref().try_into();
        Octets(signature.expect("an Ed25519 signature has 64 bytes"))
    }

    fn pair(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&*self.seed).expect("every 32 bytes are a seed")
    }
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyFile(..)") // SR-35
    }
}

fn public_json(keys: &ClinicianKeys) -> Zeroizing<String> {
    let value = json!({
        "format": PUBLIC_FORMAT,
        "public": hex::encode(&keys.public.0),
        "link_key": hex::encode(&keys.link.0),
    });
    Zeroizing::new(format!("{value:#}\n"))
}

fn read(path: &Path) -> Result<Value, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file("read", path))?;
    // SR-35: a parser's message could quote the content
    serde_json::from_str(&Zeroizing::new(text)).map_err(|_| wrong(path, "key file"))
}

fn random(path: &Path) -> Result<Zeroizing<[u8; 32]>, CliError> {
    let mut bytes = Zeroizing::new([0; 32]);
    let filled = SystemRandom::new().fill(bytes.as_mut_slice());
    let no_randomness = |_| std::io::Error::other("the system gave no randomness");
    filled
        .map_err(no_randomness)
        .map_err(CliError::file("create", path))?;
    Ok(bytes)
}

fn wrong(path: &Path, kind: &'static str) -> CliError {
    CliError::WrongFile {
        path: path.to_owned(),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SR-30
    #[test]
    fn a_counter_is_durable_before_it_is_given() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("key.json");
        make(&path, None).unwrap();
        let mut file = KeyFile::open(&path).unwrap();
        assert_eq!(file.take_counter().unwrap(), 1);
        drop(file);
        let mut file = KeyFile::open(&path).unwrap();
        assert_eq!(file.counter, 1);
        std::fs::create_dir(home.path().join("key.json.new")).unwrap();
        assert!(
            file.take_counter().is_err(),
            "no counter where it cannot be kept"
        );
    }

    #[test]
    fn the_provisioning_file_holds_what_a_pump_needs_and_not_the_seed() {
        let home = tempfile::tempdir().unwrap();
        let (key, public) = (home.path().join("key"), home.path().join("public"));
        let keys = make(&key, Some(&public)).unwrap();
        assert_eq!(read_public(&public).unwrap(), keys);
        assert_eq!(KeyFile::open(&key).unwrap().keys(), keys);
        assert!(matches!(
            KeyFile::open(&public),
            Err(CliError::WrongFile { .. })
        ));
        assert!(!std::fs::read_to_string(&public).unwrap().contains("seed"));
    }

    #[test]
    fn what_was_staged_belongs_to_its_pump() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("key.json");
        make(&path, None).unwrap();
        let mut file = KeyFile::open(&path).unwrap();
        let (one, two) = (Serial::new("ONE").unwrap(), Serial::new("TWO").unwrap());
        let staged = Staged {
            serial: "ONE".to_owned(),
            prescription: vec![1, 2],
        };
        file.remember_staged(Some(staged.clone())).unwrap();
        file.remember_pump(&two).unwrap();
        drop(file);
        let file = KeyFile::open(&path).unwrap();
        assert_eq!(file.staged(&one), Some(&staged));
        assert_eq!(file.staged(&two), None);
        assert_eq!(file.pump(), Some(&two));
    }
}
