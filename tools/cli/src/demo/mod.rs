//! Several simulated days of a pump and its phone: real processes, real sockets, the same commands.
//!
//! Responsible for a story that checks itself: what the pump physically gave is counted in its
//! pulses file, and a count that is off ends the demo with an error. No wall time is waited for.

mod child;
pub(crate) mod program;
mod pulses;
mod stage;
mod story;
mod tell;

use crate::args::Demo;
use crate::error::CliError;
use crate::out::Out;
use serde_json::json;
use stage::Stage;
use std::path::Path;
use std::time::Instant;
use tell::Tell;

/// Plays the story.
///
/// # Errors
/// [`CliError::Demo`] at the first step that comes out otherwise. The pump is ended either way.
pub(crate) fn run(args: &Demo, out: Out) -> Result<(), CliError> {
    let tell = Tell::new(out);
    let failed = CliError::file("make", Path::new("a folder for the demo"));
    let home = tempfile::Builder::new()
        .prefix("cisterna-demo-")
        .tempdir()
        .map_err(failed)?;
    let played = play(home.path(), tell);
    if args.keep {
        let kept = home.keep();
        tell.event(
            "kept",
            &json!({"folder": kept}),
            &format!("Kept: {}", kept.display()),
        );
    }
    let last = played?;
    tell.event("done", &last.0, &last.1);
    Ok(())
}

/// The facts and the words of the end.
fn play(home: &Path, tell: Tell) -> Result<(serde_json::Value, String), CliError> {
    let began = Instant::now();
    let mut stage = Stage::new(home, tell);
    story::play(&mut stage)?;
    let elapsed_s = stage.elapsed_s()?;
    let strokes = stage
        .pulses()?
        .iter()
        .map(|pulse| u64::from(pulse.strokes))
        .sum::<u64>();
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let json = json!({
        "pulses": strokes,
        "checks": stage.checks(),
        "simulated_s": elapsed_s,
        "took_ms": took_ms,
    });
    let (days, hours) = (elapsed_s / 86_400, elapsed_s / 3_600 % 24);
    let text = format!(
        "Done: {days} d {hours} h of a pump in {}.{} s; {strokes} pulses counted, {} checks held.",
        took_ms / 1_000,
        took_ms / 100 % 10,
        stage.checks()
    );
    Ok((json, text))
}
