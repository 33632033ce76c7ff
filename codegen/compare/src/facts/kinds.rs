//! The kinds of nodes and the kinds of facts.

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NodeKind {
    Api,
    Host,
    /// An error row that all pages share.
    CommonRow,
    Service,
    Operation,
    Callback,
    Event,
    Struct(Message),
    Field(Message),
    Choice,
    Rule(Message),
    Enum(Messages),
    Value(Messages),
    DocumentedError,
    Sample,
}

/// The message that contains an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Message {
    Request,
    Response,
    /// A header that the runtime sets.
    Header,
}

/// The messages that contain an enum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Messages {
    pub(crate) requests: bool,
    pub(crate) responses: bool,
}

impl NodeKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Host => "host",
            Self::CommonRow => "common error row",
            Self::Service => "service",
            Self::Operation => "operation",
            Self::Callback => "callback",
            Self::Event => "event",
            Self::Struct(Message::Response) => "response type",
            Self::Struct(_) => "request type",
            Self::Field(Message::Request) => "request field",
            Self::Field(Message::Response) => "response field",
            Self::Field(Message::Header) => "header",
            Self::Choice => "choice",
            Self::Rule(_) => "rule",
            Self::Enum(_) => "enum",
            Self::Value(_) => "value",
            Self::DocumentedError => "error row",
            Self::Sample => "sample",
        }
    }

    /// Whether two kinds are the same, apart from the messages that contain an enum.
    pub(crate) fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Enum(_), Self::Enum(_)) | (Self::Value(_), Self::Value(_)) => true,
            _ => self == other,
        }
    }
}

macro_rules! kinds {
    ($($variant:ident = $key:literal, $text:literal;)+) => {
        /// A kind of fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum FactKind {
            $($variant,)+
        }

        impl FactKind {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key of the fact in the spec, with the keys of enclosing maps before it.
            pub(crate) fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }

            /// The name of the fact in texts.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

kinds! {
    Name = "api", "name of the API";
    WireName = "", "wire name";
    Title = "title", "label";
    Doc = "doc", "description";
    Fingerprint = "fingerprint", "fingerprint";
    Url = "url", "URL";
    Uses = "uses", "used services";
    OptIn = "on_by_default", "off by default";
    Page = "source.page", "title of the page";
    Updated = "source.updated", "date of the page";
    SourceEvidence = "source.grade", "evidence";
    ResponseEvidence = "response.grade", "evidence for the response";
    Evidence = "grade", "evidence";
    Audience = "audience", "audience";
    Method = "method", "method";
    Path = "path", "path";
    Hosts = "hosts", "hosts";
    RateLimit = "rate_limit", "rate limit";
    Prerequisites = "prerequisites", "prerequisites";
    IdempotencyKey = "idempotency_key", "idempotency key";
    Idempotent = "idempotent", "evidence of idempotence";
    Recovery = "recovery", "recovery of an unknown outcome";
    PartialResult = "partial_result", "list of refused items";
    Pagination = "pagination", "pagination";
    Download = "download", "address of a file";
    ResponseFile = "file", "file as the response";
    RequestType = "request", "name of the request type";
    HasBody = "body", "body of the request";
    Form = "form", "form";
    Response = "response.body", "type of the response";
    Success = "response.status", "success status";
    RustName = "rust_name", "Rust name";
    PageName = "", "name on the page";
    AlsoCalled = "also_called", "other names";
    Location = "", "location";
    Type = "type", "type";
    Presence = "presence", "presence";
    Sensitive = "sensitive", "sensitive";
    Padding = "padding", "padding";
    Format = "format", "format";
    Unit = "unit", "unit";
    Default = "default", "default";
    Alphabet = "alphabet", "alphabet";
    Min = "min", "min";
    Max = "max", "max";
    MinChars = "min_chars", "min_chars";
    MaxChars = "max_chars", "max_chars";
    MinItems = "min_items", "min_items";
    MaxItems = "max_items", "max_items";
    MaxBytes = "max_bytes", "max_bytes";
    FileTypes = "types", "types of files";
    Server = "server", "server checks";
    Remarks = "remarks", "remarks";
    Waived = "waived", "waived phrases";
    From = "from", "facts from other pages";
    Notes = "notes", "notes";
    IntegerValues = "value_type", "integer values";
    Rule = "", "rule";
    Reply = "reply", "reply";
    Resource = "resource", "type of the resource";
    OriginalType = "original_type", "original type of the resource";
    Also = "also", "other texts of the event";
    Table = "table", "heading of the table";
    Status = "status", "status";
    Code = "code", "code";
    Meaning = "meaning", "meaning";
    Remedy = "remedy", "remedy";
    Retryable = "retryable", "retryable";
    MayFollowOwnAttempt = "may_follow_own_attempt", "possible result of an earlier attempt";
    Ours = "ours", "not from the page";
    PathValues = "path", "path values";
    QueryValues = "query", "query values";
    HeaderValues = "header", "header values";
    SampleRequest = "request", "request";
    SampleResponse = "response", "response";
    Breaks = "breaks", "broken rules";
    RustItem = "", "Rust item";
}
