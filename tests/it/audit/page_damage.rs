//! Every mutant of a page: one fact at a time is changed or dropped.

use std::ops::Range;

use super::fixture::Mutant;
use super::listing_damage;

/// All mutants of a page.
pub(crate) fn mutants(page: &str) -> Vec<Mutant> {
    let mut mutants = Mutants {
        page,
        all: Vec::new(),
    };
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        if line.starts_with("1curl") {
            mutants.curl(range);
        } else if line.starts_with("1{") {
            mutants.json(range);
        } else if line.starts_with("1package") {
            mutants.all.extend(listing_damage::mutants(page, range));
        } else {
            mutants.plain(range);
        }
    }
    mutants.rows();
    mutants.all
}

struct Mutants<'a> {
    page: &'a str,
    all: Vec<Mutant>,
}

impl Mutants<'_> {
    fn replace(&mut self, range: Range<usize>, with: &str, what: &str) {
        let old = &self.page[range.clone()];
        let text = format!(
            "{}{with}{}",
            &self.page[..range.start],
            &self.page[range.end..]
        );
        let line = self.page[..range.start].matches('\n').count() + 1;
        let what = format!("line {line}: {what} {old:?} -> {with:?}");
        self.all.push(Mutant { what, text });
    }

    fn change(&mut self, range: Range<usize>, what: &str) {
        let with = altered(&self.page[range.clone()]);
        self.replace(range, &with, what);
    }

    /// Swaps two ranges that do not overlap.
    fn swap(&mut self, first: Range<usize>, second: Range<usize>, what: &str) {
        let (one, two) = (&self.page[first.clone()], &self.page[second.clone()]);
        if one.trim() != two.trim() {
            let between = &self.page[first.end..second.start];
            self.replace(
                first.start..second.end,
                &format!("{two}{between}{one}"),
                what,
            );
        }
    }

    /// Every position of a piece within a range.
    fn find(&self, within: Range<usize>, piece: &str) -> Vec<usize> {
        let found = self.page[within.clone()].match_indices(piece);
        found.map(|(at, _)| within.start + at).collect()
    }

    /// The range from a position up to the next of these pieces.
    fn until(&self, from: usize, piece: &str) -> Range<usize> {
        let length = self.page[from..].find(piece).unwrap_or(0);
        from..from + length
    }

    /// A line of text or of a table: every word changed and dropped, and the whole line dropped.
    fn plain(&mut self, line: Range<usize>) {
        let text = &self.page[line.clone()];
        if !is_fact(text) {
            return;
        }
        for word in words(text) {
            let is_caption = ["注", "前置条件", "可选取值"].contains(&&text[word.clone()]);
            let word = line.start + word.start..line.start + word.end;
            self.change(word.clone(), "word");
            if !is_caption {
                self.replace(word, "", "word");
            }
        }
        // A list of values is also read without the word above it.
        let is_value_caption = text.trim() == "可选取值";
        if line.len() == "前置条件:".len() || is_value_caption {
            return;
        }
        self.replace(
            line.start..(line.end + 1).min(self.page.len()),
            "",
            "dropped line",
        );
    }

    fn curl(&mut self, line: Range<usize>) {
        for url in self.find(line.clone(), "https://") {
            let url = self.until(url, " ");
            for word in words(&self.page[url.clone()]) {
                self.change(url.start + word.start..url.start + word.end, "URL");
            }
        }
        for body in self.find(line.clone(), "-d '") {
            self.json(body..line.end);
        }
    }

    /// Every text, number and boolean changed; every pair of a key and a scalar dropped.
    fn json(&mut self, body: Range<usize>) {
        for key in self.find(body.clone(), "\" : ") {
            let start = self.page[..key].rfind('"').unwrap();
            let value = key + 4;
            let rest = &self.page[value..];
            let end = match rest.strip_prefix('"') {
                Some(text) => value + 2 + text.find('"').unwrap(),
                None => value + rest.find([' ', ',']).unwrap(),
            };
            if !rest.starts_with(['{', '[']) && self.page[end..].starts_with(',') {
                self.replace(start..end + 1, "", "pair");
            }
            if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                self.change(value..end, "value");
            }
        }
        let quotes = self.find(body, "\"");
        for text in quotes.chunks_exact(2) {
            self.change(text[0] + 1..text[1], "text");
        }
    }

    /// Swaps neighboring table rows.
    fn rows(&mut self) {
        let mut rows: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for line in self.page.split_inclusive('\n') {
            let range = at..at + line.len();
            at += line.len();
            let word = line.split(' ').next().unwrap_or_default().len();
            let rest = line.get(word..).unwrap_or_default();
            if rest.starts_with(" 必填 ")
                || rest.starts_with(" 选填 ")
                || rest.starts_with(" | ") && line.as_bytes()[0].is_ascii_digit()
            {
                rows.push(range);
            } else if let Some(last) = rows.last_mut() {
                let is_heading = ["参数", "示例", "错误码"]
                    .iter()
                    .any(|end| line.trim_end().ends_with(end))
                    && !line.contains('【');
                if last.end == range.start && !is_heading {
                    last.end = range.end;
                }
            }
        }
        for pair in rows.windows(2) {
            let apart = pair[0].end != pair[1].start
                || self.page[pair[0].clone()].contains("属性")
                    != self.page[pair[1].clone()].contains("属性");
            if !apart {
                self.swap(pair[0].clone(), pair[1].clone(), "swapped rows");
            }
        }
    }
}

/// Whether a line states a fact. Other lines only frame facts.
fn is_fact(line: &str) -> bool {
    let frames = [
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "200 OK",
        "204 No Content",
        "请求参数",
    ];
    let begins = ["状态码 |", "---", "|---", "需配合", "以下是"];
    let framed = frames.contains(&line) || begins.iter().any(|begin| line.starts_with(begin));
    !framed && line.contains(char::is_alphanumeric)
}

/// Runs of letters, digits and `_`.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text
        .char_indices()
        .filter(|(_, c)| c.is_alphanumeric() || *c == '_')
    {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

/// A word with another first character.
pub(crate) fn altered(word: &str) -> String {
    let mut chars = word.chars();
    let first = match chars.next() {
        Some('9') => '1',
        Some('z') => 'a',
        Some('Z') => 'A',
        Some(c) if c.is_ascii_alphanumeric() => char::from(c as u8 + 1),
        Some('误') => '对',
        _ => '误',
    };
    [first].into_iter().chain(chars).collect()
}
