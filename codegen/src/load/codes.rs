//! What `load` reports: files and keys that cannot be read.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// An entry of the spec folder that is not read.
    ///
    /// An entry of the spec folder that is not read: a link, a pipe, a file without permission to
    /// read it, a YAML file with an unusual extension (errors), or a file that does not look like a
    /// part of the spec (a warning).
    ///
    /// ## Why it matters
    ///
    /// An endpoint whose file is not read would vanish from the generated code. A link could lead
    /// to a file outside the folder.
    ///
    /// ## Example
    ///
    /// ```text
    /// spec/busifavor/modify_budget.YAML
    /// spec/busifavor/modify_budget.yaml.txt
    /// spec/busifavor/notes.txt
    /// ```
    ///
    /// ## What to do
    ///
    /// Give it a name that ends in `.yaml`, or move it out of the spec folder. Names that begin
    /// with `.` or end with `~` are skipped; so are `README.md` and `schema.json` in the spec
    /// folder itself. Replace a link with what it leads to.
    UNREAD_FILE = "unread-file";

    /// A file or folder with a name that not every system can have.
    ///
    /// A file or folder of the spec with a name that not every system can have.
    ///
    /// ## Why it matters
    ///
    /// Names of files stand in generated code. A name that Windows keeps for a device, such as
    /// `aux`, cannot be checked out there; of two names that differ in upper and lower case only,
    /// macOS and Windows keep one.
    ///
    /// ## Example
    ///
    /// ```text
    /// spec/aux/service.yaml
    /// spec/busifavor/modify budget.yaml
    /// spec/busifavor/Modify_budget.yaml and spec/busifavor/modify_budget.yaml
    /// ```
    ///
    /// ## What to do
    ///
    /// Choose a name of ASCII letters, digits, `_` and `-` that begins with a letter or digit.
    FILE_NAME = "file-name";

    /// The file is not UTF-8.
    ///
    /// A file has bytes that are no UTF-8. `\xFF` stands for such a byte below.
    ///
    /// ## Why it matters
    ///
    /// What one editor shows as 卡 another would show as something else, and the wire has UTF-8
    /// alone.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -title: \xFF\xFE
    /// +title: 卡片上色
    /// ```
    ///
    /// ## What to do
    ///
    /// Save the file as UTF-8. Text that was copied from a page in GBK has to be copied again, from
    /// a browser.
    NOT_UTF8 = "not-utf8";

    /// A control or bidirectional character that could hide what a line says.
    ///
    /// A tab, a control character, or one that is invisible or turns the direction of text.
    /// `\u{202E}` stands for such a one below.
    ///
    /// ## Why it matters
    ///
    /// A reviewer would read another line than the generator does. Rust refuses some of these
    /// characters in comments, too.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -title: 卡片\u{202E}上色
    /// +title: 卡片上色
    /// ```
    ///
    /// ## What to do
    ///
    /// Delete it; indent with spaces, two a level. Text that was copied from a web page often
    /// brings such characters along.
    CONTROL_CHARACTER = "control-character";

    /// The YAML parser could not read the file.
    ///
    /// The text is not YAML: a quote or bracket that is never closed, an indent that fits no level,
    /// a `: ` in a plain text.
    ///
    /// ## Why it matters
    ///
    /// A parser that guesses would read something that nobody wrote. The rest of the file is not
    /// read, so that more may be found once this is fixed.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -doc: "Paints a card.
    /// +doc: Paints a card.
    /// ```
    ///
    /// ## What to do
    ///
    /// Look at the place and the line above it. Put a text in quotes if it has `: ` or ` #`, or
    /// begins with `[`, `{`, `*`, `&`, `!`, `%`, `@` or a quote, or if it is `null`, `NULL` or `~`,
    /// which YAML reads as no value. Where a merge left its markers (`<<<<<<<`, `=======`,
    /// `>>>>>>>`), merge the two sides and delete the markers.
    YAML = "yaml";

    /// YAML that is right, and that this language does without.
    ///
    /// YAML that is right, and that this language does without: anchors, aliases, merge keys, tags,
    /// a second document.
    ///
    /// ## Why it matters
    ///
    /// A file is read beside the page that it transcribes. What is said in one place and meant in
    /// another, nobody can compare.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    /// -    type: &colour Colour
    /// +    type: Colour
    /// ```
    ///
    /// ## What to do
    ///
    /// Write the value out. What several fields or pages share is a named type, below `types:` or
    /// in `service.yaml`. One page, one file.
    YAML_FEATURE = "yaml-feature";

    /// A file that is larger, or nested deeper, than any spec needs to be.
    ///
    /// More levels or values than any spec needs: 64 levels, eight million values a file.
    ///
    /// ## Why it matters
    ///
    /// Reading takes time and memory by its size; what is larger than all of APIv3 is a slip, as a
    /// file that was copied into itself.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -title: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[卡片]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    /// +title: 卡片上色
    /// ```
    ///
    /// ## What to do
    ///
    /// Give what is nested a name of its own below `types:`, and each page a file of its own.
    TOO_LARGE = "too-large";

    /// A key stands twice in one map.
    ///
    /// A key stands twice in one map.
    ///
    /// ## Why it matters
    ///
    /// Of two values one would be dropped, and which one is the parser's secret.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      max: 9
    /// -    max: 10
    /// ```
    ///
    /// ## What to do
    ///
    /// Delete one of the two. If the page says both, keep the one that binds, and tell of the other
    /// below `notes:`.
    DUPLICATE_KEY = "duplicate-key";

    /// A key that the language does not have.
    ///
    /// A key that the language does not have in this place.
    ///
    /// ## Why it matters
    ///
    /// It would be ignored, and whoever wrote it believes that it does something.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    ///      type: Colour
    /// -    presense: optional
    /// +    presence: optional
    /// ```
    ///
    /// ## What to do
    ///
    /// Take the key that is proposed, or look it up in `spec/README.md`. For what has no key at all
    /// there are `doc:`, `remarks:` and `notes:`.
    UNKNOWN_KEY = "unknown-key";

    /// A key that must be there is not.
    ///
    /// A key that must be there is not.
    ///
    /// ## Why it matters
    ///
    /// Nothing is invented: without it there is nothing to generate from.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    depth:
    /// +    type: integer
    ///      presence:
    /// ```
    ///
    /// ## What to do
    ///
    /// Add it. Where the page is silent there is a way to say so: `presence: undocumented`, or a
    /// note of the kind `silent`.
    MISSING_KEY = "missing-key";

    /// A value of the wrong shape.
    ///
    /// A map where a text belongs, a list where a map belongs, a key without a value.
    ///
    /// ## Why it matters
    ///
    /// The value cannot be read as what it is to be.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -title: [卡片上色]
    /// +title: 卡片上色
    /// ```
    ///
    /// ## What to do
    ///
    /// `spec/README.md` shows each key with a value. Where the page says nothing, leave the key
    /// out.
    WRONG_SHAPE = "wrong-shape";

    /// What stands after `type:` is no type.
    ///
    /// What stands after `type:` is no type of the language.
    ///
    /// ## Why it matters
    ///
    /// The types are the page's own, few, and each is exact: numbers are 64 bits and signed, times
    /// are texts, and nothing has fractions.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    depth:
    /// -    type: int64
    /// +    type: integer
    /// ```
    ///
    /// ## What to do
    ///
    /// Write `string`, `string(32)`, `integer`, `boolean`, `array[Colour]`, or the name of a type
    /// below `types:`, which begins with a capital letter.
    BAD_TYPE = "bad-type";
}
