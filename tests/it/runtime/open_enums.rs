//! An open enum keeps every text byte for byte, and recognizes its listed values.

use serde_json::json;
use wechatpay_runtime::{OpenEnum, error::UnknownValue};

use super::fixture::ModifyBudgetErrorCode as Code;

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub(crate) enum Empty {
    Unknown(UnknownValue<Self>),
}

impl OpenEnum for Empty {
    const KNOWN: &'static [Self] = &[];

    fn as_str(&self) -> &str {
        match self {
            Self::Unknown(value) => value.as_str(),
        }
    }

    fn unknown(value: UnknownValue<Self>) -> Self {
        Self::Unknown(value)
    }
}

wechatpay_runtime::open_enum!(Empty);

#[test]
fn known_text_becomes_its_variant_from_str_string_and_json() {
    assert_eq!(Code::from("RULE_LIMIT"), Code::RuleLimit);
    assert_eq!(Code::from(String::from("RULE_LIMIT")), Code::RuleLimit);
    assert_eq!(
        serde_json::from_value::<Code>(json!("RULE_LIMIT")).unwrap(),
        Code::RuleLimit
    );
    assert_eq!(
        serde_json::from_str::<Code>(r#""RULE\u005fLIMIT""#).unwrap(),
        Code::RuleLimit
    );
    assert_eq!(
        serde_json::to_value(Code::RuleLimit).unwrap(),
        json!("RULE_LIMIT")
    );
    assert_eq!(
        (
            Code::RuleLimit.to_string().as_str(),
            Code::RuleLimit.as_ref()
        ),
        ("RULE_LIMIT", "RULE_LIMIT")
    );
}

#[test]
fn unknown_enum_text_round_trips_byte_for_byte() {
    let megabyte = "券".repeat(1 << 20);
    for text in [
        "",
        " RULE_LIMIT",
        "rule_limit",
        "RULE_LIMIT\0",
        "\"\\\n",
        "分类",
        "\u{202e}",
        &megabyte,
    ] {
        let code = Code::from(text);
        assert!(matches!(code, Code::Unknown(_)));
        assert_eq!(code.as_str(), text);
        assert_eq!(code, serde_json::from_value::<Code>(json!(text)).unwrap());
        assert_eq!(serde_json::to_value(&code).unwrap(), json!(text));
        assert_eq!(Empty::from(text).as_str(), text);
        assert_eq!(
            serde_json::from_str::<Empty>(&serde_json::to_string(&Empty::from(text)).unwrap())
                .unwrap()
                .as_str(),
            text
        );
    }
}

#[test]
fn a_json_value_that_is_not_text_is_rejected_by_open_enums() {
    for value in [json!(1), json!(null), json!(true), json!([]), json!({})] {
        assert!(serde_json::from_value::<Code>(value).is_err());
    }
}

#[test]
fn known_values_are_listed_and_parsed_without_an_import() {
    assert!(Code::RuleLimit.is_known());
    assert!(!Code::from("NEW_CODE").is_known());
    assert!(Code::KNOWN.contains(&Code::RuleLimit) && Code::KNOWN.iter().all(Code::is_known));
    for known in Code::KNOWN {
        assert_eq!(&known.as_str().parse::<Code>().unwrap(), known);
    }
    assert!(Empty::KNOWN.is_empty());
}

#[test]
fn a_parse_error_suggests_the_closest_known_value() {
    for (text, closest) in [
        ("RULE_LIMT", Some("RULE_LIMIT")),
        ("rule_limit", Some("RULE_LIMIT")),
        (" RULE_LIMIT\n", Some("RULE_LIMIT")),
        ("SOMETHING_ELSE_ALTOGETHER", None),
        ("", None),
        (&"R".repeat(1 << 20), None),
    ] {
        let error = text.parse::<Code>().unwrap_err();
        assert_eq!(error.closest(), closest, "{error}");
        assert!(error.to_string().len() < 1000);
    }
    assert_eq!(
        "RULE_LIMT".parse::<Code>().unwrap_err().to_string(),
        "unknown value `RULE_LIMT`: did you mean `RULE_LIMIT`? [unknown-value]"
    );
    assert_eq!("".parse::<Empty>().unwrap_err().closest(), None);
}

#[test]
fn values_compare_with_texts_on_either_side() {
    let new = Code::from("NEW_CODE");
    assert!(Code::RuleLimit == "RULE_LIMIT" && "NEW_CODE" == new && new != *"OTHER");
    assert!(*"NEW_CODE" == new);
}
