//! Lines that all pages share and that state nothing about the operation.

use super::text::Slice;

/// Fingerprints of the lines, because the code contains no sentences of pages.
const LINES: [&str; 3] = [
    "ab19fe8e", // above the Java listing: the required helper class
    "531fa70b", // above the Go listing: the required helper package
    "f9eef2c6", // above the error table: a reference to the general rules
];

/// Whether a line is boilerplate.
pub(crate) fn is_boilerplate(line: Slice<'_>) -> bool {
    LINES.contains(&line.fingerprint().as_str())
}
