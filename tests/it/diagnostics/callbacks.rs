//! Mistakes in callback files.

use wechatpay_codegen::source::Sources;

/// The golden callback with one change, and the codes of the errors.
fn errors(from: &str, to: &str) -> Vec<String> {
    let text = include_str!("../../golden/spec/notified/card_event.yaml");
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1);
    in_folder("notified", &text)
}

/// The codes of the errors if the callback is in this folder.
fn in_folder(folder: &str, text: &str) -> Vec<String> {
    let files = [
        ("api.yaml", include_str!("../../golden/spec/api.yaml")),
        (
            "notified/service.yaml",
            include_str!("../../golden/spec/notified/service.yaml"),
        ),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.into()));
    let callback = (format!("{folder}/card_event.yaml"), text.to_owned().into());
    let sources = Sources::new(files.into_iter().chain([callback]));
    let (_, found) = wechatpay_codegen::read(&sources);
    let mut errors: Vec<_> = found.iter().map(|d| d.code.as_str().to_owned()).collect();
    errors.retain(|code| code != "unused-type");
    errors
}

#[test]
fn each_mistake_in_a_callback_file_is_reported() {
    assert_eq!(errors("CARD.SEND", "CARD.SEND"), [""; 0]);
    for (from, to, code) in [
        ("resource: SentCard", "resource: CardState", "type-misfit"),
        ("resource: SentCard", "resource: SentCrad", "unknown-type"),
        ("resource: SentCard", "resource: string", "unknown-type"),
        (
            "    resource: LostCard\n",
            "    title: 挂失\n",
            "missing-key",
        ),
        ("CARD.LOST:", "CARD_SP.SEND:", "duplicate-definition"),
        ("rust_name: Sent", "rust_name: Unknown", "name-collision"),
        ("rust_name: Sent", "rust_name: CardLost", "name-collision"),
        (
            "callback: CardEvent",
            "callback: CardState",
            "name-collision",
        ),
        ("callback: CardEvent", "callback: 卡", "bad-name"),
        ("events:", "event:", "unknown-key"),
    ] {
        let found = errors(from, to);
        assert!(found.iter().any(|found| found == code), "{to}: {found:?}");
    }
}

#[test]
fn a_callback_in_a_folder_without_a_service_is_reported() {
    let text = include_str!("../../golden/spec/notified/card_event.yaml");
    let found = in_folder("elsewhere", text);
    assert!(
        found.iter().any(|code| code == "unknown-reference"),
        "{found:?}"
    );
}
