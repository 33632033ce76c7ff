//! Enumerations of numbers that WeChat Pay may extend: an unknown number is kept and never fails a response.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer};

use crate::check::value::Value;

/// An enum of whole numbers with a variant for every number it does not know.
///
/// Generated enums implement it; they are declared with [`open_number!`](crate::open_number!).
pub trait OpenNumber: Clone + 'static {
    /// Every variant with a name, in the page's order.
    const KNOWN: &'static [Self];

    /// The number on the wire.
    fn as_i64(&self) -> i64;

    /// Wraps a number that is none of [`KNOWN`](Self::KNOWN).
    fn unknown(value: UnknownNumber<Self>) -> Self;

    /// The variant for a number on the wire.
    #[must_use]
    fn from_number(number: i64) -> Self {
        let unknown = || {
            Self::unknown(UnknownNumber {
                number,
                of: PhantomData,
            })
        };
        let mut known = Self::KNOWN.iter();
        known
            .find(|known| known.as_i64() == number)
            .cloned()
            .unwrap_or_else(unknown)
    }
}

/// A number that the [`OpenNumber`] `E` has no variant for. Only [`OpenNumber::from_number`] makes one.
pub struct UnknownNumber<E> {
    number: i64,
    of: PhantomData<fn() -> E>,
}

impl<E> UnknownNumber<E> {
    /// The number as it stood on the wire.
    #[must_use]
    pub fn as_i64(&self) -> i64 {
        self.number
    }
}

// Derived, these would ask of the enum what they give to it.

impl<E> Clone for UnknownNumber<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for UnknownNumber<E> {}

impl<E> PartialEq for UnknownNumber<E> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<E> Eq for UnknownNumber<E> {}

impl<E> Hash for UnknownNumber<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl<E> PartialOrd for UnknownNumber<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for UnknownNumber<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl<E> fmt::Debug for UnknownNumber<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.number, f)
    }
}

/// Declares an [`OpenNumber`](crate::OpenNumber) from one list of names and numbers.
///
/// It gets a variant for any other number, and `From<i64>`, `Display`, `ParameterValue`, `Valued`, `Serialize` and
/// `Deserialize`.
///
/// ```
/// wechatpay_runtime::open_number! {
///     /// Day of the week.
///     pub enum Day {
///         /// `1`: Monday.
///         Monday = 1,
///     }
/// }
///
/// assert_eq!(Day::from(1), Day::Monday);
/// assert_eq!(Day::from(8).to_string(), "8");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_number {
    (
        $(#$attribute:tt)*
        pub enum $name:ident {
            $($(#$variant_attribute:tt)* $variant:ident = $number:literal,)*
        }
    ) => {
        $(#$attribute)*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#$variant_attribute)* $variant,)*
            /// A value that this version of the crate has no name for. `From<i64>` makes it, and
            /// makes the named variant instead as soon as there is one.
            Unknown($crate::error::UnknownNumber<Self>),
        }

        impl $crate::OpenNumber for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Unknown(value) => value.as_i64(),
                }
            }

            fn unknown(value: $crate::error::UnknownNumber<Self>) -> Self {
                Self::Unknown(value)
            }
        }

        impl $name {
            /// Every value that this version of the crate has a name for, in the page's order.
            pub const KNOWN: &'static [Self] = <Self as $crate::OpenNumber>::KNOWN;

            /// The number on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                <Self as $crate::OpenNumber>::as_i64(self)
            }

            /// Whether this version of the crate has a name for the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                Self::KNOWN.contains(self)
            }
        }

        impl ::core::cmp::PartialEq<i64> for $name {
            fn eq(&self, other: &i64) -> bool {
                self.as_i64() == *other
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                <Self as $crate::OpenNumber>::from_number(number)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&<Self as $crate::OpenNumber>::as_i64(self), f)
            }
        }

        impl $crate::operation::ParameterValue for $name {
            fn each(&self, to: &mut dyn ::core::ops::FnMut(::std::string::String)) {
                to(::std::string::ToString::to_string(self));
            }
        }

        impl $crate::__private::check::Valued for $name {
            fn value(&self) -> $crate::__private::check::Value<'_> {
                $crate::__private::value_of_open_number(self)
            }
        }

        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(<Self as $crate::OpenNumber>::as_i64(self))
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_open_number(deserializer)
            }
        }
    };
}

/// The body of every emitted `Valued`.
pub fn value_of_open_number<E: OpenNumber>(value: &E) -> Value<'static> {
    let number = value.as_i64();
    if E::KNOWN.iter().any(|known| known.as_i64() == number) {
        Value::Number(number)
    } else {
        Value::Unknown
    }
}

/// The body of every emitted `Deserialize`.
///
/// # Errors
/// Where the input is no whole number.
pub fn deserialize_open_number<'de, E: OpenNumber, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    i64::deserialize(deserializer).map(E::from_number)
}
