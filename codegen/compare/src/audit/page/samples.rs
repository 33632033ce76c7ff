//! Printed samples: the curl command of the request, the JSON of the response, and the listings in
//! Java and Go.

use super::{Page, non_blank};
use crate::audit::boilerplate::is_boilerplate;
use crate::audit::text::Slice;
use crate::audit::{go, java, lines};

/// A printed request.
#[derive(Clone, Debug)]
pub(in crate::audit) struct RequestSample<'a> {
    /// The line above the sample, if there is one.
    pub(in crate::audit) caption: Option<Slice<'a>>,
    /// The method.
    pub(in crate::audit) method: Option<Slice<'a>>,
    /// The URL.
    pub(in crate::audit) url: Option<Slice<'a>>,
    /// The JSON body.
    pub(in crate::audit) body: Option<String>,
    /// The whole line.
    pub(in crate::audit) line: Slice<'a>,
}

/// A printed response.
#[derive(Clone, Debug)]
pub(in crate::audit) struct ResponseSample<'a> {
    /// The line above the sample, if there is one.
    pub(in crate::audit) caption: Option<Slice<'a>>,
    /// The JSON body.
    pub(in crate::audit) body: String,
    /// The whole line.
    pub(in crate::audit) line: Slice<'a>,
}

/// Reads everything below 请求示例.
pub(in crate::audit) fn read_requests<'a>(page: &mut Page<'a>, part: Slice<'a>) {
    let mut caption = None;
    for line in part
        .lines()
        .into_iter()
        .map(Slice::trim)
        .filter_map(non_blank)
    {
        if is_method(line) {
            page.methods.push(line);
        } else if line.text.starts_with("1curl") {
            page.requests.push(request(line, caption.take()));
        } else if line.text.starts_with("1package main") {
            page.listings.push(go::read(line));
        } else if line.text.starts_with("1package") {
            page.listings.push(java::read(line));
        } else if !is_boilerplate(line) {
            page.unread.extend(caption.replace(line));
        }
    }
    page.unread.extend(caption);
}

/// Reads everything below 应答示例.
pub(in crate::audit) fn read_responses<'a>(page: &mut Page<'a>, part: Slice<'a>) {
    let part = after_status(page, part);
    let mut caption = None;
    for line in part
        .lines()
        .into_iter()
        .map(Slice::trim)
        .filter_map(non_blank)
    {
        if is_status(line) {
            page.statuses.push(line);
        } else if line.text.starts_with("1{") || line.text.starts_with("1[") {
            page.responses.push(ResponseSample {
                caption: caption.take(),
                body: lines::without_numbers(line, false),
                line,
            });
        } else {
            page.unread.extend(caption.replace(line));
        }
    }
    page.unread.extend(caption);
}

/// Reads the success status at the start, for example `200 OK`, and returns the rest.
pub(in crate::audit) fn after_status<'a>(page: &mut Page<'a>, part: Slice<'a>) -> Slice<'a> {
    let lines = part.lines();
    let Some(first) = lines.into_iter().find(|line| !line.is_blank()) else {
        return part;
    };
    if !is_status(first) {
        return part;
    }
    page.statuses.push(first.trim());
    part.from(first.start + first.text.len() - part.start)
}

fn is_status(line: Slice<'_>) -> bool {
    let (number, words) = line.strip_word();
    let words = words.trim().text;
    number.text.len() == 3
        && number.text.bytes().all(|b| b.is_ascii_digit())
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
        line,
    };
    for code in lines::split(line, false) {
        let code = code.trim();
        if let Some(rest) = code.strip_prefix("curl -X ") {
            sample.method = Some(rest.strip_word().0);
        } else if code.text.starts_with("https://") {
            sample.url = Some(code.strip_word().0);
        }
    }
    let text = lines::without_numbers(line, false);
    let quoted = text.split_once("-d '");
    let body = quoted.and_then(|(_, rest)| rest.rsplit_once('\''));
    sample.body = body.map(|(json, _)| json.to_owned());
    sample
}
