//! Declares a request's struct, its builder with setters, and its JSON from one list of fields.

/// Declares a struct of a request with its builder, from one list of fields in the page's order.
///
/// The doc comment of a field is used for the field and for its setter. The fields of the body are
/// written in the order of the list. `in path`, `in query`, `in header` and `in file` exclude a field
/// from the body. `Serialize` writes all fields, those outside the body last.
///
/// ```
/// # fn main() {
/// #     let request = ModifyBudgetRequest::builder().type_(["new"]).stock_id("98065001").build();
/// #     assert_eq!(request.stock_id, "98065001");
/// #     let stored = r#"{"type":["new"],"stock_id":"98065001"}"#;
/// #     assert_eq!(serde_json::to_string(&request).unwrap(), stored);
/// #     let body = wechatpay_runtime::__private::body::BodyOf(&request);
/// #     assert_eq!(serde_json::to_string(&body).unwrap(), r#"{"type":["new"]}"#);
/// #     let request = ModifyBudgetRequest::builder()
/// #         .maybe(Some(300), ModifyBudgetRequestBuilder::target_max_coupons)
/// #         .stock_id("98065001")
/// #         .maybe(None::<Vec<String>>, ModifyBudgetRequestBuilder::type_)
/// #         .build();
/// #     assert_eq!((request.target_max_coupons, request.type_), (Some(300), None));
/// # }
/// pub mod field {
///     wechatpay_runtime::field_names!(stock_id);
/// }
///
/// wechatpay_runtime::request! {
///     /// Request of `modify_budget()`.
///     #[derive(Clone, Debug, PartialEq, Eq)]
///     pub struct ModifyBudgetRequest / ModifyBudgetRequestBuilder {
///         /// Number of the stock. Required. Sent in the path.
///         stock_id in path: String,
///
///         /// How many coupons the stock may issue. Optional.
///         target_max_coupons?: i64,
///
///         /// Labels. Optional.
///         type_ as "type"?: [String],
///     }
/// }
/// ```
///
/// | written | field | setter takes |
/// |---|---|---|
/// | `name: T` | `T` | `T` |
/// | `name: String`, and also `Timestamp` | `String` | `impl Into<String>` |
/// | `name: FileContent` | `FileContent` | `impl Into<Bytes>` |
/// | `name: (T<U>)` | `T<U>` | `impl Into<T<U>>` |
/// | `name: [T]` | `Vec<T>` | `impl IntoIterator<Item = T>` |
/// | `name: [String]` | `Vec<String>` | `impl IntoIterator<Item = impl Into<String>>` |
/// | `name?: …` | `Option<…>` | the same |
///
/// Each required field is a type parameter of the builder with the same name. A request with a
/// missing field therefore does not compile, and the message names the field: see `builder`. The
/// calling crate needs a module `field` with the names of its required fields, made by
/// [`field_names!`](crate::field_names!).
///
/// A struct with more than a hundred required fields needs `#![recursion_limit = "…"]` in its
/// crate.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    ($($request:tt)*) => {
        $crate::__request! { declare body $($request)* }
    };
}

/// Declares the same as [`request!`](crate::request!) but without `WriteBody`. It is for a struct
/// with choices, whose fields can be anywhere among the other fields. A choice is `in choice`.
#[doc(hidden)]
#[macro_export]
macro_rules! request_with_choices {
    ($($request:tt)*) => {
        $crate::__request! { declare no_body $($request)* }
    };
}

/// The steps of [`request!`](crate::request!). The first word of each rule names the step.
///
/// Each field has a list of types for a required field and one for an optional field; one of the
/// two lists is empty.
#[doc(hidden)]
#[macro_export]
#[expect(
    clippy::crate_in_macro_def,
    reason = "the calling crate has the names of its fields"
)]
macro_rules! __request {
    (declare $body:ident
        $(#$attribute:tt)*
        pub struct $name:ident / $builder:ident {
            $(
                $(#$field_attribute:tt)*
                $field:ident $(in $location:ident)? $(as $wire:literal)?
                $(: $($required:ident)? $([$($required_item:tt)*])? $(($($required_type:tt)*))?)?
                $(?: $($optional:ident)? $([$($optional_item:tt)*])? $(($($optional_type:tt)*))?)?,
            )*
        }
    ) => {
        $(#$attribute)*
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#$field_attribute)*
                pub $field:
                    $($($required)? $(::std::vec::Vec<$($required_item)*>)? $($($required_type)*)?)?
                    $(::core::option::Option<
                        $($optional)? $(::std::vec::Vec<$($optional_item)*>)? $($($optional_type)*)?
                    >)?,
            )*
        }

        $crate::__request! {
            builder $name $builder
            [$($(($field $($required)? $(::std::vec::Vec<$($required_item)*>)? $($($required_type)*)?))?)*]
            [$($(($field $($optional)? $(::std::vec::Vec<$($optional_item)*>)? $($($optional_type)*)?))?)*]
            [$((
                [$($($required)? $([$($required_item)*])? $(($($required_type)*))?)?]
                [$($($optional)? $([$($optional_item)*])? $(($($optional_type)*))?)?]
                $field [$(#$field_attribute)*]
            ))*]
        }

        $crate::__request! {
            $body $name
            [$(($field [$($location)?] [$($wire)?] [$($($required)? $([$($required_item)*])? $(($($required_type)*))?)?]))*]
        }
        $crate::__request! {
            serialize $name
            [$(($field [$($location)?] [$($wire)?] [$($($required)? $([$($required_item)*])? $(($($required_type)*))?)?]))*]
        }
        $crate::__with_serde! {
            $crate::__request! {
                read $name
                [$(($field [$($location)?] [$($wire)?]))*]
            }
        }
    };

    (builder $name:ident $builder:ident
        [$(($required:ident $required_ty:ty))*]
        [$(($optional:ident $optional_ty:ty))*]
        [$($setters:tt)*]
    ) => {
        impl $name {
            /// Returns an empty builder.
            pub fn builder() -> $builder {
                $builder {
                    $($required: $crate::__private::builder::Unset,)*
                    $($optional: ::core::option::Option::None,)*
                }
            }
        }

        #[doc = ::core::concat!(
            "Collects the fields of [`", ::core::stringify!($name),
            "`](struct@", ::core::stringify!($name), "), in any order."
        )]
        #[derive(::core::clone::Clone)]
        #[must_use = "a builder does nothing until `build()` is called"]
        #[allow(
            non_camel_case_types,
            clippy::builtin_type_shadow,
            clippy::struct_field_names,
            reason = "fields, and type parameters for them, have the names of the request's fields"
        )]
        pub struct $builder<$($required = $crate::__private::builder::Unset),*> {
            $($required: $required,)*
            $($optional: ::core::option::Option<$optional_ty>,)*
        }

        #[allow(
            non_camel_case_types,
            clippy::builtin_type_shadow,
            clippy::struct_field_names,
            reason = "fields, and type parameters for them, have the names of the request's fields"
        )]
        impl<$($required),*> $builder<$($required),*> {
            $crate::__request! {
                setters $builder [] [$(($required $required_ty))*] [$($optional)*] $($setters)*
            }

            /// Sets an optional field if there is a value for it, as in
            /// `.maybe(remark, |builder, remark| builder.remark(remark))`.
            pub fn maybe<T>(self, value: ::core::option::Option<T>, set: impl ::core::ops::FnOnce(Self, T) -> Self) -> Self {
                match value {
                    ::core::option::Option::Some(value) => set(self, value),
                    ::core::option::Option::None => self,
                }
            }

            /// Returns the finished value. If this does not compile, the message names the missing
            /// field.
            #[must_use]
            pub fn build(self) -> $name
            where
                $($required: $crate::__private::builder::IsSet<crate::field::$required, $required_ty>,)*
            {
                $name {
                    $($required: self.$required.value(),)*
                    $($optional: self.$optional,)*
                }
            }
        }
    };

    // The setters in the page's order. Each step handles the fields up to the next required one.
    // The compiler allows 128 steps.
    (setters $builder:ident [$($previous:ident)*] [($field:ident $ty:ty) $($next:tt)*] $optional:tt
        $(([] [$($optional_type:tt)*] $setter:ident $attributes:tt))*
        ([$($parameter:tt)+] [] $required:ident $required_attributes:tt) $($rest:tt)*
    ) => {
        $($crate::__request! { setter (optional $setter $attributes) $($optional_type)* })*

        $crate::__request! {
            setter
            (required $field $required_attributes $builder $ty [$($previous)*] [$($next)*] $optional)
            $($parameter)*
        }

        $crate::__request! {
            setters $builder [$($previous)* $field] [$($next)*] $optional $($rest)*
        }
    };
    (setters $builder:ident $previous:tt [] $optional:tt
        $(([] [$($optional_type:tt)*] $setter:ident $attributes:tt))*
    ) => {
        $($crate::__request! { setter (optional $setter $attributes) $($optional_type)* })*
    };

    // The parameter type of a setter, and the conversion to the field's type.
    (setter $target:tt String) => {
        $crate::__request! {
            method $target [impl ::core::convert::Into<String>] [::core::convert::Into::into]
        }
    };
    (setter $target:tt Timestamp) => {
        $crate::__request! {
            method $target [impl ::core::convert::Into<Timestamp>] [::core::convert::Into::into]
        }
    };
    (setter $target:tt FileContent) => {
        $crate::__request! {
            method $target
            [impl ::core::convert::Into<$crate::call::bytes::Bytes>]
            [$crate::upload::FileContent::new]
        }
    };
    (setter $target:tt [String]) => {
        $crate::__request! {
            method $target
            [impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<String>>]
            [$crate::__private::list_into]
        }
    };
    (setter $target:tt [$($item:tt)*]) => {
        $crate::__request! {
            method $target [impl ::core::iter::IntoIterator<Item = $($item)*>] [$crate::__private::list]
        }
    };
    (setter $target:tt ($($ty:tt)*)) => {
        $crate::__request! {
            method $target [impl ::core::convert::Into<$($ty)*>] [::core::convert::Into::into]
        }
    };
    (setter $target:tt $ty:ident) => {
        $crate::__request! { method $target [$ty] [::core::convert::identity] }
    };

    (method (optional $field:ident [$($attribute:tt)*]) [$parameter:ty] [$convert:expr]) => {
        $($attribute)*
        pub fn $field(mut self, value: $parameter) -> Self {
            self.$field = ::core::option::Option::Some($convert(value));
            self
        }
    };
    // The setter of a required field changes the field's type parameter from `Unset` to `Set`.
    (method
        (
            required $field:ident [$($attribute:tt)*] $builder:ident $ty:ty
            [$($previous:ident)*] [$(($next:ident $next_ty:ty))*] [$($optional:ident)*]
        )
        [$parameter:ty] [$convert:expr]
    ) => {
        $($attribute)*
        pub fn $field(
            self,
            value: $parameter,
        ) -> $builder<$($previous,)* $crate::__private::builder::Set<$ty>, $($next,)*>
        where
            $field: $crate::__private::builder::IsUnset<crate::field::$field>,
        {
            $builder {
                $($previous: self.$previous,)*
                $field: $crate::__private::builder::Set($convert(value)),
                $($next: self.$next,)*
                $($optional: self.$optional,)*
            }
        }
    };

    (body $name:ident [$(($field:ident $location:tt $wire:tt $required:tt))*]) => {
        impl $crate::__private::body::WriteBody for $name {
            fn write_body<S: $crate::__private::Serializer>(
                &self,
                object: &mut $crate::__private::body::Object<S>,
            ) -> ::core::result::Result<(), S::Error> {
                $($crate::__request! {
                    body_entry (object) $field (self.$field) $location $wire $required
                })*
                ::core::result::Result::Ok(())
            }
        }
    };
    (no_body $name:ident $fields:tt) => {};

    // The whole request: the body, then the parameters outside it.
    (serialize $name:ident [$(($field:ident $location:tt $wire:tt $required:tt))*]) => {
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let mut object = $crate::__private::body::Object::new(serializer)?;
                $crate::__private::body::WriteBody::write_body(self, &mut object)?;
                $($crate::__request! {
                    parameter_entry (object) $field (self.$field) $location $wire $required
                })*
                object.end()
            }
        }
    };

    (body_entry $object:tt $field:ident $value:tt [] $wire:tt $required:tt) => {
        $crate::__request! { entry $object $field $value [] $wire $required }
    };
    (body_entry $object:tt $field:ident $value:tt [$location:ident] $wire:tt $required:tt) => {};
    (parameter_entry $object:tt $field:ident $value:tt [] $wire:tt $required:tt) => {};
    // The body writes the fields of a choice.
    (parameter_entry $object:tt $field:ident $value:tt [choice] $wire:tt $required:tt) => {};
    (parameter_entry $object:tt $field:ident $value:tt [$location:ident] $wire:tt $required:tt) => {
        $crate::__request! { entry $object $field $value [] $wire $required }
    };

    // Reads all fields that have a name, then the choices. An unknown choice takes the rest.
    (read $name:ident [$(($field:ident $location:tt $wire:tt))*]) => {
        impl $crate::__private::read::Read for $name {
            fn read(
                value: $crate::__private::read::Json,
            ) -> ::core::result::Result<Self, $crate::__private::read::ReadError> {
                let mut fields = $crate::__private::read::Fields::of(value)?;
                $($crate::__request! { read_field (fields) $field $location $wire })*
                $($crate::__request! { listed_choice (fields) $field $location })*
                $($crate::__request! { read_choice (fields) $field $location })*
                fields.end()?;
                ::core::result::Result::Ok(Self { $($field,)* })
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read::deserialize(deserializer)
            }
        }
    };

    (read_field $fields:tt $field:ident [choice] $wire:tt) => {};
    (read_field $fields:tt $field:ident $location:tt []) => {
        $crate::__request! { read_field $fields $field $location [::core::stringify!($field)] }
    };
    (read_field ($fields:ident) $field:ident $location:tt [$wire:expr]) => {
        let $field = $fields.field($wire)?;
    };
    (listed_choice ($fields:ident) $field:ident [choice]) => {
        let $field = $fields.listed_choice()?;
    };
    (listed_choice $fields:tt $field:ident $location:tt) => {};
    (read_choice ($fields:ident) $field:ident [choice]) => {
        let $field = $fields.choice($field)?;
    };
    (read_choice $fields:tt $field:ident $location:tt) => {};

    (entry $object:tt $field:ident $value:tt [] [] $required:tt) => {
        $crate::__request! {
            entry $object $field $value [] [::core::stringify!($field)] $required
        }
    };
    (entry ($object:ident) $field:ident ($value:expr) [] [$wire:expr] []) => {
        $object.optional($wire, &$value)?;
    };
    (entry ($object:ident) $field:ident ($value:expr) [] [$wire:expr] $required:tt) => {
        $object.required($wire, &$value)?;
    };
}
