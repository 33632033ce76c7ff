//! What `load` reports: files and keys that cannot be read.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// An entry of the spec folder that is not read.
    ///
    /// Errors: a link, a pipe, a file that the generator may not read, or a YAML file with an
    /// unusual extension. A warning: a file that does not look like a part of the spec.
    ///
    /// ## Why it matters
    ///
    /// If the generator did not read the file of an endpoint, the generated code would not have the
    /// endpoint. A link could lead to a file outside the folder.
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
    /// Give the file a name that ends in `.yaml`, or move it out of the spec folder. The generator
    /// skips names that begin with `.` or end with `~`. In the spec folder itself it also skips
    /// `README.md` and `schema.json`. Replace a link with the file or folder to which it leads.
    UNREAD_FILE = "unread-file";

    /// A file or folder name that some systems do not allow.
    ///
    /// A file or folder of the spec has a name that some systems do not allow.
    ///
    /// ## Why it matters
    ///
    /// The names of files appear in generated code. Windows reserves names such as `aux` for
    /// devices, so it cannot check out a file of that name. If two names differ only in upper and
    /// lower case, macOS and Windows keep one of the files.
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

    /// A file that is not UTF-8.
    ///
    /// The file has bytes that are not UTF-8. In the example, `\xFF` is such a byte.
    ///
    /// ## Why it matters
    ///
    /// Editors would show the same bytes as different characters. WeChat Pay's messages are always
    /// UTF-8.
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
    /// Save the file as UTF-8. If you copied text from a page in GBK, copy it again from a browser.
    NOT_UTF8 = "not-utf8";

    /// A control or bidirectional character that can hide what a line says.
    ///
    /// The file has a tab, a control character, an invisible character, or a character that changes
    /// the direction of text. In the example, `\u{202E}` is such a character.
    ///
    /// ## Why it matters
    ///
    /// A reviewer would see another line than the generator. Rust also refuses some of these
    /// characters in comments.
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
    /// Delete the character. Indent with two spaces per level. Text that you copy from a web page
    /// often contains such characters.
    CONTROL_CHARACTER = "control-character";

    /// A file that is not valid YAML.
    ///
    /// The YAML parser cannot read the file. Examples: a quote or bracket that is never closed, an
    /// indent that fits no level, a `: ` in a plain text.
    ///
    /// ## Why it matters
    ///
    /// A parser that guesses would read something that nobody wrote. The generator does not read
    /// the rest of the file. It may report more once this is fixed.
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
    /// Check this line and the line above. Put a text in quotes if it contains `: ` or ` #`, or if
    /// it begins with `[`, `{`, `*`, `&`, `!`, `%`, `@` or a quote. Also put `null`, `NULL` and `~`
    /// in quotes, which YAML reads as no value. If a merge left its markers (`<<<<<<<`, `=======`,
    /// `>>>>>>>`), merge the two sides and delete the markers.
    YAML = "yaml";

    /// An open question of a draft.
    ///
    /// A value or a comment contains the word `TODO`. `cargo xtask draft` writes it where it does
    /// not understand the page, and where the spec needs our own words.
    ///
    /// ## Why it matters
    ///
    /// What the page states there is not in the generated code, or its sentence would be published
    /// in place of our own.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -doc: "TODO line 2: 给卡片上色"
    /// +doc: Paints a card.
    /// ```
    ///
    /// ## What to do
    ///
    /// Read the page at the given line. Write what it states with the key that fits, or as a
    /// statement, and remove the `TODO`. If nothing follows from the sentence, remove the `TODO`,
    /// and waive the phrase that the audit reports.
    TODO = "todo";

    /// A YAML feature that the spec language does not use.
    ///
    /// The YAML is valid, but the spec language does not use this feature. Examples: anchors,
    /// aliases, merge keys, tags, a second document.
    ///
    /// ## Why it matters
    ///
    /// A reviewer compares a file with its page from top to bottom. That is not possible if text is
    /// written in one place and takes effect in another.
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
    /// Write the value out. If several fields or pages share it, define a named type below `types:`
    /// or in `service.yaml`. Each page has its own file.
    YAML_FEATURE = "yaml-feature";

    /// A file that is larger, or nested deeper, than any spec needs to be.
    ///
    /// A file may have at most 64 levels and eight million values.
    ///
    /// ## Why it matters
    ///
    /// A larger file takes more time and memory. A file that is larger than all of APIv3 is most
    /// often a mistake, such as a file that was copied into itself.
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
    /// Define nested parts as named types below `types:`. Give each page its own file.
    TOO_LARGE = "too-large";

    /// A key that a map has twice.
    ///
    /// The same map has this key twice.
    ///
    /// ## Why it matters
    ///
    /// A parser would drop one of the two values without saying which.
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
    /// Delete one of the two keys. If the page states both values, keep the one that applies, and
    /// mention the other one below `notes:`.
    DUPLICATE_KEY = "duplicate-key";

    /// A key that the spec language does not have.
    ///
    /// The spec language does not have this key in this place.
    ///
    /// ## Why it matters
    ///
    /// The key would have no effect, although its author expects one.
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
    /// Use the key that the message proposes, or look it up in `spec/README.md`. If there is no key
    /// for a fact, describe it below `doc:`, `remarks:` or `notes:`.
    UNKNOWN_KEY = "unknown-key";

    /// A required key that is missing.
    ///
    /// A required key is missing.
    ///
    /// ## Why it matters
    ///
    /// The generator does not invent values, so it cannot generate code without this key.
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
    /// Add the key. If the page is silent, say so with `presence: undocumented` or with a note of
    /// the kind `silent`.
    MISSING_KEY = "missing-key";

    /// A value of the wrong shape.
    ///
    /// Examples: a map instead of a text, a list instead of a map, a key without a value.
    ///
    /// ## Why it matters
    ///
    /// The generator cannot read a value of this shape here.
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
    /// `spec/README.md` shows each key with a value. If the page says nothing, delete the key.
    WRONG_SHAPE = "wrong-shape";

    /// A `type:` that is not a type of the spec language.
    ///
    /// The value of `type:` is not a type of the spec language.
    ///
    /// ## Why it matters
    ///
    /// There are only a few types. They are those of the pages, and each is exact: numbers are
    /// signed 64-bit integers, times are texts, and no type has fractions.
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
    /// below `types:`. Such a name begins with a capital letter.
    BAD_TYPE = "bad-type";
}
