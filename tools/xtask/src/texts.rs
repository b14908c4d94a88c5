//! The texts that Android and Apple keep as resources of their own: made from the texts of
//! `cisterna-text`, committed, and checked to be current. What they say is written there.

use crate::stage::Verdict;
use crate::workspace::{RunError, Workspace, stream};

const WRITE: &str = "run --quiet --locked -p cisterna-text --example platform_resources";
const CHECK: &str = "run --quiet --locked -p cisterna-text --example platform_resources -- --check";

/// Writes the resources anew.
///
/// # Errors
/// When the texts do not build, or a file cannot be written.
pub(crate) fn write(workspace: &Workspace) -> Result<(), RunError> {
    stream(workspace.cargo(WRITE))
}

/// The stage: the committed resources are what the texts make.
pub(crate) fn stage(workspace: &Workspace) -> Verdict {
    stream(workspace.cargo(CHECK)).into()
}
