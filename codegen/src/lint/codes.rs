//! What is judged.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A key that the language has, but not here.
    ///
    /// A key that the language has, beside others that it does not go with: `rules:` of an enum,
    /// `set_by:` of a field of the body, `selects:` of a parameter.
    ///
    /// ## Why it matters
    ///
    /// It would be ignored here. Often it shows that something else was meant than was written.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    Colour:
    /// -    rules:
    /// -      - server: true
    /// -        doc: The server asks more.
    ///      values:
    /// ```
    ///
    /// ## What to do
    ///
    /// Delete it, or move it to where it belongs; `spec/README.md` tells of each key where that is.
    MISPLACED_KEY = "misplaced-key";

    /// The page describes something, and the spec does not.
    ///
    /// The page describes something, as its fingerprint tells, and the spec does not; or a rule for
    /// the server alone says nothing.
    ///
    /// ## Why it matters
    ///
    /// Users would be told that the page has no description, which is not so. A condition or a
    /// limit may be all that the page says; its fingerprint is then that of the condition, and
    /// nothing is missing. For a field or value this is a warning: generation goes on.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    ///      type: Colour
    ///      presence: optional
    /// -    fingerprint: 60f81420
    /// +    doc: The colour that the card gets.
    /// +    fingerprint: 60f81420
    /// ```
    ///
    /// ## What to do
    ///
    /// Say it in our own words below `doc:`. If the page really has only a label, leave the
    /// fingerprint out: a missing `doc:` without a fingerprint says that the page is silent.
    MISSING_DOC = "missing-doc";

    /// A word, number, date or other value that is not written as it must be.
    ///
    /// A word, number, date, rate limit, alphabet or fingerprint that is not written as the
    /// language writes it.
    ///
    /// ## Why it matters
    ///
    /// A value that is nearly right would be read as something else, or silently as nothing.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    page: 卡片上色
    /// -  updated: 2026-02-31
    /// +  updated: 2026-01-31
    /// ```
    ///
    /// ## What to do
    ///
    /// Write it as the message says. Numbers have decimal digits only, dates are days that the
    /// calendar has, words are those of `spec/README.md`.
    BAD_VALUE = "bad-value";

    /// A type that nothing uses.
    ///
    /// No operation reaches this type.
    ///
    /// ## Why it matters
    ///
    /// It costs readers time, and what it says is compared with no page. This is a warning:
    /// generation goes on.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    Card:
    ///      fields:
    ///        colour:
    ///          type: Colour
    ///          presence: required
    /// -  Brush:
    /// -    values:
    /// -      THIN: Thin.
    /// ```
    ///
    /// ## What to do
    ///
    /// Name it in a field's `type:`, or delete it.
    UNUSED_TYPE = "unused-type";

    /// A type that contains itself by value.
    ///
    /// A struct contains itself, directly or by way of others, and no array stands between.
    ///
    /// ## Why it matters
    ///
    /// Such a value would never end, neither in memory nor as JSON.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    Card:
    ///      fields:
    /// -      back:
    /// -        type: Card
    /// -        presence: optional
    /// +      back:
    /// +        type: array[Card]
    /// +        presence: optional
    /// ```
    ///
    /// ## What to do
    ///
    /// Read the page again: most often the inner object is another one, or a list.
    RECURSIVE_TYPE = "recursive-type";

    /// A type that cannot stand in this place.
    ///
    /// A type that cannot stand in this place: an answer that is an enum, a path value that is a
    /// number, an object in a query.
    ///
    /// ## Why it matters
    ///
    /// There is no way to send or to read it.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      card_id:
    /// -      type: integer
    /// +      type: string
    /// ```
    ///
    /// ## What to do
    ///
    /// Path values are strings, queries have scalars and lists of them, headers one scalar, answers
    /// are structs, and only an enum selects.
    TYPE_MISFIT = "type-misfit";

    /// A path that no request could be sent to as it stands.
    ///
    /// A path that could not be sent as it stands: an empty segment, `..`, a brace without its
    /// partner, a host or a query in it.
    ///
    /// ## Why it matters
    ///
    /// HTTP clients rewrite such paths after they were signed, and the server refuses the
    /// signature.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -path: /v3/cards//{card_id}
    /// +path: /v3/cards/{card_id}
    /// ```
    ///
    /// ## What to do
    ///
    /// Write it as the page prints it, from `/v3` on, each parameter as a whole segment in braces.
    /// A `/` at its end is kept. Query parameters stand below `parameters: query:`.
    BAD_PATH = "bad-path";

    /// The path template and the path parameters disagree.
    ///
    /// The path has a `{name}` that no parameter describes, or the other way round, or one of them
    /// twice.
    ///
    /// ## Why it matters
    ///
    /// Each value of the path is a field of the request; one without the other cannot be filled in.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -path: /v3/cards/{card_no}
    /// +path: /v3/cards/{card_id}
    /// ```
    ///
    /// ## What to do
    ///
    /// Make the two agree; the names are the page's.
    PATH_MISMATCH = "path-mismatch";

    /// A header's name that HTTP does not allow, or that the runtime needs itself.
    ///
    /// A header that no caller can set: HTTP does not allow its name, or the runtime sets it on
    /// every request.
    ///
    /// ## Why it matters
    ///
    /// A second `Authorization` or `Content-Type` would break the signature or be dropped on the
    /// way.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///  parameters:
    /// -  header:
    /// -    Authorization:
    /// -      type: string
    /// -      presence: required
    /// +  header:
    /// +    Authorization:
    /// +      set_by: runtime
    /// +      type: string
    /// +      presence: required
    ///    path:
    /// ```
    ///
    /// ## What to do
    ///
    /// Write `set_by: runtime` where the page lists a header that the runtime sends.
    BAD_HEADER = "bad-header";

    /// What is said of when a field is there contradicts itself.
    ///
    /// What is said of when a field is there contradicts itself: two kinds of condition at once, a
    /// path value that may be left out, required fields of which only one may be given.
    ///
    /// ## Why it matters
    ///
    /// No request could keep both.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      presence:
    /// -      only_when:
    /// -        colour: DARK
    ///        required_when:
    ///          colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Keep what binds. If the page says both, record it in a note of the kind `contradiction`,
    /// with the side that we take.
    PRESENCE_CONFLICT = "presence-conflict";

    /// A condition or rule that refers to the very field that it is about.
    ///
    /// A field's presence depends on the field itself, or a rule asks the very field whose values
    /// it limits.
    ///
    /// ## Why it matters
    ///
    /// Such a condition says nothing that could be checked.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        required_when:
    /// -        depth: 3
    /// +        colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Name the field that decides. If the page says so of one field only, it is a limit, not a
    /// condition.
    SELF_REFERENCE = "self-reference";

    /// A condition asks something that its subject's type cannot answer.
    ///
    /// A condition asks something that the field's type cannot answer: `greater than` of a text, a
    /// word of a number, a value of an object.
    ///
    /// ## Why it matters
    ///
    /// It could never hold.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        required_when:
    /// -        colour: greater than 0
    /// +        colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Ask a number for `greater than N`, an enum, text, number or boolean for a value, and
    /// anything for `present` or `absent`.
    CONDITION_TYPE = "condition-type";

    /// A condition that can never hold.
    ///
    /// A condition that no message can fulfil: a number beyond its limit, the absence of what is
    /// required, or two parts that exclude each other, also by way of the presence of a field that
    /// is asked for.
    ///
    /// ## Why it matters
    ///
    /// What depends on it could never be sent, and a rule behind it would never be checked.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///          colour: DARK
    ///      max: 9
    /// -  gloss:
    /// -    type: boolean
    /// -    presence:
    /// -      required_when:
    /// -        depth: greater than 9
    /// +  gloss:
    /// +    type: boolean
    /// +    presence:
    /// +      required_when:
    /// +        depth: greater than 8
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the condition or the limit. All places that take part are shown. If the page
    /// contradicts itself, choose a side and add a note.
    NEVER_HOLDS = "never-holds";

    /// A condition that always holds.
    ///
    /// A condition that every message fulfils: that a required field is present, or has one of all
    /// its values.
    ///
    /// ## Why it matters
    ///
    /// The field is then simply `required`, or the page says something else than was read.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        required_when:
    /// -        out_request_no: present
    /// +        colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Write what the page says. If it does say so, write the presence without the condition.
    ALWAYS_HOLDS = "always-holds";

    /// A rule that could never be broken.
    ///
    /// A rule that no message can break: at most one of a single field, or a field allowed to have
    /// every value that it has.
    ///
    /// ## Why it matters
    ///
    /// It looks as if something were checked, and nothing is. Where every value is allowed, this is
    /// a warning: generation goes on.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      at_most_one_of:
    ///        - colour
    /// +      - depth
    /// ```
    ///
    /// ## What to do
    ///
    /// Complete it, or delete it.
    POINTLESS_RULE = "pointless-rule";

    /// A limit that contradicts its type or another limit.
    ///
    /// A limit that contradicts its type or another limit: items of a text, a lower bound above the
    /// upper one, none allowed at all, a default out of bounds.
    ///
    /// ## Why it matters
    ///
    /// No value could keep it, so that nobody could make the call.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      title: 请求单号
    /// -    min_chars: 60
    /// +    min_chars: 6
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the slip. If the page says both, leave out what cannot bind, and add a note of the
    /// kind `contradiction`.
    LIMIT_CONFLICT = "limit-conflict";

    /// The spec language has it, this generator does not emit it yet.
    ///
    /// The language has it, and this version of the generator does not emit it yet.
    ///
    /// ## Why it matters
    ///
    /// Nothing is dropped silently: a field whose value must be encrypted would otherwise be sent
    /// as it is.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    ///      type: Colour
    ///      presence: optional
    /// -    sensitive: encrypted
    /// ```
    ///
    /// ## What to do
    ///
    /// Leave it out for now, and the operation too if it cannot be called without it.
    NOT_EMITTED = "not-emitted";
}
