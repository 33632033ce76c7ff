//! Produces results on all cores, and returns them in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// The stack size of a worker in bytes. It is enough for the deepest nesting that `load` allows,
/// even in unoptimized code.
const STACK: usize = 16 << 20;

/// Calls `make` for every item, and `each` with the results in the order of the items, until `each`
/// fails.
///
/// The workers wait until `each` has processed earlier results, so only a few results exist at any
/// time. There may be more if one item needs much more time than the items after it.
pub(crate) fn in_order<T: Send, R: Send, E>(
    items: Vec<T>,
    make: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        let (sender, results) = mpsc::sync_channel(cores);
        for _ in 0..cores {
            let (sender, next, make) = (sender.clone(), &next, &make);
            let work = move || {
                while let Some((index, item)) = next() {
                    if sender.send((index, make(item))).is_err() {
                        // The receiver has stopped.
                        break;
                    }
                }
            };
            let worker = thread::Builder::new().stack_size(STACK);
            worker
                .spawn_scoped(scope, work)
                .expect("the system can start a thread");
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (index, result) in results {
            early.insert(index, result);
            while let Some(result) = early.remove(&due) {
                each(result)?;
                due += 1;
            }
        }
        Ok(())
    })
}
