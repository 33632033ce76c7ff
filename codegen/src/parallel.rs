//! Many things made on all cores, and handed out in order.

use std::collections::BTreeMap;
use std::iter;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Makes a result of every item, and gives the results to `each` in the order of the items, until it fails.
///
/// Few results exist at any time: whoever makes them waits for whoever takes them.
pub(crate) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    make: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, results) = mpsc::sync_channel(cores);
        for _ in 0..cores {
            let (sender, next, make) = (sender.clone(), &next, &make);
            scope.spawn(move || {
                let indices = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
                let mine = indices.map_while(|index| Some((index, items.get(index)?)));
                for (index, item) in mine {
                    if sender.send((index, make(item))).is_err() {
                        // Nobody wants any more.
                        break;
                    }
                }
            });
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
