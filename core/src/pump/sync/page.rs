//! One page against what is copied already: pure.

use crate::store::{Break, BreakKind, Gap, Head, StoredRecord};
use cisterna_protocol::history::HistoryPage;
use cisterna_protocol::record::{ChainDigest, RECORD_LEN, Record, chain};

/// What a page adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) records: Vec<StoredRecord>,
    pub(super) gap: Option<Gap>,
    pub(super) breaks: Vec<Break>,
    pub(super) head: Head,
}

/// What `page` adds to a log copied up to `head`; `None` where the page's bytes are no records.
///
/// Records that are there already are left out, so that a repeated page adds nothing.
pub(super) fn take(page: &HistoryPage, head: &Head) -> Option<Taken> {
    let (records, rest) = page.records.as_chunks::<RECORD_LEN>();
    let count = u32::try_from(records.len()).ok()?;
    let end = page.first.checked_add(count)?;
    if !rest.is_empty() || page.first == 0 {
        return None;
    }
    if page.next < head.next_seq {
        let found = Break {
            seq: page.next,
            kind: BreakKind::Shorter,
        };
        return Some(Taken {
            records: vec![],
            gap: None,
            breaks: vec![found],
            head: *head,
        });
    }
    let mut taken = Taken {
        records: vec![],
        gap: gap(page, head),
        breaks: vec![],
        head: *head,
    };
    if records.is_empty() {
        taken.head = after_empty(page, head);
        return Some(taken);
    }
    let digests = digests(page, head, records, &mut taken.breaks);
    let verified = taken.breaks.is_empty() && digests.is_some();
    for (index, (seq, bytes)) in (page.first..end).zip(records).enumerate() {
        if head.wants(seq) {
            let digest = digests.as_ref().map(|all| all[index]);
            taken.records.push(StoredRecord {
                seq,
                bytes: *bytes,
                digest,
                verified,
            });
        }
    }
    if head.wants(end) {
        // after a break the chain goes on from the pump's own word
        taken.head = Head {
            next_seq: end,
            digest: Some(page.after.0),
        };
    }
    Some(taken)
}

/// Records that the pump no longer has. SR-45
fn gap(page: &HistoryPage, head: &Head) -> Option<Gap> {
    let until_seq = page.first.min(page.next);
    let is_gap = until_seq > head.next_seq;
    is_gap.then_some(Gap {
        from_seq: head.next_seq,
        until_seq,
    })
}

fn after_empty(page: &HistoryPage, head: &Head) -> Head {
    let next_seq = page.first.min(page.next);
    if next_seq <= head.next_seq {
        return *head;
    }
    Head {
        next_seq,
        digest: page.before.map(|digest| digest.0),
    }
}

/// The chain's digest after each record, or `None` where it cannot be computed; appends what does
/// not fit.
fn digests(
    page: &HistoryPage,
    head: &Head,
    records: &[[u8; RECORD_LEN]],
    breaks: &mut Vec<Break>,
) -> Option<Vec<ChainDigest>> {
    let mut note = |kind| {
        breaks.push(Break {
            seq: page.first,
            kind,
        });
    };
    let follows = page.first == head.next_seq;
    let told = page.before.map(|digest| digest.0);
    if let (true, Some(told), Some(own)) = (follows, told, head.digest)
        && told != own
    {
        note(BreakKind::BeforePage);
    }
    let mut last = told.or(if follows { head.digest } else { None })?;
    let all: Vec<ChainDigest> = records
        .iter()
        .map(|record| {
            last = chain(&last, record);
            last
        })
        .collect();
    let numbered = (page.first..)
        .zip(records)
        .all(|(seq, bytes)| Record::from_bytes(bytes).seq == seq);
    if last != page.after.0 || !numbered {
        note(BreakKind::InPage);
        return None;
    }
    // a page that begins before the head has to pass through it
    let overlap = head
        .next_seq
        .checked_sub(page.first + 1)
        .and_then(|at| all.get(at as usize));
    if let (Some(here), Some(own)) = (overlap, head.digest)
        && *here != own
    {
        note(BreakKind::BeforePage);
    }
    Some(all)
}
