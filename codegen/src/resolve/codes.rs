//! What `resolve` reports: names that refer to nothing, or that cannot be given.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A name that Rust or the wire cannot carry.
    ///
    /// A wire name that Rust cannot say as it is: it begins with a digit, has characters outside
    /// ASCII, or is one that generated code needs itself.
    ///
    /// ## Why it matters
    ///
    /// Names are never changed silently: users look for what the page prints. Keywords are no
    /// trouble, they get a `_` at the end.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    ///      type: Colour
    ///      presence: optional
    /// -  2d_code:
    /// -    type: string
    /// -    presence: optional
    /// +  2d_code:
    /// +    rust_name: code_2d
    /// +    type: string
    /// +    presence: optional
    /// ```
    ///
    /// ## What to do
    ///
    /// Give it a `rust_name:` as Rust writes such names; the wire keeps its own.
    BAD_NAME = "bad-name";

    /// Two things would get one Rust name.
    ///
    /// Two different names of the wire become one in Rust, as `depth` and `Depth` do, or one meets
    /// a name that every enum or builder has.
    ///
    /// ## Why it matters
    ///
    /// One of the two would have to be renamed, and a generator that chooses which would break
    /// users when a third comes.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    ///      type: Colour
    ///      presence: optional
    /// -  Depth:
    /// -    type: string
    /// -    presence: optional
    /// +  Depth:
    /// +    rust_name: printed_depth
    /// +    type: string
    /// +    presence: optional
    /// ```
    ///
    /// ## What to do
    ///
    /// Give one of them a `rust_name:`. An enum that several pages define with the same values is
    /// one type already; where the values differ, define it once in `service.yaml`, or rename one.
    /// Both places are shown.
    NAME_COLLISION = "name-collision";

    /// Two definitions where there can be only one.
    ///
    /// Two operations, types, rules, headers or common error rows of one name, or two operations
    /// with one method and path.
    ///
    /// ## Why it matters
    ///
    /// A reference could mean either. Two operations with one path are most often a copy that was
    /// not finished.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        - colour
    ///        - depth
    /// -  - id: plain
    /// -    server: true
    /// -    doc: The painter is known.
    /// +  - id: known_painter
    /// +    server: true
    /// +    doc: The painter is known.
    /// ```
    ///
    /// ## What to do
    ///
    /// Rename or delete one of the two. Types of one name that differ by page stand in the
    /// operations' own files, with a `rust_name:` where they meet.
    DUPLICATE_DEFINITION = "duplicate-definition";

    /// A reference to a type that nobody defines.
    ///
    /// A type is named that no file in sight defines.
    ///
    /// ## Why it matters
    ///
    /// An operation sees the types of its own file and those of its service, in the direction in
    /// which they are needed.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    /// -    type: Color
    /// +    type: Colour
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the name, or define the type below `types:`. A type of `response_types:` is not
    /// there for a request.
    UNKNOWN_TYPE = "unknown-type";

    /// A reference to a field that is not there.
    ///
    /// A condition, rule or idempotency key names a field that its object or message does not have.
    ///
    /// ## Why it matters
    ///
    /// The condition would never hold, and nobody would notice.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -idempotency_key: out_reqest_no
    /// +idempotency_key: out_request_no
    /// ```
    ///
    /// ## What to do
    ///
    /// Use the wire's name of a field of the same object; `$.name` for one of the message, `outside
    /// …` for what is not in the message at all.
    UNKNOWN_FIELD = "unknown-field";

    /// A reference to an enum value that is not there.
    ///
    /// A condition or rule names a value that the enum does not list.
    ///
    /// ## Why it matters
    ///
    /// Enums are open for the server, and closed for the spec: a misspelt value would make a
    /// condition that never holds.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        required_when:
    /// -        colour: DARKK
    /// +        colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the value, or add it to the enum if the page shows it.
    UNKNOWN_VALUE = "unknown-value";

    /// A reference to something else that is not there.
    ///
    /// A host, a common error row, a page below `from:`, or a service file that is not there. Of a
    /// page it is a warning: somebody may know it who has not transcribed it yet.
    ///
    /// ## Why it matters
    ///
    /// What is said elsewhere must be found there, or it says nothing.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -hosts: mian
    /// +hosts: main
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the name. Hosts and common rows are those of the api file; `from:` names an
    /// operation of the same service and `.request` or `.response`, or any source that has a
    /// `grade:`.
    UNKNOWN_REFERENCE = "unknown-reference";
}
