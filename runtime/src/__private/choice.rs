//! Declares a choice: an enum of a discriminator and the fields that go with its value.

/// Declares the enum of a choice, from one list of variants in the page's order.
///
/// Each variant has the value of the discriminator and the fields that go with it, with `as "wire"`
/// if the name on the wire differs. The macro adds the variant `Unknown`.
///
/// ```
/// # use wechatpay_runtime::raw::UnknownChoice;
/// wechatpay_runtime::choice! {
///     /// How the budget changes.
///     #[derive(Clone, Debug, PartialEq, Eq, Hash)]
///     pub enum BudgetUpdate by "update_mode" {
///         /// The whole budget.
///         MaxCount = "MAX_COUNT" {
///             /// Required.
///             target_max_count: i64,
///         },
///
///         /// No budget.
///         Remove = "REMOVE",
///     }
/// }
///
/// let update = BudgetUpdate::MaxCount { target_max_count: 3 };
/// let unknown = UnknownChoice::new("WEEKLY", serde_json::json!({ "target_weekly": 3 }))?;
/// assert_ne!(update, BudgetUpdate::Unknown(unknown));
/// # Ok::<(), wechatpay_runtime::error::ExtrasError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! choice {
    (
        $(#$attribute:tt)*
        pub enum $name:ident by $discriminator:literal {
            $(
                $(#$variant_attribute:tt)*
                $variant:ident = $value:literal $({
                    $(
                        $(#$field_attribute:tt)*
                        $field:ident $(as $wire:literal)?: $ty:ty,
                    )*
                })?,
            )*
        }
    ) => {
        $(#$attribute)*
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#$variant_attribute)*
                $variant $({
                    $(
                        $(#$field_attribute)*
                        $field: $ty,
                    )*
                })?,
            )*
            /// A value that this version of the crate has no variant for, with its fields.
            Unknown($crate::raw::UnknownChoice),
        }

        impl $crate::__private::check::Valued for $name {
            fn value(&self) -> $crate::__private::check::Value<'_> {
                match self {
                    $(Self::$variant { .. } => ::core::convert::From::from($value),)*
                    Self::Unknown(choice) => {
                        $crate::__private::check::value_of_choice(
                            choice,
                            &[$(::core::convert::From::from($value)),*],
                        )
                    }
                }
            }
        }

        impl $name {
            /// Whether this version of the crate has a variant for the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !::core::matches!(self, Self::Unknown(_))
            }

            fn check_unknown(&self, checker: &mut $crate::__private::check::Checker<'_>) {
                if let Self::Unknown(choice) = self {
                    checker.unknown_choice(
                        $discriminator,
                        choice,
                        &[$(::core::convert::From::from($value)),*],
                    );
                }
            }
        }

        $crate::__with_serde! {
            impl $crate::__private::read::ReadChoice for $name {
                const DISCRIMINATOR: &'static str = $discriminator;
                const FIELDS: &'static [&'static str] =
                    &[$($($($crate::__choice!($field $($wire)?),)*)?)*];

                fn listed(
                    value: &$crate::__private::read::Json,
                    fields: &mut $crate::__private::read::Fields,
                ) -> ::core::result::Result<
                    ::core::option::Option<Self>,
                    $crate::__private::read::ReadError,
                > {
                    $(
                        if $crate::__private::read::is(value, ::core::convert::From::from($value)) {
                            return ::core::result::Result::Ok(::core::option::Option::Some(
                                Self::$variant $({
                                    $(
                                        $field: fields.field(
                                            $crate::__choice!($field $($wire)?)
                                        )?,
                                    )*
                                })?
                            ));
                        }
                    )*
                    ::core::result::Result::Ok(::core::option::Option::None)
                }

                fn unknown(choice: $crate::raw::UnknownChoice) -> Self {
                    Self::Unknown(choice)
                }
            }
        }
    };
}

/// The name of a field on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! __choice {
    ($field:ident) => {
        ::core::stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}
