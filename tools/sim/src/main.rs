//! The simulator's program.

fn main() -> std::process::ExitCode {
    let seeds: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|a| a.parse().ok())
        .collect();
    let started = std::time::Instant::now();
    let (from, n) = (seeds[0], seeds[1]);
    for seed in from..from + n {
        let scenario = cisterna_sim::generate::generate(seed, 7);
        let run = cisterna_sim::world::run(&scenario, None).unwrap();
        println!(
            "{seed} {} lines {} boluses {} visits {} boots {} {:?}",
            run.trace.digest(),
            run.trace.lines.len(),
            run.boluses,
            run.visits,
            run.boots,
            started.elapsed()
        );
        for v in &run.trace.violations {
            println!("  {v:?}");
        }
        if n == 1 {
            for l in &run.trace.lines {
                println!("{:>10} {:?} {}", l.at_ms / 1000, l.side, l.what);
            }
        }
    }
    std::process::ExitCode::SUCCESS
}
