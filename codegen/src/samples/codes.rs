//! What `samples` reports.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A sample is not a JSON object.
    ///
    /// A sample is no JSON object, or one of its objects has a key twice.
    ///
    /// ## Why it matters
    ///
    /// A sample becomes an example that users copy; a parser of JSON would silently take the last
    /// of two values.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      request: |
    /// -      { "out_request_no": "paint_7", }
    /// +      { "out_request_no": "paint_7" }
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the JSON. If it is the page that prints it so, correct it here and say so in `notes:`.
    SAMPLE_JSON = "sample-json";

    /// A sample has something that the spec does not know, or lacks what must be there.
    ///
    /// A sample has a key that the spec does not know, or lacks what is required: in the body, in
    /// the path or in the query.
    ///
    /// ## Why it matters
    ///
    /// Either the sample or the field table was misread; or the page disagrees with itself, which
    /// users should learn.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      request: |
    /// -      { "out_reqest_no": "paint_7" }
    /// +      { "out_request_no": "paint_7" }
    /// ```
    ///
    /// ## What to do
    ///
    /// Look at both on the page. A field that only the sample shows is added with `presence:
    /// undocumented`, and a note of the kind `unlisted`.
    SAMPLE_FIELD = "sample-field";

    /// A value of a sample does not fit its field.
    ///
    /// A value of a sample has another type than its field, breaks a limit, or is none that the
    /// enum lists.
    ///
    /// ## Why it matters
    ///
    /// Whoever copies the sample would be refused before anything is sent.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      request: |
    /// -      { "out_request_no": "p_7" }
    /// +      { "out_request_no": "paint_7" }
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the slip. If the page prints it so, the limit was misread, or the page contradicts
    /// itself: add a note.
    SAMPLE_VALUE = "sample-value";

    /// A sample breaks a rule, or does not break one that it is said to break.
    ///
    /// A sample breaks a rule or condition, or is said to break one that it keeps.
    ///
    /// ## Why it matters
    ///
    /// The first sample that breaks nothing becomes the example in the documentation; those that
    /// break a rule are kept out, and must say so.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      request: |
    /// -      { "out_request_no": "paint_7", "colour": "DARK", "depth": 1 }
    /// +      { "out_request_no": "paint_7" }
    /// ```
    ///
    /// ## What to do
    ///
    /// If the page prints it so, write `breaks:` with the rule's `id:`, or the path of the field
    /// whose condition it breaks.
    SAMPLE_RULE = "sample-rule";
}
