//! Checks the texts of all languages and writes one Rust function for each message.

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/generate.rs"]
mod generate;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={}", root.display());
    let files = read(&root)?;
    let sources: Vec<_> = files
        .iter()
        .map(|file| catalogue::Source {
            language: &file.language,
            area: &file.area,
            text: &file.text,
        })
        .collect();
    let english_instead = fs::read_to_string(root.join("english-instead.txt"))?;
    match catalogue::catalogue(&sources, &english_instead) {
        Ok(catalogue) => {
            let paths: Vec<_> = files
                .iter()
                .map(|file| (file.language.clone(), file.area.clone(), file.path.clone()))
                .collect();
            let target = PathBuf::from(env::var("OUT_DIR")?).join("messages.rs");
            fs::write(target, generate::rust(&catalogue, &paths))?;
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                println!("cargo::error={fault}");
            }
            Err(format!("{} faults in the texts", faults.len()).into())
        }
    }
}

struct Read {
    language: String,
    area: String,
    path: String,
    text: String,
}

/// All files of all languages, in the order of their names. Whatever is no `.ftl` file in a
/// language's directory keeps its whole name as its area, which is then unknown.
fn read(root: &Path) -> Result<Vec<Read>, Box<dyn Error>> {
    let mut files = Vec::new();
    for language in entries(root)? {
        if !language.is_dir() {
            continue;
        }
        for path in entries(&language)? {
            let file = name(&path);
            files.push(Read {
                language: name(&language),
                area: file.strip_suffix(".ftl").unwrap_or(&file).to_owned(),
                text: fs::read_to_string(&path)?,
                path: path.display().to_string(),
            });
        }
    }
    Ok(files)
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths = fs::read_dir(directory)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
