//! (stub while compiling)
use crate::{args::Demo, error::CliError, out::Out};
pub(crate) fn run(_: &Demo, _: Out) -> Result<(), CliError> { Ok(()) }
