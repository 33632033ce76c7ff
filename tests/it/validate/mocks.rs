//! The mock's verdict on a body, in the terms of `validate()`.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use wechatpay_codegen::source::Sources;
use wechatpay_mock::Spec;

use super::oracle::Broken;

/// The violations that the mock reports, by path and rule. Unlisted values are accepted, as in `validate()`.
pub(super) fn broken_rules(operation: &str, body: &Value) -> Broken {
    static GOLDEN: LazyLock<Spec> = LazyLock::new(|| {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/spec");
        let (model, _) = wechatpay_codegen::read(&Sources::read(&spec).unwrap());
        Spec::from_json(&wechatpay_codegen::mock_data(&model)).unwrap()
    });
    let spec = match operation {
        "send_card" => &GOLDEN,
        _ => wechatpay_mock::spec().unwrap(),
    };
    let findings = wechatpay_mock::judge(spec, operation, body);
    findings
        .into_iter()
        .filter(|finding| finding.broken != wechatpay_mock::Broken::Unlisted)
        .map(|finding| (path(&finding.pointer), rule(finding.broken)))
        .collect()
}

/// `/items/0/name` as `items[0].name`.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for segment in pointer.split('/').skip(1) {
        if segment.bytes().all(|byte| byte.is_ascii_digit()) && !path.is_empty() {
            path += &["[", segment, "]"].concat();
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path += segment;
        }
    }
    path
}

fn rule(broken: wechatpay_mock::Broken) -> String {
    use wechatpay_mock::Broken;
    let name = match broken {
        Broken::RequiredNow => "required_when",
        Broken::ForbiddenNow => "only_when",
        Broken::Min => "min",
        Broken::Max => "max",
        Broken::MinChars => "min_chars",
        Broken::MaxChars => "max_chars",
        Broken::Alphabet => "alphabet",
        Broken::Rfc3339 => "rfc3339",
        Broken::MinItems => "min_items",
        Broken::MaxItems => "max_items",
        Broken::AtMostOneOf => "at_most_one_of",
        Broken::Allowed => "allowed",
        // Values that the types do not allow.
        other => return format!("{other:?}"),
    };
    name.to_owned()
}
