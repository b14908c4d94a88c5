//! Backups: there and back, cut off, changed.

use super::*;
use std::num::NonZeroU32;

const PASSPHRASE: &str = "correct horse";

fn passphrase() -> BackupPassphrase {
    BackupPassphrase::with_rounds(PASSPHRASE, NonZeroU32::MIN).unwrap()
}

/// A store with a pump that has a key, and a note.
fn filled(home: &tempfile::TempDir) -> Store {
    let mut store = Store::open(&path(home), &key()).unwrap();
    let filled: Result<(), StoreError> = store.write(|tx| {
        tx.execute_batch(
            "INSERT INTO pumps VALUES (1, 'CIS-7', 1, 1, zeroblob(8), 3, 4, 9, NULL, 0);
             INSERT INTO documents VALUES ('note', 5, '{\"note\":\"a known sentence\"}');",
        )?;
        Ok(())
    });
    filled.unwrap();
    store
}

struct Backup {
    home: tempfile::TempDir,
    bytes: Vec<u8>,
}

impl Backup {
    fn taken() -> Self {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("backup");
        filled(&home).back_up(&target, &passphrase()).unwrap();
        Self {
            bytes: fs::read(target).unwrap(),
            home,
        }
    }

    /// Restores `bytes` on a new phone; `None` where it is refused and nothing was made.
    fn restored(&self, bytes: &[u8]) -> Option<Store> {
        let file = self.home.path().join("arrived");
        fs::write(&file, bytes).unwrap();
        let phone = self.home.path().join("phone.db");
        file::remove(&phone).unwrap();
        let other = DatabaseKey::from_bytes(&[9; 32]).unwrap();
        let restored = Store::restore(&file, &passphrase(), &phone, &other);
        if restored.is_err() {
            assert!(!phone.exists());
            assert!(!file::beside(&phone, ".part").exists());
        }
        assert_eq!(fs::read(&file).unwrap(), bytes, "the backup is as it was");
        restored.ok()
    }
}

/// SR-51, SR-37
#[test]
fn a_backup_comes_back_on_another_phone_without_any_key() {
    let backup = Backup::taken();
    let store = backup.restored(&backup.bytes).unwrap();
    let pump = store.current_pump().unwrap().unwrap();
    assert_eq!((pump.serial.as_str(), pump.next_counter), ("CIS-7", 9));
    assert_eq!((pump.key_epoch, pump.pending_key_epoch), (None, None));
    let note: String = store
        .reader()
        .query_row("SELECT body FROM documents", [], |row| row.get(0))
        .unwrap();
    assert_eq!(note, "{\"note\":\"a known sentence\"}");
    let again = backup.home.path().join("again");
    store.back_up(&again, &passphrase()).unwrap();
    assert!(again.exists());
}

/// SR-36
#[test]
fn a_backup_shows_nothing_to_whoever_finds_it() {
    let backup = Backup::taken();
    let shows = |what: &[u8]| backup.bytes.windows(what.len()).any(|it| it == what);
    assert!(!shows(b"a known sentence") && !shows(b"CIS-7") && !shows(b"SQLite format"));
}

/// SR-51
#[test]
fn a_backup_that_was_cut_off_is_refused_wherever_the_cut_is() {
    let backup = Backup::taken();
    let page = 4_096;
    let every = std::env::var_os("CISTERNA_EVERY_BYTE").is_some();
    let near = |at: usize| at.is_multiple_of(page) || at % page < 3 || page - at % page < 3;
    let mut tried = 0;
    for end in 0..backup.bytes.len() {
        if every || end < 200 || near(end) || end.is_multiple_of(509) {
            tried += 1;
            assert!(
                backup.restored(&backup.bytes[..end]).is_none(),
                "cut at {end}"
            );
        }
    }
    assert!(tried > 400, "{tried}");
}

/// SR-51
#[test]
fn a_backup_with_a_flipped_bit_is_refused() {
    let backup = Backup::taken();
    for at in (0..backup.bytes.len()).step_by(509).chain(0..40) {
        let mut bytes = backup.bytes.clone();
        bytes[at] ^= 1 << (at % 8);
        assert!(backup.restored(&bytes).is_none(), "bit of byte {at}");
    }
}

#[test]
fn a_wrong_passphrase_a_foreign_file_and_no_file_are_told_apart_where_they_can_be() {
    let backup = Backup::taken();
    let restore = |bytes: Option<&[u8]>, text: &str| {
        let file = backup.home.path().join("other");
        let _absent = fs::remove_file(&file);
        if let Some(bytes) = bytes {
            fs::write(&file, bytes).unwrap();
        }
        let words = BackupPassphrase::with_rounds(text, NonZeroU32::MIN).unwrap();
        let phone = backup.home.path().join("phone2.db");
        Store::restore(&file, &words, &phone, &key()).unwrap_err()
    };
    let wrong = restore(Some(&backup.bytes), "another horse");
    assert!(matches!(wrong, StoreError::BackupNotOpened), "{wrong:?}");
    let plain = restore(Some(b"SQLite format 3\0 and more"), PASSPHRASE);
    assert!(matches!(plain, StoreError::NoBackup), "{plain:?}");
    assert!(matches!(restore(None, PASSPHRASE), StoreError::NoBackup));
}

/// SR-51
#[test]
fn a_phone_in_use_is_not_overwritten() {
    let backup = Backup::taken();
    let file = backup.home.path().join("backup");
    let before = fs::read(path(&backup.home)).unwrap();
    let error = Store::restore(&file, &passphrase(), &path(&backup.home), &key()).unwrap_err();
    assert!(matches!(error, StoreError::AlreadyInUse), "{error:?}");
    assert_eq!(fs::read(path(&backup.home)).unwrap(), before);
}

/// SR-51
#[test]
fn a_backup_that_cannot_be_written_leaves_the_earlier_one() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("backup");
    fs::write(&target, "the earlier one").unwrap();
    fs::create_dir(file::beside(&target, ".part")).unwrap();
    assert!(filled(&home).back_up(&target, &passphrase()).is_err());
    assert_eq!(fs::read(&target).unwrap(), b"the earlier one");
}

#[test]
fn a_passphrase_is_long_enough_and_no_raw_key() {
    for wrong in ["", "ninechars", "x'0011223344'"] {
        let error = BackupPassphrase::new(wrong).unwrap_err();
        assert!(matches!(error, StoreError::WeakPassphrase));
    }
    let shown = format!("{:?}", BackupPassphrase::new(PASSPHRASE).unwrap());
    assert!(!shown.contains("horse"));
}

/// The rounds of a real backup are `SQLCipher`'s.
#[test]
fn a_real_backup_opens_with_the_default_cost() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("backup");
    let words = BackupPassphrase::new(PASSPHRASE).unwrap();
    filled(&home).back_up(&target, &words).unwrap();
    let phone = home.path().join("phone.db");
    assert!(Store::restore(&target, &passphrase(), &phone, &key()).is_err());
    assert!(Store::restore(&target, &words, &phone, &key()).is_ok());
}
