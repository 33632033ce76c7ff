//! Typed requests built from JSON with builders and public fields, to compare with requests that the
//! crate reads.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::product_coupon::request::*;
use wechatpay_api::product_coupon::*;
use wechatpay_api::raw::UnknownChoice;
use wechatpay_api::{Operation, Timestamp};
use wechatpay_golden::checks::request::{
    Box as Crate, Cover, Item, Person, SendCardRequest, Travel,
};
use wechatpay_golden::checks::{Colour, Kind, Level};

/// Types that JSON can be converted to. `None` if no request of this type has such a body.
pub(crate) trait Typed: Sized {
    fn typed(value: &Value) -> Option<Self>;

    /// The value of a field. A choice also reads neighboring fields.
    fn of_field(object: &Value, name: &str) -> Option<Self> {
        Self::typed(field(object, name)?)
    }
}

/// A field by its Rust name.
fn field<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    let wire = |key: &str| key.to_lowercase().replace('-', "_");
    let mut fields = object.as_object()?.iter();
    let found = fields.find(|(key, _)| wire(key) == name.trim_end_matches('_'));
    found.map(|(_, value)| value)
}

/// Sets an optional field; `None` if the value does not fit.
fn fill<T: Typed>(slot: &mut Option<T>, object: &Value, name: &str) -> Option<()> {
    if let Some(value) = field(object, name) {
        *slot = Some(T::typed(value)?);
    }
    Some(())
}

/// A request with its body and parameters in one JSON object.
pub(crate) trait Message:
    Typed + Operation + Serialize + DeserializeOwned + Debug + Eq
{
    /// The parameters.
    fn outside_body(&self) -> Vec<(&'static str, Option<Value>)>;

    fn message(&self) -> Value {
        let mut message = serde_json::to_value(self.body().unwrap()).unwrap();
        for (name, value) in self.outside_body() {
            if let Some(value) = value {
                message[name] = value;
            }
        }
        message
    }
}

impl Typed for String {
    fn typed(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl Typed for Timestamp {
    fn typed(value: &Value) -> Option<Self> {
        value.as_str().map(Self::from)
    }
}

impl Typed for i64 {
    fn typed(value: &Value) -> Option<Self> {
        value.as_i64()
    }
}

impl Typed for bool {
    fn typed(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn typed(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::typed).collect()
    }
}

impl Typed for Level {
    fn typed(value: &Value) -> Option<Self> {
        value.as_i64().map(Self::from)
    }
}

macro_rules! enums {
    ($($name:ident)*) => {
        $(impl Typed for $name {
            fn typed(value: &Value) -> Option<Self> {
                value.as_str().map(Self::from)
            }
        })*
    };
}

enums! {
    ProductCouponScope ProductCouponType SequentialUsageType CouponCodeMode StockStoreScope CouponUsageMethod
    CouponCodeDisplayMode WeekEnum Colour Kind
}

/// Required fields with their types, then the optional ones.
macro_rules! objects {
    ($($name:ident { $($required:ident: $ty:ty),* } { $($optional:ident)* })*) => {
        $(impl Typed for $name {
            fn typed(value: &Value) -> Option<Self> {
                let built = $name::builder()
                    $(.$required(<$ty>::of_field(value, stringify!($required))?))*
                    .build();
                $(let built = {
                    let mut built = built;
                    fill(&mut built.$optional, value, stringify!($optional))?;
                    built
                };)*
                Some(built)
            }
        })*
    };
}

objects! {
    ModifyBudgetRequest { stock_id: String, modify_budget_request_no: String } {
        target_max_coupons current_max_coupons target_max_coupons_by_day current_max_coupons_by_day
    }
    UpdateStockBudgetRequest {
        product_coupon_id: String, stock_id: String, out_request_no: String, update_mode: BudgetUpdate, brand_id: String
    } {}
    CreateProductCouponRequest {
        out_request_no: String, scope: ProductCouponScope, type_: ProductCouponType, usage_mode: Usage,
        display_info: ProductCouponDisplayInfo, stock: StockForCreate, brand_id: String
    } { out_product_no }
    SingleUsageInfo {} { normal_coupon discount_coupon }
    NormalCouponUsageRule {} { threshold discount_amount }
    DiscountCouponUsageRule {} { threshold percent_off }
    ExchangeCouponUsageRule {} { threshold exchange_price }
    SequentialUsageInfo { type_: SequentialUsageType, count: i64, available_days: i64 } { interval_days }
    ProductCouponDisplayInfo { name: String, image_url: String, background_url: String } {
        detail_image_url_list original_price combo_package_list
    }
    ComboPackage {} { name pick_count choice_list }
    ComboPackageChoice {} { name price count image_url mini_program_appid mini_program_path }
    StockForCreate {
        coupon_code_mode: CouponCodeMode, stock_send_rule: StockSendRule, usage_rule_display_info: UsageRuleDisplayInfo,
        coupon_display_info: CouponDisplayInfo, notify_config: NotifyConfig, store_scope: StockStoreScope
    } { remark single_usage_rule sequential_usage_rule }
    StockSendRule {} { max_count max_count_per_day max_count_per_user }
    SingleUsageRule {} { coupon_available_period normal_coupon discount_coupon exchange_coupon }
    SequentialUsageRule {} {
        coupon_available_period normal_coupon_list discount_coupon_list exchange_coupon_list special_first
    }
    SingleCouponAvailablePeriod {} {
        available_begin_time available_end_time available_days wait_days_after_receive weekly_available_period
        irregular_available_period_list
    }
    SequentialCouponAvailablePeriod {} {
        available_begin_time available_end_time wait_days_after_receive weekly_available_period
        irregular_available_period_list
    }
    FixedWeekPeriod {} { day_list day_period_list }
    TimePeriod {} { begin_time end_time }
    PeriodOfTheDay {} { begin_time end_time }
    UsageRuleDisplayInfo {} {
        coupon_usage_method_list mini_program_appid mini_program_path app_path usage_description
        coupon_available_store_info
    }
    CouponAvailableStoreInfo {} { description mini_program_appid mini_program_path }
    CouponDisplayInfo {} {
        code_display_mode background_color entrance_mini_program entrance_official_account entrance_finder
    }
    EntranceMiniProgram {} { appid path entrance_wording guidance_wording }
    EntranceOfficialAccount {} { appid }
    EntranceFinder {} { finder_id finder_video_id finder_video_cover_image_url }
    NotifyConfig {} { notify_appid }

    SendCardRequest {
        card_id: String, out_request_no: String, kind: Kind, way: Travel, receiver: Person, items: Vec<Item>
    } {
        copies x_sender price due rush level fee wish recall thanks tip labels codes owner_name cover
    }
    Item { name: String } { colour insured fragile box_ }
    Crate {} { seal lock }
    Cover {} { colour }
    Person { name: String } { age nicknames }
}

impl Message for ModifyBudgetRequest {
    fn outside_body(&self) -> Vec<(&'static str, Option<Value>)> {
        vec![("stock_id", Some(self.stock_id.as_str().into()))]
    }
}

impl Message for CreateProductCouponRequest {
    fn outside_body(&self) -> Vec<(&'static str, Option<Value>)> {
        Vec::new()
    }
}

impl Message for UpdateStockBudgetRequest {
    fn outside_body(&self) -> Vec<(&'static str, Option<Value>)> {
        vec![
            (
                "product_coupon_id",
                Some(self.product_coupon_id.as_str().into()),
            ),
            ("stock_id", Some(self.stock_id.as_str().into())),
        ]
    }
}

impl Message for SendCardRequest {
    fn outside_body(&self) -> Vec<(&'static str, Option<Value>)> {
        vec![
            ("card_id", Some(self.card_id.as_str().into())),
            ("copies", self.copies.map(Value::from)),
            ("X-Sender", self.x_sender.clone().map(Value::from)),
        ]
    }
}

/// A choice with a value that no page lists.
fn unknown(value: &str) -> UnknownChoice {
    UnknownChoice::new(value, serde_json::json!({})).unwrap()
}

impl Typed for Usage {
    fn typed(_: &Value) -> Option<Self> {
        None
    }

    fn of_field(object: &Value, name: &str) -> Option<Self> {
        match field(object, name)?.as_str()? {
            "SINGLE" => Some(Self::Single {
                single_usage_info: SingleUsageInfo::of_field(object, "single_usage_info")?,
            }),
            "SEQUENTIAL" => Some(Self::Sequential {
                sequential_usage_info: SequentialUsageInfo::of_field(
                    object,
                    "sequential_usage_info",
                )?,
            }),
            newer => Some(Self::Unknown(unknown(newer))),
        }
    }
}

impl Typed for BudgetUpdate {
    fn typed(_: &Value) -> Option<Self> {
        None
    }

    fn of_field(object: &Value, name: &str) -> Option<Self> {
        match field(object, name)?.as_str()? {
            "MAX_COUNT" => Some(Self::MaxCount {
                current_max_count: i64::of_field(object, "current_max_count")?,
                target_max_count: i64::of_field(object, "target_max_count")?,
            }),
            "MAX_COUNT_PER_DAY" => Some(Self::MaxCountPerDay {
                current_max_count_per_day: i64::of_field(object, "current_max_count_per_day")?,
                target_max_count_per_day: i64::of_field(object, "target_max_count_per_day")?,
            }),
            newer => Some(Self::Unknown(unknown(newer))),
        }
    }
}

impl Typed for Travel {
    fn typed(_: &Value) -> Option<Self> {
        None
    }

    fn of_field(object: &Value, name: &str) -> Option<Self> {
        let (mut weight, mut at) = (None, None);
        fill(&mut weight, object, "weight")?;
        fill(&mut at, object, "at")?;
        match field(object, name)?.as_str()? {
            "POST" => Some(Self::Post {
                address: String::of_field(object, "address")?,
                weight,
            }),
            "COURIER" => Some(Self::Courier {
                phone: String::of_field(object, "phone")?,
                weight,
            }),
            "FOOT" => Some(Self::Foot { at }),
            newer => Some(Self::Unknown(unknown(newer))),
        }
    }
}
