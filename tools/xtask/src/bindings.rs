//! The Kotlin and the Swift of the bindings: written from the built libraries, committed, and
//! checked to be current. What they say is written in `bindings`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::stage::Verdict;
use crate::workspace::{RunError, Workspace, read, stream};

const BUILD: &str = "build -p cisterna-bindings -p cisterna-simulated --lib --locked \
                     --message-format json-render-diagnostics";
const BINDGEN: &str = "run --quiet --locked -p cisterna-bindgen --";

/// What is generated: from which library, in which language, into which folder of the tree.
#[derive(Debug)]
struct Output {
    library: &'static str,
    language: &'static str,
    folder: &'static str,
}

/// The Swift is one folder each, because a module of its own imports the C header.
const OUTPUTS: &[Output] = &[
    Output {
        library: "cisterna_bindings",
        language: "kotlin",
        folder: "android/bindings/src/main/kotlin",
    },
    Output {
        library: "cisterna_simulated",
        language: "kotlin",
        folder: "android/simulated/src/main/kotlin",
    },
    Output {
        library: "cisterna_bindings",
        language: "swift",
        folder: "ios/Sources/CisternaBindings",
    },
    Output {
        library: "cisterna_simulated",
        language: "swift",
        folder: "ios/Sources/CisternaSimulated",
    },
];

/// Why nothing could be written or compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BindingsError {
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("cargo built no library of the name {0}")]
    NoLibrary(&'static str),
    #[error("{0} is not what the bindings make: run `cargo xtask bindings` and commit it")]
    Old(String),
}

/// Writes Kotlin and Swift anew.
///
/// # Errors
/// When the bindings do not build, or a file cannot be written.
pub(crate) fn write(workspace: &Workspace) -> Result<(), BindingsError> {
    generate(workspace, workspace.root())
}

/// The stage: what is committed is what the bindings make.
pub(crate) fn stage(workspace: &Workspace) -> Verdict {
    match check(workspace) {
        Ok(()) => Verdict::Passed,
        Err(error) => Verdict::Failed(error.to_string()),
    }
}

/// The libraries that cargo has just built, by their crate's name.
///
/// # Errors
/// When they do not build.
pub(crate) fn libraries(workspace: &Workspace) -> Result<Libraries, BindingsError> {
    Ok(Libraries(read(workspace.cargo(BUILD))?))
}

/// Cargo's messages about a build.
#[derive(Debug)]
pub(crate) struct Libraries(String);

impl Libraries {
    /// The shared library of `name`.
    ///
    /// # Errors
    /// [`BindingsError::NoLibrary`].
    pub(crate) fn of(&self, name: &'static str) -> Result<PathBuf, BindingsError> {
        let lines = self.0.lines();
        let messages = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut ours = messages.filter(|message| message["target"]["name"] == name);
        ours.find_map(|message| shared(&message["filenames"]))
            .ok_or(BindingsError::NoLibrary(name))
    }
}

fn shared(files: &Value) -> Option<PathBuf> {
    let mut files = files.as_array()?.iter().filter_map(Value::as_str);
    let suffix = std::env::consts::DLL_EXTENSION;
    let found = files.find(|file| Path::new(file).extension().is_some_and(|it| it == suffix));
    found.map(PathBuf::from)
}

fn generate(workspace: &Workspace, root: &Path) -> Result<(), BindingsError> {
    let libraries = libraries(workspace)?;
    for output in OUTPUTS {
        let mut bindgen = workspace.cargo(BINDGEN);
        bindgen
            .args(["generate", "--no-format", "--library"])
            .arg(libraries.of(output.library)?)
            .args(["--crate", output.library, "--language", output.language])
            .arg("--out-dir")
            .arg(root.join(output.folder));
        stream(bindgen)?;
    }
    Ok(())
}

/// Generates beside the tree, and compares file by file.
fn check(workspace: &Workspace) -> Result<(), BindingsError> {
    let libraries = libraries(workspace)?;
    let built = libraries.of(OUTPUTS[0].library)?;
    let fresh = built.with_file_name("generated-bindings");
    remove(&fresh)?;
    generate(workspace, &fresh)?;
    for output in OUTPUTS {
        let (made, kept) = (
            fresh.join(output.folder),
            workspace.root().join(output.folder),
        );
        for file in files(&made)? {
            let name = file.strip_prefix(&made).unwrap_or(&file);
            if fs::read(kept.join(name)).ok() != Some(contents(&file)?) {
                let path = Path::new(output.folder).join(name);
                return Err(BindingsError::Old(path.display().to_string()));
            }
        }
    }
    Ok(())
}

/// Every file below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, BindingsError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn contents(path: &Path) -> Result<Vec<u8>, BindingsError> {
    fs::read(path).map_err(at(path))
}

/// What an earlier run made must not be compared.
fn remove(folder: &Path) -> Result<(), BindingsError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(folder)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> BindingsError {
    let path = path.to_owned();
    move |source| BindingsError::File {
        path: path.clone(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_library_is_found_among_build_messages() {
        let suffix = std::env::consts::DLL_EXTENSION;
        let messages = format!(
            r#"{{"target":{{"name":"other"}},"filenames":["out/libother.{suffix}"]}}
{{"target":{{"name":"cisterna_bindings"}},"filenames":["out/lib.rlib","out/lib.{suffix}"]}}
no JSON"#
        );
        let libraries = Libraries(messages);
        let found = libraries.of("cisterna_bindings").unwrap();
        assert_eq!(found, PathBuf::from(format!("out/lib.{suffix}")));
        let none = libraries.of("cisterna_simulated");
        assert!(matches!(none, Err(BindingsError::NoLibrary(_))));
    }

    #[test]
    fn a_folder_that_is_not_there_needs_no_removing_and_holds_nothing_to_compare() {
        let nowhere = Path::new("no-such-folder-of-bindings");
        assert!(remove(nowhere).is_ok());
        assert!(matches!(files(nowhere), Err(BindingsError::File { .. })));
    }
}
