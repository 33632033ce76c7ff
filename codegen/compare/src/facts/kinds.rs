//! Which kinds of things there are, and which kinds of facts.

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Api,
    Host,
    /// An error row that every page repeats.
    CommonRow,
    Service,
    Operation,
    Struct(Side),
    Field(Side),
    Choice,
    Rule(Side),
    Enum(Sides),
    Value(Sides),
    DocumentedError,
    Sample,
}

/// In which message something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Request,
    Response,
    /// A header that the runtime sets.
    Header,
}

/// In which messages an enum travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sides {
    pub(crate) requests: bool,
    pub(crate) responses: bool,
}

impl What {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Host => "host",
            Self::CommonRow => "error row of every page",
            Self::Service => "service",
            Self::Operation => "operation",
            Self::Struct(Side::Response) => "type of responses",
            Self::Struct(_) => "type of requests",
            Self::Field(Side::Request) => "field of requests",
            Self::Field(Side::Response) => "field of responses",
            Self::Field(Side::Header) => "header",
            Self::Choice => "choice",
            Self::Rule(_) => "rule",
            Self::Enum(_) => "enum",
            Self::Value(_) => "value",
            Self::DocumentedError => "error row",
            Self::Sample => "sample",
        }
    }

    /// Whether two are of one kind, wherever they travel.
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

            /// The key under which the spec says it, behind those of the maps around it.
            pub(crate) fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }

            /// What people read.
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
    WireName = "", "name on the wire";
    Title = "title", "label";
    Doc = "doc", "description";
    Fingerprint = "fingerprint", "fingerprint";
    Url = "url", "URL";
    Page = "source.page", "title of the page";
    Updated = "source.updated", "date of the page";
    Audience = "audience", "audience";
    Method = "method", "method";
    Path = "path", "path";
    Hosts = "hosts", "hosts";
    RateLimit = "rate_limit", "rate limit";
    Prerequisites = "prerequisites", "prerequisites";
    IdempotencyKey = "idempotency_key", "idempotency key";
    RequestType = "request", "name of the request type";
    HasBody = "body", "body of the request";
    Response = "response.body", "type of the response";
    Success = "response.status", "status of a good response";
    RustName = "rust_name", "Rust name";
    PageName = "", "the page's name";
    AlsoCalled = "also_called", "other names";
    Place = "", "place";
    Type = "type", "type";
    Presence = "presence", "presence";
    Sensitive = "sensitive", "sensitive";
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
    Server = "server", "what only the server can check";
    Remarks = "remarks", "remarks";
    Waived = "waived", "waived words";
    From = "from", "what other pages say";
    Notes = "notes", "notes";
    OfIntegers = "value_type", "whether its values are numbers";
    Asks = "", "rule";
    Table = "table", "heading of the table";
    Status = "status", "status";
    Code = "code", "code";
    Meaning = "meaning", "meaning";
    Remedy = "remedy", "remedy";
    Retryable = "retryable", "whether to retry";
    MayFollowOwnAttempt = "may_follow_own_attempt", "whether an earlier attempt of the same call may be the cause";
    Ours = "ours", "whether it is ours";
    PathValues = "path", "path values";
    QueryValues = "query", "query values";
    HeaderValues = "header", "header values";
    SampleRequest = "request", "request";
    SampleResponse = "response", "response";
    Breaks = "breaks", "rules that it breaks";
    RustItem = "", "Rust item";
}
