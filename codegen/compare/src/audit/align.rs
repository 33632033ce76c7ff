//! Pairs equal items of two lists, and compares their order.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// The paired and the unpaired items of two lists.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Indices of paired items, in the order of the left list.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// Indices of unpaired items of the left list.
    pub(crate) left: Vec<usize>,
    /// Indices of unpaired items of the right list.
    pub(crate) right: Vec<usize>,
}

/// Pairs items with equal keys, each item at most once.
pub(crate) fn align<K: Eq + Hash>(left: &[K], right: &[K]) -> Alignment {
    let mut alignment = Alignment::default();
    // Items with equal keys are paired in their order.
    let mut free: HashMap<&K, VecDeque<usize>> = HashMap::new();
    for (index, key) in right.iter().enumerate() {
        free.entry(key).or_default().push_back(index);
    }
    for (index, key) in left.iter().enumerate() {
        match free.get_mut(key).and_then(VecDeque::pop_front) {
            Some(other) => alignment.pairs.push((index, other)),
            None => alignment.left.push(index),
        }
    }
    alignment.right = free.into_values().flatten().collect();
    alignment.right.sort_unstable();
    alignment
}

impl Alignment {
    /// The first two adjacent pairs whose order differs between the lists.
    pub(super) fn inversion(&self) -> Option<((usize, usize), (usize, usize))> {
        let mut neighbors = self.pairs.windows(2);
        neighbors.find_map(|pair| match pair {
            [first, second] if first.1 > second.1 => Some((*first, *second)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn align_pairs_each_item_at_most_once() {
        let alignment = align(&["a", "b", "a"], &["a", "c"]);
        assert_eq!(alignment.pairs, [(0, 0)]);
        assert_eq!(alignment.left, [1, 2]);
        assert_eq!(alignment.right, [1]);
        assert_eq!(alignment.inversion(), None);
    }

    #[test]
    fn first_pair_out_of_order_is_reported() {
        let alignment = align(&["a", "b", "c"], &["a", "c", "b"]);
        assert_eq!(alignment.inversion(), Some(((1, 2), (2, 1))));
    }
}
