//! Responses of calls that can succeed although some items were refused.

use serde::{Deserialize, Deserializer};

/// A response that lists the items that were refused.
///
/// Generated response types implement this trait.
pub trait PartialResult {
    /// A refused item, often with the reason.
    type Refused;

    /// The items that were refused. The others were accepted.
    fn refused(&self) -> &[Self::Refused];
}

/// The response of a call that can succeed although some of its items were refused.
///
/// A success alone does not mean that every item was accepted. So the fields of the response are
/// behind [`complete`](Self::complete), which returns the refused items as an error.
///
/// ```
/// # use wechatpay_runtime::operation::{Partial, PartialResult};
/// # fn example<T: PartialResult<Refused = String>>(response: &Partial<T>) {
/// match response.complete() {
///     Ok(_response) => println!("all items were accepted"),
///     Err(refused) => println!("{} items were refused", refused.len()),
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "some items may have been refused: call `complete()`"]
pub struct Partial<T>(T);

impl<T: PartialResult> Partial<T> {
    /// The response, if no item was refused.
    ///
    /// # Errors
    /// The refused items. The others were accepted.
    pub fn complete(&self) -> Result<&T, &[T::Refused]> {
        match self.0.refused() {
            [] => Ok(&self.0),
            refused => Err(refused),
        }
    }

    /// Whether no item was refused.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete().is_ok()
    }

    /// The items that were refused. The others were accepted.
    #[must_use]
    pub fn refused(&self) -> &[T::Refused] {
        self.0.refused()
    }
}

impl<T> Partial<T> {
    /// The response, whether or not items were refused.
    #[must_use]
    pub fn as_inner(&self) -> &T {
        &self.0
    }

    /// The response, whether or not items were refused.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Partial<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Partial<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
