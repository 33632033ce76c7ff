//! Codes that the brand uploads for a stock.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::behavior::{NOT_FOR_UPLOADS, STOCK_ENDED};
use super::books::Books;
use super::call::{Call, Done, Refused};

/// The result of each code of an upload.
#[derive(Default)]
struct Results<'a> {
    success: Vec<&'a str>,
    failed: Vec<&'a str>,
    already_exist: Vec<&'a str>,
    duplicate: Vec<&'a str>,
}

/// Puts codes into a stock.
pub(super) fn upload(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let given = call.list("code_list", Value::as_str)?;
    let stock = books.stock(call)?;
    if stock.mode() != "UPLOAD" {
        return Err((&NOT_FOR_UPLOADS).into());
    }
    if stock.has_ended(call.now) {
        return Err((&STOCK_ENDED).into());
    }
    let (id, brand) = (stock.id.clone(), stock.brand_id.clone());
    let mut seen = BTreeSet::new();
    let mut results = Results::default();
    for code in given {
        if !seen.insert(code) {
            results.duplicate.push(code);
            continue;
        }
        match books.owner_of_code(&brand, code) {
            None => results.success.push(code),
            Some(owner) if owner == id => results.already_exist.push(code),
            Some(_) => results.failed.push(code),
        }
    }
    for code in &results.success {
        let key = (brand.clone(), (*code).to_owned());
        books.uploaded.insert(key, id.clone());
    }
    let stock = books.stock_mut(call)?;
    stock.uploaded += results.success.len();
    let new = results.success.iter().map(|code| (*code).to_owned());
    stock.unused_codes.extend(new);
    Ok(Done {
        changed: (!results.success.is_empty()).then_some(id),
        body: results.json(seen.len()),
    })
}

impl Results<'_> {
    fn json(&self, total: usize) -> Value {
        let failed = self.failed.iter().map(|code| {
            json!({
                "coupon_code": code,
                "code": "INVALID_REQUEST",
                "message": "another stock of the brand has this code",
            })
        });
        let lists = [
            ("success_code_list", json!(self.success)),
            ("failed_code_list", failed.collect()),
            ("already_exist_code_list", json!(self.already_exist)),
            ("duplicate_code_list", json!(self.duplicate)),
        ];
        let mut json = Map::from_iter([("total_count".to_owned(), json!(total))]);
        json.extend(filled(lists));
        Value::Object(json)
    }
}

/// The lists that are not empty.
pub(super) fn filled<const N: usize>(
    lists: [(&str, Value); N],
) -> impl Iterator<Item = (String, Value)> {
    let is_filled = |list: &Value| list.as_array().is_some_and(|list| !list.is_empty());
    let lists = lists.into_iter().filter(move |(_, list)| is_filled(list));
    lists.map(|(name, list)| (name.to_owned(), list))
}

impl Books {
    /// The id of the brand's stock that has a code, issued or not.
    fn owner_of_code(&self, brand: &str, code: &str) -> Option<&str> {
        let key = (brand.to_owned(), code.to_owned());
        let issued = self.codes.get(&key);
        let issued = issued.and_then(|index| self.user_coupons.get(*index));
        let issued = issued.map(|coupon| &coupon.stock_id);
        issued
            .or_else(|| self.uploaded.get(&key))
            .map(String::as_str)
    }
}
