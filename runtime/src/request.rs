//! One list of fields becomes a request's struct, its builder with the setters, and its JSON.

/// Declares a struct of a request with its builder, from one list of fields in the page's order.
///
/// A doc comment is written once and stands at the field and at its setter. The fields of the body
/// are serialized in the order of the list; `in path`, `in query` and `in header` keep a field out of
/// it.
///
/// ```
/// # fn main() {
/// #     let request = ModifyBudgetRequest::builder().type_(["new"]).stock_id("98065001").build();
/// #     assert_eq!(request.stock_id, "98065001");
/// #     assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"type":["new"]}"#);
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
///         stock_id in path: into String,
///
///         /// How many coupons the stock may issue. Optional.
///         target_max_coupons?: i64,
///
///         /// Labels. Optional.
///         type_ as "type"?: list into String,
///     }
/// }
/// ```
///
/// | written | field | setter takes |
/// |---|---|---|
/// | `name: T` | `T` | `T` |
/// | `name?: T` | `Option<T>` | `T` |
/// | `name: into T` | `T` | `impl Into<T>` |
/// | `name: list T` | `Vec<T>` | `impl IntoIterator<Item = T>` |
/// | `name: list into T` | `Vec<T>` | `impl IntoIterator<Item = impl Into<T>>` |
///
/// Each required field is a type parameter of the builder, so that a forgotten one does not compile
/// and the message names it: see [`builder`](crate::builder). The calling crate has a module `field`
/// with the names of its required fields, made by [`field_names!`](crate::field_names!).
#[macro_export]
macro_rules! request {
    ($(#$attribute:tt)* pub struct $name:ident / $builder:ident { $($fields:tt)* }) => {
        $crate::__request! { fields [serialize [$(#$attribute)*] $name $builder] $($fields)* }
    };
}

/// Declares the same as [`request!`](crate::request!) without `Serialize`, for a struct that has an
/// enum in place of several fields.
#[macro_export]
macro_rules! request_without_json {
    ($(#$attribute:tt)* pub struct $name:ident / $builder:ident { $($fields:tt)* }) => {
        $crate::__request! { fields [skip [$(#$attribute)*] $name $builder] $($fields)* }
    };
}

/// The steps of [`request!`](crate::request!), each named by its first word.
#[doc(hidden)]
#[macro_export]
#[expect(
    clippy::crate_in_macro_def,
    reason = "the calling crate has the names of its fields"
)]
macro_rules! __request {
    // Begins with the names of the type parameters; a required field takes the first that is left.
    (fields $head:tt $($fields:tt)*) => {
        $crate::__request! {
            next $head [[] [] [] [] []]
            [
                P0 P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11 P12 P13 P14 P15 P16 P17 P18 P19 P20 P21 P22
                P23 P24 P25 P26 P27 P28 P29 P30 P31 P32 P33 P34 P35 P36 P37 P38 P39 P40 P41 P42 P43
                P44 P45 P46 P47 P48 P49 P50 P51 P52 P53 P54 P55 P56 P57 P58 P59 P60 P61 P62 P63
            ]
            $($fields)*
        }
    };

    // Reads one field after another, and sorts what the parts below need of it. A field is one
    // step, as the compiler allows 128 of them.
    (next $head:tt
        [[$($all:tt)*] $required:tt [$($optional:tt)*] [$($setters:tt)*] [$($entries:tt)*]]
        $parameters:tt
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? ?:
        list into $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field ::core::option::Option<::std::vec::Vec<$ty>>)]
                $required
                [$($optional)* ($field ::std::vec::Vec<$ty>)]
                [
                    $($setters)*
                    (
                        optional $field [$(#$attribute)*]
                        [impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$ty>>]
                        [$crate::__private::list_into]
                    )
                ]
                [$($entries)* (optional $field [$($place)?] [$($wire)?])]
            ]
            $parameters
            $($rest)*
        }
    };
    (next $head:tt
        [[$($all:tt)*] [$($required:tt)*] $optional:tt [$($setters:tt)*] [$($entries:tt)*]]
        [$parameter:ident $($parameters:ident)*]
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? :
        list into $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field ::std::vec::Vec<$ty>)]
                [$($required)* ($field $parameter ::std::vec::Vec<$ty>)]
                $optional
                [
                    $($setters)*
                    (
                        required [$(#$attribute)*]
                        [impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$ty>>]
                        [$crate::__private::list_into]
                    )
                ]
                [$($entries)* (required $field [$($place)?] [$($wire)?])]
            ]
            [$($parameters)*]
            $($rest)*
        }
    };
    (next $head:tt
        [[$($all:tt)*] $required:tt [$($optional:tt)*] [$($setters:tt)*] [$($entries:tt)*]]
        $parameters:tt
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? ?:
        list $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field ::core::option::Option<::std::vec::Vec<$ty>>)]
                $required
                [$($optional)* ($field ::std::vec::Vec<$ty>)]
                [
                    $($setters)*
                    (
                        optional $field [$(#$attribute)*]
                        [impl ::core::iter::IntoIterator<Item = $ty>]
                        [$crate::__private::list]
                    )
                ]
                [$($entries)* (optional $field [$($place)?] [$($wire)?])]
            ]
            $parameters
            $($rest)*
        }
    };
    (next $head:tt
        [[$($all:tt)*] [$($required:tt)*] $optional:tt [$($setters:tt)*] [$($entries:tt)*]]
        [$parameter:ident $($parameters:ident)*]
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? :
        list $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field ::std::vec::Vec<$ty>)]
                [$($required)* ($field $parameter ::std::vec::Vec<$ty>)]
                $optional
                [
                    $($setters)*
                    (
                        required [$(#$attribute)*]
                        [impl ::core::iter::IntoIterator<Item = $ty>]
                        [$crate::__private::list]
                    )
                ]
                [$($entries)* (required $field [$($place)?] [$($wire)?])]
            ]
            [$($parameters)*]
            $($rest)*
        }
    };
    (next $head:tt
        [[$($all:tt)*] $required:tt [$($optional:tt)*] [$($setters:tt)*] [$($entries:tt)*]]
        $parameters:tt
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? ?:
        into $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field ::core::option::Option<$ty>)]
                $required
                [$($optional)* ($field $ty)]
                [
                    $($setters)*
                    (
                        optional $field [$(#$attribute)*]
                        [impl ::core::convert::Into<$ty>]
                        [::core::convert::Into::into]
                    )
                ]
                [$($entries)* (optional $field [$($place)?] [$($wire)?])]
            ]
            $parameters
            $($rest)*
        }
    };
    (next $head:tt
        [[$($all:tt)*] [$($required:tt)*] $optional:tt [$($setters:tt)*] [$($entries:tt)*]]
        [$parameter:ident $($parameters:ident)*]
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? :
        into $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field $ty)]
                [$($required)* ($field $parameter $ty)]
                $optional
                [
                    $($setters)*
                    (
                        required [$(#$attribute)*]
                        [impl ::core::convert::Into<$ty>]
                        [::core::convert::Into::into]
                    )
                ]
                [$($entries)* (required $field [$($place)?] [$($wire)?])]
            ]
            [$($parameters)*]
            $($rest)*
        }
    };
    (next $head:tt
        [[$($all:tt)*] $required:tt [$($optional:tt)*] [$($setters:tt)*] [$($entries:tt)*]]
        $parameters:tt
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? ?:
        $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field ::core::option::Option<$ty>)]
                $required
                [$($optional)* ($field $ty)]
                [
                    $($setters)*
                    (
                        optional $field [$(#$attribute)*]
                        [$ty]
                        [::core::convert::identity]
                    )
                ]
                [$($entries)* (optional $field [$($place)?] [$($wire)?])]
            ]
            $parameters
            $($rest)*
        }
    };
    (next $head:tt
        [[$($all:tt)*] [$($required:tt)*] $optional:tt [$($setters:tt)*] [$($entries:tt)*]]
        [$parameter:ident $($parameters:ident)*]
        $(#$attribute:tt)* $field:ident $(in $place:ident)? $(as $wire:literal)? :
        $ty:ty, $($rest:tt)*
    ) => {
        $crate::__request! {
            next $head
            [
                [$($all)* ([$(#$attribute)*] $field $ty)]
                [$($required)* ($field $parameter $ty)]
                $optional
                [
                    $($setters)*
                    (
                        required [$(#$attribute)*]
                        [$ty]
                        [::core::convert::identity]
                    )
                ]
                [$($entries)* (required $field [$($place)?] [$($wire)?])]
            ]
            [$($parameters)*]
            $($rest)*
        }
    };
    (next [$json:ident $attributes:tt $name:ident $builder:ident]
        [$all:tt $required:tt $optional:tt $setters:tt $entries:tt] $parameters:tt
    ) => {
        $crate::__request! { types $attributes $name $builder $all $required $optional $setters }
        $crate::__request! { $json $name $entries }
    };
    (next $head:tt $lists:tt [] $($rest:tt)*) => {
        ::core::compile_error!(
            "this request has more required fields than `request!` has names of type parameters"
        );
    };

    (types [$($attributes:tt)*] $name:ident $builder:ident
        [$(([$($attribute:tt)*] $field:ident $field_ty:ty))*]
        [$(($required:ident $parameter:ident $required_ty:ty))*]
        [$(($optional:ident $optional_ty:ty))*]
        [$($setters:tt)*]
    ) => {
        $($attributes)*
        #[non_exhaustive]
        pub struct $name {
            $($($attribute)* pub $field: $field_ty,)*
        }

        impl $name {
            /// Returns an empty builder.
            pub fn builder() -> $builder {
                $builder {
                    $($required: $crate::builder::Unset,)*
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
        pub struct $builder<$($parameter = $crate::builder::Unset),*> {
            $($required: $parameter,)*
            $($optional: ::core::option::Option<$optional_ty>,)*
        }

        impl<$($parameter),*> $builder<$($parameter),*> {
            $crate::__request! {
                setters $builder
                [] [$(($required $parameter $required_ty))*] [$($optional)*]
                $($setters)*
            }

            /// Returns the finished value. If this does not compile, the message names the field
            /// that was not given.
            #[must_use]
            pub fn build(self) -> $name
            where
                $($parameter: $crate::builder::IsSet<crate::field::$required, $required_ty>,)*
            {
                $name {
                    $($required: self.$required.value(),)*
                    $($optional: self.$optional,)*
                }
            }
        }
    };

    // The setters in the page's order, each step up to the next required field, whose setter turns
    // its own type parameter from `Unset` into `Set`.
    (setters $builder:ident
        [$(($before:ident $before_p:ident $before_ty:ty))*]
        [($field:ident $parameter:ident $ty:ty) $(($after:ident $after_p:ident $after_ty:ty))*]
        [$($optional:ident)*]
        $((optional $setter:ident [$($of_setter:tt)*] [$takes:ty] [$makes:expr]))*
        (required [$($attribute:tt)*] [$argument:ty] [$convert:expr]) $($rest:tt)*
    ) => {
        $(
            $($of_setter)*
            pub fn $setter(mut self, value: $takes) -> Self {
                self.$setter = ::core::option::Option::Some($makes(value));
                self
            }
        )*

        $($attribute)*
        pub fn $field(
            self,
            value: $argument,
        ) -> $builder<$($before_p,)* $crate::builder::Set<$ty>, $($after_p,)*>
        where
            $parameter: $crate::builder::IsUnset<crate::field::$field>,
        {
            $builder {
                $($before: self.$before,)*
                $field: $crate::builder::Set($convert(value)),
                $($after: self.$after,)*
                $($optional: self.$optional,)*
            }
        }

        $crate::__request! {
            setters $builder
            [$(($before $before_p $before_ty))* ($field $parameter $ty)]
            [$(($after $after_p $after_ty))*]
            [$($optional)*]
            $($rest)*
        }
    };
    (setters $builder:ident $before:tt [] $all:tt
        $((optional $setter:ident [$($of_setter:tt)*] [$takes:ty] [$makes:expr]))*
    ) => {
        $(
            $($of_setter)*
            pub fn $setter(mut self, value: $takes) -> Self {
                self.$setter = ::core::option::Option::Some($makes(value));
                self
            }
        )*
    };

    (serialize $name:ident [$(($presence:ident $field:ident $place:tt $wire:tt))*]) => {
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let mut object = $crate::body::Object::new(serializer)?;
                $($crate::__request! { entry $presence (object) (self.$field) $field $place $wire })*
                object.end()
            }
        }
    };
    (skip $name:ident $entries:tt) => {};

    (entry $presence:ident ($object:ident) ($value:expr) $field:ident [] []) => {
        $object.$presence(::core::stringify!($field), &$value)?;
    };
    (entry $presence:ident ($object:ident) ($value:expr) $field:ident [] [$wire:literal]) => {
        $object.$presence($wire, &$value)?;
    };
    (entry $presence:ident ($object:ident) ($value:expr) $field:ident [$place:ident] $wire:tt) => {};
}

/// Structs of sixty required and of a hundred optional fields compile within the compiler's default
/// recursion limit.
///
/// ```
/// pub mod field {
///     wechatpay_runtime::field_names!(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11,
///     f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28,
///     f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45,
///     f46, f47, f48, f49, f50, f51, f52, f53, f54, f55, f56, f57, f58, f59);
/// }
///
/// wechatpay_runtime::request! {
///     #[derive(Clone, Debug, PartialEq, Eq)]
///     pub struct Large / LargeBuilder {
///         f0: into i64, f1: into i64, f2: into i64, f3: into i64, f4: into i64, f5: into i64,
///         f6: into i64, f7: into i64, f8: into i64, f9: into i64, f10: into i64, f11: into i64,
///         f12: into i64, f13: into i64, f14: into i64, f15: into i64, f16: into i64,
///         f17: into i64, f18: into i64, f19: into i64, f20: into i64, f21: into i64,
///         f22: into i64, f23: into i64, f24: into i64, f25: into i64, f26: into i64,
///         f27: into i64, f28: into i64, f29: into i64, f30: into i64, f31: into i64,
///         f32: into i64, f33: into i64, f34: into i64, f35: into i64, f36: into i64,
///         f37: into i64, f38: into i64, f39: into i64, f40: into i64, f41: into i64,
///         f42: into i64, f43: into i64, f44: into i64, f45: into i64, f46: into i64,
///         f47: into i64, f48: into i64, f49: into i64, f50: into i64, f51: into i64,
///         f52: into i64, f53: into i64, f54: into i64, f55: into i64, f56: into i64,
///         f57: into i64, f58: into i64, f59: into i64,
///     }
/// }
///
/// wechatpay_runtime::request! {
///     #[derive(Clone, Debug, Default, PartialEq, Eq)]
///     pub struct Optional / OptionalBuilder {
///         o0?: list into String, o1?: list into String, o2?: list into String,
///         o3?: list into String, o4?: list into String, o5?: list into String,
///         o6?: list into String, o7?: list into String, o8?: list into String,
///         o9?: list into String, o10?: list into String, o11?: list into String,
///         o12?: list into String, o13?: list into String, o14?: list into String,
///         o15?: list into String, o16?: list into String, o17?: list into String,
///         o18?: list into String, o19?: list into String, o20?: list into String,
///         o21?: list into String, o22?: list into String, o23?: list into String,
///         o24?: list into String, o25?: list into String, o26?: list into String,
///         o27?: list into String, o28?: list into String, o29?: list into String,
///         o30?: list into String, o31?: list into String, o32?: list into String,
///         o33?: list into String, o34?: list into String, o35?: list into String,
///         o36?: list into String, o37?: list into String, o38?: list into String,
///         o39?: list into String, o40?: list into String, o41?: list into String,
///         o42?: list into String, o43?: list into String, o44?: list into String,
///         o45?: list into String, o46?: list into String, o47?: list into String,
///         o48?: list into String, o49?: list into String, o50?: list into String,
///         o51?: list into String, o52?: list into String, o53?: list into String,
///         o54?: list into String, o55?: list into String, o56?: list into String,
///         o57?: list into String, o58?: list into String, o59?: list into String,
///         o60?: list into String, o61?: list into String, o62?: list into String,
///         o63?: list into String, o64?: list into String, o65?: list into String,
///         o66?: list into String, o67?: list into String, o68?: list into String,
///         o69?: list into String, o70?: list into String, o71?: list into String,
///         o72?: list into String, o73?: list into String, o74?: list into String,
///         o75?: list into String, o76?: list into String, o77?: list into String,
///         o78?: list into String, o79?: list into String, o80?: list into String,
///         o81?: list into String, o82?: list into String, o83?: list into String,
///         o84?: list into String, o85?: list into String, o86?: list into String,
///         o87?: list into String, o88?: list into String, o89?: list into String,
///         o90?: list into String, o91?: list into String, o92?: list into String,
///         o93?: list into String, o94?: list into String, o95?: list into String,
///         o96?: list into String, o97?: list into String, o98?: list into String,
///         o99?: list into String,
///     }
/// }
///
/// fn main() {
///     assert_eq!(Optional::builder().build(), Optional::default());
///     let large = Large::builder()
///     .f0(0) .f1(1) .f2(2) .f3(3) .f4(4) .f5(5) .f6(6) .f7(7) .f8(8) .f9(9) .f10(10)
///     .f11(11) .f12(12) .f13(13) .f14(14) .f15(15) .f16(16) .f17(17) .f18(18) .f19(19)
///     .f20(20) .f21(21) .f22(22) .f23(23) .f24(24) .f25(25) .f26(26) .f27(27) .f28(28)
///     .f29(29) .f30(30) .f31(31) .f32(32) .f33(33) .f34(34) .f35(35) .f36(36) .f37(37)
///     .f38(38) .f39(39) .f40(40) .f41(41) .f42(42) .f43(43) .f44(44) .f45(45) .f46(46)
///     .f47(47) .f48(48) .f49(49) .f50(50) .f51(51) .f52(52) .f53(53) .f54(54) .f55(55)
///     .f56(56) .f57(57) .f58(58) .f59(59)
///     .build();
///     assert_eq!(large.f59, 59);
/// }
/// ```
#[cfg(doctest)]
struct LargeRequests;
