//! The crates of the workspace as `cargo metadata` tells them: where each lies and on which
//! others it depends. Whether it may is decided in [`crate::tidy`].

use serde_json::Value;

use crate::workspace::{RunError, Workspace, read};

const ARGUMENTS: &str = "metadata --format-version 1 --no-deps --offline";

/// Why the workspace could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MetadataError {
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("`cargo metadata` gave no JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("`cargo metadata` has no `{0}` where one is expected")]
    Missing(&'static str),
}

/// One crate of the workspace. Paths are relative to the root, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) directory: String,
    /// The root module of its library, if it has one.
    pub(crate) library: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// An arrow from one crate to another, ours or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// For tests only.
    pub(crate) dev: bool,
}

/// Reads the workspace; needs no network.
///
/// # Errors
/// When cargo fails or its answer has another shape.
pub(crate) fn packages(workspace: &Workspace) -> Result<Vec<Package>, MetadataError> {
    parse(&read(workspace.cargo(ARGUMENTS))?)
}

fn parse(json: &str) -> Result<Vec<Package>, MetadataError> {
    let metadata: Value = serde_json::from_str(json)?;
    let root = text(&metadata, "workspace_root")?;
    list(&metadata, "packages")?
        .iter()
        .map(|package| package_of(root, package))
        .collect()
}

fn package_of(root: &str, package: &Value) -> Result<Package, MetadataError> {
    let manifest = relative(root, text(package, "manifest_path")?);
    let directory = manifest
        .strip_suffix("/Cargo.toml")
        .unwrap_or_default()
        .to_owned();
    Ok(Package {
        name: text(package, "name")?.to_owned(),
        directory,
        library: library_of(root, package)?,
        dependencies: list(package, "dependencies")?
            .iter()
            .map(dependency_of)
            .collect::<Result<_, _>>()?,
    })
}

fn library_of(root: &str, package: &Value) -> Result<Option<String>, MetadataError> {
    let targets = list(package, "targets")?;
    let is_library = |target: &&Value| {
        target["kind"]
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == "lib"))
    };
    targets
        .iter()
        .find(is_library)
        .map(|target| Ok(relative(root, text(target, "src_path")?)))
        .transpose()
}

fn dependency_of(dependency: &Value) -> Result<Dependency, MetadataError> {
    Ok(Dependency {
        name: text(dependency, "name")?.to_owned(),
        dev: dependency["kind"] == "dev",
    })
}

fn relative(root: &str, path: &str) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .replace('\\', "/")
        .trim_start_matches('/')
        .to_owned()
}

fn text<'a>(value: &'a Value, key: &'static str) -> Result<&'a str, MetadataError> {
    value[key].as_str().ok_or(MetadataError::Missing(key))
}

fn list<'a>(value: &'a Value, key: &'static str) -> Result<&'a Vec<Value>, MetadataError> {
    value[key].as_array().ok_or(MetadataError::Missing(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = r#"{"workspace_root":"/r","packages":[{
        "name":"cisterna-core","manifest_path":"/r/core/Cargo.toml",
        "targets":[{"kind":["test"],"src_path":"/r/core/tests/it/main.rs"},
                   {"kind":["lib","staticlib"],"src_path":"/r/core/src/lib.rs"}],
        "dependencies":[{"name":"cisterna-protocol","kind":null},
                        {"name":"cisterna-firmware","kind":"dev"}]}]}"#;

    #[test]
    fn a_package_is_read_with_relative_paths_and_the_kind_of_its_arrows() {
        let expected = Package {
            name: "cisterna-core".into(),
            directory: "core".into(),
            library: Some("core/src/lib.rs".into()),
            dependencies: vec![
                Dependency {
                    name: "cisterna-protocol".into(),
                    dev: false,
                },
                Dependency {
                    name: "cisterna-firmware".into(),
                    dev: true,
                },
            ],
        };
        assert_eq!(parse(EXAMPLE).unwrap(), [expected]);
    }

    #[test]
    fn an_answer_of_another_shape_is_an_error() {
        assert!(matches!(
            parse("{}"),
            Err(MetadataError::Missing("workspace_root"))
        ));
        assert!(matches!(parse("oops"), Err(MetadataError::Json(_))));
    }

    #[test]
    fn this_workspace_has_this_package() {
        let packages = packages(&Workspace::from_environment()).unwrap();
        let own = packages
            .iter()
            .find(|package| package.name == "xtask")
            .unwrap();
        assert_eq!(own.directory, "tools/xtask");
        assert_eq!(own.library, None);
    }
}
