//! Copies the pump's logs, page by page, without loss or doubling. SR-45
//!
//! Responsible for resuming after the last page that was stored, for gaps, and for saying where the
//! digest chain does not fit; what does not fit is kept and marked, not lost.

mod list;
mod page;
mod times;

pub use list::{Entry, HistoryCursor, HistoryList, MAX_LIST};
pub use times::{Anchor, TimeRange};

pub(crate) use list::list;

use crate::home::Home;
use crate::pump::link::Link;
use crate::pump::session::ConnectionError;
use crate::pump::visit::Contact;
use crate::store::{
    Break, Head, LogKey, StoreError, save_break, save_gap, save_head, save_records,
};
use cisterna_protocol::history::{HistoryPage, Log, MAX_PAGE_RECORDS, ReadHistory};
use cisterna_protocol::message::{Answer, Ask};
use page::{Taken, take};
use thiserror::Error;

/// Pages that are stored in one transaction.
const BATCH_PAGES: usize = 10;

/// Why copying ended early. What was stored stays; the next sync goes on there.
#[derive(Debug, Error)]
pub enum SyncError {
    /// The session failed.
    #[error(transparent)]
    Session(#[from] ConnectionError),
    /// A page is none: of another log, cut, or without progress.
    #[error("the pump sent a page that does not answer the question")]
    BadPage,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How far copying is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which log.
    pub log: Log,
    /// Next sequence number to copy.
    pub next_seq: u32,
    /// Sequence number that the log's next record will get.
    pub end_seq: u32,
}

/// What a sync brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Records that are new on the phone.
    pub records: u32,
    /// Gaps that were found.
    pub gaps: u32,
    /// Where the chain did not fit.
    pub breaks: Vec<(Log, Break)>,
}

/// Copies both logs to their ends. `progress` is called after every page.
pub(crate) fn sync<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    progress: &mut dyn FnMut(Progress),
) -> Result<SyncReport, SyncError> {
    let mut report = SyncReport::default();
    for log in Log::BOTH {
        copy(home, contact, log, &mut report, progress)?;
    }
    Ok(report)
}

fn copy<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    log: Log,
    report: &mut SyncReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), SyncError> {
    let mut batch = Batch {
        key: LogKey::of(&contact.pump, log),
        pages: Vec::new(),
    };
    let copied = read_pages(home, contact, &mut batch, report, progress);
    // what was read before the end, or before the link was cut, stays
    batch.store(home)?;
    copied
}

fn read_pages<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    batch: &mut Batch,
    report: &mut SyncReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), SyncError> {
    let log = batch.key.log;
    let mut head = home.store.head(batch.key)?;
    loop {
        let page = read_page(contact, log, head.next_seq)?;
        let taken = take(&page, &head).ok_or(SyncError::BadPage)?;
        let done = taken.head.next_seq >= page.next;
        if !done && taken.head.next_seq <= head.next_seq {
            return Err(SyncError::BadPage); // no progress: never ask for ever
        }
        head = taken.head;
        report.add(log, &taken);
        batch.pages.push(taken);
        if batch.is_full() {
            batch.store(home)?;
        }
        progress(Progress {
            log,
            next_seq: head.next_seq,
            end_seq: page.next,
        });
        if done {
            return Ok(());
        }
    }
}

/// Pages that become durable together: a commit waits for the disk, and a page is small. What a
/// kill takes is read again.
struct Batch {
    key: LogKey,
    pages: Vec<Taken>,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.pages.len() >= BATCH_PAGES
    }

    /// Records and head change together: a page is there whole or not at all. SR-45
    fn store(&mut self, home: &mut Home) -> Result<(), StoreError> {
        if self.pages.is_empty() {
            return Ok(());
        }
        let now_utc_ms = home.clock.now().wall_utc_ms;
        home.store.write(|tx| {
            for taken in &self.pages {
                save_records(tx, self.key, &taken.records)?;
                if let Some(gap) = taken.gap {
                    save_gap(tx, self.key, gap)?;
                }
                for &found in &taken.breaks {
                    save_break(tx, self.key, found, now_utc_ms)?;
                }
                save_head(tx, self.key, &taken.head)?;
            }
            Ok::<_, StoreError>(())
        })?;
        self.pages.clear();
        Ok(())
    }
}

fn read_page<L: Link>(
    contact: &mut Contact<L>,
    log: Log,
    from: u32,
) -> Result<HistoryPage, ConnectionError> {
    let max = u16::try_from(MAX_PAGE_RECORDS).expect("a page is small");
    let ask = Ask::ReadHistory(ReadHistory { log, from, max });
    contact.connection.ask_for(ask, |answer| match answer {
        Answer::History(page) if page.log == log => Some(page),
        Answer::History(_)
        | Answer::Done
        | Answer::Status(_)
        | Answer::Device(_)
        | Answer::Prescription(_)
        | Answer::Outcome(_)
        | Answer::Recent(_)
        | Answer::Paired(_)
        | Answer::Rejected(_)
        | Answer::Changed(_) => None,
    })
}

impl SyncReport {
    fn add(&mut self, log: Log, taken: &Taken) {
        let records = u32::try_from(taken.records.len()).expect("a page is small");
        self.records += records;
        self.gaps += u32::from(taken.gap.is_some());
        self.breaks
            .extend(taken.breaks.iter().map(|found| (log, *found)));
    }
}

impl Head {
    /// Whether `seq` is still to be copied.
    const fn wants(&self, seq: u32) -> bool {
        seq >= self.next_seq
    }
}

#[cfg(test)]
mod tests;
