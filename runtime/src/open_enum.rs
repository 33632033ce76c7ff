//! Enums that WeChat Pay may extend at any time. An unknown value is kept and is never an error.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{self, Deserializer, Visitor};

use crate::check::value::Value;
use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::text::Excerpt;

/// An enum of texts with an extra variant for unknown texts.
///
/// Generated enums implement this trait. [`open_enum!`](crate::open_enum!) declares them.
pub trait OpenEnum: Clone + 'static {
    /// All named variants, in the order of the page.
    const KNOWN: &'static [Self];

    /// The text on the wire; for an unknown value exactly the bytes that were received.
    fn as_str(&self) -> &str;

    /// Wraps a text that is not in [`KNOWN`](Self::KNOWN).
    fn unknown(value: UnknownValue<Self>) -> Self;

    /// The variant for a text on the wire. Case and white space matter, as they do for the server.
    #[must_use]
    fn from_text(text: impl Into<String> + AsRef<str>) -> Self {
        Self::KNOWN
            .iter()
            .find(|known| known.as_str() == text.as_ref())
            .cloned()
            .unwrap_or_else(|| Self::unknown(UnknownValue::new(text.into())))
    }
}

/// A text for which the [`OpenEnum`] `E` has no variant.
///
/// Only [`OpenEnum::from_text`] creates it, and only for its own enum. A text therefore becomes the
/// named variant as soon as that variant exists. To look for a value that has no name yet, compare
/// with `as_str()` or with `Enum::from("THE_VALUE")`. Both still work after the value gets a name.
pub struct UnknownValue<E> {
    text: Box<str>,
    enum_type: PhantomData<fn() -> E>,
}

impl<E> UnknownValue<E> {
    fn new(text: String) -> Self {
        Self {
            text: text.into_boxed_str(),
            enum_type: PhantomData,
        }
    }

    /// The text as it was on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

// Derived implementations would require the same traits of `E`.

impl<E> Clone for UnknownValue<E> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            enum_type: PhantomData,
        }
    }
}

impl<E> PartialEq for UnknownValue<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for UnknownValue<E> {}

impl<E> Hash for UnknownValue<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<E> PartialOrd for UnknownValue<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for UnknownValue<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<E> fmt::Debug for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<E> fmt::Display for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

/// Declares an [`OpenEnum`](crate::OpenEnum) from one list of names and texts.
///
/// The macro adds a variant for any other text, and implements `as_str`, `From<&str>`,
/// `From<String>`, `Display`, `AsRef<str>`, `ParameterValue`, `Valued`, `Serialize` and
/// `Deserialize`. For an enum that is already declared, `open_enum!(Name)` adds only the
/// implementations.
///
/// ```
/// wechatpay_runtime::open_enum! {
///     /// State of the stock.
///     pub enum StockState {
///         /// `AUDITING`: The stock is being audited.
///         Auditing = "AUDITING",
///
///         /// `PAUSED`: The stock issues no coupon.
///         Paused = "PAUSED",
///     }
/// }
///
/// assert_eq!(StockState::from("PAUSED"), StockState::Paused);
/// assert_eq!(StockState::from("NEW").as_str(), "NEW");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (
        $(#$attribute:tt)*
        pub enum $name:ident {
            $($(#$variant_attribute:tt)* $variant:ident = $text:literal,)*
        }
    ) => {
        $(#$attribute)*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#$variant_attribute)* $variant,)*
            /// A value that this version of the crate has no name for.
            ///
            /// `From<&str>` creates it. In a version that names the value, `From<&str>` creates the
            /// named variant instead.
            Unknown($crate::error::UnknownValue<Self>),
        }

        impl $crate::OpenEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }

            fn unknown(value: $crate::error::UnknownValue<Self>) -> Self {
                Self::Unknown(value)
            }
        }

        $crate::open_enum!($name);
    };
    ($name:ident) => {
        impl $name {
            /// Every value that this version of the crate has a name for, in the page's order.
            pub const KNOWN: &'static [Self] = <Self as $crate::OpenEnum>::KNOWN;

            /// The text on the wire; for an unknown value exactly the bytes that were received.
            #[must_use]
            pub fn as_str(&self) -> &str {
                <Self as $crate::OpenEnum>::as_str(self)
            }

            /// Whether this version of the crate has a name for the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                Self::KNOWN.contains(self)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::error::UnknownValueError;

            /// Takes known values only. `From<&str>` takes any text.
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::error::UnknownValueError> {
                $crate::__private::parse_open_enum(text)
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::cmp::PartialEq<$name> for str {
            fn eq(&self, other: &$name) -> bool {
                self == other.as_str()
            }
        }

        impl ::core::cmp::PartialEq<$name> for &str {
            fn eq(&self, other: &$name) -> bool {
                *self == other.as_str()
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::OpenEnum>::from_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                <Self as $crate::OpenEnum>::from_text(text)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(<Self as $crate::OpenEnum>::as_str(self), f)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                <Self as $crate::OpenEnum>::as_str(self)
            }
        }

        impl $crate::operation::ParameterValue for $name {
            fn each(&self, add: &mut dyn ::core::ops::FnMut(::std::string::String)) {
                add(::std::string::ToString::to_string(self));
            }
        }

        impl $crate::__private::check::Valued for $name {
            fn value(&self) -> $crate::__private::check::Value<'_> {
                $crate::__private::value_of_open_enum(self)
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
                    $crate::__private::read::text_enum(value)
                }
            }
        }

        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(<Self as $crate::OpenEnum>::as_str(self))
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_open_enum(deserializer)
            }
        }
    };
}

/// A text that is not a known value of an enum, from its `FromStr`.
///
/// The message names the known value that is closest in spelling, if one is close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValueError {
    text: Box<str>,
    closest: Option<&'static str>,
}

impl UnknownValueError {
    /// The known value that was probably meant: the closest in spelling, if one is close.
    #[must_use]
    pub fn closest(&self) -> Option<&'static str> {
        self.closest
    }
}

impl HasKind for UnknownValueError {
    fn error_kind(&self) -> ErrorKind {
        ErrorKind::UnknownValue
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown value `{}`", Excerpt(&self.text))?;
        match self.closest {
            Some(closest) => write!(f, ": did you mean `{closest}`?"),
            None => Ok(()),
        }
    }
}

impl_kind!(UnknownValueError);

impl std::error::Error for UnknownValueError {}

/// The body of every emitted `FromStr`.
///
/// # Errors
/// If no known value has this text.
pub fn parse_open_enum<E: OpenEnum>(text: &str) -> Result<E, UnknownValueError> {
    match E::KNOWN.iter().find(|known| known.as_str() == text) {
        Some(known) => Ok(known.clone()),
        None => Err(UnknownValueError {
            text: text.into(),
            closest: closest_of(text, E::KNOWN.iter().map(OpenEnum::as_str)),
        }),
    }
}

/// The candidate that was probably meant. At most a third of the characters may differ. Case does
/// not count.
pub(crate) fn closest_of<'a>(
    text: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    const MAX_BYTES: usize = 64;
    if text.len() > MAX_BYTES {
        return None;
    }
    let text = text.trim().to_uppercase();
    let short = candidates.filter(|candidate| candidate.len() <= MAX_BYTES);
    let distances = short.map(|candidate| {
        let distance = strsim::damerau_levenshtein(&text, &candidate.to_uppercase());
        (distance, candidate)
    });
    let (distance, candidate) = distances.min()?;
    (distance <= candidate.len() / 3).then_some(candidate)
}

/// Implements `Valued` for all generated enums of texts.
pub fn value_of_open_enum<E: OpenEnum>(value: &E) -> Value<'_> {
    let text = value.as_str();
    if E::KNOWN.iter().any(|known| known.as_str() == text) {
        Value::Text(text)
    } else {
        Value::Unknown
    }
}

/// Implements `Deserialize` for all generated enums of texts.
///
/// # Errors
/// If the input is not a text.
pub fn deserialize_open_enum<'de, E: OpenEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    deserializer.deserialize_string(Text(PhantomData))
}

struct Text<E>(PhantomData<E>);

impl<E: OpenEnum> Visitor<'_> for Text<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<X: de::Error>(self, text: &str) -> Result<E, X> {
        Ok(E::from_text(text))
    }

    fn visit_string<X: de::Error>(self, text: String) -> Result<E, X> {
        Ok(E::from_text(text))
    }
}
