//! Encrypted fields in generated code: encrypted by the client, decrypted by the mock, and the
//! reverse. `runtime::encrypted_fields` has the cryptography.

use serde_json::{Value, json};
use wechatpay_golden::sealed;
use wechatpay_golden::sealed::request::{Guest, GuestPhotoRequest, InviteGuestsRequest, Seating};
use wechatpay_golden::sealed::response::Invitation;
use wechatpay_mock::{Act, Mock, MockResponse, Place, Route, encrypt_field};
use wechatpay_runtime::endpoint::Endpoint;
use wechatpay_runtime::keys::{Padding, PrivateKey};
use wechatpay_runtime::operation::{EncryptedField, Parameters};
use wechatpay_runtime::raw::{RawRequest, RequestWithExtras, UnknownChoice};
use wechatpay_runtime::{Error, Operation, Outcome, Response};

use crate::call::settings;
use crate::support::golden_mock;

const PATH: &str = "/v3/games/{game_id}/guests";

/// Texts that must appear nowhere but inside encrypted fields.
const TEXTS: [&str; 7] = [
    "13800000001",
    "张三丰",
    "李四光",
    "13900000002",
    "13900000003",
    "王五常",
    "old secret",
];

fn guest(name: &str) -> Guest {
    Guest::builder().name(name).build()
}

fn invite() -> InviteGuestsRequest {
    InviteGuestsRequest::builder()
        .game_id("7")
        .host_phone(TEXTS[0])
        .invitation_no("100")
        .host_name(TEXTS[1])
        .guests([
            Guest::builder()
                .name(TEXTS[2])
                .phones([TEXTS[3], "", TEXTS[4]])
                .build(),
            guest(""),
        ])
        .seat(Seating::Reserved {
            seat_owner: TEXTS[5].to_owned(),
        })
        .old_note(TEXTS[6])
        .build()
}

/// The request without the checks of the client.
struct Unchecked(InviteGuestsRequest);

impl Operation for Unchecked {
    const ENDPOINT: &'static Endpoint = InviteGuestsRequest::ENDPOINT;
    type Response = Invitation;
    type ErrorCode = <InviteGuestsRequest as Operation>::ErrorCode;

    fn parameters<'a>(&'a self, parameters: &mut Parameters<'a>) {
        self.0.parameters(parameters);
    }

    fn body(&self) -> Option<impl serde::Serialize> {
        self.0.body()
    }

    fn encrypted_fields(&self) -> &'static [EncryptedField] {
        self.0.encrypted_fields()
    }
}

async fn send<O: Operation>(mock: &Mock, operation: &O) -> Result<Response<O::Response>, Error> {
    settings(mock).build().unwrap().send(operation).await
}

fn assert_hidden(shown: &str) {
    for text in TEXTS {
        assert!(!shown.contains(text), "{text} in {shown}");
    }
}

/// The query and the body of the only request.
fn sent(mock: &Mock) -> (String, Value) {
    let requests = mock.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert_eq!(
        request.header("Wechatpay-Serial"),
        Some(mock.public_key_id())
    );
    let body = serde_json::from_slice(request.body()).unwrap();
    (request.target().to_owned(), body)
}

#[tokio::test]
async fn fields_in_objects_lists_choices_and_the_query_are_sent_encrypted() {
    let mock = golden_mock::mock();
    send(&mock, &invite()).await.unwrap();
    let (target, body) = sent(&mock);
    assert_hidden(&format!("{target} {body}"));
    for encrypted in [
        "/host_name",
        "/guests/0/name",
        "/guests/0/phones/0",
        "/guests/0/phones/2",
        "/seat_owner",
        "/old_note",
    ] {
        // 256 bytes in Base64.
        let text = body.pointer(encrypted).and_then(Value::as_str);
        assert_eq!(text.map(str::len), Some(344), "{encrypted}");
    }
    assert_eq!(body["guests"][0]["phones"][1], "");
    assert_eq!(body["guests"][1], json!({ "name": "" }));
    assert_eq!(
        (&body["invitation_no"], &body["seat"]),
        (&json!("100"), &json!("RESERVED"))
    );
}

#[tokio::test]
async fn the_mock_checks_the_plain_text() {
    let mut letters = invite();
    letters.guests[0].phones = Some(vec!["1x".to_owned()]);
    let mut short = invite();
    short.host_name = "x".to_owned();
    for (request, issue) in [(letters, "characters"), (short, "fewer than 2 characters")] {
        let mock = golden_mock::mock();
        let error = send(&mock, &request).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
        let error = send(&mock, &Unchecked(request)).await.unwrap_err();
        assert!(error.to_string().contains(issue), "{error}");
        assert_hidden(&format!("{error} {error:?}"));
    }
    let mock = golden_mock::mock();
    let plain = RawRequest::post(PATH, serde_json::to_value(invite()).unwrap());
    let error = send(&mock, &plain.path("game_id", "7")).await.unwrap_err();
    assert!(error.to_string().contains("not encrypted"), "{error}");
}

#[tokio::test]
async fn unknown_choices_and_extra_fields_do_not_prevent_encryption() {
    let mock = golden_mock::mock();
    let mut request = invite();
    let fields = json!({ "seat_owner": TEXTS[5], "row": 3 });
    request.seat = Some(Seating::Unknown(UnknownChoice::new("BOX", fields).unwrap()));
    let request = RequestWithExtras::new(&request).unwrap();
    let request = request.with("/guests/1/phones", json!([TEXTS[4]])).unwrap();
    send(&mock, &request).await.unwrap_err();
    let (target, body) = sent(&mock);
    assert_hidden(&format!("{target} {body}"));
    assert_eq!((&body["seat"], &body["row"]), (&json!("BOX"), &json!(3)));
}

#[tokio::test]
async fn a_text_of_more_bytes_than_the_key_can_encrypt_is_not_sent() {
    let mock = golden_mock::mock();
    for (length, fits) in [(214, true), (215, false)] {
        let mut request = invite();
        request.guests[1] = guest(&"x".repeat(length));
        let response = send(&mock, &request).await;
        assert_eq!(response.is_ok(), fits);
        if let Err(error) = response {
            assert_eq!(error.outcome(), Outcome::NotSent);
            assert!(error.to_string().contains("`guests.name` has 215 bytes"));
        }
    }
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn a_retry_sends_the_same_bytes() {
    for fault in [Act::cut(Place::AfterActing), Act::server_error_html(502)] {
        let mock = golden_mock::mock();
        mock.script([fault]);
        send(&mock, &invite()).await.unwrap();
        let requests = mock.requests();
        let [first, second] = requests.as_slice() else {
            panic!("{requests:?}");
        };
        assert_eq!(
            (first.target(), first.body()),
            (second.target(), second.body())
        );
        assert_eq!(mock.ledger().len(), 1);
    }
}

#[test]
fn debug_output_and_violations_show_no_text() {
    let mut request = invite();
    assert_hidden(&format!("{request:?} {:?} {:#?}", request.seat, request));
    assert_eq!(
        format!("{:?}", request.seat),
        "Some(Reserved { seat_owner: (personal) })"
    );
    request.host_name = TEXTS.concat();
    request.guests[0].phones = Some(vec![TEXTS[1].to_owned()]);
    let violations = request.validate().unwrap_err();
    assert_hidden(&format!("{violations} {violations:?}"));
}

#[tokio::test]
async fn each_field_of_a_response_is_decrypted_on_its_own() {
    let mock = golden_mock::mock();
    let client = settings(&mock).build().unwrap();
    let invitation = client.send(&invite()).await.unwrap();
    let host = invitation.host_name.as_ref().unwrap();
    assert_eq!(client.decrypt(host).unwrap(), "张三");
    let guests = invitation.guests.as_deref().unwrap();
    let phones = guests[0].phones.as_deref().unwrap();
    let phones: Vec<_> = phones
        .iter()
        .map(|it| client.decrypt(it).unwrap())
        .collect();
    assert_eq!(phones, ["13800000000", ""]);
    let key = PrivateKey::from_pem(mock.merchant_key_pem()).unwrap();
    let note = invitation.old_note.as_ref().unwrap();
    assert_eq!(
        note.decrypt_padded(&key, Padding::Pkcs1V15).unwrap(),
        "bring a chair"
    );
    assert!(format!("{invitation:?}").contains("host_name: (personal)"));

    let body = json!({
        "host_name": "damaged",
        "guests": [{ "name": encrypt_field("李四").unwrap(), "table": 3 }],
    });
    let response = MockResponse::json(200, body.to_string());
    let mock = Mock::builder();
    let mock = mock.with_route(Route::new("POST", PATH, response));
    let invitation = send(&mock.start().unwrap(), &invite()).await.unwrap();
    let host = invitation.host_name.as_ref().unwrap();
    assert!(client.decrypt(host).is_err());
    let guest = &invitation.guests.as_deref().unwrap()[0];
    let name = client.decrypt(guest.name.as_ref().unwrap()).unwrap();
    assert_eq!((name.as_str(), guest.table), ("李四", Some(3)));
}

/// The mock decrypts the value before it checks the condition.
#[tokio::test]
async fn a_condition_on_the_value_of_an_encrypted_field_is_about_the_plain_text() {
    for (note, welcome, is_right) in [
        ("VIP", Some("With a song."), true),
        ("VIP", None, false),
        ("none", Some("With a song."), false),
        ("none", None, true),
    ] {
        let mut request = invite();
        note.clone_into(request.old_note.as_mut().unwrap());
        request.welcome = welcome.map(str::to_owned);
        assert_eq!(request.validate().is_ok(), is_right, "{note} {welcome:?}");
        let mock = golden_mock::mock();
        let sent = send(&mock, &Unchecked(request)).await;
        assert_eq!(sent.is_ok(), is_right, "{note} {welcome:?}");
    }
}

#[tokio::test]
async fn a_file_is_received_by_a_call_with_an_encrypted_query() {
    let mock = golden_mock::mock();
    let client = settings(&mock).build().unwrap();
    let request = GuestPhotoRequest::builder().phone(TEXTS[0]).build();
    let mut photo = sealed::guest_photo(&client, &request).await.unwrap();
    assert!(photo.chunk().await.unwrap().is_some());
    let requests = mock.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert_hidden(request.target());
    assert_eq!(
        request.header("Wechatpay-Serial"),
        Some(mock.public_key_id())
    );
}
