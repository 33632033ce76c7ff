//! A text in which wide characters are replaced by their narrow forms.

use std::ops::Range;

/// A text with narrow digits, letters and punctuation, and the offset of each byte in the original
/// text.
#[derive(Debug)]
pub(super) struct Folded {
    /// The text.
    pub(super) text: String,
    offsets: Vec<usize>,
}

impl Folded {
    pub(super) fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut offsets = Vec::with_capacity(original.len() + 1);
        for (start, c) in original.char_indices() {
            let c = narrow(c);
            text.push(c);
            offsets.extend(std::iter::repeat_n(start, c.len_utf8()));
        }
        offsets.push(original.len());
        Self { text, offsets }
    }

    /// The range of the original text.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let offset = |byte: usize| self.offsets.get(byte).copied().unwrap_or_default();
        offset(range.start)..offset(range.end)
    }
}

/// The narrow form of a character.
pub(super) fn narrow(c: char) -> char {
    match c {
        '！'..='～' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        '–' | '—' | '−' | '‐' | '‑' => '-',
        '〜' | '∼' => '~',
        '“' | '”' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' => '\'',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_the_narrow_text_are_ranges_of_the_original() {
        let original = "取值范围：１–９。";
        let folded = Folded::new(original);
        assert_eq!(folded.text, "取值范围:1-9。");
        let start = folded.text.find('1').unwrap();
        let range = folded.original(&(start..start + 3));
        assert_eq!(original.get(range), Some("１–９"));
    }
}
