//! Each crate has a README of one screen, and a library shows it as its documentation.

use super::Finding;
use super::tree::{File, text_of};
use crate::metadata::Package;

const INCLUDE: &str = r#"#![doc = include_str!("../README.md")]"#;

/// Crates without a README, and libraries that do not include theirs.
pub(super) fn check(packages: &[Package], files: &[File]) -> Vec<Finding> {
    packages
        .iter()
        .filter_map(|package| check_package(package, files))
        .collect()
}

fn check_package(package: &Package, files: &[File]) -> Option<Finding> {
    let readme = format!("{}/README.md", package.directory);
    if text_of(files, &readme).is_none_or(|text| text.trim().is_empty()) {
        return Some(Finding::of_file(&readme, "missing or empty"));
    }
    let library = package.library.as_deref()?;
    let includes = text_of(files, library).is_some_and(|text| text.contains(INCLUDE));
    (!includes).then(|| Finding::of_file(library, format!("does not say `{INCLUDE}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(library: Option<&str>) -> Package {
        Package {
            name: "core".into(),
            directory: "core".into(),
            library: library.map(Into::into),
            dependencies: vec![],
        }
    }

    fn found(library: Option<&str>, files: &[File]) -> Vec<String> {
        check(&[package(library)], files)
            .into_iter()
            .map(|finding| finding.path)
            .collect()
    }

    #[test]
    fn a_library_that_includes_its_readme_passes() {
        let library = format!("{INCLUDE}\npub mod a;\n");
        let files = [
            File::new("core/README.md", "# Core"),
            File::new("core/src/lib.rs", library),
        ];
        assert!(found(Some("core/src/lib.rs"), &files).is_empty());
    }

    #[test]
    fn a_library_that_does_not_include_it_is_found() {
        let files = [
            File::new("core/README.md", "# Core"),
            File::new("core/src/lib.rs", "pub mod a;"),
        ];
        assert_eq!(found(Some("core/src/lib.rs"), &files), ["core/src/lib.rs"]);
    }

    #[test]
    fn a_program_needs_only_the_file() {
        assert!(found(None, &[File::new("core/README.md", "# Core")]).is_empty());
    }

    #[test]
    fn a_missing_or_empty_readme_is_found() {
        assert_eq!(found(None, &[]), ["core/README.md"]);
        assert_eq!(
            found(None, &[File::new("core/README.md", " \n")]),
            ["core/README.md"]
        );
        assert_eq!(
            found(None, &[File::new("README.md", "# Root")]),
            ["core/README.md"]
        );
    }
}
