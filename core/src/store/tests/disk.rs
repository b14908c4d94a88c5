//! A full disk, at every page that a write could need.

use super::*;

fn pages(store: &Store, pragma: &str) -> i64 {
    store
        .reader()
        .pragma_query_value(None, pragma, |row| row.get(0))
        .unwrap()
}

fn write_notes(store: &mut Store) -> Result<(), StoreError> {
    store.write(|tx| {
        for at in 0..40 {
            let body = format!("{{\"note\":\"{}\"}}", "x".repeat(900));
            let kind = format!("note {at}");
            tx.execute("INSERT INTO documents VALUES (?1, 0, ?2)", (kind, body))?;
        }
        Ok(())
    })
}

/// SR-51
#[test]
fn a_full_disk_loses_nothing_whichever_page_is_the_last() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(&path(&home), &key()).unwrap();
    let used = pages(&store, "page_count");
    let rows = |store: &Store| -> u32 {
        let sql = "SELECT count(*) FROM documents";
        store.reader().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mut room = 0;
    loop {
        store
            .reader()
            .pragma_update_and_check(None, "max_page_count", used + room, |_row| Ok(()))
            .unwrap();
        let Err(error) = write_notes(&mut store) else {
            break;
        };
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
        assert_eq!(rows(&store), 0);
        room += 1;
    }
    assert_eq!(rows(&store), 40);
    assert!(room > 5, "{room}");
    store.check().unwrap();
}
