//! Writes the resources of Android and Apple, or with `--check` says which of them are stale.
//! `cargo xtask texts` runs it.
#![forbid(unsafe_code)]

use cisterna_text::platform::{Resource, resources};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if env::args().any(|argument| argument == "--check") {
        return check(root);
    }
    match resources().iter().try_for_each(|it| write(root, it)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the platforms' resources: {error}");
            ExitCode::FAILURE
        }
    }
}

fn check(root: &Path) -> ExitCode {
    let current = |it: &Resource| {
        fs::read_to_string(root.join(&it.path)).is_ok_and(|on_disk| on_disk == it.content)
    };
    let stale: Vec<_> = resources().into_iter().filter(|it| !current(it)).collect();
    for it in &stale {
        println!("core/text/{} is stale: run `cargo xtask texts`", it.path);
    }
    if stale.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn write(root: &Path, resource: &Resource) -> io::Result<()> {
    let path = root.join(&resource.path);
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    fs::write(path, &resource.content)
}
