//! The client that progenitor generates from the OpenAPI document is usable.

include!(concat!(env!("OUT_DIR"), "/client.rs"));

/// A call with the generated client. Its `reqwest` client adds the headers with the signature.
pub async fn change(
    client: &Client,
    number: &str,
) -> Result<Option<i64>, Box<dyn std::error::Error>> {
    let body = types::ProductCouponRequestUpdateStockBudgetRequest {
        out_request_no: number.parse()?,
        update_mode: "MAX_COUNT".to_owned().into(),
        current_max_count: Some(10_000_000),
        target_max_count: Some(200),
        current_max_count_per_day: None,
        target_max_count_per_day: None,
        brand_id: "120344".to_owned(),
    };
    let stock = client
        .update_stock_budget("1000000013", "1000000013001", &body)
        .await?;
    Ok(Some(stock.stock_send_rule.max_count))
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::Value;

    use crate::types;

    /// An example of the document, read into a type and written again.
    fn comes_back<T: DeserializeOwned + Serialize>(place: &str) {
        let text = include_str!("../../../generated/openapi-3.0.json");
        let document: Value = serde_json::from_str(text).expect("the document is JSON");
        let paths = &document["paths"];
        let (path, place) = place.split_once(' ').expect("a path and a pointer");
        let content = paths[path].pointer(place).expect("there is such a place");
        let example = &content["content"]["application/json"]["example"];
        assert!(example.is_object(), "{path} {place} has an example");
        let typed: T = serde_json::from_value(example.clone()).expect("the example fits its type");
        let back = serde_json::to_value(typed).expect("a type is written as JSON");
        assert_eq!(*example, back);
    }

    #[test]
    fn progenitor_types_round_trip_the_samples_of_the_pages() {
        const CREATE: &str = "/v3/marketing/partner/product-coupon/product-coupons";
        const UPDATE: &str = "/v3/marketing/partner/product-coupon/product-coupons/{product_coupon_id}/stocks/{stock_id}/update-budget";
        const MODIFY: &str = "/v3/marketing/busifavor/stocks/{stock_id}/budget";
        comes_back::<types::ProductCouponRequestCreateProductCouponRequest>(&format!(
            "{CREATE} /post/requestBody"
        ));
        comes_back::<types::ProductCouponResponseCreateProductCouponResponse>(&format!(
            "{CREATE} /post/responses/200"
        ));
        comes_back::<types::ProductCouponRequestUpdateStockBudgetRequest>(&format!(
            "{UPDATE} /post/requestBody"
        ));
        comes_back::<types::ProductCouponResponseUpdatedStockEntity>(&format!(
            "{UPDATE} /post/responses/200"
        ));
        comes_back::<types::BusifavorRequestModifyBudgetRequest>(&format!(
            "{MODIFY} /patch/requestBody"
        ));
        comes_back::<types::BusifavorResponseModifyBudgetResponse>(&format!(
            "{MODIFY} /patch/responses/200"
        ));
    }
}
