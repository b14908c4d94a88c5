//! Many runs at once: one thread a core, results in the order of their cases.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Runs `work` over all `cases`; `tick` is called after each one.
pub(crate) fn over<C: Sync, T: Send>(
    cases: &[C],
    work: impl Fn(&C) -> T + Sync,
    tick: impl Fn() + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(at) else { break };
                    let result = work(case);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, result));
                    }
                    tick();
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
