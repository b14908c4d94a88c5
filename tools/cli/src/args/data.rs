//! Arguments of the commands about the person's data as a whole.

use super::phone::Passphrase;
use clap::Args;
use std::path::PathBuf;

pub(crate) const BACKUP: &str = "\
Write a backup: everything but the keys, in one encrypted file.

A passphrase of at least ten characters opens it on another phone; it is asked for on the terminal,
or taken from --passphrase-file or $CISTERNA_PASSPHRASE. An earlier backup of the same name is
replaced once the new one is whole. The pump has to be paired again after a restore.

Example:
  cisterna backup pump-diary.cisterna";

pub(crate) const RESTORE: &str = "\
Restore a backup into an empty home.

A home with data is never overwritten, and a backup that is damaged or cut off changes nothing.

Example:
  cisterna --home new-phone restore pump-diary.cisterna";

pub(crate) const ERASE: &str = "\
Delete everything that this phone keeps about the person.

The keys go first, so that nothing that is left can be read. The pump's own log stays in the pump,
and backups stay where they are.

Example:
  cisterna erase --yes";

pub(crate) const CHECK: &str = "\
Read the whole database and say whether it is as it was written.

Example:
  cisterna check";

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The backup's file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) passphrase: Passphrase,
}

#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Delete without asking; needed where stdin is no terminal
    #[arg(long)]
    pub(crate) yes: bool,
}
