//! Lines that every page repeats and that state nothing about the operation.

use super::text::Slice;

/// By fingerprint, because a page's sentences do not belong here.
const LINES: [&str; 3] = [
    "ab19fe8e", // above the Java listing: which helper class it needs
    "531fa70b", // above the Go listing: which helper package it needs
    "f9eef2c6", // above the error table: where the general rules are
];

/// Whether a line is one of them.
pub(super) fn is_boilerplate(line: Slice<'_>) -> bool {
    LINES.contains(&line.fingerprint().as_str())
}
