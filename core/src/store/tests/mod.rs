//! Opening, whose file it is, transactions.

mod backups;
mod disk;
mod kept;

use super::*;
use std::fs;

fn key() -> DatabaseKey {
    DatabaseKey::from_bytes(&[7; 32]).unwrap()
}

fn path(home: &tempfile::TempDir) -> PathBuf {
    home.path().join("cisterna.db")
}

/// Opening fails with `expected` and leaves the file byte for byte as it was.
fn assert_untouched(home: &tempfile::TempDir, expected: fn(&StoreError) -> bool) {
    let before = fs::read(path(home)).unwrap();
    let error = Store::open(&path(home), &key()).unwrap_err();
    assert!(expected(&error), "{error:?}");
    assert_eq!(fs::read(path(home)).unwrap(), before);
}

#[test]
fn a_store_opens_again_at_the_version_it_was_left_at() {
    let home = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let store = Store::open(&path(&home), &key()).unwrap();
        let version: u32 = store
            .reader()
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(version, migrate::latest());
    }
}

#[test]
fn writes_are_durable_and_references_are_checked() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&path(&home), &key()).unwrap();
    let pragma = |name: &str| -> String {
        let text = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
        format!(
            "{:?}",
            store.reader().pragma_query_value(None, name, text).unwrap()
        )
    };
    assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
    assert_eq!(pragma("synchronous"), "Integer(2)");
    assert_eq!(pragma("foreign_keys"), "Integer(1)");
}

/// SR-51
#[test]
fn a_file_that_is_no_database_is_refused_and_untouched() {
    let home = tempfile::tempdir().unwrap();
    fs::write(
        path(&home),
        "a letter to somebody, longer than a header".repeat(40),
    )
    .unwrap();
    assert_untouched(&home, |error| matches!(error, StoreError::Sealed(_)));
}

/// SR-36
#[test]
fn another_key_opens_nothing_and_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    drop(Store::open(&path(&home), &DatabaseKey::random().unwrap()).unwrap());
    assert_untouched(&home, |error| matches!(error, StoreError::Sealed(_)));
}

/// SR-51
#[test]
fn another_programs_database_is_refused_and_untouched() {
    let home = tempfile::tempdir().unwrap();
    let other = Connection::open(path(&home)).unwrap();
    other
        .execute_batch("CREATE TABLE letters (text TEXT)")
        .unwrap();
    drop(other);
    assert_untouched(&home, |error| matches!(error, StoreError::Foreign(_)));
}

/// SR-51
#[test]
fn a_newer_database_is_refused_and_untouched() {
    let home = tempfile::tempdir().unwrap();
    drop(Store::open(&path(&home), &key()).unwrap());
    let newer = Connection::open(path(&home)).unwrap();
    key::Unlock::unlock(&key(), &newer).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(newer);
    assert_untouched(&home, |error| {
        matches!(
            error,
            StoreError::Newer {
                found: 99,
                known: 2
            }
        )
    });
}

/// What a long body says; a damaged page must never pass for one.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Note {
    text: String,
}

impl Document for Note {
    const KIND: &'static str = "note of the test";
}

/// SR-51
#[test]
fn a_damaged_page_is_found_by_the_check_and_never_taken_for_data() {
    let note = Note {
        text: "x".repeat(60_000),
    };
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(&path(&home), &key()).unwrap();
    store.write(|tx| save_document(tx, &note, 0)).unwrap();
    store.check().unwrap();
    drop(store);
    let whole = fs::read(path(&home)).unwrap();
    let mut refused = 0;
    for page in 0..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        bytes[page * 4_096 + 2_000] ^= 1;
        fs::write(path(&home), bytes).unwrap();
        let Ok(store) = Store::open(&path(&home), &key()) else {
            refused += 1;
            continue;
        };
        assert!(matches!(store.check(), Err(StoreError::Corrupt)), "{page}");
        drop(store);
        let store = Store::open(&path(&home), &key()).unwrap();
        match store.document::<Note>() {
            Ok(read) => assert_eq!(read.as_ref(), Some(&note), "page {page}"),
            Err(error) => {
                let told = matches!(error, StoreError::Corrupt | StoreError::Unreadable(_));
                assert!(told, "page {page}: {error:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn a_second_process_cannot_write_beside_the_first() {
    let home = tempfile::tempdir().unwrap();
    let _first = Store::open(&path(&home), &key()).unwrap();
    let error = Store::open(&path(&home), &key()).unwrap_err();
    assert!(matches!(error, StoreError::InUse), "{error:?}");
}

/// SR-51
#[test]
fn a_write_that_fails_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(&path(&home), &key()).unwrap();
    let result: Result<(), StoreError> = store.write(|tx| {
        tx.execute_batch(
            "INSERT INTO pumps VALUES (1, 'S', 1, 1, zeroblob(8), NULL, NULL, 1, NULL, 0)",
        )?;
        Err(StoreError::DiskFull)
    });
    assert!(result.is_err());
    let rows: u32 = store
        .reader()
        .query_row("SELECT count(*) FROM pumps", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 0);
}
