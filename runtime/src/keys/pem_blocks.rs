//! Parses the blocks of a PEM file.
//!
//! Existing PEM libraries leave copies of the contents in memory. All copies that this module makes
//! are wiped when they are dropped.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};
use zeroize::Zeroizing;

/// One decoded block.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    /// Whether a header says that the block is encrypted (RFC 1421).
    pub(crate) is_encrypted: bool,
    pub(crate) contents: Zeroizing<Vec<u8>>,
}

/// The reason why a block cannot be decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Damage<'a> {
    /// The block is not UTF-8.
    Encoding,
    /// The first and the last line of the block do not match.
    Lines,
    /// The contents of the block are not Base64.
    Contents(&'a str),
}

/// Returns all complete blocks. Text between blocks and a last block without an end are ignored.
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

/// Decodes the Base64 of all lines that are not headers.
fn decoded(text: &str, base64: &GeneralPurpose) -> Option<Zeroizing<Vec<u8>>> {
    // The full capacity is reserved first, because a growing buffer would leave a copy in memory.
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

/// Decodes a text that contains nothing but Base64 (also the URL-safe form), such as a file in a
/// secret store.
///
/// Returns the contents as far as they can be decoded, and `None` for any other text.
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
    // A text that was cut off can still be recognized.
    let whole = standard.len() / 4 * 4;
    decoded(standard.get(..whole)?, &LENIENT).filter(|bytes| !bytes.is_empty())
}

fn split<'a>(text: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let start = find(text, separator)?;
    Some((&text[..start], &text[start + separator.len()..]))
}

/// The position of the first occurrence of `part`, which is not empty.
///
/// The search for the first byte runs separately, which is much faster: most of a file is Base64.
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
    fn the_first_occurrence_of_a_part_is_found() {
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
