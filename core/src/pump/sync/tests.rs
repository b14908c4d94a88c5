use super::*;
use crate::CompanionError;
use crate::pump::link::{Direction, Fate};
use crate::store::{BreakKind, Gap};
use crate::testing::{self, Phone};
use cisterna_protocol::bounded::{Bytes, Octets};

const EVENTS: u32 = 130;

fn phone_with_log() -> Phone {
    let phone = Phone::paired();
    phone.pump.borrow_mut().logs[1] = testing::event_log(EVENTS);
    phone
}

fn sync_all(phone: &mut Phone) -> Result<SyncReport, CompanionError> {
    let mut dialer = phone.dialer();
    let mut contact = phone.app.connect(&mut dialer)?;
    phone.app.sync(&mut contact, &mut |_| {})
}

/// Every entry of the event log, oldest first.
fn entries(phone: &Phone) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let list = phone.app.history(Log::Events, cursor, 48).unwrap();
        all.extend(list.entries);
        cursor = list.next;
        if cursor.is_none() {
            all.reverse();
            return all;
        }
    }
}

fn seqs(entries: &[Entry]) -> Vec<u32> {
    let seq = |entry: &Entry| match entry {
        Entry::Record { record, .. } => Some(record.seq),
        Entry::Gap(_) | Entry::NewMemory => None,
    };
    entries.iter().filter_map(seq).collect()
}

fn all_verified(entries: &[Entry]) -> bool {
    entries
        .iter()
        .all(|entry| matches!(entry, Entry::Record { verified: true, .. }))
}

/// SR-45
#[test]
fn a_log_is_copied_in_order_and_a_second_sync_adds_nothing() {
    let mut phone = phone_with_log();
    let report = sync_all(&mut phone).unwrap();
    assert_eq!(
        report,
        SyncReport {
            records: EVENTS,
            gaps: 0,
            breaks: vec![]
        }
    );
    assert_eq!(sync_all(&mut phone).unwrap(), SyncReport::default());
    let entries = entries(&phone);
    assert_eq!(seqs(&entries), (1..=EVENTS).collect::<Vec<_>>());
    assert!(all_verified(&entries));
}

#[test]
fn progress_is_told_after_every_page() {
    let mut phone = phone_with_log();
    let mut contact = phone.connect();
    let mut seen = Vec::new();
    phone
        .app
        .sync(&mut contact, &mut |it| {
            seen.push((it.log, it.next_seq, it.end_seq));
        })
        .unwrap();
    let page = |next| (Log::Events, next, EVENTS + 1);
    assert_eq!(seen, [(Log::Doses, 1, 1), page(49), page(97), page(131)]);
}

/// SR-45, SR-51
#[test]
fn a_sync_cut_at_any_chunk_or_write_goes_on_without_loss_or_doubling() {
    let mut interrupted = 0;
    // a visit with its sync takes 8 chunks to the pump and 29 from it, and 3 writes
    for (direction, chunks) in [(Direction::ToPump, 8), (Direction::ToPhone, 29)] {
        for nth in 0..chunks {
            let mut phone = phone_with_log();
            let index = usize::from(direction == Direction::ToPhone);
            let seen = phone.pump.borrow().chunks[index];
            phone.pump.borrow_mut().fates = vec![(direction, seen + nth, Fate::Cut)];
            interrupted += u32::from(sync_all(&mut phone).is_err());
            assert_complete(phone);
        }
    }
    for write in 0..3 {
        let mut phone = phone_with_log();
        phone.app.die_at_write(write);
        interrupted += u32::from(sync_all(&mut phone).is_err());
        assert_complete(phone);
    }
    assert_eq!(interrupted, 8 + 29 + 3, "each of them interrupts");
}

fn assert_complete(phone: Phone) {
    let mut phone = phone.restart();
    sync_all(&mut phone).unwrap();
    let entries = entries(&phone);
    assert_eq!(seqs(&entries), (1..=EVENTS).collect::<Vec<_>>());
    assert!(all_verified(&entries));
}

/// SR-45
#[test]
fn overwritten_records_are_shown_as_a_gap() {
    let mut phone = phone_with_log();
    sync_all(&mut phone).unwrap();
    phone.pump.borrow_mut().logs[1] = testing::event_log(200);
    phone.pump.borrow_mut().first[1] = 150;
    let report = sync_all(&mut phone).unwrap();
    assert_eq!(
        report,
        SyncReport {
            records: 51,
            gaps: 1,
            breaks: vec![]
        }
    );
    let entries = entries(&phone);
    assert_eq!(
        entries[130],
        Entry::Gap(Gap {
            from_seq: 131,
            until_seq: 150
        })
    );
    let expected: Vec<u32> = (1..=130).chain(150..=200).collect();
    assert_eq!(seqs(&entries), expected);
}

/// SR-45
#[test]
fn a_history_that_does_not_follow_is_kept_and_told() {
    let mut phone = phone_with_log();
    sync_all(&mut phone).unwrap();
    let mut other = testing::event_log(140);
    other[3][4] = 35; // the past was changed
    phone.pump.borrow_mut().logs[1] = other;
    let report = sync_all(&mut phone).unwrap();
    let expected = Break {
        seq: 131,
        kind: BreakKind::BeforePage,
    };
    assert_eq!(report.breaks, [(Log::Events, expected)]);
    assert_eq!(report.records, 10);
    let entries = entries(&phone);
    assert_eq!(seqs(&entries), (1..=140).collect::<Vec<_>>());
    assert!(matches!(
        entries[130],
        Entry::Record {
            verified: false,
            ..
        }
    ));
}

/// SR-45
#[test]
fn a_page_that_does_not_fit_itself_is_kept_unverified() {
    let mut phone = phone_with_log();
    phone.pump.borrow_mut().twist = Some(|answer| {
        if let Answer::History(page) = answer {
            page.after = Octets([7; 16]);
        }
    });
    let report = sync_all(&mut phone).unwrap();
    assert_eq!(report.records, EVENTS);
    assert!(
        report
            .breaks
            .iter()
            .any(|(_, found)| found.kind == BreakKind::InPage)
    );
    assert_eq!(seqs(&entries(&phone)).len(), EVENTS as usize);
}

#[test]
fn a_shorter_log_is_told_and_nothing_is_lost() {
    let mut phone = phone_with_log();
    sync_all(&mut phone).unwrap();
    phone.pump.borrow_mut().logs[1].truncate(100);
    let report = sync_all(&mut phone).unwrap();
    let expected = Break {
        seq: 101,
        kind: BreakKind::Shorter,
    };
    assert_eq!(report.breaks, [(Log::Events, expected)]);
    assert_eq!(seqs(&entries(&phone)).len(), EVENTS as usize);
}

/// SR-45
#[test]
fn a_renewed_memory_begins_a_new_generation_beside_the_old_one() {
    let mut phone = phone_with_log();
    sync_all(&mut phone).unwrap();
    phone.pump.borrow_mut().renew_storage();
    phone.pump.borrow_mut().logs[1] = testing::event_log(5);
    let report = sync_all(&mut phone).unwrap();
    assert_eq!(
        report,
        SyncReport {
            records: 5,
            gaps: 0,
            breaks: vec![]
        }
    );
    let entries = entries(&phone);
    let expected: Vec<u32> = (1..=EVENTS).chain(1..=5).collect();
    assert_eq!(seqs(&entries), expected);
    assert_eq!(entries[EVENTS as usize], Entry::NewMemory);
}

#[test]
fn a_page_without_progress_or_with_half_a_record_ends_the_sync() {
    let twists: [fn(&mut Answer); 2] = [
        |answer| {
            if let Answer::History(page) = answer {
                page.records = Bytes::new(&[]).unwrap();
                page.first = 1;
                page.next = 9;
            }
        },
        |answer| {
            if let Answer::History(page) = answer {
                page.records = Bytes::new(&[0; 39]).unwrap();
            }
        },
    ];
    for twist in twists {
        let mut phone = phone_with_log();
        phone.pump.borrow_mut().twist = Some(twist);
        assert_eq!(sync_all(&mut phone), Err(CompanionError::NotUnderstood));
    }
}

#[test]
fn a_list_holds_at_most_a_hundred_entries() {
    let mut phone = phone_with_log();
    sync_all(&mut phone).unwrap();
    let list = phone.app.history(Log::Events, None, 1_000).unwrap();
    assert_eq!(list.entries.len(), 100);
    let rest = phone.app.history(Log::Events, list.next, 1_000).unwrap();
    assert_eq!((rest.entries.len(), rest.next), (30, None));
}

/// SR-45
#[test]
fn a_record_is_located_by_the_readings_of_its_epoch() {
    let mut phone = phone_with_log();
    sync_all(&mut phone).unwrap();
    // the pump was read at its count 10 000, at the phone's start of the test
    let read_ms = testing::instant().wall_utc_ms;
    let Entry::Record { when, .. } = entries(&phone)[99] else {
        panic!("a record")
    };
    let expected_ms = read_ms - (10_000 - 100) * 1_000;
    assert_eq!(when.from_utc_ms, Some(expected_ms - 1_000));
    assert_eq!(when.until_utc_ms, Some(expected_ms + 1_000));
}
