//! The head of a page and the part 接口说明: title, date, sentences, rate limits, audience, method,
//! path and hosts.

use super::{Block, Page, headings, non_blank, rate_limit};
use crate::audit::boilerplate::is_boilerplate;
use crate::audit::text::Slice;

/// The line 请求方式.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route<'a> {
    /// The method, as printed.
    pub(crate) method: Slice<'a>,
    /// The path, as printed.
    pub(crate) path: Slice<'a>,
}

/// A host.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HostLine<'a> {
    /// The label in 【】. A host inside 请求URL has none.
    pub(crate) label: Option<Slice<'a>>,
    /// Scheme and host.
    pub(crate) url: Slice<'a>,
    /// The text after the URL.
    pub(crate) text: Slice<'a>,
}

/// Reads everything before 接口说明.
pub(crate) fn read_head<'a>(page: &mut Page<'a>, head: Slice<'a>) {
    let mut lines = content(head);
    while let Some(line) = lines.next() {
        if page.title.is_none() {
            page.title = Some(strip_mark(line));
        } else if let Some(rest) = strip_date_caption(line) {
            let (date, rest) = date(rest);
            page.updated = page.updated.or(non_blank(date));
            let is_link = matches!(rest.trim().text, "版本说明");
            let rest = if is_link { rest.part(0..0) } else { rest };
            open(page, Block::Introduction, rest);
        } else if !limits(page, line) && !fact(page, line, &mut lines) {
            sentence(page, line, &mut lines, head);
        }
    }
}

/// Reads a line of prose, which may start with a caption.
fn sentence<'a>(
    page: &mut Page<'a>,
    line: Slice<'a>,
    lines: &mut std::vec::IntoIter<Slice<'a>>,
    head: Slice<'a>,
) {
    if let Some(rest) = strip_block_caption(line) {
        if rest.trim().text != "无" {
            open(page, kind_of(line), rest);
        }
    } else if matches!(line.text, "注意" | "注" | "前置条件") {
        open(page, kind_of(line), lines.next().unwrap_or(line));
    } else {
        page.prose.join(line);
        join(page, line, head);
    }
}

fn kind_of(line: Slice<'_>) -> Block {
    if line.text.starts_with("前置条件") {
        Block::Prerequisite
    } else {
        Block::Remark
    }
}

/// Starts a block of sentences.
fn open<'a>(page: &mut Page<'a>, kind: Block, text: Slice<'a>) {
    page.prose.open(text);
    page.blocks.push((kind, text.trim()));
}

/// Adds a line to the last block.
fn join<'a>(page: &mut Page<'a>, line: Slice<'a>, head: Slice<'a>) {
    let end = line.start + line.text.len() - head.start;
    match page.blocks.last_mut() {
        Some((_, text)) if !text.is_blank() => {
            *text = head.part(text.start - head.start..end);
        }
        Some((_, text)) => *text = line,
        None => page.blocks.push((Block::Introduction, line)),
    }
}

/// The lines with text. A line of pipes is an empty box.
fn content(part: Slice<'_>) -> std::vec::IntoIter<Slice<'_>> {
    let lines = part.lines().into_iter().map(Slice::trim);
    let is_text = |line: &Slice<'_>| !line.text.trim_matches(['|', ' ']).is_empty();
    let lines = lines.filter(|line| is_text(line) && !headings::is_control(*line));
    lines.collect::<Vec<_>>().into_iter()
}

/// A title without the mark of a heading in Markdown.
fn strip_mark(line: Slice<'_>) -> Slice<'_> {
    let mark = line.text.len() - line.text.trim_start_matches('#').len();
    line.from(mark).trim()
}

fn strip_date_caption(line: Slice<'_>) -> Option<Slice<'_>> {
    let captions = ["更新时间", "最新更新时间", "最后更新时间", "更新日期"];
    captions.iter().find_map(|word| line.strip_caption(word))
}

/// The rest of a line that starts a new block, such as 前置条件 or 注.
fn strip_block_caption(line: Slice<'_>) -> Option<Slice<'_>> {
    let captions = ["前置条件", "注", "注意", "特别注意", "请注意"];
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

/// Reads a line about rate limits. What the spec has no notation for is also a sentence.
fn limits<'a>(page: &mut Page<'a>, line: Slice<'a>) -> bool {
    let caption = rate_limit::strip_caption(line);
    let line = strip_block_caption(line).unwrap_or(line);
    let Some(rest) = caption.or_else(|| rate_limit::is_limit(line).then_some(line)) else {
        return false;
    };
    let found = rate_limit::read(rest);
    let text = rest.without_spaces();
    let is_plain = matches!(found.as_slice(), [limit] if match limit.level {
        None => text == limit.rate,
        Some("per interface") => text == format!("接口级限制{}", limit.rate),
        Some(_) => false,
    });
    if !is_plain && !rest.is_blank() {
        open(page, Block::Remark, rest);
    }
    page.rate_limits
        .extend(found.into_iter().map(|limit| (limit, rest)));
    true
}

/// Reads everything below 接口说明.
pub(crate) fn read<'a>(page: &mut Page<'a>, about: Slice<'a>) {
    let mut lines = content(about);
    while let Some(line) = lines.next() {
        if limits(page, line) || fact(page, line, &mut lines) || is_boilerplate(line) {
            continue;
        }
        let host_line = strip_any(line, &["请求域名", "域名"]).unwrap_or(line);
        if host_line.text.starts_with("https://") {
            if path(page, host_line).is_none() && host_line.text.matches('/').count() > 2 {
                page.unread.push(line);
            }
            continue;
        }
        if host_line.is_blank() || host(page, host_line).is_some() {
            continue;
        }
        match strip_any(line, &SENTENCES) {
            Some(rest) => {
                page.is_form |= rest.text.contains("multipart");
                open(page, Block::Remark, line);
            }
            None => page.unread.push(line),
        }
    }
}

/// Captions of lines that remain sentences.
const SENTENCES: [&str; 6] = [
    "是否支持幂等",
    "请求主体类型",
    "接口耗时",
    "可调用商户",
    "是否支持重入",
    "平均耗时",
];

/// Reads a line about the audience, the method or the path. Its value may be on the next line.
fn fact<'a>(
    page: &mut Page<'a>,
    line: Slice<'a>,
    lines: &mut std::vec::IntoIter<Slice<'a>>,
) -> bool {
    let mut value = |rest: Slice<'a>| {
        if rest.is_blank() {
            lines.next().unwrap_or(rest)
        } else {
            rest.trim()
        }
    };
    let read = if let Some(rest) = strip_any(line, &["支持商户", "适用对象"]) {
        let rest = value(rest);
        audience(page, rest)
    } else if let Some(rest) = strip_any(line, &["请求方式"]) {
        let rest = value(rest);
        method(page, rest)
    } else if let Some(rest) = strip_any(line, &["请求URL", "请求url", "请求Url", "请求路径"])
    {
        let rest = value(rest);
        path(page, rest)
    } else if line.text.starts_with("/v") && line.strip_word().1.is_blank() {
        path(page, line)
    } else {
        return false;
    };
    if read.is_none() {
        page.unread.push(line);
    }
    true
}

fn strip_any<'a>(line: Slice<'a>, captions: &[&str]) -> Option<Slice<'a>> {
    captions
        .iter()
        .find_map(|caption| line.strip_caption(caption))
}

/// `【普通商户】、【品牌商户】`, `直连商户`, `电商平台 服务商`
fn audience<'a>(page: &mut Page<'a>, mut rest: Slice<'a>) -> Option<()> {
    if !rest.text.contains(['【', '】']) {
        while !rest.is_blank() {
            let (word, more) = rest.strip_word();
            page.audience.push(word);
            rest = more.trim();
        }
        return Some(());
    }
    while !rest.is_blank() {
        let (label, more) = rest.strip_label()?;
        page.audience.push(label);
        rest = more.trim();
        rest = rest.strip_prefix("、").unwrap_or(rest);
    }
    Some(())
}

/// `【POST】/v3/cards`, `【POST】`, `POST`
fn method<'a>(page: &mut Page<'a>, rest: Slice<'a>) -> Option<()> {
    let (method, rest) = match rest.strip_label() {
        Some(found) => found,
        None => rest.strip_word(),
    };
    let is_method = !method.text.is_empty() && method.text.bytes().all(|b| b.is_ascii_uppercase());
    let first = is_method && page.method.is_none();
    first.then(|| page.method = Some(method))?;
    if !rest.is_blank() {
        return path(page, rest.trim());
    }
    complete_route(page);
    Some(())
}

/// `/v3/cards/`, `https://api.mch.weixin.qq.com/v3/cards/`
fn path<'a>(page: &mut Page<'a>, rest: Slice<'a>) -> Option<()> {
    let rest = match rest.strip_label() {
        Some((method, more)) if page.method.is_none() => {
            page.method = Some(method);
            more.trim()
        }
        _ => rest,
    };
    let (mut path, more) = rest.strip_word();
    if let Some(url) = path.strip_prefix("https://") {
        let end = url.text.find('/').unwrap_or(url.text.len());
        let host = path.part(0.."https://".len() + end);
        let nothing = path.part(0..0);
        page.hosts.push(HostLine {
            label: None,
            url: host,
            text: nothing,
        });
        path = url.from(end);
    }
    let first = page.path_line.is_none() && path.text.starts_with('/') && more.is_blank();
    first.then(|| page.path_line = Some(path))?;
    complete_route(page);
    Some(())
}

/// Joins method and path when both are read.
fn complete_route(page: &mut Page<'_>) {
    if let (Some(method), Some(path), None) = (page.method, page.path_line, page.route) {
        page.route = Some(Route { method, path });
    }
}

fn host<'a>(page: &mut Page<'a>, line: Slice<'a>) -> Option<()> {
    let (label, rest) = line.strip_label()?;
    let (url, text) = rest.strip_word();
    let is_url = url.text.starts_with("https://");
    is_url.then(|| {
        page.hosts.push(HostLine {
            label: Some(label),
            url,
            text,
        });
    })
}
