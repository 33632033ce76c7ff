//! Kinds of errors: their stable names, which lead from the text of an error to its page.

use std::fmt;

/// Declares the enum, and the module `index` with one page per kind.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $module:ident = $name:literal,)+) => {
        /// The kind of an error. Its name is in the text of the error, in square brackets.
        ///
        /// Each kind has a page in the module [`index`](crate::error::index), in English and in
        /// Chinese, with causes and remedies.
        ///
        /// A name keeps its meaning. A kind may cover more problems later, or be removed. But its
        /// name is never given to another kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $(
                $(#[doc = $doc])+
                #[doc = concat!(
                    "\n\n`", $name, "`: [causes and remedies](crate::error::index::",
                    stringify!($module), ")."
                )]
                $kind,
            )+
        }

        impl ErrorKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The name, as it is printed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }

        /// The error index: causes and remedies of each [`ErrorKind`].
        ///
        /// The text of an error contains the name of its kind in square brackets, such as
        /// `[wrong-signature]`. Each page of this index explains one kind, in English and in
        /// Chinese (中文).
        ///
        /// 错误索引：错误文本中方括号内的名称（例如 `[wrong-signature]`）就是错误的种类。每个种类
        /// 有一页说明，列出原因与处理办法，中英文对照。
        pub mod index {
            $(
                pub mod $module {
                    #![doc = include_str!(concat!("index/", $name, ".md"))]
                }
            )+
        }
    };
}

kinds! {
    /// The request breaks rules of its page. Nothing was sent.
    InvalidRequest invalid_request = "invalid-request",
    /// A value does not fit into the path, the query or a header. Nothing was sent.
    InvalidParameter invalid_parameter = "invalid-parameter",
    /// The request could not be written as JSON. Nothing was sent.
    UnwritableBody unwritable_body = "unwritable-body",
    /// The cryptographic library failed. Nothing was sent.
    SigningFailed signing_failed = "signing-failed",
    /// A field that must be encrypted could not be encrypted. Nothing was sent.
    UnencryptableField unencryptable_field = "unencryptable-field",
    /// The platform certificates could not be downloaded.
    NoPlatformCertificate no_platform_certificate = "no-platform-certificate",
    /// A file is on a host that does not belong to the client. Nothing was sent.
    ForeignHost foreign_host = "foreign-host",
    /// The rate limiter has no permit in time. Nothing was sent.
    NoPermit no_permit = "no-permit",
    /// The time of the call ran out before the request was sent.
    NoTimeLeft no_time_left = "no-time-left",
    /// Code that the client was given panicked.
    Panicked panicked = "panicked",
    /// The HTTP client cannot send this request. Nothing was sent.
    UnfitRequest unfit_request = "unfit-request",
    /// No connection could be made. Nothing was sent.
    NoConnection no_connection = "no-connection",
    /// No connection could be made in time. Nothing was sent.
    ConnectTimeout connect_timeout = "connect-timeout",
    /// The connection failed before the whole response had arrived.
    BrokenConnection broken_connection = "broken-connection",
    /// No complete response arrived in time.
    ResponseTimeout response_timeout = "response-timeout",
    /// The response is longer than the limit.
    ResponseTooLong response_too_long = "response-too-long",
    /// A response or callback without a signature.
    Unsigned unsigned = "unsigned",
    /// A header of the signature is missing, repeated or malformed.
    BadSignatureHeader bad_signature_header = "bad-signature-header",
    /// A signature of a type that this crate does not implement.
    UnknownSignatureType unknown_signature_type = "unknown-signature-type",
    /// A wrong signature that WeChat Pay sent on purpose.
    Probe probe = "probe",
    /// A signature with a key that this client does not have.
    UnknownKey unknown_key = "unknown-key",
    /// A signature that does not match.
    WrongSignature wrong_signature = "wrong-signature",
    /// A body that was compressed on its way, so that its signature cannot be checked.
    EncodedBody encoded_body = "encoded-body",
    /// A timestamp too far from the local clock.
    ClockSkew clock_skew = "clock-skew",
    /// A verified success that could not be decoded. The call took effect.
    UnreadableSuccess unreadable_success = "unreadable-success",
    /// A file does not have the digest that was announced.
    WrongDigest wrong_digest = "wrong-digest",
    /// A received file could not be written.
    UnwritableFile unwritable_file = "unwritable-file",
    /// A field of a response that the merchant's private key does not decrypt.
    UndecryptableField undecryptable_field = "undecryptable-field",
    /// The pages of a list do not end.
    EndlessList endless_list = "endless-list",
    /// WeChat Pay accepted the call but has not finished it.
    NotFinished not_finished = "not-finished",
    /// The response is a redirect.
    Redirect redirect = "redirect",
    /// WeChat Pay did not accept the signature of the request (401).
    SignError sign_error = "sign-error",
    /// WeChat Pay reports that calls are too frequent (429).
    TooFrequent too_frequent = "too-frequent",
    /// WeChat Pay refused the call (another 4xx).
    Refused refused = "refused",
    /// WeChat Pay, or a gateway in front of it, failed (5xx).
    ServerError server_error = "server-error",
    /// A genuine callback whose body is not an event.
    NotAnEvent not_an_event = "not-an-event",
    /// A genuine callback that is encrypted with an algorithm that this crate does not implement.
    UnknownAlgorithm unknown_algorithm = "unknown-algorithm",
    /// A genuine callback with a malformed resource.
    MalformedResource malformed_resource = "malformed-resource",
    /// A genuine callback that no API key decrypts.
    NoMatchingApiKey no_matching_api_key = "no-matching-api-key",
    /// A genuine event whose resource does not have the expected form.
    UndecodableResource undecodable_resource = "undecodable-resource",
    /// A key file that cannot be read.
    UnreadableKeyFile unreadable_key_file = "unreadable-key-file",
    /// A file that contains something other than the expected key or certificate.
    WrongKeyFile wrong_key_file = "wrong-key-file",
    /// A key file that was damaged or changed.
    DamagedKeyFile damaged_key_file = "damaged-key-file",
    /// A key that cannot be used: of another algorithm, or with an unsuitable length.
    UnsuitableKey unsuitable_key = "unsuitable-key",
    /// A setting of a client or of a part of it is missing or malformed.
    InvalidSetting invalid_setting = "invalid-setting",
    /// A field or a choice that cannot be added to a request.
    InvalidExtra invalid_extra = "invalid-extra",
    /// A text that is not a known value of an enum.
    UnknownValue unknown_value = "unknown-value",
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error with a kind, whose text is also used inside other texts, without the kind.
pub(crate) trait HasKind {
    fn error_kind(&self) -> ErrorKind;

    /// Writes the text without the kind.
    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Writes the text and the kind.
    fn write_with_kind(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_text(f)?;
        write!(f, " [{}]", self.error_kind())
    }
}

/// The text of an error without its kind.
pub(crate) struct WithoutKind<'a, T>(pub(crate) &'a T);

impl<T: HasKind> fmt::Display for WithoutKind<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_text(f)
    }
}

/// Implements `Display` with the kind at the end, and the method `kind`.
macro_rules! impl_kind {
    ($($error:ty),+ $(,)?) => {
        $(
            impl ::std::fmt::Display for $error {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    $crate::error::kind::HasKind::write_with_kind(self, f)
                }
            }

            impl $error {
                /// The kind of the error, which is also in its text.
                #[must_use]
                pub fn kind(&self) -> $crate::error::ErrorKind {
                    $crate::error::kind::HasKind::error_kind(self)
                }
            }
        )+
    };
}

pub(crate) use impl_kind;
