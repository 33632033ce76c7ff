//! What `samples` reports.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A sample that is not a JSON object.
    ///
    /// The sample is not a JSON object, or one of its objects has a key twice.
    ///
    /// ## Why it matters
    ///
    /// A sample becomes an example that users copy. For a duplicate key, a JSON parser would
    /// silently use the last value.
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
    /// Correct the JSON. If the page prints it like this, correct it here and record that in
    /// `notes:`.
    SAMPLE_JSON = "sample-json";

    /// A sample with an unknown field, or without a required one.
    ///
    /// The sample has a key that the spec does not know, or it has no value for a required field of
    /// the body, path or query.
    ///
    /// ## Why it matters
    ///
    /// Either the sample or the field table was misread, or the page contradicts itself. Users
    /// should know about a contradiction.
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
    /// Check both on the page. If only the sample shows a field, add the field with
    /// `presence: undocumented`, and a note of the kind `unlisted`.
    SAMPLE_FIELD = "sample-field";

    /// A value in a sample that does not fit its field.
    ///
    /// The value has another type than its field, breaks a limit, or is not listed by the enum.
    ///
    /// ## Why it matters
    ///
    /// If a user copied the sample, the client would refuse the request before it is sent.
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
    /// Correct the mistake. If the page prints this value, either the limit was misread, or the
    /// page contradicts itself. In the second case, add a note.
    SAMPLE_VALUE = "sample-value";

    /// A sample that breaks a rule, or that wrongly claims to break one.
    ///
    /// The sample breaks a rule or condition without `breaks:`, or `breaks:` names a rule that the
    /// sample does not break.
    ///
    /// ## Why it matters
    ///
    /// The first sample that breaks no rule becomes the example in the documentation. Samples that
    /// break a rule do not appear there, and they must name the rule.
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
    /// If the page prints the sample like this, write `breaks:` with the `id:` of the rule, or with
    /// the path of the field whose condition the sample breaks.
    SAMPLE_RULE = "sample-rule";
}
