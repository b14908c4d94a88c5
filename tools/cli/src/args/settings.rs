//! Arguments of the settings' commands.

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

pub(crate) const SET: &str = "\
Change settings; those that are not named stay.

`phone` follows the phone. Whether the app tells when a waiting time is over is off unless the
person wants it.

Examples:
  cisterna settings set --language de --hours 24
  cisterna settings set --no-name --tell-when-waiting-ends no";

#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    /// Show the settings
    Show,
    /// Change settings
    #[command(long_about = SET)]
    Set(Set),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("any").required(true).multiple(true).args(
    ["language", "hours", "name", "no_name", "tell_when_waiting_ends"]
))]
pub(crate) struct Set {
    /// Language by its tag (en, de, ar), or phone
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    /// Hours of the clock
    #[arg(long, value_enum)]
    pub(crate) hours: Option<Hours>,
    /// Name that reports carry
    #[arg(long, value_name = "TEXT", conflicts_with = "no_name")]
    pub(crate) name: Option<String>,
    /// Reports carry no name
    #[arg(long)]
    pub(crate) no_name: bool,
    /// Whether the app tells when a waiting time is over
    #[arg(long, value_enum)]
    pub(crate) tell_when_waiting_ends: Option<YesNo>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Hours {
    /// 1 to 12, twice a day
    #[value(name = "12")]
    Twelve,
    /// 0 to 23
    #[value(name = "24")]
    TwentyFour,
    /// As the phone
    Phone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    /// Tell it
    Yes,
    /// Do not
    No,
}
