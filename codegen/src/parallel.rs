//! Many things made on all cores, and handed out in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Bytes for the stack of a worker. A file may nest as deep as `load` allows, in unoptimized code too.
const STACK: usize = 16 << 20;

/// Makes a result of every item, and gives the results to `each` in the order of the items, until it fails.
///
/// Whoever makes results waits for whoever takes them; so few of them exist at any time, unless one item takes much longer
/// than those behind it.
pub(crate) fn in_order<T: Send, R: Send, E>(
    items: Vec<T>,
    make: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let queue = Mutex::new(items.into_iter().enumerate());
    let take = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        let (sender, results) = mpsc::sync_channel(cores);
        for _ in 0..cores {
            let (sender, take, make) = (sender.clone(), &take, &make);
            let work = move || {
                while let Some((index, item)) = take() {
                    if sender.send((index, make(item))).is_err() {
                        // Nobody wants any more.
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
