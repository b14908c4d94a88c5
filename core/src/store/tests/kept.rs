//! Databases of every earlier version, as that version wrote them.

use super::*;
use std::path::Path;

/// A phone paired with CIS-0042, twelve events copied, one bolus delivered; not encrypted.
const V1: &[u8] = include_bytes!("../kept/v1.db");

fn rows(store: &Store, table: &str) -> u32 {
    let sql = format!("SELECT count(*) FROM {table}");
    store
        .reader()
        .query_row(&sql, [], |row| row.get(0))
        .unwrap()
}

fn assert_is_v1s(store: &Store) {
    let pump = store.current_pump().unwrap().unwrap();
    assert_eq!(pump.serial.as_str(), "CIS-0042");
    assert_eq!((pump.key_epoch, pump.next_counter), (Some(1), 2));
    assert_eq!(rows(store, "records"), 12);
    assert_eq!(store.latest_requests(&pump, 10).unwrap().len(), 1);
    assert!(store.unfinished_requests().unwrap().is_empty());
    assert!(store.reading(&pump).unwrap().is_some());
    assert_eq!(rows(store, "prescriptions"), 1);
    store.check().unwrap();
}

fn anything_readable(folder: &Path) -> bool {
    let files = fs::read_dir(folder).unwrap();
    files.into_iter().any(|file| {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        bytes
            .windows(8)
            .any(|it| it == b"CIS-0042" || it == b"SQLite f")
    })
}

/// SR-36, SR-51
#[test]
fn version_1_is_taken_over_whole_and_is_encrypted_from_then_on() {
    let home = tempfile::tempdir().unwrap();
    fs::write(path(&home), V1).unwrap();
    assert!(anything_readable(home.path()));
    for _ in 0..2 {
        assert_is_v1s(&Store::open(&path(&home), &key()).unwrap());
        assert!(!anything_readable(home.path()));
    }
}

/// SR-51
#[test]
fn an_encryption_that_was_interrupted_begins_again() {
    let home = tempfile::tempdir().unwrap();
    fs::write(path(&home), V1).unwrap();
    let piece = file::beside(&path(&home), ".encrypting");
    fs::write(&piece, [0xa5; 9_000]).unwrap();
    assert_is_v1s(&Store::open(&path(&home), &key()).unwrap());
    assert!(!piece.exists());
}

/// SR-51
#[test]
fn version_1_that_cannot_be_copied_stays_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    fs::write(path(&home), V1).unwrap();
    // a folder stands where the copy would go
    fs::create_dir(file::beside(&path(&home), ".encrypting")).unwrap();
    assert!(Store::open(&path(&home), &key()).is_err());
    assert_eq!(fs::read(path(&home)).unwrap(), V1);
}
