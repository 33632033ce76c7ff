//! One rule for RFC 3339 times: the generator, which reads samples, and the runtime, which checks
//! requests, agree with each other, with the rule in `spec/README.md` and with a library.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::DateTime;
use serde_json::{Map, Value};
use wechatpay_golden::parameters::request::FindCardsRequest;
use wechatpay_runtime::Operation as _;

use crate::support::random::Random;
use crate::support::small_spec::{damaged, sources};

/// The texts that the generator accepts as times in a sample with all of them.
fn in_samples(texts: &[String]) -> Vec<bool> {
    let mut fields = String::new();
    let mut sample = Map::new();
    sample.insert("out_request_no".to_owned(), "paint_7".into());
    for (n, text) in texts.iter().enumerate() {
        let field =
            format!("  t{n}:\n    type: string\n    format: rfc3339\n    presence: optional\n");
        fields.write_str(&field).unwrap();
        sample.insert(format!("t{n}"), text.as_str().into());
    }
    let printed = format!("    request: |\n      {}\n", Value::from(sample));
    let operation = damaged(&[
        ("body:\n", &format!("body:\n{fields}")),
        (
            "    request: |\n      { \"out_request_no\": \"paint_7\" }\n",
            &printed,
        ),
    ]);
    let (_, diagnostics) = wechatpay_codegen::read(&sources(&operation));
    let names: BTreeSet<_> = (0..texts.len()).map(|n| format!("t{n}")).collect();
    let refused: BTreeSet<_> = diagnostics
        .iter()
        .map(|found| {
            assert_eq!(found.code.as_str(), "sample-value", "{}", found.message);
            let mut quoted = found.message.split('`').skip(1).step_by(2);
            let is_field = |name: &&str| names.contains(*name);
            let name = quoted.find(is_field);
            let name = name.unwrap_or_else(|| panic!("no field in: {}", found.message));
            name.to_owned()
        })
        .collect();
    let all = 0..texts.len();
    all.map(|n| !refused.contains(&format!("t{n}"))).collect()
}

/// Whether the runtime accepts a request with this time.
fn in_requests(text: &str) -> bool {
    let request = FindCardsRequest::builder()
        .deck_id("7")
        .limit(1)
        .since(text)
        .build();
    let found = request.validate().err().into_iter().flatten();
    let rules: Vec<_> = found.filter(|v| v.path() == "since").collect();
    assert!(
        rules
            .iter()
            .all(|violation| violation.rule().name() == "rfc3339")
    );
    rules.is_empty()
}

/// `chrono` accepts any usual separator of date and time. In all else it follows RFC 3339.
fn in_chrono(text: &str) -> bool {
    let separator = text.as_bytes().get(10);
    matches!(separator, Some(b'T' | b't')) && DateTime::parse_from_rfc3339(text).is_ok()
}

fn assert_agreement(texts: &[String]) -> Vec<bool> {
    let samples = in_samples(texts);
    for (text, in_sample) in texts.iter().zip(&samples) {
        assert_eq!(
            *in_sample,
            in_requests(text),
            "generator, runtime: {text:?}"
        );
        assert_eq!(*in_sample, in_chrono(text), "generator, chrono: {text:?}");
    }
    samples
}

/// Times of RFC 3339, and texts that look similar.
const TABLE: [(&str, bool); 46] = [
    ("2015-05-20T13:29:35+08:00", true),
    ("2025-08-01T00:00:00+08:00", true),
    ("2015-05-20T13:29:35Z", true),
    ("2015-05-20t13:29:35z", true),
    ("2015-05-20t13:29:35+08:00", true),
    ("2015-05-20T13:29:35.5Z", true),
    ("2015-05-20T13:29:35.123456789Z", true),
    ("2015-05-20T13:29:35.1234567890123Z", true),
    ("2015-05-20T13:29:35-00:00", true),
    ("2015-05-20T13:29:35+23:59", true),
    ("2015-05-20T13:29:35-23:59", true),
    ("2016-12-31T23:59:60Z", true),
    ("2015-05-20T13:29:60+08:00", true),
    ("0000-01-01T00:00:00Z", true),
    ("0000-02-29T00:00:00Z", true),
    ("9999-12-31T23:59:59Z", true),
    ("2024-02-29T00:00:00Z", true),
    ("2000-02-29T00:00:00Z", true),
    ("2025-02-30T00:00:00+08:00", false),
    ("2025-02-29T00:00:00Z", false),
    ("1900-02-29T00:00:00Z", false),
    ("2025-04-31T00:00:00Z", false),
    ("2025-00-01T00:00:00Z", false),
    ("2025-13-01T00:00:00Z", false),
    ("2025-01-00T00:00:00Z", false),
    ("2025-01-32T00:00:00Z", false),
    ("2015-05-20T24:00:00Z", false),
    ("2015-05-20T13:60:00Z", false),
    ("2015-05-20T13:29:61Z", false),
    ("2015-05-20T13:29:35+24:00", false),
    ("2015-05-20T13:29:35+08:60", false),
    ("2015-05-20T13:29:35+0800", false),
    ("2015-05-20T13:29:35+08", false),
    ("2015-05-20T13:29:35", false),
    ("2015-05-20T13:29Z", false),
    ("2015-05-20 13:29:35Z", false),
    ("2015-05-20_13:29:35Z", false),
    ("2015-05-20T13:29:35.Z", false),
    ("2015-05-20T13:29:35,5Z", false),
    ("2015-05-20T13:29:35Z ", false),
    (" 2015-05-20T13:29:35Z", false),
    ("15-05-20T13:29:35Z", false),
    ("+2015-05-20T13:29:35Z", false),
    ("2015-5-20T13:29:35Z", false),
    ("2015-05-20", false),
    ("二零一五年五月二十日十三点", false),
];

#[test]
fn samples_requests_and_a_time_library_agree_on_rfc_3339_times() {
    let texts: Vec<_> = TABLE.iter().map(|(text, _)| (*text).to_owned()).collect();
    let expected: Vec<_> = TABLE.iter().map(|(_, is_time)| *is_time).collect();
    assert_eq!(assert_agreement(&texts), expected);
}

/// A time with numbers within or just beyond their bounds, and with some changed characters.
fn nearly_a_time(random: &mut Random) -> String {
    let year = random.below(10000);
    let [month, day] = [random.below(14), random.below(33)];
    let [hour, minute, second] = [25, 61, 62].map(|end| random.below(end));
    let fraction = ["", ".5", ".000001", ".", ".1234567890"][random.below(5)];
    let zone = match random.below(3) {
        0 => "Z".to_owned(),
        1 => format!("+{:02}:{:02}", random.below(25), random.below(61)),
        _ => format!("-{:02}:{:02}", random.below(25), random.below(61)),
    };
    let time =
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}");
    let mut time = time.into_bytes();
    for _ in 0..[0, 0, 1, 2][random.below(4)] {
        let at = random.below(time.len());
        let others = b"0123456789-+:.TtZz ";
        time[at] = others[random.below(others.len())];
    }
    String::from_utf8(time).unwrap()
}

#[test]
fn samples_requests_and_a_time_library_agree_on_random_times() {
    let mut random = Random::new(7);
    let texts: Vec<_> = (0..1500).map(|_| nearly_a_time(&mut random)).collect();
    let times = assert_agreement(&texts)
        .into_iter()
        .filter(|is_time| *is_time)
        .count();
    assert!((150..1350).contains(&times), "{times}");
}

#[test]
fn a_time_in_the_query_of_a_sample_is_checked() {
    let query = "  query:\n    since:\n      type: string\n      format: rfc3339\n      presence: optional\n  path:\n";
    for (time, count) in [("2025-02-28t00:00:00z", 0), ("2025-02-30T00:00:00Z", 1)] {
        let sample = format!("  - query:\n      since: {time}\n    path:\n      card_id: \"7\"\n");
        let operation = damaged(&[
            ("  path:\n", query),
            ("  - path:\n      card_id: \"7\"\n", &sample),
        ]);
        let (_, diagnostics) = wechatpay_codegen::read(&sources(&operation));
        let codes: Vec<_> = diagnostics
            .iter()
            .map(|found| found.code.as_str())
            .collect();
        assert_eq!(codes, vec!["sample-value"; count], "{time}");
    }
}
