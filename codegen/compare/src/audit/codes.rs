//! What `audit` reports: how page and spec differ.

use wechatpay_codegen::diagnostic::Code;

/// Declares constants and their list. The doc comment of each is the page that `--explain` prints,
/// its first line the summary.
macro_rules! declare_codes {
    ($($(#[doc = $line:literal])+ $constant:ident = $name:literal;)+) => {
        $(
            $(#[doc = $line])+
            pub const $constant: Code = Code::new($name, concat!($($line, "\n"),+));
        )+

        /// All of them, in the order of the audit's work.
        pub const CODES: &[Code] = &[$($constant),+];
    };
}

declare_codes! {
    /// A page names no operation, or one that the spec does not have.
    ///
    /// A page names no operation, or one that the spec does not have.
    ///
    /// ## Why it matters
    ///
    /// The audit finds the operation by the method and path that the page prints; without one it
    /// compares nothing.
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
    /// Transcribe the page, or correct `method:` and `path:`. Only documentation pages of APIv3 can
    /// be audited.
    PAGE_OPERATION = "page-operation";

    /// A text of a page that the audit could not read or place.
    ///
    /// A text of a page that the audit could not read or place.
    ///
    /// ## Why it matters
    ///
    /// What it cannot place it cannot compare, and silence would look like agreement.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  a line between two tables that belongs to neither
    /// ```
    ///
    /// ## What to do
    ///
    /// See whether the page was saved whole, as text or as HTML. If the page has a new form, the
    /// audit has to learn it.
    PAGE_UNREAD = "page-unread";

    /// Title, date, host, limit or another fact that a page states once is not the spec's.
    ///
    /// Title, date, host, audience, rate limit or another fact that a page states once is not the
    /// spec's.
    ///
    /// ## Why it matters
    ///
    /// Such facts stand in the documentation, and the rate limit paces calls.
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
    /// Correct the spec. A new date means that the page has changed: compare all of it.
    PAGE_FACT = "page-fact";

    /// Only one of page and spec has a type.
    ///
    /// Only one of page and spec has a type.
    ///
    /// ## Why it matters
    ///
    /// The Java and Go listings name every object and enum; a type that only one side has was
    /// missed or invented.
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
    /// Add it, or delete it; a shape with two names has the other one in `also_called:`.
    PAGE_TYPE = "page-type";

    /// Only one of page and spec has a field.
    ///
    /// Only one of page and spec has a field.
    ///
    /// ## Why it matters
    ///
    /// A field that is missing cannot be sent; one that is too much is refused.
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
    /// Add it where the page has it, in its order, or delete it.
    PAGE_FIELD = "page-field";

    /// A field has another type on the page.
    ///
    /// A field has another type on the page.
    ///
    /// ## Why it matters
    ///
    /// The server refuses a number where it wants a text.
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
    /// Take the type of the field table; tell in a note what the listings say differently.
    PAGE_FIELD_TYPE = "page-field-type";

    /// A field travels in the body on one side only.
    ///
    /// A field travels in the body on one side only.
    ///
    /// ## Why it matters
    ///
    /// A path value in the body, or the other way round, is refused.
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
    /// Move it below `parameters: path:`, `query:` or `header:`, or below `body:`.
    PAGE_PLACE = "page-place";

    /// A field has another presence on the page.
    ///
    /// A field has another presence on the page.
    ///
    /// ## Why it matters
    ///
    /// Presence decides what compiles: a field that is wrongly required cannot be left out, and the
    /// other way round.
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
    /// Take the page's tag. Coverage a condition, `printed: required` tells that it prints 必填.
    PAGE_PRESENCE = "page-presence";

    /// A field or value has another label on the page.
    ///
    /// A field or value has another label on the page.
    ///
    /// ## Why it matters
    ///
    /// Users search the documentation by the page's own label.
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

    /// Only one of page and spec has a value of an enum.
    ///
    /// Only one of page and spec has a value of an enum.
    ///
    /// ## Why it matters
    ///
    /// A value that is not listed has no name in Rust.
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
    /// Add or delete it.
    PAGE_VALUE = "page-value";

    /// Things stand in another order on the page.
    ///
    /// Things stand in another order on the page.
    ///
    /// ## Why it matters
    ///
    /// A reviewer holds one coverage the other, and the generated code keeps the order.
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
    /// Put them in the page's order.
    PAGE_ORDER = "page-order";

    /// An error row diagnostic, or only one of page and spec has it.
    ///
    /// An error row diagnostic, or only one of page and spec has it.
    ///
    /// ## Why it matters
    ///
    /// Rows become the operation's error codes and their remedies.
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
    /// Correct the row; one code may stand in several rows.
    PAGE_ERROR_ROW = "page-error-row";

    /// A printed sample diagnostic.
    ///
    /// A printed sample diagnostic.
    ///
    /// ## Why it matters
    ///
    /// Samples become the examples that users copy.
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
    /// Copy the sample as it is printed. A sample of our own says `ours: true`.
    PAGE_SAMPLE = "page-sample";

    /// A text of the page and its fingerprint do not belong together.
    ///
    /// A text of the page and its fingerprint do not belong together.
    ///
    /// ## Why it matters
    ///
    /// The page's sentence has changed, or another one was read.
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
    /// Read the sentence again, correct what the spec says of it, and then the fingerprint;
    /// `spec/README.md` tells how to make one.
    PAGE_FINGERPRINT = "page-fingerprint";

    /// A limit, condition, default, unit or rule diagnostic, or only one of page and spec has it.
    ///
    /// A limit, condition, default, unit or rule is not the same in spec and page, or only one of
    /// them has it.
    ///
    /// ## Why it matters
    ///
    /// Limits and conditions are checked before a request is sent: a wrong one refuses good calls.
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
    /// Take the page's number. What another page says goes below `from:`.
    PAGE_LIMIT = "page-limit";

    /// A word of the page limits or asks something, and nothing in the spec stands for it.
    ///
    /// A word of the page limits or asks something, and nothing in the spec stands for it.
    ///
    /// ## Why it matters
    ///
    /// Conditions hide in sentences; one that is missed costs a user a PARAM_ERROR.
    ///
    /// ## Example
    ///
    /// ```text
    /// page:  深色卡片仅限VIP
    /// spec:  (nothing with this sentence's fingerprint)
    /// ```
    ///
    /// ## What to do
    ///
    /// Transcribe it as a limit, condition, rule, `remarks:` or `server:`; where no key fits, waive
    /// the words with a reason.
    PAGE_PROSE = "page-prose";
}
