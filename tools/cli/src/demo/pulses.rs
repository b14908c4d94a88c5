//! The pulses file: what the pump physically gave, and nobody's word for it.

use crate::error::CliError;
use std::path::Path;

/// Strokes at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pulse {
    pub(super) epoch: u32,
    pub(super) count_s: u64,
    /// `basal`, `patient`, `clinician`, `prime` or `uncommanded`.
    pub(super) origin: String,
    pub(super) strokes: u32,
}

/// All strokes so far.
///
/// # Errors
/// [`CliError::File`], [`CliError::WrongFile`].
pub(super) fn read(path: &Path) -> Result<Vec<Pulse>, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file("read", path))?;
    let wrong = || CliError::WrongFile {
        path: path.to_owned(),
        kind: "pulses file",
    };
    text.lines()
        .skip(1)
        .map(|line| parse(line).ok_or_else(wrong))
        .collect()
}

/// `elapsed_s,epoch,count_s,origin,strokes,volume_nl`
fn parse(line: &str) -> Option<Pulse> {
    let fields: Vec<&str> = line.split(',').collect();
    let [_, epoch, count_s, origin, strokes, _] = fields.as_slice() else {
        return None;
    };
    Some(Pulse {
        epoch: epoch.parse().ok()?,
        count_s: count_s.parse().ok()?,
        origin: (*origin).to_owned(),
        strokes: strokes.parse().ok()?,
    })
}

/// Strokes of one origin.
pub(super) fn of(pulses: &[Pulse], origin: &str) -> u32 {
    pulses
        .iter()
        .filter(|pulse| pulse.origin == origin)
        .map(|pulse| pulse.strokes)
        .sum()
}

/// Basal strokes of an epoch with a count from `from_s` to before `until_s`.
pub(super) fn basal_between(pulses: &[Pulse], epoch: u32, from_s: u64, until_s: u64) -> u32 {
    let span = from_s..until_s;
    let inside = pulses
        .iter()
        .filter(|it| it.epoch == epoch && span.contains(&it.count_s));
    inside
        .filter(|it| it.origin == "basal")
        .map(|it| it.strokes)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_are_counted_by_origin_and_time() {
        let lines = [
            "9,1,5,basal,1,250",
            "9,1,6,patient,2,500",
            "9,2,6,basal,1,250",
        ];
        let pulses: Vec<Pulse> = lines.iter().map(|line| parse(line).unwrap()).collect();
        assert_eq!(of(&pulses, "basal"), 2);
        assert_eq!(of(&pulses, "patient"), 2);
        assert_eq!(basal_between(&pulses, 1, 5, 6), 1);
        assert_eq!(basal_between(&pulses, 1, 6, 9), 0);
        assert_eq!(parse("1,2,3"), None);
    }
}
