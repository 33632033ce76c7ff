//! The program: it prints and writes what a client needs, and prints each request.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use wechatpay_mock::{spec, validate};

pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wechatpay-mock"))
}

/// A running program, which is stopped at the end of the test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_program_prints_its_settings_and_each_request_without_values() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("new").join("keys");
    let mut child = program()
        .arg("--keys")
        .arg(&keys)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let _running = Running(child);
    let mut value = |label: &str| {
        let line = lines.next().unwrap().unwrap();
        let value = line.strip_prefix(label).unwrap_or_else(|| panic!("{line}"));
        value.trim_start().to_owned()
    };
    let url = value("url");
    assert_eq!(value("mchid"), "1900000001");
    for (label, begins) in [
        ("merchant key", "-----BEGIN PRIVATE KEY-----"),
        ("merchant certificate", "-----BEGIN CERTIFICATE-----"),
        ("its serial number", ""),
        ("public key", "-----BEGIN PUBLIC KEY-----"),
        ("its id", ""),
        ("platform certificate", "-----BEGIN CERTIFICATE-----"),
        ("its serial number", ""),
        ("second public key", "-----BEGIN PUBLIC KEY-----"),
        ("its id", ""),
        ("second certificate", "-----BEGIN CERTIFICATE-----"),
        ("its serial number", ""),
    ] {
        let value = value(label);
        if !begins.is_empty() {
            assert!(value.starts_with(keys.to_str().unwrap()), "{value}");
            assert!(fs::read_to_string(value).unwrap().starts_with(begins));
        }
    }
    #[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
    assert_eq!(value("APIv3 key").len(), 32);

    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    let target = "/v3/marketing/busifavor/stocks/a-secret-stock/budget?token=secret";
    let request = format!("PATCH {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    assert_eq!(
        lines.next().unwrap().unwrap(),
        "PATCH /v3/marketing/busifavor/stocks/{stock_id}/budget 401  the Authorization header is missing"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_private_key_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let mut child = program()
        .arg("--keys")
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let first = BufReader::new(child.stdout.take().unwrap()).lines().next();
    let _running = Running(child);
    assert!(first.unwrap().unwrap().starts_with("url"));
    let key = fs::metadata(folder.path().join("apiclient_key.pem")).unwrap();
    assert_eq!(key.permissions().mode() & 0o077, 0);
}

#[test]
fn the_help_lists_all_options() {
    let output = program().arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for flag in [
        "--port",
        "--keys",
        "--samples",
        "--coupon-life",
        "--newer-than-pages",
        "--signing-key",
        "--certificate",
        "--fault",
        "--control",
    ] {
        assert!(help.contains(flag), "{help}");
    }
    assert!(help.contains("cut-after-acting"), "{help}");
    assert!(help.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn the_help_in_chinese_has_the_same_options_and_faults() {
    let help = |option| {
        let output = program().arg(option).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let (english, chinese) = (help("--help"), help("--help-zh"));
    // Options begin with a hyphen. At least two spaces follow the name of a fault.
    let names = |help: &str| -> Vec<_> {
        let lines = help.lines().map(str::trim_start);
        let lines = lines.filter(|line| line.starts_with('-') || line.contains("  "));
        let words = lines.filter_map(|line| line.split_whitespace().next());
        words.map(str::to_owned).collect()
    };
    assert!(names(&english).contains(&"stall-after-acting".to_owned()));
    assert_eq!(names(&english), names(&chinese));
    assert!(chinese.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn a_wrong_command_line_is_explained() {
    for (arguments, message) in [
        (
            &["--prot", "1"][..],
            "there is no option `--prot`; did you mean `--port`?",
        ),
        (&["--x"], "there is no option `--x`"),
        (&["keys"], "unexpected argument \"keys\""),
        (&["--keys"], "missing argument for option '--keys'"),
        (
            &["--port", "65536"],
            "the value `65536` of `--port` is not a number from 0 to 65535",
        ),
        (
            &["--control", "x"],
            "the value `x` of `--control` is not a number from 0 to 65535",
        ),
        (
            &["--signing-key", "certificat"],
            "there is no signing key `certificat`; did you mean `certificate`?",
        ),
        (
            &["--fault", "next=none", "--fault", "next=html502"],
            "`--fault next=html502`: there is no fault `html502`; did you mean `html-502`?",
        ),
        (
            &["--fault", "429"],
            "`--fault 429`: a fault starts with `next=` or `always=`",
        ),
        (
            &["--fault", "always=429,times=2"],
            "`--fault always=429,times=2`: `times` has no meaning here",
        ),
        (
            &["--samples=no"],
            "unexpected argument for option '--samples': \"no\"",
        ),
    ] {
        let output = program().args(arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let expected = "\n\nFor the options, see `wechatpay-mock --help`.\n";
        assert_eq!(stderr, format!("error: {message}{expected}"));
        assert_eq!(output.status.code(), Some(2));
    }
    let output = program().arg("-V").output().unwrap();
    assert!(output.stdout.starts_with(b"wechatpay-mock 0."));
}

#[cfg(feature = "platform-certificates")]
#[test]
fn a_certificate_that_does_not_exist_is_explained() {
    let output = program()
        .args(["--certificate", "second"])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let expected = "error: there is no certificate `second`; did you mean `second-certificate`?\n";
    assert!(stderr.starts_with(expected), "{stderr}");
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(not(feature = "platform-certificates"))]
#[test]
fn a_mock_without_certificates_names_the_missing_feature() {
    let output = program()
        .args(["--certificate", "certificate"])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let expected = "error: this mock was built without the feature `platform-certificates`\n";
    assert!(stderr.starts_with(expected), "{stderr}");
    assert_eq!(output.status.code(), Some(2));
}

/// The help of `--samples` names every operation whose printed request the mock rejects.
#[test]
fn the_help_names_the_sample_requests_that_are_rejected() {
    let output = program().arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let (_, samples) = help.split_once("--samples").unwrap();
    let (samples, _) = samples.split_once("\n      --").unwrap();
    assert!(samples.contains("PARAM_ERROR"), "{samples}");
    let data: Value = serde_json::from_str(include_str!("../../data/spec.json")).unwrap();
    let services = data["services"].as_array().unwrap().iter();
    let operations = services.flat_map(|service| service["operations"].as_array().unwrap());
    for operation in operations {
        let name = operation["name"].as_str().unwrap();
        let spec = spec().unwrap();
        let bodies = spec
            .sample_requests(name)
            .map(|text| serde_json::from_str(text).unwrap());
        let refused = bodies.filter(|body| !validate(spec, name, body).is_empty());
        assert_eq!(
            refused.count() > 0,
            samples.contains(name),
            "{name}: {samples}"
        );
    }
}

/// The folder in which the program was compiled may be missing.
#[test]
fn a_copy_of_the_program_starts_from_any_folder() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder
        .path()
        .join(format!("mock{}", std::env::consts::EXE_SUFFIX));
    fs::copy(env!("CARGO_BIN_EXE_wechatpay-mock"), &copy).unwrap();
    let mut child = Command::new(&copy)
        .env_clear()
        .current_dir(folder.path())
        .args(["--keys", "keys"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let first = BufReader::new(child.stdout.take().unwrap()).lines().next();
    let _running = Running(child);
    assert!(first.unwrap().unwrap().starts_with("url"));
    assert!(folder.path().join("keys/pub_key.pem").exists());
}

#[test]
fn an_unwritable_key_folder_is_named_in_the_error() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let output = program().arg("--keys").arg(file.path()).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(stderr.contains(file.path().to_str().unwrap()), "{stderr}");
    assert!(
        stderr.starts_with("error: ") && !stderr.contains('{'),
        "{stderr}"
    );
}

#[test]
fn a_port_in_use_is_named_in_the_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = program().args(["--port", &port]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let begins = format!("error: 127.0.0.1:{port}: ");
    assert!(
        stderr.starts_with(&begins) && !stderr.contains('{'),
        "{stderr}"
    );
}
