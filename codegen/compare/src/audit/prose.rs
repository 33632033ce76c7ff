//! Sentences of a page and the fingerprints that cover them.
//!
//! A saved page may join list items without punctuation. Then only a person sees where a sentence
//! ends. So a fingerprint may belong to any range of characters. Text that no fingerprint covers is
//! a discrepancy.

use sha2::{Digest as _, Sha256};

use wechatpay_codegen::source::{FileId, Span};

use super::text::{Slice, prefix};
use super::without_spaces::TextWithoutSpaces;

/// Maximum number of characters of a block in which any range may be covered. In longer blocks, a
/// range starts and ends at a break.
const MAX_SEARCHED_CHARS: usize = 600;

/// Maximum number of breaks of a block in which ranges may have any length.
const MAX_SEARCHED_BREAKS: usize = 200;

/// Maximum number of pieces between breaks in a range, if the block has more breaks and the range
/// does not start with the block.
const MAX_PIECES: usize = 8;

/// All blocks of prose on a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    blocks: Vec<Block>,
}

/// Consecutive lines that belong together, without white space.
#[derive(Clone, Debug)]
struct Block {
    file: FileId,
    /// Each character with its offset in the page.
    chars: Vec<(usize, char)>,
    /// For each character, whether a fingerprint covers it.
    covered: Vec<bool>,
    /// Indices of characters before which a sentence may start or end.
    breaks: Vec<usize>,
}

/// A text that no fingerprint covers.
#[derive(Debug)]
pub(super) struct Uncovered {
    /// The text, without white space.
    pub(super) text: String,
    /// The location.
    pub(super) span: Span,
}

impl Prose {
    /// Prose of a single block.
    pub(super) fn new(text: Slice<'_>) -> Self {
        let mut prose = Self::default();
        prose.open(text);
        prose
    }

    /// Splits the prose into its blocks.
    pub(super) fn split(&self) -> Vec<Self> {
        let blocks = self.blocks.iter();
        let single = |block: &Block| Self {
            blocks: vec![block.clone()],
        };
        blocks.map(single).collect()
    }

    /// The text of the first block.
    pub(super) fn without_spaces(&self) -> TextWithoutSpaces {
        let first = self.blocks.first();
        let (file, chars) = first.map_or((FileId::default(), &[][..]), |block| {
            (block.file, &block.chars[..])
        });
        TextWithoutSpaces::new(file, chars)
    }

    /// Starts a new block with a line.
    pub(super) fn open(&mut self, line: Slice<'_>) {
        if !line.is_blank() {
            self.blocks.push(Block::new(line));
        }
    }

    /// Adds a line to the last block.
    pub(super) fn join(&mut self, line: Slice<'_>) {
        match self.blocks.last_mut() {
            Some(block) => block.append(line),
            None => self.open(line),
        }
    }

    /// Covers the text with this fingerprint, and returns its place, if there is one.
    pub(crate) fn cover(&mut self, fingerprint: &str) -> Option<Span> {
        self.cover_sentence(fingerprint)
            .or_else(|| self.cover_range(fingerprint))
    }

    /// Like [`Self::cover`], but only for texts between breaks. This is fast and finds most texts.
    pub(super) fn cover_sentence(&mut self, fingerprint: &str) -> Option<Span> {
        self.cover_between(fingerprint, |block| block.breaks.clone())
    }

    /// Like [`Self::cover`], but for any range of characters.
    pub(super) fn cover_range(&mut self, fingerprint: &str) -> Option<Span> {
        self.cover_between(fingerprint, |block| {
            let length = block.chars.len();
            let first = if length <= MAX_SEARCHED_CHARS {
                0
            } else {
                length
            };
            (first..=length).collect()
        })
    }

    fn cover_between(
        &mut self,
        fingerprint: &str,
        breaks: fn(&Block) -> Vec<usize>,
    ) -> Option<Span> {
        let hash = u32::from_str_radix(fingerprint, 16).ok()?;
        let mut blocks = self.blocks.iter_mut();
        blocks.find_map(|block| {
            let (start, end) = block.find(hash, &breaks(block))?;
            block.covered.get_mut(start..end)?.fill(true);
            block.span(start, end)
        })
    }

    /// Whether a fingerprint covers the character at an offset of the page.
    pub(super) fn covers(&self, offset: usize) -> bool {
        let mut blocks = self.blocks.iter();
        blocks.any(|block| {
            // The offsets are sorted, because a page is read from top to bottom.
            let found = block
                .chars
                .binary_search_by_key(&offset, |(start, _)| *start);
            found.is_ok_and(|index| block.covered.get(index) == Some(&true))
        })
    }

    /// All texts that no fingerprint covers.
    pub(super) fn uncovered(&self) -> Vec<Uncovered> {
        self.blocks.iter().flat_map(Block::uncovered).collect()
    }
}

impl Block {
    fn new(line: Slice<'_>) -> Self {
        let mut block = Self {
            file: line.file,
            chars: Vec::new(),
            covered: Vec::new(),
            breaks: Vec::new(),
        };
        block.append(line);
        block
    }

    fn append(&mut self, line: Slice<'_>) {
        self.breaks.push(self.chars.len());
        for (index, c) in line.text.char_indices() {
            if c.is_whitespace() {
                continue;
            }
            self.chars.push((line.start + index, c));
            self.covered.push(false);
            if is_break(c) {
                // A sentence may end before or after the punctuation.
                self.breaks.extend([self.chars.len() - 1, self.chars.len()]);
            }
        }
        self.breaks.push(self.chars.len());
        self.breaks.sort_unstable();
        self.breaks.dedup();
    }

    /// The range between two breaks whose hash has this prefix.
    fn find(&self, hash: u32, breaks: &[usize]) -> Option<(usize, usize)> {
        let is_long = self.chars.len() > MAX_SEARCHED_CHARS && breaks.len() > MAX_SEARCHED_BREAKS;
        breaks.iter().enumerate().find_map(|(n, start)| {
            let mut hasher = Sha256::new();
            let mut from = *start;
            let pieces = if is_long && n > 0 {
                MAX_PIECES
            } else {
                breaks.len()
            };
            breaks.iter().skip(n + 1).take(pieces).find_map(|end| {
                hasher.update(self.text(from, *end));
                from = *end;
                let digest = hasher.clone().finalize();
                (prefix(&digest) == hash).then_some((*start, *end))
            })
        })
    }

    /// The place of some characters on the page.
    fn span(&self, start: usize, end: usize) -> Option<Span> {
        let (first, _) = self.chars.get(start)?;
        let (last, c) = self.chars.get(end.checked_sub(1)?)?;
        Some(Span {
            file: self.file,
            start: *first,
            end: last + c.len_utf8(),
        })
    }

    fn text(&self, start: usize, end: usize) -> String {
        let chars = self.chars.get(start..end).unwrap_or_default();
        chars.iter().map(|(_, c)| c).collect()
    }

    fn uncovered(&self) -> Vec<Uncovered> {
        let mut uncovered = Vec::new();
        let mut start = 0;
        for end in 0..=self.chars.len() {
            if self.covered.get(end).is_some_and(|covered| !covered) {
                continue;
            }
            uncovered.extend(self.uncovered_range(start, end));
            start = end + 1;
        }
        uncovered
    }

    /// A range without punctuation at its start. `None` if it contains only punctuation.
    fn uncovered_range(&self, start: usize, end: usize) -> Option<Uncovered> {
        let skipped = (start..end)
            .find(|index| self.chars.get(*index).is_some_and(|(_, c)| !is_break(*c)))?;
        let span = self.span(skipped, end)?;
        let text = self.text(skipped, end);
        Some(Uncovered { text, span })
    }
}

fn is_break(c: char) -> bool {
    matches!(
        c,
        '。' | ';' | '；' | '!' | '！' | '?' | '？' | ',' | '，' | ':' | '：' | '、' | '.'
    )
}

#[cfg(test)]
mod tests {
    use super::super::text::fingerprint;
    use super::*;

    fn prose(lines: &[&str]) -> Prose {
        let mut prose = Prose::default();
        for line in lines {
            prose.join(Slice::new(FileId::default(), line));
        }
        prose
    }

    fn uncovered(prose: &Prose) -> Vec<String> {
        prose
            .uncovered()
            .into_iter()
            .map(|uncovered| uncovered.text)
            .collect()
    }

    #[test]
    fn a_fingerprint_covers_one_or_several_sentences() {
        let mut prose = prose(&["甲乙。丙丁,戊 己。"]);
        assert!(prose.cover(&fingerprint("丙丁,戊己")).is_some());
        assert_eq!(uncovered(&prose), ["甲乙。"]);
        assert!(prose.cover(&fingerprint("甲乙。")).is_some());
        assert!(uncovered(&prose).is_empty());
    }

    #[test]
    fn a_fingerprint_covers_sentences_without_punctuation_between_them() {
        let mut prose = prose(&["甲乙", "丙丁戊己"]);
        assert!(prose.cover(&fingerprint("甲乙丙丁")).is_some());
        assert_eq!(uncovered(&prose), ["戊己"]);
        assert!(prose.cover(&fingerprint("乙甲")).is_none());
        assert!(prose.cover("no number").is_none());
    }

    #[test]
    fn a_long_block_is_covered_as_a_whole_or_by_short_sentences() {
        let line = "甲,乙。".repeat(2_000);
        let text = format!("{line}丙丁,戊。{line}");
        let mut whole = prose(&[&text]);
        assert!(whole.cover(&fingerprint("己庚")).is_none());
        assert!(whole.cover(&fingerprint(&text)).is_some());
        assert!(whole.covers(0) && whole.covers(text.len() - "。".len()));
        let mut short = prose(&[&text]);
        assert!(short.cover(&fingerprint("丙丁,戊。")).is_some());
        assert!(short.covers(line.len()));
        assert!(!short.covers(0) && !short.covers(line.len() + 1));
    }
}
