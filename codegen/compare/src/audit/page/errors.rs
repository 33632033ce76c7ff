//! The error tables below 错误码: rows with `|` between cells, or with one cell per line.

use super::{Page, headings, non_blank};
use crate::audit::boilerplate::is_boilerplate;
use crate::audit::text::Slice;

/// A row of an error table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ErrorLine<'a> {
    /// The heading of the table.
    pub(crate) table: Option<Slice<'a>>,
    /// The HTTP status.
    pub(crate) status: Slice<'a>,
    /// The code on the wire.
    pub(crate) code: Slice<'a>,
    /// The description of the error.
    pub(crate) description: Slice<'a>,
    /// The solution.
    pub(crate) remedy: Slice<'a>,
    /// The whole row.
    pub(crate) line: Slice<'a>,
}

impl ErrorLine<'_> {
    /// Description and solution as one text, without white space.
    pub(crate) fn text(&self) -> String {
        self.description.without_spaces() + &self.remedy.without_spaces()
    }

    /// Whether the page advises to send the same request again, without a change before it.
    pub(crate) fn is_retryable(&self) -> bool {
        is_retryable(&self.description.without_spaces())
            || is_retryable(&self.remedy.without_spaces())
    }
}

/// Whether a text advises to send the same request again.
pub(crate) fn is_retryable(text: &str) -> bool {
    let retry = [
        "稍后重试",
        "稍后再试",
        "稍后重新",
        "稍候重试",
        "稍候再试",
        "稍等重试",
        "相同参数重试",
        "相同参数重新",
        "原参重试",
        "原参数重试",
        "原单重试",
        "原单号重试",
        "重新发起请求",
        "直接重试",
        "等待后重试",
    ];
    let changes = [
        "开通", "处理", "修改", "更换", "检查", "充值", "更正", "调整", "核实", "确认", "绑定",
        "授权", "联系", "缩小", "补充", "登录", "换单", "更新",
    ];
    let mut clauses = text.split([',', '，', '。', ';', '；']);
    clauses.any(|clause| {
        let is_slower = clause.contains("频率")
            && ["降低", "减少", "减慢"]
                .iter()
                .any(|word| clause.contains(word));
        let is_retry = is_slower || retry.iter().any(|word| clause.contains(word));
        is_retry && !changes.iter().any(|word| clause.contains(word))
    })
}

/// The cells of a row that is read line by line.
#[derive(Debug, Default)]
struct Cells<'a> {
    /// The status and the code of the previous row.
    previous: Option<(Slice<'a>, Slice<'a>)>,
    lines: Vec<Slice<'a>>,
}

/// Reads everything below 错误码.
pub(crate) fn read<'a>(page: &mut Page<'a>, errors: Slice<'a>) {
    let mut table = None;
    let mut cells = Cells::default();
    let lines = errors.lines().into_iter().map(Slice::trim);
    for line in lines.filter_map(non_blank) {
        if is_frame(line) {
            cells.finish(page, table, errors);
        } else if let Some(heading) = heading(line) {
            cells.finish(page, table, errors);
            table = Some(heading);
        } else if line.text.contains('|') {
            cells.finish(page, table, errors);
            match piped(line, table, &mut cells.previous) {
                Some(row) => page.errors.push(row),
                None => page.unread.push(line),
            }
        } else if let Some(row) = spaced(line, table) {
            cells.finish(page, table, errors);
            cells.previous = Some((row.status, row.code));
            page.errors.push(row);
        } else if is_status(line) {
            cells.finish(page, table, errors);
            cells.lines.push(line);
        } else if !cells.lines.is_empty() {
            cells.lines.push(line);
        } else if !is_boilerplate(line) && !headings::is_control(line) {
            page.prose.open(line);
        }
    }
    cells.finish(page, table, errors);
}

/// A heading such as 公共错误码 or 业务错误码.
fn heading(line: Slice<'_>) -> Option<Slice<'_>> {
    let line = line
        .strip_prefix("错误码")
        .filter(|rest| !rest.is_blank())
        .unwrap_or(line)
        .trim();
    let is_heading = line.text.ends_with("错误码") && line.text.chars().count() <= 8;
    is_heading.then_some(line)
}

/// Whether a line has the titles of the columns, or is the rule below them.
fn is_frame(line: Slice<'_>) -> bool {
    let rule = line
        .text
        .chars()
        .all(|c| matches!(c, '|' | '-' | ':' | ' '));
    let titles = line.without_spaces().replace('|', "");
    let columns = [
        "状态码",
        "错误码",
        "描述",
        "解决方案",
        "名称",
        "原因",
        "错误描述",
        "错误原因",
        "处理方案",
        "解决方法",
    ];
    let is_title = |text: &str| {
        let mut rest = text;
        while let Some(next) = columns.iter().find_map(|column| rest.strip_prefix(column)) {
            rest = next;
        }
        rest.is_empty()
    };
    rule || is_title(&titles)
}

fn is_status(line: Slice<'_>) -> bool {
    line.text.len() == 3 && line.text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is an error code. Some pages print a space in it.
fn is_code(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == ' ';
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(is_part)
}

/// `400 | PARAM_ERROR | … | … |`, or `… | … |` with the status and code of the row above.
fn piped<'a>(
    line: Slice<'a>,
    table: Option<Slice<'a>>,
    previous: &mut Option<(Slice<'a>, Slice<'a>)>,
) -> Option<ErrorLine<'a>> {
    let mut rest = line.strip_prefix("|").unwrap_or(line);
    let mut cells = Vec::new();
    while let Some((cell, more)) = rest.split_once('|') {
        cells.push(cell.trim());
        rest = more;
    }
    cells.extend(non_blank(rest).map(Slice::trim));
    let is_row = |cells: &[Slice<'_>]| {
        cells.first().is_some_and(|cell| is_status(*cell))
            && cells.get(1).is_some_and(|cell| is_code(cell.text))
    };
    if !is_row(&cells) {
        while cells.last().is_some_and(|cell| cell.is_blank()) {
            cells.pop();
        }
    }
    let (status, code, description, remedy) = match *cells {
        [status, code, description, remedy] => (status, code, description, remedy),
        // A row without its first cell is not a row with the status of the row above.
        [code, description, remedy] if is_code(code.text) && !line.text.starts_with('|') => {
            (previous.as_ref()?.0, code, description, remedy)
        }
        [description, remedy] => {
            let (status, code) = (*previous)?;
            (status, code, description, remedy)
        }
        [description] => {
            let (status, code) = (*previous)?;
            (status, code, description, description.part(0..0))
        }
        _ => return None,
    };
    *previous = Some((status, code));
    Some(ErrorLine {
        table,
        status,
        code,
        description,
        remedy,
        line,
    })
}

/// `400 PARAM_ERROR … …`
fn spaced<'a>(line: Slice<'a>, table: Option<Slice<'a>>) -> Option<ErrorLine<'a>> {
    let (status, rest) = line.strip_word();
    let (code, rest) = rest.strip_word();
    if !is_status(status) || !is_code(code.text) || rest.is_blank() {
        return None;
    }
    let (description, remedy) = rest.strip_word();
    Some(ErrorLine {
        table,
        status,
        code,
        description,
        remedy: remedy.trim(),
        line,
    })
}

impl<'a> Cells<'a> {
    /// Adds the row of the collected lines.
    fn finish(&mut self, page: &mut Page<'a>, table: Option<Slice<'a>>, part: Slice<'a>) {
        let lines = std::mem::take(&mut self.lines);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let end = last.start + last.text.len() - part.start;
        let line = part.part(first.start - part.start..end);
        match *lines {
            [status, code, description, ..] if is_code(code.text) => {
                let remedy = lines.get(3).copied().unwrap_or(description.part(0..0));
                let remedy =
                    part.part(remedy.start - part.start..end.max(remedy.start - part.start));
                self.previous = Some((status, code));
                page.errors.push(ErrorLine {
                    table,
                    status,
                    code,
                    description,
                    remedy,
                    line,
                });
            }
            _ => page.unread.push(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advice_to_retry_after_a_change_is_no_advice_to_retry() {
        assert!(is_retryable("系统繁忙,请稍后重试"));
        assert!(is_retryable("请降低调用频率"));
        assert!(is_retryable("正在修改中,请稍后重试"));
        assert!(!is_retryable("请开通后稍后重试"));
        assert!(!is_retryable("参数错误"));
    }
}
