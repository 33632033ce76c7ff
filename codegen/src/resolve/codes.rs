//! What `resolve` reports: names that refer to nothing, or that cannot be given.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A name that is not possible in Rust or in a file name.
    ///
    /// The generator cannot turn a wire name into a Rust name. Examples: it begins with a digit, it
    /// has characters outside ASCII, or generated code uses the name itself.
    ///
    /// ## Why it matters
    ///
    /// The generator never changes names silently, because users search for the names that the page
    /// prints. Keywords are allowed: they get a `_` at the end.
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
    /// Add a `rust_name:` in the style of Rust. The name in messages stays the same.
    BAD_NAME = "bad-name";

    /// Two items with the same Rust name.
    ///
    /// Two different wire names become the same Rust name, such as `depth` and `Depth`. Or a wire
    /// name becomes a name that every enum or builder has.
    ///
    /// ## Why it matters
    ///
    /// One of the two needs another name. If the generator chose which, a third item could change
    /// the names that users already use.
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
    /// Give one of them a `rust_name:`. If several pages define an enum with the same values, it is
    /// one type already. If the values differ, define the enum once in `service.yaml`, or rename
    /// one. The message shows both places.
    NAME_COLLISION = "name-collision";

    /// Two definitions where only one is possible.
    ///
    /// Two operations, types, rules, headers or common error rows have the same name. Or two
    /// operations have the same method and path.
    ///
    /// ## Why it matters
    ///
    /// A reference could mean either of them. Two operations with the same path are most often an
    /// unfinished copy.
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
    /// Rename or delete one of the two. If types of the same name differ by page, define them in
    /// the files of the operations, and add a `rust_name:` if both are in one module.
    DUPLICATE_DEFINITION = "duplicate-definition";

    /// A reference to a type that is not defined.
    ///
    /// The type is not defined in this file or in the `service.yaml` of the service.
    ///
    /// ## Why it matters
    ///
    /// An operation can use the types of its own file and of its service. A request can use types
    /// for requests, and a response can use types for responses.
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
    /// Correct the name, or define the type below `types:`. A request cannot use a type of
    /// `response_types:`.
    UNKNOWN_TYPE = "unknown-type";

    /// A reference to a field that does not exist.
    ///
    /// A condition, a rule or `idempotency_key:` names a field that its object or message does not
    /// have.
    ///
    /// ## Why it matters
    ///
    /// The condition would never be true, and nobody would notice.
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
    /// Use the wire name of a field of the same object. Write `$.name` for a field of the message,
    /// and `outside …` for something that is not in the message.
    UNKNOWN_FIELD = "unknown-field";

    /// A reference to an enum value that is not listed.
    ///
    /// A condition or rule names a value that the enum does not list.
    ///
    /// ## Why it matters
    ///
    /// The server may send values that an enum does not list, but the spec may use listed values
    /// only. A condition with a misspelled value would never be true.
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

    /// A reference to something else that does not exist.
    ///
    /// A host, a common error row, a page below `from:`, or a service file does not exist. An
    /// unknown page is only a warning, because the page may not have been transcribed yet.
    ///
    /// ## Why it matters
    ///
    /// The generator and the audit look up each reference. A reference to nothing has no effect.
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
    /// Correct the name. Hosts and common error rows are those of the api file. Below `from:`,
    /// write the name of an operation of the same service or of a service that it uses, with
    /// `.request` or `.response`, or any source that has a `grade:`.
    UNKNOWN_REFERENCE = "unknown-reference";

    /// Services that use each other.
    ///
    /// A service uses the types of another service that uses its own, directly or through other
    /// services; or a service uses itself.
    ///
    /// ## Why it matters
    ///
    /// The Cargo feature of a service turns on the features of the services that it uses. In a
    /// cycle, none of them could be used without the others, so they would be one service.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///  doc: Cards.
    /// -uses: cards
    /// ```
    ///
    /// ## What to do
    ///
    /// Delete one of the references. If both services need a type, define it in a service that
    /// both use.
    SERVICE_CYCLE = "service-cycle";
}
