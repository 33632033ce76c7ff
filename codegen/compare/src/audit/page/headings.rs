//! The headings of a page.

use crate::audit::folded::narrow;
use crate::audit::text::Slice;

/// The part of a page below one heading, in the order of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Head,
    Overview,
    Request,
    Header,
    Path,
    Query,
    Body,
    Form,
    RequestSample,
    Response,
    ResponseSample,
    Errors,
    Notification,
}

const HEADINGS: [(Part, &[&str]); 12] = [
    (Part::Overview, &["接口说明", "接口信息", "接口基本信息"]),
    (
        Part::Request,
        &[
            "请求参数",
            "请求字段",
            "请求参数说明",
            "入参",
            "请求参数列表",
        ],
    ),
    (
        Part::Header,
        &[
            "headerhttp头参数",
            "header头参数",
            "header参数",
            "header请求头参数",
        ],
    ),
    (Part::Path, &["path路径参数", "path参数"]),
    (Part::Query, &["query查询参数", "query参数"]),
    (Part::Body, &["body包体参数", "body参数", "body请求包体"]),
    (
        Part::Form,
        &[
            "form表单",
            "form表单参数",
            "form参数",
            "表单参数",
            "formdata表单",
        ],
    ),
    (
        Part::RequestSample,
        &[
            "请求示例",
            "请求样例",
            "示例代码",
            "请求代码示例",
            "请求示例代码",
        ],
    ),
    (
        Part::Response,
        &[
            "应答参数",
            "返回参数",
            "应答字段",
            "返回字段",
            "响应参数",
            "响应字段",
            "应答参数说明",
            "出参",
        ],
    ),
    (
        Part::ResponseSample,
        &[
            "应答示例",
            "返回示例",
            "响应示例",
            "应答样例",
            "返回样例",
            "正常返回示例",
        ],
    ),
    (Part::Errors, &["错误码", "错误码列表", "错误码说明"]),
    (
        Part::Notification,
        &[
            "通知参数",
            "回调参数",
            "通知字段",
            "回调通知参数",
            "通知报文参数",
            "通知数据",
            "解密后参数",
            "解密后的参数",
            "解密后的资源",
            "解密后的资源参数",
            "解密后的资源数据",
            "resource解密后参数",
            "resource解密后的参数",
            "资源参数",
        ],
    ),
];

/// Lines of the page's controls that state nothing.
const CONTROLS: [&str; 16] = [
    "字段说明",
    "折叠全部参数",
    "展开全部参数",
    "curl",
    "java",
    "go",
    "php",
    "curljavago",
    "javago",
    "复制",
    "复制代码",
    "返回json示例",
    "回调描述",
    "通知描述",
    "回调处理步骤",
    "通知处理步骤",
];

impl Part {
    /// The part below a line, if the line is a heading. The second value is whether the line
    /// belongs to the part, too.
    pub(crate) fn from_heading(line: Slice<'_>) -> Option<(Self, bool)> {
        if line.text.len() > 120 {
            return None;
        }
        let words = normalized(line);
        if let Some(table) = words
            .strip_prefix("错误码")
            .filter(|rest| rest.ends_with("错误码"))
        {
            return (table.chars().count() <= 8).then_some((Self::Errors, true));
        }
        let is_same = |(_, names): &&(Self, &[&str])| names.contains(&words.as_str());
        let (part, _) = HEADINGS.iter().find(is_same)?;
        Some((*part, false))
    }

    /// Whether the part has rows of a request.
    pub(crate) fn is_request_table(self) -> bool {
        matches!(
            self,
            Self::Header | Self::Path | Self::Query | Self::Body | Self::Form
        )
    }

    /// What the page documents here.
    #[cfg(test)]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Overview => "about",
            Self::Request => "request",
            Self::Header => "header",
            Self::Path => "path",
            Self::Query => "query",
            Self::Body => "body",
            Self::Form => "form",
            Self::RequestSample => "sample",
            Self::Response => "answer",
            Self::ResponseSample => "answer sample",
            Self::Errors => "errors",
            Self::Notification => "body of a callback",
        }
    }
}

/// Whether a line belongs to the page's controls.
pub(crate) fn is_control(line: Slice<'_>) -> bool {
    let is_short = line.text.len() <= 40;
    is_short && CONTROLS.contains(&normalized(line).as_str())
}

/// A heading without white space, number, mark and colon, in narrow lower-case letters.
fn normalized(line: Slice<'_>) -> String {
    let words: String = line.without_spaces().chars().map(narrow).collect();
    let is_mark = |c: char| "#*•·-.、()".contains(c);
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let mut words = words.trim_start_matches(is_mark);
    let numbered = words.trim_start_matches(is_number);
    if numbered.len() < words.len() && numbered.starts_with(is_mark) {
        words = numbered.trim_start_matches(is_mark);
    }
    words.trim_end_matches([':', '#', '*']).to_ascii_lowercase()
}
