//! The pulses file: one line for each stroke that moved, at once, across restarts.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use cisterna_dosing::{engine::PulseOrigin, limits::PULSE_NL};

use super::{Moment, Origin};

const HEADER: &str = "elapsed_s,epoch,count_s,origin,strokes,volume_nl\n";
/// More than two of the longest lines.
const TAIL_B: u64 = 256;

/// Why the pulses file cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum PulsesError {
    /// The file system refused.
    #[error("pulses file: {0}")]
    Io(#[from] io::Error),
    /// The file is something else, or ends inside a line.
    #[error("the file is not a pulses file, or its last line is not whole")]
    Foreign,
}

/// An open pulses file.
#[derive(Debug)]
pub struct PulseFile {
    file: File,
    elapsed_s: u64,
}

impl PulseFile {
    /// Opens the file to go on with it; makes it where there is none.
    ///
    /// # Errors
    /// [`PulsesError`]; a file that is none of pulses is left as it is.
    pub fn open(path: &Path) -> Result<Self, PulsesError> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        let length_b = file.metadata()?.len();
        let elapsed_s = if length_b == 0 {
            file.write_all(HEADER.as_bytes())?;
            0
        } else {
            check_header(&mut file)?;
            last_elapsed_s(&mut file, length_b)?
        };
        Ok(Self { file, elapsed_s })
    }

    /// The bench's physical clock at the last stroke in the file, s; 0 where there is none.
    pub const fn elapsed_s(&self) -> u64 {
        self.elapsed_s
    }

    /// Writes strokes that moved.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn append(&mut self, at: Moment, origin: Origin, strokes: u32) -> Result<(), PulsesError> {
        let line = format!(
            "{},{},{},{},{strokes},{}\n",
            at.elapsed_s,
            at.epoch,
            at.count_s,
            word(origin),
            u64::from(strokes) * PULSE_NL
        );
        self.file.write_all(line.as_bytes())?;
        self.elapsed_s = at.elapsed_s;
        Ok(())
    }
}

const fn word(origin: Origin) -> &'static str {
    match origin {
        Origin::Commanded(PulseOrigin::Basal) => "basal",
        Origin::Commanded(PulseOrigin::Patient) => "patient",
        Origin::Commanded(PulseOrigin::Clinician) => "clinician",
        Origin::Commanded(PulseOrigin::Prime) => "prime",
        Origin::Uncommanded => "uncommanded",
    }
}

fn check_header(file: &mut File) -> Result<(), PulsesError> {
    let mut header = [0; HEADER.len()];
    file.seek(SeekFrom::Start(0))?;
    let read = file.read_exact(&mut header);
    if read.is_err() || header != *HEADER.as_bytes() {
        return Err(PulsesError::Foreign);
    }
    Ok(())
}

fn last_elapsed_s(file: &mut File, length_b: u64) -> Result<u64, PulsesError> {
    file.seek(SeekFrom::Start(length_b.saturating_sub(TAIL_B)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let tail = String::from_utf8(tail).map_err(|_| PulsesError::Foreign)?;
    let whole = tail.strip_suffix('\n').ok_or(PulsesError::Foreign)?;
    let last = whole.rsplit('\n').next().unwrap_or(whole);
    if last.len() + 1 == HEADER.len() && HEADER.starts_with(last) {
        return Ok(0);
    }
    let elapsed = last.split(',').next().unwrap_or(last);
    elapsed.parse().map_err(|_| PulsesError::Foreign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn moment(elapsed_s: u64) -> Moment {
        Moment {
            elapsed_s,
            epoch: 2,
            count_s: 5,
            powered_s: 0,
        }
    }

    #[test]
    fn a_restart_goes_on_where_the_file_ends() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pulses.csv");
        assert_eq!(PulseFile::open(&path).unwrap().elapsed_s(), 0);
        let mut file = PulseFile::open(&path).unwrap();
        assert_eq!(file.elapsed_s(), 0);
        for elapsed_s in 1..40 {
            file.append(moment(elapsed_s), Origin::Uncommanded, 1)
                .unwrap();
        }
        let mut file = PulseFile::open(&path).unwrap();
        assert_eq!(file.elapsed_s(), 39);
        let basal = Origin::Commanded(PulseOrigin::Basal);
        file.append(moment(40), basal, 2).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("elapsed_s,epoch,count_s,origin,strokes,volume_nl\n1,2,5,uncom"));
        assert!(text.ends_with("\n40,2,5,basal,2,500\n"));
    }

    #[test]
    fn another_file_and_a_torn_one_are_left_as_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("other");
        let torn = format!("{HEADER}12,1,5,ba");
        for content in ["a diary\n", "x", torn.as_str()] {
            fs::write(&path, content).unwrap();
            assert!(matches!(PulseFile::open(&path), Err(PulsesError::Foreign)));
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
    }
}
