//! The encrypted fields inside a request.

use std::collections::HashSet;

use super::{Direction, Field, Place, Service, Struct};
use crate::source::Span;

/// The encrypted fields of a request, each with its path, such as `contact.phone`.
pub type EncryptedFields<'m> = Vec<(String, &'m Field)>;

/// The reason why the encrypted fields of a request cannot be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// There are more than [`MAX_OBJECTS`] paths to objects with encrypted fields.
    TooMany,
    /// The name of a field on the way contains the separator of paths.
    Dot(Span),
    /// They are inside the JSON of a form.
    InForm(Span),
    /// They are inside a text that contains JSON.
    InJson(Span),
}

/// Maximum number of paths to objects with encrypted fields in one request.
pub const MAX_OBJECTS: usize = 1000;

impl Service {
    /// Whether a field of a message is encrypted.
    #[must_use]
    pub fn has_encrypted_fields(&self) -> bool {
        let mut structs = self.requests.iter().chain(&self.responses);
        structs.any(|structure| structure.fields.iter().any(Field::is_encrypted))
    }

    /// The encrypted fields of a request, in its objects and lists. A path names the fields on the
    /// way, not the positions in lists.
    ///
    /// # Errors
    /// If the fields cannot be listed.
    pub fn encrypted_fields<'m>(
        &'m self,
        request: &'m Struct,
    ) -> Result<EncryptedFields<'m>, Unlisted> {
        let holders = self.holders_of_encrypted(request);
        let mut found = Vec::new();
        let mut waiting = vec![(String::new(), request)];
        let mut visited = 0;
        while let Some((prefix, structure)) = waiting.pop() {
            visited += 1;
            if visited > MAX_OBJECTS {
                return Err(Unlisted::TooMany);
            }
            for field in &structure.fields {
                let inner = self.object(field.ty.innermost(), structure, Direction::Request);
                let inner = inner.filter(|inner| holders.contains(&inner.span));
                if !field.is_encrypted() && inner.is_none() {
                    continue;
                }
                if request.form.is_some() && field.place == Place::Body {
                    return Err(Unlisted::InForm(field.span));
                }
                if field.place == Place::Body && field.wire_name.contains('.') {
                    return Err(Unlisted::Dot(field.span));
                }
                if inner.is_some() && field.ty.contains_json() {
                    return Err(Unlisted::InJson(field.span));
                }
                let path = format!("{prefix}{}", field.wire_name);
                match inner {
                    Some(inner) => waiting.push((path + ".", inner)),
                    None => found.push((path, field)),
                }
            }
        }
        Ok(found)
    }

    /// The places of the structs in a request that have encrypted fields, directly or in a nested
    /// struct.
    fn holders_of_encrypted(&self, request: &Struct) -> HashSet<Span> {
        let inside = self.reachable(request, Direction::Request);
        let mut holders = HashSet::new();
        loop {
            let before = holders.len();
            // Nested structs come later in the list.
            for structure in inside.iter().rev() {
                let holds = |field: &Field| {
                    let inner = self.object(field.ty.innermost(), structure, Direction::Request);
                    field.is_encrypted() || inner.is_some_and(|it| holders.contains(&it.span))
                };
                if structure.fields.iter().any(holds) {
                    holders.insert(structure.span);
                }
            }
            if holders.len() == before {
                return holders;
            }
        }
    }
}
