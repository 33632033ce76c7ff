//! Declares the error codes of an operation, their docs and its error table from one list.

/// Declares an operation's error codes as an [`OpenEnum`](crate::OpenEnum), and the error table as
/// its constant `DOCUMENTED`.
///
/// Each code has one line per documented error: status, meaning, remedy, and two optional flags.
/// `[retryable]` means that the same request may be sent again after the error.
/// `[may_follow_own_attempt]` means that an earlier attempt of the same call can have caused the
/// error. A doc comment before a line replaces its texts in the docs; it is needed if the texts
/// would be read as Markdown. `common` refers to the error that
/// [`common_errors!`](crate::common_errors!) declares for the code.
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
            /// All documented errors of the page. Errors with the same code are adjacent.
            pub const DOCUMENTED: &'static [$crate::endpoint::DocumentedError] = &[
                $($(
                    $(crate::common_errors::common_error!($common row $code),)?
                    $($crate::endpoint::DocumentedError::new($status, $code, $meaning, $remedy)$(.$flag())*,)?
                )*)*
            ];
        }
    };
}

/// Declares the errors that the error tables of all pages share.
///
/// The calling crate calls the macro in a module `common_errors`.
/// [`error_codes!`](crate::error_codes!) looks for the errors there.
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

/// One documented error, as a list item in the docs of its code.
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
