//! The head of a page and the part 接口说明: title, date, sentences, rate limit, audience, method,
//! path and hosts.

use super::{Page, non_blank};
use crate::audit::text::Slice;

/// The line 请求方式.
#[derive(Clone, Copy, Debug)]
pub(in crate::audit) struct Route<'a> {
    /// The method, as printed.
    pub(in crate::audit) method: Slice<'a>,
    /// The path, as printed.
    pub(in crate::audit) path: Slice<'a>,
}

/// A host.
#[derive(Clone, Copy, Debug)]
pub(in crate::audit) struct HostLine<'a> {
    /// The label in 【】.
    pub(in crate::audit) label: Slice<'a>,
    /// Scheme and host.
    pub(in crate::audit) url: Slice<'a>,
    /// The text after the URL.
    pub(in crate::audit) text: Slice<'a>,
}

/// Reads everything before 接口说明.
pub(in crate::audit) fn read_head<'a>(page: &mut Page<'a>, head: Slice<'a>) {
    for line in head
        .lines()
        .into_iter()
        .map(Slice::trim)
        .filter_map(non_blank)
    {
        if page.title.is_none() {
            page.title = Some(line);
        } else if let Some(rest) = line.strip_caption("更新时间") {
            let (date, rest) = date(rest);
            page.updated = page.updated.or(non_blank(date));
            page.prose.open(rest);
        } else if let Some(rest) = line.strip_caption("频率限制") {
            let second = page.rate_limit.replace(rest);
            page.unread.extend(second);
        } else if let Some(rest) = strip_block_caption(line) {
            page.prose.open(rest);
        } else {
            page.prose.join(line);
        }
    }
}

/// The rest of a line that starts a new block, such as 前置条件 or 注.
fn strip_block_caption(line: Slice<'_>) -> Option<Slice<'_>> {
    let captions = ["前置条件", "注", "注意", "特别注意"];
    captions.iter().find_map(|word| line.strip_caption(word))
}

/// The digits and separators of a date, and the rest.
fn date(line: Slice<'_>) -> (Slice<'_>, Slice<'_>) {
    let line = line.trim();
    let end = line
        .text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    let end = end.unwrap_or(line.text.len());
    (line.part(0..end), line.from(end))
}

/// Reads everything below 接口说明.
pub(in crate::audit) fn read<'a>(page: &mut Page<'a>, about: Slice<'a>) {
    for line in about
        .lines()
        .into_iter()
        .map(Slice::trim)
        .filter_map(non_blank)
    {
        let read = if let Some(rest) = line.strip_caption("支持商户") {
            audience(page, rest)
        } else if let Some(rest) = line.strip_caption("请求方式") {
            route(page, rest)
        } else {
            host(page, line.strip_caption("请求域名").unwrap_or(line))
        };
        if read.is_none() {
            page.unread.push(line);
        }
    }
}

fn audience<'a>(page: &mut Page<'a>, mut rest: Slice<'a>) -> Option<()> {
    while !rest.is_blank() {
        let (label, more) = rest.strip_label()?;
        page.audience.push(label);
        rest = more.trim();
        rest = rest.strip_prefix("、").unwrap_or(rest);
    }
    Some(())
}

fn route<'a>(page: &mut Page<'a>, rest: Slice<'a>) -> Option<()> {
    let (method, path) = rest.strip_label()?;
    let path = path.trim();
    let first = page.route.is_none() && path.text.starts_with('/');
    first.then(|| page.route = Some(Route { method, path }))
}

fn host<'a>(page: &mut Page<'a>, line: Slice<'a>) -> Option<()> {
    let (label, rest) = line.strip_label()?;
    let (url, text) = rest.strip_word();
    let is_url = url.text.starts_with("https://");
    is_url.then(|| page.hosts.push(HostLine { label, url, text }))
}
