//! The tokens of a listing in Java or Go, without its comments, and a cursor over them.

use super::lines;
use super::text::Slice;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, keyword or number.
    Word,
    /// A quoted text. The slice does not contain the quotes.
    Text,
    /// Any other character.
    Mark,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    /// The kind.
    pub(super) kind: Kind,
    /// The text and its location.
    pub(super) slice: Slice<'a>,
}

impl Token<'_> {
    /// Whether the token is this word or mark.
    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.slice.text == text
    }
}

/// All tokens of a listing.
pub(super) fn tokens(listing: Slice<'_>) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut in_block = false;
    for line in lines::split(listing, true) {
        let mut rest = line;
        while !rest.is_blank() {
            rest = rest.trim();
            if in_block {
                in_block = !rest.text.contains("*/");
                rest = rest.from(rest.text.find("*/").map_or(rest.text.len(), |end| end + 2));
            } else if rest.text.starts_with("//") {
                break;
            } else if rest.text.starts_with("/*") {
                in_block = true;
                rest = rest.from(2);
            } else {
                let (token, length) = token(rest);
                tokens.push(token);
                rest = rest.from(length);
            }
        }
    }
    tokens
}

/// The first token, and its length in bytes.
fn token(rest: Slice<'_>) -> (Token<'_>, usize) {
    let first = rest.text.chars().next().unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if is_word(first) {
        let end = rest.text.find(|c| !is_word(c)).unwrap_or(rest.text.len());
        let slice = rest.part(0..end);
        return (
            Token {
                kind: Kind::Word,
                slice,
            },
            end,
        );
    }
    let closing = matches!(first, '"' | '`').then(|| closing(rest.text, first));
    if let Some(end) = closing.flatten() {
        let (kind, slice) = (Kind::Text, rest.part(1..end));
        return (Token { kind, slice }, end + 1);
    }
    let end = first.len_utf8();
    let slice = rest.part(0..end);
    (
        Token {
            kind: Kind::Mark,
            slice,
        },
        end,
    )
}

/// The offset of the closing quote.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let mut inner = text.char_indices().skip(1);
    let (end, _) = inner.find(|(_, c)| {
        let closes = *c == quote && !escaped;
        escaped = *c == '\\' && quote == '"' && !escaped;
        closes
    })?;
    Some(end)
}

/// A cursor over tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t, 'a> {
    tokens: &'t [Token<'a>],
}

impl<'t, 'a> Cursor<'t, 'a> {
    pub(super) fn new(tokens: &'t [Token<'a>]) -> Self {
        Self { tokens }
    }

    /// The next token.
    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.first().copied()
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(*first)
    }

    /// Takes these words and marks, separated by spaces, or nothing.
    pub(super) fn take(&mut self, words: &str) -> Option<()> {
        let mut ahead = *self;
        for word in words.split(' ') {
            ahead.next().filter(|token| token.is(word))?;
        }
        *self = ahead;
        Some(())
    }

    /// Takes a word.
    pub(super) fn word(&mut self) -> Option<Slice<'a>> {
        self.kind(Kind::Word)
    }

    /// Takes a text.
    pub(super) fn text(&mut self) -> Option<Slice<'a>> {
        self.kind(Kind::Text)
    }

    fn kind(&mut self, kind: Kind) -> Option<Slice<'a>> {
        let token = self.peek().filter(|token| token.kind == kind)?;
        self.next();
        Some(token.slice)
    }

    /// Takes the tokens that `read` reads. If it reads nothing, takes nothing.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let value = read(&mut ahead)?;
        *self = ahead;
        Some(value)
    }

    /// Takes items with `read` up to a closing mark. Tokens that `read` cannot read go into
    /// `unread`.
    pub(super) fn items_until<T>(
        &mut self,
        closing: &str,
        unread: &mut Vec<Slice<'a>>,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Vec<T> {
        let mut items = Vec::new();
        while self.take(closing).is_none() {
            if let Some(item) = self.attempt(&read) {
                items.push(item);
            } else if let Some(token) = self.next() {
                unread.push(token.slice);
            } else {
                break;
            }
        }
        items
    }
}
