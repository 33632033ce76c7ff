//! Lists that keep their order and find their items by name.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

/// Something that a [`NamedList`] can find.
pub trait Named {
    /// The name by which it is found.
    fn key(&self) -> &str;
}

/// A list in the order of the page that finds its items by name, however long it is.
#[derive(Clone, Debug)]
pub struct NamedList<T> {
    items: Vec<T>,
    /// Positions of the items in the order of their names, made by the first search.
    by_name: OnceLock<Vec<u32>>,
}

/// A shorter list is searched item by item.
const SHORT: usize = 16;

impl<T> NamedList<T> {
    /// A list without items.
    #[must_use]
    pub fn new() -> Self {
        Vec::new().into()
    }
}

impl<T: Named> NamedList<T> {
    /// Adds an item at the end.
    pub fn push(&mut self, item: T) {
        if let Some(mut by_name) = self.by_name.take() {
            let behind = by_name.partition_point(|at| self.name_at(*at) <= item.key());
            by_name.insert(behind, u32::try_from(self.items.len()).unwrap_or(u32::MAX));
            self.by_name = by_name.into();
        }
        self.items.push(item);
    }

    /// The first item of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&T> {
        if self.items.len() <= SHORT {
            return self.items.iter().find(|item| item.key() == name);
        }
        let position = self.positions(name).first()?;
        self.items.get(*position as usize)
    }

    /// Every item of this name, in the order of the list.
    pub fn find_all<'a, 'n>(
        &'a self,
        name: &'n str,
    ) -> impl Iterator<Item = &'a T> + Clone + use<'a, 'n, T> {
        let (short, positions): (&[T], &[u32]) = if self.items.len() <= SHORT {
            (&self.items, &[])
        } else {
            (&[], self.positions(name))
        };
        let found = positions
            .iter()
            .filter_map(|at| self.items.get(*at as usize));
        let short = short.iter().filter(move |item| item.key() == name);
        short.chain(found)
    }

    fn positions(&self, name: &str) -> &[u32] {
        let by_name = self.by_name.get_or_init(|| {
            let mut positions: Vec<u32> = (0..).take(self.items.len()).collect();
            // A stable sort: items of one name keep the order of the list.
            positions.sort_by(|a, b| self.name_at(*a).cmp(self.name_at(*b)));
            positions
        });
        let start = by_name.partition_point(|at| self.name_at(*at) < name);
        let length = by_name[start..].partition_point(|at| self.name_at(*at) == name);
        &by_name[start..start + length]
    }

    fn name_at(&self, position: u32) -> &str {
        self.items.get(position as usize).map_or("", T::key)
    }
}

impl<T> Default for NamedList<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<Vec<T>> for NamedList<T> {
    fn from(items: Vec<T>) -> Self {
        Self {
            items,
            by_name: OnceLock::new(),
        }
    }
}

impl<T: Named> Extend<T> for NamedList<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.push(item);
        }
    }
}

impl<T> FromIterator<T> for NamedList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<T> Deref for NamedList<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> DerefMut for NamedList<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.by_name.take();
        &mut self.items
    }
}

impl<'a, T> IntoIterator for &'a NamedList<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T> IntoIterator for NamedList<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
