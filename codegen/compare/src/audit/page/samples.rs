//! Printed samples: the curl command of the request, the JSON of the response, and the listings in
//! Java and Go.

use super::{Page, headings, non_blank};
use crate::audit::boilerplate::is_boilerplate;
use crate::audit::text::Slice;
use crate::audit::{go, java, lines};

/// A printed request.
#[derive(Clone, Debug)]
pub(crate) struct RequestSample<'a> {
    /// The line above the sample, if there is one.
    pub(crate) caption: Option<Slice<'a>>,
    /// The method.
    pub(crate) method: Option<Slice<'a>>,
    /// The URL.
    pub(crate) url: Option<Slice<'a>>,
    /// The JSON body.
    pub(crate) body: Option<String>,
    /// Whether the request is a form with files.
    pub(crate) is_multipart: bool,
    /// The whole sample.
    pub(crate) line: Slice<'a>,
}

/// A printed response.
#[derive(Clone, Debug)]
pub(crate) struct ResponseSample<'a> {
    /// The line above the sample, if there is one.
    pub(crate) caption: Option<Slice<'a>>,
    /// The JSON body.
    pub(crate) body: String,
    /// The whole line.
    pub(crate) line: Slice<'a>,
}

/// Reads everything below 请求示例.
pub(crate) fn read_requests<'a>(page: &mut Page<'a>, part: Slice<'a>) {
    let mut caption = None;
    for block in blocks(part) {
        if is_method(block) {
            page.methods.push(block);
        } else if starts(block, &["curl"]) {
            page.requests.push(request(block, caption.take()));
        } else if starts(block, &["package main"]) {
            page.listings.push(go::read(block));
        } else if starts(block, &["package"]) {
            page.listings.push(java::read(block));
        } else if starts(block, &["https://"]) {
            let mut sample = request(block, caption.take());
            let url = block.strip_prefix("1").unwrap_or(block);
            sample.url = Some(url.trim().strip_word().0);
            page.requests.push(sample);
        } else if starts(block, &["{", "["]) {
            page.requests.push(RequestSample {
                caption: caption.take(),
                method: None,
                url: None,
                body: Some(lines::without_numbers(block, false)),
                is_multipart: false,
                line: block,
            });
        } else if !is_boilerplate(block) && !headings::is_control(block) {
            page.unread.extend(caption.replace(block));
        }
    }
    page.unread.extend(caption);
}

/// Reads everything below 应答示例.
pub(crate) fn read_responses<'a>(page: &mut Page<'a>, part: Slice<'a>) {
    let part = after_status(page, part);
    let mut caption = None;
    for block in blocks(part) {
        if is_status(block) {
            page.statuses.push(block);
        } else if starts(block, &["{", "["]) {
            page.responses.push(ResponseSample {
                caption: caption.take(),
                body: lines::without_numbers(block, false),
                line: block,
            });
        } else if let Some(status) = without_body(block) {
            page.statuses.push(status);
        } else if !is_no_body(block) && !headings::is_control(block) {
            page.unread.extend(caption.replace(block));
        }
    }
    page.unread.extend(caption);
}

/// Whether a block is code that starts with one of these words, with or without the number of its
/// first line.
fn starts(block: Slice<'_>, words: &[&str]) -> bool {
    let text = block
        .text
        .strip_prefix('1')
        .unwrap_or(block.text)
        .trim_start();
    words.iter().any(|word| text.starts_with(word))
}

/// The lines of a part, without blank lines. The lines of one sample are one block.
fn blocks(part: Slice<'_>) -> Vec<Slice<'_>> {
    let mut blocks: Vec<Slice<'_>> = Vec::new();
    let mut code: Option<Code> = None;
    let lines = part.lines().into_iter().map(Slice::trim);
    for line in lines.filter_map(non_blank) {
        let continues = code.as_mut().is_some_and(|code| code.continues(line));
        match blocks.last_mut() {
            Some(block) if continues => {
                let end = line.start + line.text.len() - part.start;
                *block = part.part(block.start - part.start..end);
            }
            _ => {
                code = Code::starting(line);
                blocks.push(line);
            }
        }
    }
    blocks
}

/// A sample that was saved with one line per line.
#[derive(Clone, Copy, Debug)]
enum Code {
    /// The next line has this number.
    Numbered(usize),
    /// The sample ends before a line that starts another one.
    Command,
    /// The sample ends when as many braces are closed as were opened.
    Json(usize),
    /// The sample ends before a line that starts another one.
    Listing,
}

impl Code {
    fn starting(line: Slice<'_>) -> Option<Self> {
        let numbered = line.text.strip_prefix('1').filter(|rest| {
            let rest = rest.trim_start();
            ["curl", "package", "{", "["]
                .iter()
                .any(|word| rest.starts_with(word))
        });
        if numbered.is_some() {
            // A whole sample in one line has all its numbers.
            let is_json = starts(line, &["{", "["]);
            let count = lines::split(line, !is_json).len();
            return Some(Self::Numbered(count + 1));
        }
        if line.text.starts_with("curl ") {
            return Some(Self::Command);
        }
        if line.text.starts_with("package ") {
            return Some(Self::Listing);
        }
        let open = depth(0, line.text);
        (line.text.starts_with(['{', '[']) && open > 0).then_some(Self::Json(open))
    }

    /// Whether a line belongs to the sample.
    fn continues(&mut self, line: Slice<'_>) -> bool {
        let is_other = is_method(line)
            || is_boilerplate(line)
            || headings::is_control(line)
            || starts(line, &["curl ", "package "]);
        match self {
            Self::Numbered(next) => {
                let is_next = line.text.starts_with(&next.to_string());
                *next += usize::from(is_next);
                is_next
            }
            Self::Command => !is_other && !starts(line, &["{"]) || line.text.ends_with('\''),
            Self::Listing => !is_other,
            Self::Json(open) => {
                let is_open = *open > 0;
                *open = depth(*open, line.text);
                is_open
            }
        }
    }
}

/// The number of open braces after a line, outside quotes.
pub(super) fn depth(mut open: usize, line: &str) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for c in line.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => open += 1,
            '}' | ']' if !quoted => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open
}

/// The status in `无数据(Http状态码为204)`.
fn without_body(line: Slice<'_>) -> Option<Slice<'_>> {
    if !line.text.starts_with('无') {
        return None;
    }
    let start = line.text.find(|c: char| c.is_ascii_digit())?;
    let status = line.part(start..start + 3);
    is_status(status).then_some(status)
}

/// Whether a line says that there is no body.
fn is_no_body(line: Slice<'_>) -> bool {
    let text = line.text.strip_prefix('1').unwrap_or(line.text);
    matches!(
        text.trim().trim_matches('\''),
        "无应答包体" | "无返回参数" | "无应答参数" | "无"
    )
}

/// Reads the success status at the start, for example `200 OK`, and returns the rest.
pub(crate) fn after_status<'a>(page: &mut Page<'a>, part: Slice<'a>) -> Slice<'a> {
    let lines = part.lines();
    let Some(first) = lines.into_iter().find(|line| !line.is_blank()) else {
        return part;
    };
    let first = first.trim();
    let after = part.from(first.start + first.text.len() - part.start);
    if is_status(first) {
        page.statuses.push(first);
        let mut lines = after.lines().into_iter().map(Slice::trim);
        let next = lines.find(|line| !line.is_blank());
        return match next.filter(|line| is_no_body(*line)) {
            Some(line) => after.from(line.start + line.text.len() - after.start),
            None => after,
        };
    }
    if is_no_body(first) {
        return after;
    }
    match without_body(first) {
        Some(status) => {
            page.statuses.push(status);
            after
        }
        None => part,
    }
}

fn is_status(line: Slice<'_>) -> bool {
    let line = line.trim();
    let words = line.from(3).text;
    line.part(0..3).text.bytes().all(|b| b.is_ascii_digit())
        && line.text.len() >= 3
        && words.chars().all(|c| c.is_ascii_alphabetic() || c == ' ')
}

fn is_method(line: Slice<'_>) -> bool {
    matches!(line.text, "GET" | "POST" | "PUT" | "PATCH" | "DELETE")
}

fn request<'a>(line: Slice<'a>, caption: Option<Slice<'a>>) -> RequestSample<'a> {
    let mut sample = RequestSample {
        caption,
        method: None,
        url: None,
        body: None,
        is_multipart: false,
        line,
    };
    for code in lines::split(line, false).into_iter().flat_map(Slice::lines) {
        let code = code.trim();
        if let Some(rest) = code.strip_prefix("curl -X ") {
            sample.method = Some(rest.strip_word().0);
        } else if code.text.starts_with("https://") {
            sample.url = Some(code.strip_word().0);
        }
    }
    sample.is_multipart = line.text.contains("-F ") || line.text.contains("--form ");
    let text = lines::without_numbers(line, false);
    let quoted = text.split_once("-d '");
    let body = quoted.and_then(|(_, rest)| rest.rsplit_once('\''));
    sample.body = body.map(|(json, _)| json.to_owned());
    sample
}
