//! Arguments of the diary's commands.

use crate::local::parse_date;
use crate::wording_diary::{SideEffectOrNone, parse_measure, parse_side_effect};
use cisterna_core::civil::Date;
use cisterna_core::trial::{Analgesic, Measure, MedicineChange, SlotKey};
use clap::{ArgGroup, Args, Subcommand, ValueEnum};

pub(crate) const DIARY: &str = "\
The diary: what is asked now, when next, and what was written lately.

Examples:
  cisterna diary
  cisterna diary add --slot 2027-06-10T16:00 --rest 4 --motion 6 --skip sleep
  cisterna diary list --limit 50";

pub(crate) const ADD: &str = "\
Add an entry of now: to a prompt, by the person's own idea, or as a correction.

An entry is made now and never moved. A correction says everything anew; the first entry stays and
keeps its time. What is neither answered nor skipped was not asked.

Examples:
  cisterna diary add --slot 2027-06-10T16:00 --rest 4 --motion 6 --skip sleep
  cisterna diary add --slot dose1+4h --spasms 2 --severity 1 --side-effect sleepiness
  cisterna diary add --now --rest 7 --analgesic \"paracetamol 500 mg:2\" --note \"after a walk\"
  cisterna diary add --correct 3 --rest 5 --side-effect none";

pub(crate) const LIST: &str = "\
List entries as they were written, newest first, with their corrections.

Example:
  cisterna diary list --before 40 --limit 20";

pub(crate) const MEDICINE: &str = "\
Medicines that are swallowed: whether they become fewer belongs to the result.

Examples:
  cisterna diary medicine add --name gabapentin --amount \"300 mg, 3 a day\" --from 2027-01-10
  cisterna diary medicine change 1 --amount \"300 mg, 2 a day\" --from 2027-06-12 --how fewer
  cisterna diary medicine end 2 --last 2027-06-20";

#[derive(Debug, Args)]
pub(crate) struct Diary {
    #[command(subcommand)]
    pub(crate) what: Option<DiaryCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DiaryCommand {
    /// Add an entry
    #[command(long_about = ADD)]
    Add(Box<Add>),
    /// List entries, newest first
    #[command(long_about = LIST)]
    List(List),
    /// Medicines that are swallowed
    #[command(long_about = MEDICINE, subcommand)]
    Medicine(Medicine),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("target").required(true).args(["slot", "now", "correct"]))]
pub(crate) struct Add {
    /// The prompt that it answers, by the name that `diary` shows
    #[arg(long, value_name = "KEY")]
    pub(crate) slot: Option<SlotKey>,
    /// By the person's own idea
    #[arg(long)]
    pub(crate) now: bool,
    /// The entry that it corrects, by the number that `diary list` shows
    #[arg(long, value_name = "ID")]
    pub(crate) correct: Option<u64>,
    /// Pain at rest, 0 none to 10 the worst imaginable
    #[arg(long, value_name = "N")]
    pub(crate) rest: Option<u8>,
    /// Pain in motion, 0 none to 10 the worst imaginable
    #[arg(long, value_name = "N")]
    pub(crate) motion: Option<u8>,
    /// How often spasms, 0 to 4 on the Penn scale
    #[arg(long, value_name = "N")]
    pub(crate) spasms: Option<u8>,
    /// How bad spasms, 1 to 3; only where there were some
    #[arg(long, value_name = "N")]
    pub(crate) severity: Option<u8>,
    /// How far the own goal was reached, 0 not at all to 10 in full
    #[arg(long, value_name = "N")]
    pub(crate) function: Option<u8>,
    /// Sleep, 0 not at all to 10 as well as can be
    #[arg(long, value_name = "N")]
    pub(crate) sleep: Option<u8>,
    /// Measures that were asked and not answered, by the names of their options
    #[arg(long, value_name = "MEASURE", value_delimiter = ',', value_parser = parse_measure)]
    pub(crate) skip: Vec<Measure>,
    /// Side effects, or none
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = parse_side_effect)]
    pub(crate) side_effect: Vec<SideEffectOrNone>,
    /// A painkiller and how often it was taken since the last entry
    #[arg(long, value_name = "NAME:COUNT", value_parser = parse_analgesic)]
    pub(crate) analgesic: Vec<Analgesic>,
    /// Anything else
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) note: String,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only entries below this number
    #[arg(long, value_name = "ID")]
    pub(crate) before: Option<u64>,
    /// Most entries, 1 to 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) limit: u32,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Medicine {
    /// A medicine that is taken
    Add(MedicineAdd),
    /// Another amount from a day on; the day before is the last of the old one
    Change(MedicineNext),
    /// No longer taken
    End(MedicineEnd),
    /// All medicines with their days
    List,
}

#[derive(Debug, Args)]
pub(crate) struct MedicineAdd {
    /// Its name
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: String,
    /// How much and how often
    #[arg(long, value_name = "TEXT")]
    pub(crate) amount: String,
    /// First day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) from: Date,
    /// Last day, where it is over
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) until: Option<Date>,
    /// How this compares with before
    #[arg(long, value_enum, default_value = "taken-before")]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct MedicineNext {
    /// Its number
    #[arg(value_name = "ID")]
    pub(crate) id: u64,
    /// How much and how often from then on
    #[arg(long, value_name = "TEXT")]
    pub(crate) amount: String,
    /// First day of the new amount
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) from: Date,
    /// How this compares with before
    #[arg(long, value_enum)]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct MedicineEnd {
    /// Its number
    #[arg(value_name = "ID")]
    pub(crate) id: u64,
    /// Last day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) last: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum How {
    /// Taken before the diary began
    TakenBefore,
    /// New
    Started,
    /// More than before
    More,
    /// Less than before
    Fewer,
    /// Another form or time of the same
    Other,
}

impl From<How> for MedicineChange {
    fn from(how: How) -> Self {
        match how {
            How::TakenBefore => Self::TakenBefore,
            How::Started => Self::Started,
            How::More => Self::More,
            How::Fewer => Self::Fewer,
            How::Other => Self::Other,
        }
    }
}

fn parse_analgesic(text: &str) -> Result<Analgesic, String> {
    let wrong = || "write a name and a number, for example \"paracetamol 500 mg:2\"".to_owned();
    let (name, count) = text.rsplit_once(':').ok_or_else(wrong)?;
    Ok(Analgesic {
        name: name.trim().to_owned(),
        amount: String::new(),
        count: count.trim().parse().map_err(|_| wrong())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_analgesic_has_its_count_behind_the_last_colon() {
        let taken = parse_analgesic("drops: strong:2").unwrap();
        assert_eq!((taken.name.as_str(), taken.count), ("drops: strong", 2));
        for text in [
            "paracetamol",
            "paracetamol:",
            "paracetamol:x",
            "paracetamol:300",
        ] {
            assert!(parse_analgesic(text).is_err(), "{text}");
        }
    }
}
