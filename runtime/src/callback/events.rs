//! The events of a service, with their types.

use std::fmt;

use crate::callback::event::{Event, UndecodableResource};
use crate::text::Excerpt;

/// An enum with a variant for each event of a service.
///
/// Generated enums implement this trait. [`Event::decode`] uses it.
/// [`callback_events!`](crate::callback_events!) declares such enums.
pub trait CallbackEvents: Sized {
    /// The event types that the enum has variants for, in the order of the page.
    const EVENT_TYPES: &'static [&'static str];

    /// The variant for the type of the event, with its resource.
    ///
    /// # Errors
    /// If the resource does not have the type of that variant.
    fn from_event(event: &Event) -> Result<Self, UndecodableResource>;
}

/// An event for which an enum has no variant.
#[derive(Clone)]
pub struct UnknownEvent(Event);

impl UnknownEvent {
    /// Only the macro calls it, for events that its enum does not know.
    #[doc(hidden)]
    #[must_use]
    pub fn new(event: &Event) -> Self {
        Self(event.clone())
    }

    /// The type of the event.
    #[must_use]
    pub fn event_type(&self) -> &str {
        self.0.event_type()
    }

    /// The type of the resource before it was encrypted.
    #[must_use]
    pub fn original_type(&self) -> Option<&str> {
        self.0.original_type()
    }

    /// The decrypted resource, which WeChat Pay has signed: usually JSON, and possibly with
    /// personal data.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.0.resource()
    }
}

/// Shows only the type of the event.
impl fmt::Debug for UnknownEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnknownEvent")
            .field(&Excerpt(self.event_type()))
            .finish()
    }
}

/// Declares the events of a service: each variant with the type of its resource and the texts that
/// the event has on the wire.
///
/// ```
/// wechatpay_runtime::callback_events! {
///     /// Events of things.
///     pub enum ThingEvent {
///         /// `THING.MADE`: A thing was made.
///         Made(std::collections::BTreeMap<String, String>) = "THING.MADE" | "THING_SP.MADE",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! callback_events {
    (
        $(#$attribute:tt)*
        pub enum $name:ident {
            $($(#$variant_attribute:tt)* $variant:ident($resource:ty) = $($text:literal)|+,)*
        }
    ) => {
        $(#$attribute)*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#$variant_attribute)* $variant(::std::boxed::Box<$resource>),)*
            /// An event that this version of the crate has no variant for.
            Unknown($crate::callback::UnknownEvent),
        }

        impl $crate::callback::CallbackEvents for $name {
            const EVENT_TYPES: &'static [&'static str] = &[$($($text),+),*];

            fn from_event(
                event: &$crate::callback::Event,
            ) -> ::core::result::Result<Self, $crate::callback::UndecodableResource> {
                ::core::result::Result::Ok(match event.event_type() {
                    $($($text)|+ => Self::$variant(::std::boxed::Box::new(
                        event.decode_resource()?,
                    )),)*
                    _ => Self::Unknown($crate::callback::UnknownEvent::new(event)),
                })
            }
        }
    };
}
