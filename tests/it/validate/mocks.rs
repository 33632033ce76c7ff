//! The mock's verdict on a body, in the terms of `validate()`.

use serde_json::Value;

use super::oracle::Broken;
use crate::support::golden_mock;

/// The violations that the mock reports, by path and rule. Unlisted values are accepted, as in `validate()`.
pub(super) fn broken_rules(operation: &str, body: &Value) -> Broken {
    let spec = match operation {
        "send_card" => golden_mock::spec(),
        _ => wechatpay_mock::spec().unwrap(),
    };
    let violations = wechatpay_mock::validate(spec, operation, body);
    violations
        .into_iter()
        .filter(|violation| violation.rule != wechatpay_mock::BrokenRule::Unlisted)
        .map(|violation| (path(&violation.pointer), rule(violation.rule)))
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

fn rule(rule: wechatpay_mock::BrokenRule) -> String {
    use wechatpay_mock::BrokenRule;
    let name = match rule {
        BrokenRule::RequiredWhen => "required_when",
        BrokenRule::OnlyWhen => "only_when",
        BrokenRule::Min => "min",
        BrokenRule::Max => "max",
        BrokenRule::MinChars => "min_chars",
        BrokenRule::MaxChars => "max_chars",
        BrokenRule::Alphabet => "alphabet",
        BrokenRule::Rfc3339 => "rfc3339",
        BrokenRule::Date => "date",
        BrokenRule::MinItems => "min_items",
        BrokenRule::MaxItems => "max_items",
        BrokenRule::AtMostOneOf => "at_most_one_of",
        BrokenRule::ExactlyOneOf => "exactly_one_of",
        BrokenRule::AtLeastOneOf => "at_least_one_of",
        BrokenRule::Allowed => "allowed",
        // Values that the types do not allow.
        other => return format!("{other:?}"),
    };
    name.to_owned()
}
