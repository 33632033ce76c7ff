//! The list of platform certificates of the program, from its command line and through its control
//! endpoint.

use serde_json::{Value, json};

use super::{Program, exchange};
use crate::certificates::{decrypted, list};
use crate::keys::x509;
use crate::reply::Reply;

impl Program {
    /// The response to a request for the list that names no key.
    fn list(&self) -> Reply {
        let draft = list(&self.drafts).with("Connection", "close");
        let bytes = draft.bytes(&draft.authorization_with(&self.key));
        Reply::parse(&exchange(&self.url, &bytes))
    }

    fn set_certificates(&self, names: &[&str]) -> Value {
        let body = json!({ "certificates": names }).to_string();
        self.post("/settings", &body)
    }
}

#[test]
fn certificates_of_the_command_line_are_listed_and_can_be_replaced() {
    let program = Program::start(&[
        "--certificate",
        "certificate",
        "--certificate",
        "second-certificate",
    ]);
    let settings = program.get("/settings");
    let first = settings["platform_serial_no"].as_str();
    let second = settings["second_platform_serial_no"].as_str();
    let both = json!(["certificate", "second-certificate"]);
    assert_eq!(settings["certificates"], both);
    let reply = program.list();
    assert_eq!(reply.header("Wechatpay-Serial"), first);
    assert_eq!(program.get("/requests")[0]["route"], "/v3/certificates");
    let listed = reply.json();
    let serial_no = |index: usize| listed["data"][index]["serial_no"].as_str();
    assert_eq!((serial_no(0), serial_no(1)), (first, second));
    let api_key = settings["api_key"].as_str().unwrap();
    let pem = decrypted(&listed["data"][1], api_key);
    let keys = program.get("/keys");
    assert_eq!(pem.as_deref(), keys["second_platform_certificate"].as_str());

    let settings = program.set_certificates(&["second-certificate", "certificate"]);
    assert_eq!(
        settings["certificates"],
        json!(["second-certificate", "certificate"])
    );
    assert_eq!(program.list().header("Wechatpay-Serial"), second);
    program.post("/settings", r#"{"signing_key": "certificate"}"#);
    assert_eq!(program.list().header("Wechatpay-Serial"), first);
    program.set_certificates(&[]);
    assert_eq!(program.list().status, 404);
    assert_eq!(program.post("/reset", "")["certificates"], both);
    assert_eq!(program.list().status, 200);
}

#[test]
fn a_listed_certificate_can_have_one_thing_wrong() {
    let program = Program::start(&[]);
    assert_eq!(program.list().status, 404);
    let settings = program.get("/settings");
    let names = program.get("/")["certificates"].clone();
    assert_eq!(names.as_array().unwrap().len(), 10);
    let api_key = settings["api_key"].as_str().unwrap();
    for (certificate, serial_no) in [
        ("certificate", &settings["platform_serial_no"]),
        ("second-certificate", &settings["second_platform_serial_no"]),
    ] {
        for (fault, has_its_serial, is_readable, begin) in [
            ("wrong-serial", false, true, None),
            ("expired", true, true, Some("Jan  1 00:00:00 2020")),
            ("not-yet-valid", true, true, Some("Jan  1 00:00:00 2099")),
            ("wrong-api-key", true, false, None),
        ] {
            let name = format!("{certificate}={fault}");
            let settings = program.set_certificates(&[&name]);
            assert_eq!(settings["certificates"], json!([name]));
            assert!(names.as_array().unwrap().contains(&json!(name)));
            let entry = &program.list().json()["data"][0];
            assert_eq!(&entry["serial_no"] == serial_no, has_its_serial, "{name}");
            let pem = decrypted(entry, api_key);
            assert_eq!(pem.is_some(), is_readable, "{name}");
            let dates = pem.and_then(|pem| x509(&pem, &["-noout", "-dates"]));
            if let (Some(begin), Some(dates)) = (begin, dates) {
                let begins = format!("notBefore={begin} GMT\n");
                assert!(dates.starts_with(&begins), "{dates}");
            }
        }
    }
}

#[test]
fn mistakes_in_certificates_are_explained_and_change_nothing() {
    let program = Program::start(&["--certificate", "certificate"]);
    for (body, error) in [
        (
            r#"{"certificates": ["certificate=expird"]}"#,
            "there is no certificate `certificate=expird`; did you mean `certificate=expired`?",
        ),
        (
            r#"{"certificates": ["second-certificate", "public-key"]}"#,
            "there is no certificate `public-key`",
        ),
        (
            r#"{"certificates": "certificate"}"#,
            "`certificates` is not a list",
        ),
        (
            r#"{"certificates": [1]}"#,
            "`certificates` is not a list of texts",
        ),
        (
            r#"{"certificate": []}"#,
            "there is no setting `certificate` to change; did you mean `certificates`?",
        ),
    ] {
        assert_eq!(program.error("/settings", body), error, "{body}");
    }
    let settings = program.get("/settings");
    assert_eq!(settings["certificates"], json!(["certificate"]));
}
