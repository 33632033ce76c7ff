//! The kinds of discrepancies that `audit` reports.

use wechatpay_codegen::diagnostic::Code;

/// Declares constants and their list. `--explain` prints the doc comment of a constant. The first
/// line is the summary.
macro_rules! declare_codes {
    ($($(#[doc = $line:literal])+ $constant:ident = $name:literal;)+) => {
        $(
            $(#[doc = $line])+
            pub const $constant: Code = Code::new($name, concat!($($line, "\n"),+));
        )+

        /// All codes, in the order of the comparison.
        pub const CODES: &[Code] = &[$($constant),+];
    };
}

declare_codes! {
    /// A page without an operation, or with an operation that the spec does not have.
    ///
    /// A page without an operation, or with an operation that the spec does not have.
    ///
    /// ## Why it matters
    ///
    /// The audit finds the operation by the method and path on the page. Without it, nothing is
    /// compared.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  请求方式：【PATCH】/v3/cards/{card_id}
    /// spec:  method: PATCH, path: /v3/cards/{card}
    /// ```
    ///
    /// ## What to do
    ///
    /// Transcribe the page, or correct `method:` and `path:` in the spec. Only documentation pages
    /// of APIv3 can be audited.
    PAGE_OPERATION = "page-operation";

    /// A text on a page that the audit could not read.
    ///
    /// A text on a page that the audit could not read.
    ///
    /// ## Why it matters
    ///
    /// The audit cannot compare a text that it could not read. Without this report, the text would
    /// seem to agree with the spec.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  a line between two tables that belongs to neither
    /// ```
    ///
    /// ## What to do
    ///
    /// Check whether the page was saved completely, as text or as HTML. If the page has a new
    /// layout, extend the audit.
    PAGE_UNREAD = "page-unread";

    /// A different title, date, host, limit or other single fact on the page.
    ///
    /// A title, date, host, audience, rate limit or other fact that a page states once is different
    /// in the spec.
    ///
    /// ## Why it matters
    ///
    /// These facts are part of the documentation. The client also uses the rate limit.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  更新时间：2025.08.04
    /// spec:  updated: 2025-08-01
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the spec. If the date is new, the page has changed: compare the whole page.
    PAGE_FACT = "page-fact";

    /// A type that only the page or only the spec has.
    ///
    /// A type that only the page or only the spec has.
    ///
    /// ## Why it matters
    ///
    /// The Java and Go listings name every object and enum. If only one side has a type, the type
    /// was forgotten or invented.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  class Painter { … }
    /// spec:  (no such type)
    /// ```
    ///
    /// ## What to do
    ///
    /// Add the type, or remove it. If the page has two names for one type, list the second name in
    /// `also_called:`.
    PAGE_TYPE = "page-type";

    /// A field that only the page or only the spec has.
    ///
    /// A field that only the page or only the spec has.
    ///
    /// ## Why it matters
    ///
    /// A field that is missing in the spec cannot be sent. A field that the server does not know is
    /// refused.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  depth  integer
    /// spec:  (no such field)
    /// ```
    ///
    /// ## What to do
    ///
    /// Add the field at the same position as on the page, or remove it.
    PAGE_FIELD = "page-field";

    /// A different type of a field on the page.
    ///
    /// A different type of a field on the page.
    ///
    /// ## Why it matters
    ///
    /// The server refuses a value of another type, for example a number instead of a text.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  depth  string(8)
    /// spec:  type: integer
    /// ```
    ///
    /// ## What to do
    ///
    /// Use the type of the field table. If the listings have another type, describe the difference
    /// in a note.
    PAGE_FIELD_TYPE = "page-field-type";

    /// A field that is in the body only on the page or only in the spec.
    ///
    /// A field that is in the body only on the page or only in the spec.
    ///
    /// ## Why it matters
    ///
    /// The server refuses a request with a path value in the body, or with a body field in the
    /// path.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  card_id  path 参数
    /// spec:  body: card_id: …
    /// ```
    ///
    /// ## What to do
    ///
    /// Move the field below `parameters: path:`, `query:` or `header:`, or below `body:`.
    PAGE_PLACE = "page-place";

    /// A different presence of a field on the page.
    ///
    /// A different presence of a field on the page.
    ///
    /// ## Why it matters
    ///
    /// The presence decides which code compiles. A field that is wrongly required cannot be left
    /// out, and a field that is wrongly optional can be forgotten.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  depth  选填
    /// spec:  presence: required
    /// ```
    ///
    /// ## What to do
    ///
    /// Use the presence of the page. If a conditional field has 必填 on the page, add `printed:
    /// required` to its condition.
    PAGE_PRESENCE = "page-presence";

    /// A different label of a field or value on the page.
    ///
    /// A different label of a field or value on the page.
    ///
    /// ## Why it matters
    ///
    /// Users search the documentation by the labels of the page.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  【颜色】
    /// spec:  title: 色
    /// ```
    ///
    /// ## What to do
    ///
    /// Copy the label, without 【】.
    PAGE_LABEL = "page-label";

    /// An enum value that only the page or only the spec has.
    ///
    /// An enum value that only the page or only the spec has.
    ///
    /// ## Why it matters
    ///
    /// A value that the spec does not list has no name in Rust.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  DARK, LIGHT, CLEAR
    /// spec:  DARK, LIGHT
    /// ```
    ///
    /// ## What to do
    ///
    /// Add the value, or remove it.
    PAGE_VALUE = "page-value";

    /// A different order on the page.
    ///
    /// A different order on the page.
    ///
    /// ## Why it matters
    ///
    /// A reviewer compares spec and page side by side. The generated code also keeps the order.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  colour, depth
    /// spec:  depth, colour
    /// ```
    ///
    /// ## What to do
    ///
    /// Use the order of the page.
    PAGE_ORDER = "page-order";

    /// An error row that differs, or that only the page or only the spec has.
    ///
    /// An error row that differs, or that only the page or only the spec has.
    ///
    /// ## Why it matters
    ///
    /// The error rows become the error codes of the operation, with their solutions.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  404  NOT_FOUND
    /// spec:  status: 400, code: NOT_FOUND
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the row. Several rows may have the same code.
    PAGE_ERROR_ROW = "page-error-row";

    /// A sample that differs from the page.
    ///
    /// A sample that differs from the page.
    ///
    /// ## Why it matters
    ///
    /// The samples become the examples that users copy.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  "depth": 3
    /// spec:  "depth": 30
    /// ```
    ///
    /// ## What to do
    ///
    /// Copy the sample as it is printed. If you wrote a sample yourself, add `ours: true` to it.
    PAGE_SAMPLE = "page-sample";

    /// A fingerprint that does not match the text of the page.
    ///
    /// A fingerprint that does not match the text of the page.
    ///
    /// ## Why it matters
    ///
    /// The page has changed, or the fingerprint belongs to another text.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  卡片的颜色，可修改
    /// spec:  fingerprint: 60f81420  (of 卡片的颜色)
    /// ```
    ///
    /// ## What to do
    ///
    /// Read the text again. Correct the spec first, and then the fingerprint: `cargo xtask audit
    /// PAGE --fix=page-fingerprint` writes it.
    PAGE_FINGERPRINT = "page-fingerprint";

    /// A limit, condition, default, unit or rule that differs from the page.
    ///
    /// A limit, condition, default, unit or rule differs, or only the page or only the spec has it.
    ///
    /// ## Why it matters
    ///
    /// The client checks limits and conditions before it sends a request. A wrong limit refuses
    /// correct calls.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  最小值 1，最大值 9
    /// spec:  max: 8
    /// ```
    ///
    /// ## What to do
    ///
    /// Use the value of the page. If the value comes from another page, write it below `from:`.
    PAGE_LIMIT = "page-limit";

    /// A trigger phrase on the page that nothing in the spec covers.
    ///
    /// A trigger phrase shows that a sentence states a limit or a requirement. Nothing in the spec
    /// covers this phrase.
    ///
    /// ## Why it matters
    ///
    /// Sentences may contain conditions. If the spec misses one, users get a PARAM_ERROR.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  深色卡片仅限VIP
    /// spec:  (nothing with the fingerprint of this sentence)
    /// ```
    ///
    /// ## What to do
    ///
    /// Transcribe the sentence as a limit, condition or rule, or below `remarks:` or `server:`. If
    /// no key can express it, waive the phrase with a reason.
    PAGE_PROSE = "page-prose";
}
