//! Changes of a stock's limits.

use serde_json::{Value, json};

use super::behavior::{BUDGET_OF_ENDED_STOCK, OLD_CURRENT_VALUE, TARGET_BELOW_ISSUED};
use super::books::Books;
use super::call::{Call, Done, Refused};

/// Compares the current value of a limit, and sets the target.
pub(super) fn update(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let (limit, current, target) = match call.text("update_mode")? {
        "MAX_COUNT" => ("max_count", "current_max_count", "target_max_count"),
        "MAX_COUNT_PER_DAY" => (
            "max_count_per_day",
            "current_max_count_per_day",
            "target_max_count_per_day",
        ),
        _ => return Err(Refused::Missing("update_mode")),
    };
    let current = call.number(current).ok_or(Refused::Missing(current))?;
    let target = call.number(target).ok_or(Refused::Missing(target))?;
    let stock = books.stock_mut(call)?;
    if stock.has_ended(call.now) {
        return Err((&BUDGET_OF_ENDED_STOCK).into());
    }
    if stock.limit(limit).is_some_and(|known| known != current) {
        return Err((&OLD_CURRENT_VALUE).into());
    }
    let issued = if limit == "max_count" {
        stock.issued.total
    } else {
        stock.issued.today(call.now)
    };
    if target < issued {
        return Err((&TARGET_BELOW_ISSUED).into());
    }
    if let Some(Value::Object(rule)) = stock.data.get_mut("stock_send_rule") {
        rule.insert(limit.to_owned(), json!(target));
    }
    Ok(Done::changed(stock.id.clone(), stock.json(call.now)))
}
