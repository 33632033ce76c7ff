//! Pages of a list.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::behavior::{PAGE_SIZE, UNKNOWN_PAGE_TOKEN};
use super::call::{Call, Done, Refused};

const DEFAULT_SIZE: usize = 20;
/// Before the number of the first entry in a page token.
const TOKEN: &str = "from ";

/// The page that a call asks for, as a response with the entries in the member `name`.
pub(super) fn page(
    call: &Call<'_>,
    longest: usize,
    name: &str,
    entries: &[impl Fn() -> Value],
) -> Result<Done, Refused> {
    let size = match call.optional("page_size").map(str::parse::<usize>) {
        None => DEFAULT_SIZE,
        Some(Ok(size)) if (1..=longest).contains(&size) => size,
        Some(_) => return Err((&PAGE_SIZE).into()),
    };
    let token = call.optional("page_token");
    let begin = match token {
        None => 0,
        Some(token) => first_entry(token)
            .filter(|index| (1..entries.len()).contains(index))
            .ok_or(&UNKNOWN_PAGE_TOKEN)?,
    };
    let mut response = Map::new();
    if token.is_none() {
        response.insert("total_count".to_owned(), json!(entries.len()));
    }
    let shown = entries.iter().skip(begin).take(size);
    let shown: Vec<_> = shown.map(|entry| entry()).collect();
    if begin + shown.len() < entries.len() {
        let next = self::token(begin + shown.len());
        response.insert("next_page_token".to_owned(), json!(next));
    }
    response.insert(name.to_owned(), Value::Array(shown));
    Ok(Done::read(Value::Object(response)))
}

/// The number of the first entry after a page token.
fn first_entry(token: &str) -> Option<usize> {
    let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
    text.strip_prefix(TOKEN)?.parse().ok()
}

fn token(begin: usize) -> String {
    STANDARD.encode(format!("{TOKEN}{begin}"))
}
