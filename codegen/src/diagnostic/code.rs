//! The stable names of all kinds of findings, each with a page that explains it.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// The stable names of all kinds of findings.
        ///
        /// A name keeps its meaning for ever: what is found may grow, and a kind may go, but no name is given to another kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every name, from the files inwards, those of the audit last.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name, as it is printed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// What it means, why it matters, an example and what to do, as Markdown.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("pages/", $text, ".md")),)+
                }
            }

            /// What it means, in one line.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc,)+).trim_ascii(),)+
                }
            }
        }
    };
}

codes! {
    /// An entry of the spec folder that is not read.
    UnreadFile = "unread-file",
    /// A file or folder with a name that not every system can have.
    FileName = "file-name",
    /// The file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A control or bidirectional character that could hide what a line says.
    ControlCharacter = "control-character",
    /// The YAML parser could not read the file.
    Yaml = "yaml",
    /// YAML that is right, and that this language does without.
    YamlFeature = "yaml-feature",
    /// A file that is larger, or nested deeper, than any spec needs to be.
    TooLarge = "too-large",
    /// A key stands twice in one map.
    DuplicateKey = "duplicate-key",
    /// A key that the language does not have.
    UnknownKey = "unknown-key",
    /// A key that the language has, but not here.
    MisplacedKey = "misplaced-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// The page describes something, and the spec does not.
    MissingDoc = "missing-doc",
    /// A value of the wrong shape.
    WrongShape = "wrong-shape",
    /// A word, number, date or other value that is not written as it must be.
    BadValue = "bad-value",
    /// What stands after `type:` is no type.
    BadType = "bad-type",
    /// A name that Rust or the wire cannot carry.
    BadName = "bad-name",
    /// Two things would get one Rust name.
    NameCollision = "name-collision",
    /// Two definitions where there can be only one.
    DuplicateDefinition = "duplicate-definition",
    /// A reference to a type that nobody defines.
    UnknownType = "unknown-type",
    /// A reference to a field that is not there.
    UnknownField = "unknown-field",
    /// A reference to an enum value that is not there.
    UnknownValue = "unknown-value",
    /// A reference to something else that is not there.
    UnknownReference = "unknown-reference",
    /// A type that nothing uses.
    UnusedType = "unused-type",
    /// A type that contains itself by value.
    RecursiveType = "recursive-type",
    /// A type that cannot stand in this place.
    TypeMisfit = "type-misfit",
    /// A path that no request could be sent to as it stands.
    BadPath = "bad-path",
    /// The path template and the path parameters disagree.
    PathMismatch = "path-mismatch",
    /// A header's name that HTTP does not allow, or that the runtime needs itself.
    BadHeader = "bad-header",
    /// What is said of when a field is there contradicts itself.
    PresenceConflict = "presence-conflict",
    /// A condition or rule that refers to the very field that it is about.
    SelfReference = "self-reference",
    /// A condition asks something that its subject's type cannot answer.
    ConditionType = "condition-type",
    /// A condition that can never hold.
    NeverHolds = "never-holds",
    /// A condition that always holds.
    AlwaysHolds = "always-holds",
    /// A rule that could never be broken.
    PointlessRule = "pointless-rule",
    /// A limit that contradicts its type or another limit.
    LimitConflict = "limit-conflict",
    /// A sample is not a JSON object.
    SampleJson = "sample-json",
    /// A sample has something that the spec does not know, or lacks what must be there.
    SampleField = "sample-field",
    /// A value of a sample does not fit its field.
    SampleValue = "sample-value",
    /// A sample breaks a rule, or does not break one that it is said to break.
    SampleRule = "sample-rule",
    /// The spec language has it, this generator does not emit it yet.
    NotEmitted = "not-emitted",
    /// A page names no operation, or one that the spec does not have.
    PageOperation = "page-operation",
    /// A text of a page that the audit could not read or place.
    PageUnread = "page-unread",
    /// Title, date, host, limit or another fact that a page states once is not the spec's.
    PageFact = "page-fact",
    /// Only one of page and spec has a type.
    PageType = "page-type",
    /// Only one of page and spec has a field.
    PageField = "page-field",
    /// A field has another type on the page.
    PageFieldType = "page-field-type",
    /// A field travels in the body on one side only.
    PagePlace = "page-place",
    /// A field has another presence on the page.
    PagePresence = "page-presence",
    /// A field or value has another label on the page.
    PageLabel = "page-label",
    /// Only one of page and spec has a value of an enum.
    PageValue = "page-value",
    /// Things stand in another order on the page.
    PageOrder = "page-order",
    /// An error row differs, or only one of page and spec has it.
    PageError = "page-error-row",
    /// A printed sample differs.
    PageSample = "page-sample",
    /// A text of the page and its fingerprint do not belong together.
    PageFingerprint = "page-fingerprint",
    /// A limit, condition, default, unit or rule is not the same in spec and page, or only one of them has it.
    PageLimit = "page-limit",
    /// A word of the page limits or asks something, and nothing in the spec stands for it.
    PageProse = "page-prose",
}

impl Code {
    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// The kind whose name was probably meant.
    #[must_use]
    pub fn closest(name: &str) -> Option<Self> {
        super::closest(name, Self::ALL.iter().map(|code| code.as_str())).and_then(Self::named)
    }
}
