//! Phrases about a single value: default, format, encryption, fixed value, idempotency.

use super::PageClaim;
use crate::audit::scan::Scan;

/// Words for a field that is not sent.
const ABSENT: [&str; 17] = [
    "不填写",
    "不填",
    "不传入",
    "不传递",
    "不传",
    "未填写",
    "未填",
    "未传入",
    "未传",
    "不设置",
    "未设置",
    "不指定",
    "未指定",
    "缺省",
    "为空",
    "留空",
    "不上传",
];

/// `默认为10`, `不传默认不限制`, `不填则返回全部`, or `不填默认为` at the end of a text
pub(super) fn default(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let whole = scan.rest();
    let is_inside = scan.before().ends_with(['的', '有', '设', '家']);
    let has_absent = scan.attempt(absent).is_some();
    scan.skip(&["系统", "将会", "将", "会"]);
    let has_default =
        scan.optional(&["默认取值", "默认值", "默认情况下", "默认", "缺省值", "缺省"]);
    if !has_absent && (is_inside || !has_default) {
        return None;
    }
    let links = [
        "表示", "填写", "填充", "填", "使用", "按照", "按", "取值", "取", "设置", "为", "是",
        "等于", ":", "=", "则", "即", "代表",
    ];
    scan.skip(&links);
    if scan.is_at_end() {
        return has_default.then(|| vec![PageClaim::Default(whole.to_owned())]);
    }
    Some(vec![default_value(scan, has_default)?])
}

/// `如不填写,则`, `若该字段未传入时`
fn absent(scan: &mut Scan<'_>) -> Option<()> {
    scan.skip(&[
        "如果",
        "如",
        "若",
        "当",
        "该字段",
        "该参数",
        "本字段",
        "此字段",
        "商户",
    ]);
    scan.word(&ABSENT)?;
    scan.skip(&[
        "该字段",
        "该参数",
        "本字段",
        "此字段",
        "值",
        "的话",
        "时",
        ",",
        "则",
        "即",
    ]);
    Some(())
}

fn default_value(scan: &mut Scan<'_>, has_default: bool) -> Option<PageClaim> {
    let mut clause = *scan;
    let text = clause.clause();
    if text.contains("不限") || text.contains("无限制") {
        *scan = clause;
        return Some(PageClaim::Default("unlimited".to_owned()));
    }
    scan.skip(&["\"", "'", "【"]);
    let mut literal = *scan;
    let negative = literal.optional(&["-"]);
    if let Some(value) = literal.value() {
        literal.skip(&["\"", "'", "】"]);
        if literal.optional(&["处理", "来处理", "进行处理"]) && !literal.is_at_clause_end()
        {
            return None;
        }
        let unit = literal;
        let _ = super::quantities::quantity(&mut literal);
        if literal.is_at_clause_end() || unit.is_at_clause_end() || literal.sees(&["\n"]) {
            *scan = literal;
            let sign = if negative { "-" } else { "" };
            return Some(PageClaim::Default(format!("{sign}{value}")));
        }
    }
    // Other words may be the meaning of a value.
    let clause = scan.clause();
    (has_default || !clause.is_empty()).then(|| PageClaim::DefaultMeaning(clause.to_owned()))
}

/// `遵循rfc3339标准格式,格式为yyyy-MM-DDTHH:mm:ss+TIMEZONE`, `格式为yyyy-MM-DD`
pub(super) fn time(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if scan.optional(&["格式"]) {
        scan.skip(&["要求", "为", "是", ":", "如", "例如", "应", "必须"]);
        return pattern(scan).map(|format| vec![format]);
    }
    scan.skip(&["遵循", "按照", "符合", "采用", "使用", "按", "满足", "参照"]);
    scan.word(&["rfc3339", "RFC3339", "Rfc3339"])?;
    scan.optional(&["标准格式", "标准", "格式", "规范"]);
    let mut more = *scan;
    more.optional(&[","]);
    if more.optional(&["格式"]) {
        more.skip(&["为", "是", ":"]);
        if pattern(&mut more) == Some(PageClaim::Format("rfc3339")) {
            *scan = more;
        }
    }
    Some(vec![PageClaim::Format("rfc3339")])
}

/// A pattern of a time or a date: `yyyy-MM-DDTHH:mm:ss+TIMEZONE`, `yyyy-MM-DD`. The spec has no key
/// for other patterns.
fn pattern(scan: &mut Scan<'_>) -> Option<PageClaim> {
    let pattern =
        scan.take(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '+' | '/' | '.'))?;
    let pattern = pattern.trim_end_matches(['.', ':']).to_ascii_lowercase();
    let is_date = pattern.starts_with("yyyy");
    let is_time = is_date && pattern.contains("hh:mm:ss") && pattern.contains('t');
    let has_zone = pattern.contains('+') || pattern.ends_with('z') || pattern.contains("timezone");
    if is_time && has_zone {
        return Some(PageClaim::Format("rfc3339"));
    }
    is_date.then_some(match pattern.as_str() {
        "yyyy-mm-dd" => PageClaim::Format("date"),
        _ => PageClaim::NoKey,
    })
}

/// `支持IPv4和IPv6两种格式`: the spec has no key for the format of an address.
pub(super) fn address(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["IPv4", "IPV4", "IPv6", "IPV6"])?;
    scan.skip(&[
        "和", "与", "或", "/", "、", "以及", "IPv4", "IPV4", "IPv6", "IPV6", "两种", "格式", "的",
        "IP", "地址",
    ]);
    Some(vec![PageClaim::NoKey])
}

/// `链接地址`
pub(super) fn url(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["URL地址", "链接地址"])?;
    Some(vec![PageClaim::Format("url")])
}

/// `该字段为密文字段`, `该字段需进行加密`
pub(super) fn encrypted(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let fields = ["该字段", "该参数", "本字段", "此字段", "字段", "敏感信息"];
    scan.skip(&fields);
    let starts = [
        "为密文",
        "是密文",
        "密文传输",
        "加密传输",
        "需要加密",
        "需加密",
        "须加密",
        "必须加密",
        "需要进行加密",
        "需进行加密",
        "须进行加密",
        "请加密",
        "使用密文",
        "传密文",
    ];
    scan.word(&starts)?;
    scan.skip(&["字段", "传输", "处理", "上送"]);
    Some(vec![PageClaim::Encrypted])
}

/// `请设置为application/json`, `固定传:CNY`
pub(super) fn literal(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let heads = [
        "请设置为",
        "固定取值为",
        "固定取值",
        "固定传入",
        "固定传",
        "固定填写",
        "固定填",
        "固定为",
        "固定值为",
        "固定值",
        "设置为固定值",
    ];
    scan.word(&heads)?;
    scan.skip(&[":", "为", "\"", "'"]);
    let value = scan.take(|c| c.is_ascii() && !matches!(c, ',' | ';' | '(' | ')' | '"' | '\''))?;
    scan.skip(&["\"", "'"]);
    scan.is_at_clause_end()
        .then(|| vec![PageClaim::Literal(value.to_owned())])
}

/// `同一分账单号多次请求等同一次`, `幂等标识为out_batch_no`
pub(super) fn idempotency(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if scan.optional(&["幂等标识", "幂等号", "幂等键", "幂等字段"]) {
        scan.skip(&["字段", "为", "是", ":"]);
        let name = scan.name()?;
        return Some(vec![PageClaim::IdempotencyKey(Some(name.to_owned()))]);
    }
    if let Some(name) = scan.attempt(named_key) {
        return Some(vec![PageClaim::IdempotencyKey(Some(name))]);
    }
    scan.word(&["同一", "同样", "相同"])?;
    scan.until(&["多次", "重复"])?;
    scan.word(&["多次", "重复"])?;
    scan.word(&["请求", "调用", "提交"])?;
    scan.skip(&[",", "只", "会", "等同", "于", "视为", "按", "当作", "同"]);
    scan.word(&[
        "一次",
        "同一次",
        "同一笔",
        "同一个",
        "同一请求",
        "一笔",
        "1次",
        "幂等",
    ])?;
    Some(vec![PageClaim::IdempotencyKey(None)])
}

/// `以out_no作为幂等键`
fn named_key(scan: &mut Scan<'_>) -> Option<String> {
    scan.word(&["以", "使用", "用", "通过", "根据", "按"])?;
    let name = scan.name()?.to_owned();
    scan.skip(&["字段", "参数"]);
    scan.word(&["作为", "为", "做", "进行", "保证", "实现"])?;
    scan.word(&["幂等", "防重"])?;
    scan.skip(&["标识", "键", "字段", "号"]);
    Some(name)
}

/// `该接口支持原参重入`, `是否支持幂等:是`
pub(super) fn repeatable(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if scan.optional(&["是否支持幂等"]) {
        scan.skip(&[":"]);
        scan.word(&["是", "支持"])?;
    } else {
        scan.word(&["支持", "使用", "请", "可", "用"])?;
        scan.skip(&["使用", "以", "通过"]);
        scan.word(&[
            "原参重入",
            "原参数重入",
            "原参重试",
            "原参数重试",
            "原单重试",
            "原单号重试",
            "幂等",
            "重入",
            "相同参数重试",
            "相同的参数重试",
        ])?;
    }
    Some(vec![PageClaim::Repeatable])
}
