//! One list of documented errors becomes an operation's error codes, their docs and its error table.

/// Declares an operation's error codes as an [`OpenEnum`](crate::OpenEnum), and the error table as its
/// constant `DOCUMENTED`.
///
/// Each code has one line per row: status, meaning, remedy, then `[retryable]` where the same request may
/// be sent again for it and `[may_follow_own_attempt]` where an earlier attempt of the same call can have caused
/// it. A doc comment in front of a row stands for its texts in the docs, where these would be taken for
/// Markdown. `common` is the row that [`common_errors!`](crate::common_errors!) has for the code.
///
/// ```
/// pub mod common_errors {
///     wechatpay_runtime::common_errors! {
///         error "SYSTEM_ERROR" 500 "Something failed." "Try again later." [retryable],
///     }
/// }
///
/// wechatpay_runtime::error_codes! {
///     /// The codes with which `modify_budget()` may be refused.
///     pub enum ModifyBudgetErrorCode {
///         SystemError = "SYSTEM_ERROR" { common, },
///         RuleLimit = "RULE_LIMIT" {
///             403 "A current value is not the stock's." "Send its latest values." [may_follow_own_attempt],
///             403 "The stock is being changed at this moment." "Try again later." [retryable],
///         },
///     }
/// }
///
/// # fn main() {
/// let [first, second, third] = ModifyBudgetErrorCode::DOCUMENTED else { unreachable!() };
/// assert!(first.retryable && second.may_follow_own_attempt && third.retryable);
/// assert_eq!(ModifyBudgetErrorCode::from(third.code), ModifyBudgetErrorCode::RuleLimit);
/// # }
/// ```
#[doc(hidden)]
#[macro_export]
#[expect(
    clippy::crate_in_macro_def,
    reason = "the calling crate has the errors that its pages share"
)]
macro_rules! error_codes {
    (
        $(#$attribute:tt)*
        pub enum $name:ident {
            $(
                $(#$variant_attribute:tt)*
                $variant:ident = $code:tt {
                    $(
                        $($common:ident)?
                        $(
                            $(#[doc = $doc:literal])*
                            $status:literal $meaning:literal $remedy:literal $([$flag:ident])*
                        )?,
                    )*
                },
            )*
        }
    ) => {
        $crate::open_enum! {
            $(#$attribute)*
            pub enum $name {
                $(
                    #[doc = ::core::concat!("`` ", $code, " ``:")]
                    #[doc = ""]
                    $(
                        $(#[doc = crate::common_errors::common_error!($common doc $code)])?
                        $(#[doc = $crate::__error_doc!([$($doc)*] $status $meaning $remedy)])?
                    )*
                    $(#$variant_attribute)*
                    $variant = $code,
                )*
            }
        }

        impl $name {
            /// Every row of the page's error table, those of one code together.
            pub const DOCUMENTED: &'static [$crate::endpoint::DocumentedError] = &[
                $($(
                    $(crate::common_errors::common_error!($common row $code),)?
                    $($crate::endpoint::DocumentedError::new($status, $code, $meaning, $remedy)$(.$flag())*,)?
                )*)*
            ];
        }
    };
}

/// Declares the rows that the error tables of all pages share, each once. The calling crate has
/// them in a module `common_errors`, where [`error_codes!`](crate::error_codes!) looks for them.
///
/// ```
/// mod common_errors {
///     wechatpay_runtime::common_errors! {
///         error "SYSTEM_ERROR" 500 "Something failed." "Try again later." [retryable],
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! common_errors {
    () => {};
    ($(
        $(#[doc = $doc:literal])*
        error $code:tt $status:literal $meaning:literal $remedy:literal $([$flag:ident])*,
    )*) => {
        macro_rules! common_error {
            $(
                (common row $code) => {
                    $crate::endpoint::DocumentedError::new($status, $code, $meaning, $remedy)$(.$flag())*
                };
                (common doc $code) => {
                    $crate::__error_doc!([$($doc)*] $status $meaning $remedy)
                };
            )*
        }
        pub(crate) use common_error;
    };
}

/// An item of a list in the docs of a code.
#[doc(hidden)]
#[macro_export]
macro_rules! __error_doc {
    ([] $status:literal $meaning:literal $remedy:literal) => {
        ::core::concat!("- ", $status, ": ", $meaning, " ", $remedy)
    };
    ([$($doc:literal)+] $status:literal $meaning:literal $remedy:literal) => {
        // Each line of a doc comment begins with a space.
        ::core::concat!("- ", $status, ":", $($doc),+)
    };
}
