//! Writes the reports of made-up trials into a directory: `good/` for judges to accept, `broken/`
//! for them to refuse.
//!
//! `cargo run -p cisterna-report --example samples -- DIRECTORY`

use cisterna_report::{
    Chart, Checked, Fonts, Report, days_csv, entries_csv, fhir_bundle, pdf, residual_chart,
    trial_chart,
};
use cisterna_text::{Format, HourCycle, Language, Texts};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn Error>> {
    let target = std::env::args_os().nth(1).map(PathBuf::from);
    let target = target.ok_or("name the directory to write to")?;
    let (good, broken) = (target.join("good"), target.join("broken"));
    fs::create_dir_all(&good)?;
    fs::create_dir_all(&broken)?;
    let all = [
        ("pain-en", Language::English, samples::morphine()),
        ("pain-de", Language::German, samples::morphine()),
        ("spasticity-de", Language::German, samples::spasticity()),
        (
            "screening-en",
            Language::English,
            samples::baclofen_screening(),
        ),
        ("zero-en", Language::English, samples::baseline_zero()),
        ("empty-de", Language::German, samples::empty()),
        ("not-over-en", Language::English, samples::not_over()),
        ("nameless-en", Language::English, samples::nameless()),
        ("long-notes-de", Language::German, samples::heavy(7, 900)),
        ("pain-ar", Language::Arabic, samples::morphine()),
    ];
    let fonts = Fonts::with_platform(vec![fs::read(arabic_font())?])?;
    for (name, language, report) in &all {
        write(&good, name, *language, report, &fonts)?;
    }
    let chart = residual_chart(&samples::residual(), &texts(Language::English))?;
    draw(&good, "residual-en", &chart, &fonts)?;
    let chart = residual_chart(&samples::residual(), &texts(Language::German))?;
    draw(&good, "residual-de", &chart, &fonts)?;
    break_some(&good, &broken)?;
    println!("{} reports in {}", all.len(), good.display());
    Ok(())
}

fn arabic_font() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/fonts/NotoSansArabic-Regular.ttf")
}

fn texts(language: Language) -> Texts {
    let hours = HourCycle::H23;
    Texts::new(language, Format { hours })
}

fn write(
    directory: &Path,
    name: &str,
    language: Language,
    report: &Report,
    fonts: &Fonts,
) -> Result<(), Box<dyn Error>> {
    let texts = texts(language);
    let report = Checked::new(report)?;
    let path = |ending: &str| directory.join(format!("{name}{ending}"));
    draw(directory, name, &trial_chart(report, &texts), fonts)?;
    fs::write(path(".pdf"), pdf(report, &texts, fonts)?)?;
    fs::write(path(".json"), fhir_bundle(report, &texts))?;
    fs::write(path(".entries.csv"), entries_csv(report))?;
    fs::write(path(".days.csv"), days_csv(report))?;
    Ok(())
}

fn draw(directory: &Path, name: &str, chart: &Chart, fonts: &Fonts) -> Result<(), Box<dyn Error>> {
    fs::write(directory.join(format!("{name}.svg")), &chart.svg)?;
    fs::write(
        directory.join(format!("{name}.png")),
        chart.png(fonts, 1_600)?,
    )?;
    fs::write(directory.join(format!("{name}.txt")), chart.twin.spoken())?;
    Ok(())
}

/// What the judges must refuse: a number where FHIR has a code, an observation without a status, and
/// a PDF without its tags.
fn break_some(good: &Path, broken: &Path) -> Result<(), Box<dyn Error>> {
    let bundle = fs::read_to_string(good.join("pain-en.json"))?;
    let replace = |from: &str, to: &str| {
        let changed = bundle.replacen(from, to, 1);
        if changed == bundle {
            return Err(format!("the bundle has no {from}"));
        }
        Ok(changed)
    };
    let wrong_type = replace("\"type\": \"collection\"", "\"type\": 7")?;
    fs::write(broken.join("wrong-type.json"), wrong_type)?;
    let no_status = replace(
        "\"resourceType\": \"Observation\",",
        "\"resourceType\": \"Observation\", \"statuss\": \"x\",",
    )?;
    fs::write(broken.join("unknown-field.json"), no_status)?;
    let wrong_code = replace("\"status\": \"final\"", "\"status\": \"finished\"")?;
    fs::write(broken.join("wrong-code.json"), wrong_code)?;
    let pdf = fs::read(good.join("pain-en.pdf"))?;
    for (name, key) in [
        ("untagged.pdf", "/StructTreeRoot"),
        ("unmarked.pdf", "/MarkInfo"),
        ("nameless-language.pdf", "/Lang"),
    ] {
        fs::write(broken.join(name), without(&pdf, key)?)?;
    }
    Ok(())
}

/// The PDF with every such key renamed, byte by byte, so that all places stay where they are.
fn without(pdf: &[u8], key: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut out = pdf.to_vec();
    let places: Vec<_> = out
        .windows(key.len())
        .enumerate()
        .filter(|(_, window)| *window == key.as_bytes())
        .map(|(place, _)| place)
        .collect();
    if places.is_empty() {
        return Err(format!("the PDF has no {key}").into());
    }
    for place in places {
        out[place + 1] = b'X';
    }
    Ok(out)
}
