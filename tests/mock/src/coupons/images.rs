//! Images that are uploaded.

use serde_json::{Value, json};

use super::behavior::IMAGE_NOT_UPLOADED;
use super::books::Books;
use super::call::{Call, Done, Refused};
use crate::spec::Form;

/// The host of uploaded images.
const HOST: &str = "qpic.cn";
/// 2 MiB.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The form of the upload, if the spec does not have it.
pub(super) fn form() -> Form {
    let types = [
        ("jpg", "image/jpeg"),
        ("bmp", "image/bmp"),
        ("png", "image/png"),
    ];
    let types = types.map(|(ending, ty)| (ending.to_owned(), ty.to_owned()));
    Form {
        json: "meta".to_owned(),
        file: "file".to_owned(),
        file_name: "filename".to_owned(),
        digest: "sha256".to_owned(),
        max_bytes: Some(MAX_BYTES),
        types: types.into(),
    }
}

/// Uploads an image. Its digest was compared with the file.
pub(super) fn upload(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let url = format!("https://{HOST}/mock/{}", call.text("sha256")?);
    let body = json!({ "image_url": url });
    if books.images.contains(&url) {
        return Ok(Done::read(body));
    }
    books.images.push(url.clone());
    Ok(Done::changed(url, body))
}

/// Refuses image URLs that cannot come from an upload.
pub(super) fn check(value: &Value) -> Result<(), Refused> {
    let is_image = |name: &str| name.ends_with("image_url") || name.ends_with("background_url");
    match value {
        Value::Object(members) => members.iter().try_for_each(|(name, member)| match member {
            Value::String(url) if is_image(name) => check_url(url),
            Value::Array(urls) if name.ends_with("image_url_list") => urls
                .iter()
                .filter_map(Value::as_str)
                .try_for_each(check_url),
            other => check(other),
        }),
        Value::Array(items) => items.iter().try_for_each(check),
        _ => Ok(()),
    }
}

fn check_url(url: &str) -> Result<(), Refused> {
    let uri: Option<http::Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or_default();
    let before = host.strip_suffix(HOST);
    if before.is_some_and(|before| before.is_empty() || before.ends_with('.')) {
        Ok(())
    } else {
        Err((&IMAGE_NOT_UPLOADED).into())
    }
}
