//! Stores in which the coupons of a stock can be used.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::books::Books;
use super::call::{Call, Done, Refused};
use super::codes::filled;
use super::paging;

/// The most stores on a page.
const LONGEST_PAGE: usize = 200;

pub(super) fn associate(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    change(books, call, |stores, store| {
        let is_new = !stores.contains(&store);
        if is_new {
            stores.push(store);
        }
        is_new
    })
}

pub(super) fn disassociate(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    change(books, call, |stores, store| {
        let before = stores.len();
        stores.retain(|known| *known != store);
        stores.len() < before
    })
}

/// Changes the list of stores with each store that exists. The function returns whether it has
/// changed the list.
fn change(
    books: &mut Books,
    call: &Call<'_>,
    mut with: impl FnMut(&mut Vec<String>, String) -> bool,
) -> Result<Done, Refused> {
    let given = call.list("store_list", |store| store.get("store_id")?.as_str())?;
    let id = books.stock_with_stores(call)?.id.clone();
    let mut seen = BTreeSet::new();
    let given = given.into_iter().filter(|store| seen.insert(*store));
    let (failed, success): (Vec<_>, Vec<_>) =
        given.partition(|store| books.missing_stores.contains(*store));
    let stock = books.stock_mut(call)?;
    let mut has_changed = false;
    for store in &success {
        has_changed |= with(&mut stock.stores, (*store).to_owned());
    }
    let total = success.len() + failed.len();
    let success = success.iter().map(|store| json!({ "store_id": store }));
    let failed = failed.iter().map(|store| {
        json!({ "store_id": store, "code": "NOT_FOUND", "message": "there is no such store" })
    });
    let mut body = Map::from_iter([("total_count".to_owned(), json!(total))]);
    body.extend(filled([
        ("success_store_list", success.collect()),
        ("failed_store_list", failed.collect()),
    ]));
    Ok(Done {
        body: Value::Object(body),
        changed: has_changed.then_some(id),
    })
}

pub(super) fn list(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let stock = books.stock_with_stores(call)?;
    let stores = stock.stores.iter();
    let stores: Vec<_> = stores
        .map(|store| move || json!({ "store_id": store }))
        .collect();
    paging::page(call, LONGEST_PAGE, "store_list", &stores)
}
