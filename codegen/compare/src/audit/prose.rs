//! Sentences of a page: which fingerprint is whose, and which sentence has none.
//!
//! Where a saved page joins list items without a mark between them, only a person sees where a sentence ends. So a fingerprint
//! may be that of any stretch; what no stretch covers is told.

use sha2::{Digest as _, Sha256};

use wechatpay_codegen::source::{FileId, Span};

use super::squeezed::Squeezed;
use super::text::{Slice, beginning};

/// A block longer than this is searched at its marks only.
const SEARCHED_WHOLE: usize = 600;

/// In a block with more marks than this, a stretch that does not begin with the block is short.
const MANY_MARKS: usize = 200;

/// From mark to mark, so many pieces are in a stretch of such a block.
const SHORT: usize = 8;

/// All blocks of a page that state something.
#[derive(Clone, Debug, Default)]
pub(super) struct Prose {
    blocks: Vec<Block>,
}

/// Lines that belong together, without white space.
#[derive(Clone, Debug)]
struct Block {
    file: FileId,
    /// Each character with its place in the page.
    chars: Vec<(usize, char)>,
    /// Which characters a fingerprint of the spec covers.
    covered: Vec<bool>,
    /// Before which characters a sentence may begin or end.
    marks: Vec<usize>,
}

/// A sentence that no fingerprint covers.
#[derive(Debug)]
pub(super) struct Bare {
    /// Its text, without white space.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Span,
}

impl Prose {
    /// A text that stands alone.
    pub(super) fn of(text: Slice<'_>) -> Self {
        let mut prose = Self::default();
        prose.open(text);
        prose
    }

    /// Each block on its own.
    pub(super) fn split(&self) -> Vec<Self> {
        let blocks = self.blocks.iter();
        let one = |block: &Block| Self {
            blocks: vec![block.clone()],
        };
        blocks.map(one).collect()
    }

    /// The first block's text.
    pub(super) fn squeezed(&self) -> Squeezed {
        let first = self.blocks.first();
        let (file, chars) = first.map_or((FileId::default(), &[][..]), |block| {
            (block.file, &block.chars[..])
        });
        Squeezed::of(file, chars)
    }

    /// Begins a new block with a line.
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

    /// Covers the stretch that has this fingerprint; false if there is none.
    pub(super) fn cover(&mut self, fingerprint: &str) -> bool {
        self.cover_sentence(fingerprint) || self.cover_stretch(fingerprint)
    }

    /// The same, for stretches from mark to mark; that is most of them, and quickly found.
    pub(super) fn cover_sentence(&mut self, fingerprint: &str) -> bool {
        self.cover_between(fingerprint, |block| block.marks.clone())
    }

    /// The same, for any stretch.
    pub(super) fn cover_stretch(&mut self, fingerprint: &str) -> bool {
        self.cover_between(fingerprint, |block| {
            let length = block.chars.len();
            let searched = if length <= SEARCHED_WHOLE { 0 } else { length };
            (searched..=length).collect()
        })
    }

    fn cover_between(&mut self, fingerprint: &str, marks: fn(&Block) -> Vec<usize>) -> bool {
        let Ok(wanted) = u32::from_str_radix(fingerprint, 16) else {
            return false;
        };
        let mut blocks = self.blocks.iter_mut();
        blocks.any(|block| {
            let found = block.find(wanted, &marks(block));
            let covered = found.and_then(|(start, end)| block.covered.get_mut(start..end));
            covered.map(|covered| covered.fill(true)).is_some()
        })
    }

    /// Whether a fingerprint covers what stands at a byte of the page.
    pub(super) fn covers(&self, at: usize) -> bool {
        let mut blocks = self.blocks.iter();
        blocks.any(|block| {
            // A page is read from top to bottom, so places are in order.
            let found = block.chars.binary_search_by_key(&at, |(place, _)| *place);
            found.is_ok_and(|index| block.covered.get(index) == Some(&true))
        })
    }

    /// What nothing covers.
    pub(super) fn bare(&self) -> Vec<Bare> {
        self.blocks.iter().flat_map(Block::bare).collect()
    }
}

impl Block {
    fn new(line: Slice<'_>) -> Self {
        let mut block = Self {
            file: line.file,
            chars: Vec::new(),
            covered: Vec::new(),
            marks: Vec::new(),
        };
        block.append(line);
        block
    }

    fn append(&mut self, line: Slice<'_>) {
        self.marks.push(self.chars.len());
        for (at, c) in line.text.char_indices() {
            if c.is_whitespace() {
                continue;
            }
            self.chars.push((line.start + at, c));
            self.covered.push(false);
            if is_mark(c) {
                // With the mark or without it.
                self.marks.extend([self.chars.len() - 1, self.chars.len()]);
            }
        }
        self.marks.push(self.chars.len());
        self.marks.sort_unstable();
        self.marks.dedup();
    }

    /// The stretch between two of the marks that has the fingerprint.
    fn find(&self, wanted: u32, marks: &[usize]) -> Option<(usize, usize)> {
        let is_long = self.chars.len() > SEARCHED_WHOLE && marks.len() > MANY_MARKS;
        marks.iter().enumerate().find_map(|(n, start)| {
            let mut hasher = Sha256::new();
            let mut from = *start;
            let pieces = if is_long && n > 0 { SHORT } else { marks.len() };
            marks.iter().skip(n + 1).take(pieces).find_map(|end| {
                hasher.update(self.text(from, *end));
                from = *end;
                let hash = hasher.clone().finalize();
                (beginning(&hash) == wanted).then_some((*start, *end))
            })
        })
    }

    fn text(&self, start: usize, end: usize) -> String {
        let chars = self.chars.get(start..end).unwrap_or_default();
        chars.iter().map(|(_, c)| c).collect()
    }

    fn bare(&self) -> Vec<Bare> {
        let mut bare = Vec::new();
        let mut start = 0;
        for end in 0..=self.chars.len() {
            if self.covered.get(end).is_some_and(|covered| !covered) {
                continue;
            }
            bare.extend(self.stretch(start, end));
            start = end + 1;
        }
        bare
    }

    /// A stretch without the marks before it; nothing if it is nothing but marks.
    fn stretch(&self, start: usize, end: usize) -> Option<Bare> {
        let skipped =
            (start..end).find(|at| self.chars.get(*at).is_some_and(|(_, c)| !is_mark(*c)))?;
        let (first, _) = self.chars.get(skipped)?;
        let (last, c) = self.chars.get(end.checked_sub(1)?)?;
        let span = Span {
            file: self.file,
            start: *first,
            end: last + c.len_utf8(),
        };
        let text = self.text(skipped, end);
        Some(Bare { text, span })
    }
}

fn is_mark(c: char) -> bool {
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

    fn bare(prose: &Prose) -> Vec<String> {
        prose.bare().into_iter().map(|bare| bare.text).collect()
    }

    #[test]
    fn a_fingerprint_covers_one_or_several_sentences() {
        let mut prose = prose(&["甲乙。丙丁,戊 己。"]);
        assert!(prose.cover(&fingerprint("丙丁,戊己")));
        assert_eq!(bare(&prose), ["甲乙。"]);
        assert!(prose.cover(&fingerprint("甲乙。")));
        assert!(bare(&prose).is_empty());
    }

    #[test]
    fn a_fingerprint_covers_sentences_without_punctuation_between_them() {
        let mut prose = prose(&["甲乙", "丙丁戊己"]);
        assert!(prose.cover(&fingerprint("甲乙丙丁")));
        assert_eq!(bare(&prose), ["戊己"]);
        assert!(!prose.cover(&fingerprint("乙甲")));
        assert!(!prose.cover("no number"));
    }

    #[test]
    fn a_long_block_is_covered_as_a_whole_or_by_short_sentences() {
        let line = "甲,乙。".repeat(2_000);
        let text = format!("{line}丙丁,戊。{line}");
        let mut whole = prose(&[&text]);
        assert!(!whole.cover(&fingerprint("己庚")));
        assert!(whole.cover(&fingerprint(&text)));
        assert!(whole.covers(0) && whole.covers(text.len() - "。".len()));
        let mut short = prose(&[&text]);
        assert!(short.cover(&fingerprint("丙丁,戊。")));
        assert!(short.covers(line.len()));
        assert!(!short.covers(0) && !short.covers(line.len() + 1));
    }
}
