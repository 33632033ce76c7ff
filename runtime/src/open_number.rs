//! Enums of numbers that WeChat Pay may extend. An unknown number is kept and is never an error.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer};

use crate::check::value::Value;

/// An enum of whole numbers with an extra variant for unknown numbers.
///
/// Generated enums implement this trait. [`open_number!`](crate::open_number!) declares them.
pub trait OpenNumber: Clone + 'static {
    /// All named variants, in the order of the page.
    const KNOWN: &'static [Self];

    /// The number on the wire.
    fn as_i64(&self) -> i64;

    /// Wraps a number that is not in [`KNOWN`](Self::KNOWN).
    fn unknown(value: UnknownNumber<Self>) -> Self;

    /// The variant for a number on the wire.
    #[must_use]
    fn from_number(number: i64) -> Self {
        let unknown = || {
            Self::unknown(UnknownNumber {
                number,
                enum_type: PhantomData,
            })
        };
        let mut known = Self::KNOWN.iter();
        known
            .find(|known| known.as_i64() == number)
            .cloned()
            .unwrap_or_else(unknown)
    }
}

/// A number for which the [`OpenNumber`] `E` has no variant. Only [`OpenNumber::from_number`]
/// creates it.
pub struct UnknownNumber<E> {
    number: i64,
    enum_type: PhantomData<fn() -> E>,
}

impl<E> UnknownNumber<E> {
    /// The number as it was on the wire.
    #[must_use]
    pub fn as_i64(&self) -> i64 {
        self.number
    }
}

// Derived implementations would require the same traits of `E`.

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
/// The macro adds a variant for any other number, and implements `From<i64>`, `Display`,
/// `ParameterValue`, `Valued`, `Serialize` and `Deserialize`.
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
            /// A value that this version of the crate has no name for.
            ///
            /// `From<i64>` creates it. In a version that names the value, `From<i64>` creates the
            /// named variant instead.
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
            fn each(&self, add: &mut dyn ::core::ops::FnMut(::std::string::String)) {
                add(::std::string::ToString::to_string(self));
            }
        }

        impl $crate::__private::check::Valued for $name {
            fn value(&self) -> $crate::__private::check::Value<'_> {
                $crate::__private::value_of_open_number(self)
            }
        }

        impl $crate::__private::check::EnumValues for $name {
            fn each_unlisted(&self, checker: &mut $crate::__private::check::Checker<'_>) {
                checker.report_unlisted(
                    $crate::__private::check::Valued::value(self),
                    self,
                    &|| ::std::iter::Iterator::collect(::std::iter::Iterator::map(
                        Self::KNOWN.iter(),
                        ::std::string::ToString::to_string,
                    )),
                );
            }
        }

        $crate::__with_serde! {
            impl $crate::__private::read::Read for $name {
                fn read(
                    value: $crate::__private::read::Json,
                ) -> ::core::result::Result<Self, $crate::__private::read::ReadError> {
                    $crate::__private::read::number_enum(value)
                }
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

/// Implements `Valued` for all generated enums of numbers.
pub fn value_of_open_number<E: OpenNumber>(value: &E) -> Value<'static> {
    let number = value.as_i64();
    if E::KNOWN.iter().any(|known| known.as_i64() == number) {
        Value::Number(number)
    } else {
        Value::Unknown
    }
}

/// Implements `Deserialize` for all generated enums of numbers.
///
/// # Errors
/// If the input is not a whole number.
pub fn deserialize_open_number<'de, E: OpenNumber, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    i64::deserialize(deserializer).map(E::from_number)
}
