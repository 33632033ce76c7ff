//! What `Endpoint::recovery` says, followed: another operation shows whether a call took effect.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use wechatpay_api::coupon_management::request::{
    GetNotifyConfigRequest, GetProductCouponRequest, GetStockRequest, ListAssociatedStoresRequest,
};
use wechatpay_api::endpoint::RecoveryAction;
use wechatpay_api::user_coupon::request::GetUserProductCouponRequest;
use wechatpay_api::{Error, Operation};

use super::merchant::options;
use crate::faults::harness::AnyClient;

/// What is known about a call with an unknown outcome. The text is the operation that showed it.
pub(super) enum Finding {
    /// The same bytes have to be sent again.
    Repeat,
    TookEffect(&'static str),
    /// The call has to be made again.
    NoEffect(&'static str),
    /// The query failed, too.
    Failed(&'static str),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeat => f.write_str("the same bytes again"),
            Self::TookEffect(operation) => write!(f, "{operation}: it took effect"),
            Self::NoEffect(operation) => write!(f, "{operation}: it took no effect"),
            Self::Failed(operation) => write!(f, "{operation}: no response"),
        }
    }
}

/// Follows the recovery of a request.
pub(super) fn find<O: Operation + Serialize>(client: &AnyClient, request: &O) -> Finding {
    let recovery = O::ENDPOINT.recovery.expect("each such call has a recovery");
    let RecoveryAction::Query {
        operation,
        comparison,
    } = recovery.action
    else {
        return Finding::Repeat;
    };
    let request = serde_json::to_value(request).unwrap();
    let Ok(response) = query(client, operation, &request) else {
        return Finding::Failed(operation);
    };
    let is_there = match comparison {
        Some(fields) => {
            let expected = member(&request, fields.request_field);
            assert_ne!(expected, &Value::Null, "{}", fields.request_field);
            member(&response, fields.response_field) == expected
        }
        None => stores_agree(O::ENDPOINT.operation, &request, &response),
    };
    if is_there {
        Finding::TookEffect(operation)
    } else {
        Finding::NoEffect(operation)
    }
}

/// Whether the list of stores is as an operation on stores leaves it. Their recoveries are the only
/// ones without a field to compare.
fn stores_agree(operation: &str, request: &Value, response: &Value) -> bool {
    let listed = response["store_list"].as_array().cloned();
    let listed = listed.unwrap_or_default();
    let mut stores = request["store_list"].as_array().unwrap().iter();
    match operation {
        "coupon_management.associate_stores" => stores.all(|store| listed.contains(store)),
        "coupon_management.disassociate_stores" => !stores.any(|store| listed.contains(store)),
        _ => panic!("{operation} has no field to compare"),
    }
}

/// The response of the operation with this name, for what the request names.
fn query(client: &AnyClient, operation: &str, request: &Value) -> Result<Value, Error> {
    const STOCK: [&str; 3] = ["product_coupon_id", "stock_id", "brand_id"];
    match operation {
        "coupon_management.get_notify_config" => {
            read::<GetNotifyConfigRequest>(client, &[], request)
        }
        "coupon_management.get_product_coupon" => {
            read::<GetProductCouponRequest>(client, &["product_coupon_id", "brand_id"], request)
        }
        "coupon_management.get_stock" => read::<GetStockRequest>(client, &STOCK, request),
        "coupon_management.list_associated_stores" => {
            read::<ListAssociatedStoresRequest>(client, &STOCK, request)
        }
        "user_coupon.get_user_product_coupon" => {
            let names = [&STOCK[..], &["coupon_code", "openid", "appid"]].concat();
            read::<GetUserProductCouponRequest>(client, &names, request)
        }
        _ => panic!("no query {operation}"),
    }
}

/// The JSON of the response to a request that has these members of another one.
fn read<O>(client: &AnyClient, names: &[&str], from: &Value) -> Result<Value, Error>
where
    O: Operation + DeserializeOwned,
{
    let members = names
        .iter()
        .map(|name| ((*name).to_owned(), from[*name].clone()));
    let request = json!(members.collect::<Map<_, _>>());
    let request: O = serde_json::from_value(request).unwrap();
    match client.send_with(options().max_attempts(1), &request) {
        Ok(response) => Ok(serde_json::from_slice(response.body()).unwrap()),
        // There is nothing yet.
        Err(error) if error.api_error().is_some_and(|error| error.status() == 404) => {
            Ok(Value::Null)
        }
        Err(error) => Err(error),
    }
}

/// The value at a path such as `single_usage_detail.use_request_no`.
fn member<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(value, |value, name| &value[name])
}
