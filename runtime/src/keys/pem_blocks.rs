//! The blocks of a PEM file. The libraries for it leave copies of what they read in memory;
//! whatever is copied here is wiped when it is dropped.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};
use zeroize::Zeroizing;

/// One block, decoded.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    /// Whether a header says that it is encrypted (RFC 1421).
    pub(crate) is_encrypted: bool,
    pub(crate) contents: Zeroizing<Vec<u8>>,
}

/// What is wrong with a block.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Damage<'a> {
    /// It is not UTF-8.
    Encoding,
    /// Its first line and its last do not belong together.
    Lines,
    /// Its contents are not Base64.
    Contents(&'a str),
}

/// Every whole block. What stands between them is passed over, and so is a last one without an end.
pub(crate) fn blocks(file: &[u8]) -> Result<Vec<Block<'_>>, Damage<'_>> {
    let mut blocks = Vec::new();
    let mut rest = file;
    while let Some((block, after)) = next_block(rest)? {
        blocks.push(block);
        rest = after;
    }
    Ok(blocks)
}

fn next_block(file: &[u8]) -> Result<Option<(Block<'_>, &[u8])>, Damage<'_>> {
    let parts = (|| {
        let (_, rest) = split(file, b"-----BEGIN ")?;
        let (label, rest) = split(rest, b"-----")?;
        let (text, rest) = split(rest, b"-----END ")?;
        let (end, rest) = split(rest, b"-----")?;
        Some((label, text, end, rest))
    })();
    let Some((label, text, end, rest)) = parts else {
        return Ok(None);
    };
    let label = std::str::from_utf8(label).map_err(|_| Damage::Encoding)?;
    let text = std::str::from_utf8(text).map_err(|_| Damage::Encoding)?;
    if label.as_bytes() != end || label.is_empty() {
        return Err(Damage::Lines);
    }
    let is_header = |line: &&str| line.contains(':');
    let headers = || text.lines().filter(is_header);
    let block = Block {
        label,
        is_encrypted: headers().any(|header| header.contains("ENCRYPTED")),
        contents: decoded(text, &general_purpose::STANDARD).ok_or(Damage::Contents(text))?,
    };
    Ok(Some((block, rest)))
}

/// The Base64 of the lines that are no headers.
fn decoded(text: &str, base64: &GeneralPurpose) -> Option<Zeroizing<Vec<u8>>> {
    // With room for all of it from the start: what grows leaves a copy behind.
    let mut characters = Zeroizing::new(String::with_capacity(text.len()));
    for line in text.lines().filter(|line| !line.contains(':')) {
        characters.extend(line.chars().filter(|character| !character.is_whitespace()));
    }
    let mut bytes = Zeroizing::new(vec![0; characters.len() / 4 * 3 + 3]);
    let length = base64
        .decode_slice(characters.as_bytes(), &mut bytes)
        .ok()?;
    bytes.truncate(length);
    Some(bytes)
}

/// What a text is that is nothing but Base64 (or the URL-safe form of it), such as a file in a
/// secret store: its contents, so far as they go. `None` for anything else.
pub(crate) fn only_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let text = std::str::from_utf8(text).ok()?;
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\u{FEFF}'));
    let mut standard = Zeroizing::new(String::with_capacity(text.len()));
    standard.extend(
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '-' => '+',
                '_' => '/',
                c => c,
            }),
    );
    // A text that was cut off still tells what it was.
    let whole = standard.len() / 4 * 4;
    decoded(standard.get(..whole)?, &LENIENT).filter(|bytes| !bytes.is_empty())
}

fn split<'a>(text: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let start = find(text, at)?;
    Some((&text[..start], &text[start + at.len()..]))
}

/// Where a part that is not empty begins for the first time. Its first byte is searched on its own,
/// which is faster by far: most of a file is Base64.
pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    let first = *part.first()?;
    let mut start = 0;
    loop {
        start += text[start..].iter().position(|byte| *byte == first)?;
        if text[start..].starts_with(part) {
            return Some(start);
        }
        start += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_occurrence_of_a_marker_is_found() {
        for (text, part, at) in [
            ("-----BEGIN A", "-----BEGIN ", Some(0)),
            ("------BEGIN A", "-----BEGIN ", Some(1)),
            ("--a-----", "-----", Some(3)),
            ("aab aaab", "aaab", Some(4)),
            ("abab", "ab", Some(0)),
            ("ab", "b", Some(1)),
            ("----", "-----", None),
            ("a-----BEGI", "-----BEGIN ", None),
            ("", "a", None),
            ("a", "", None),
        ] {
            assert_eq!(find(text.as_bytes(), part.as_bytes()), at, "{text} {part}");
        }
    }
}
