//! The life of a coupon, from the URL for callbacks to its end. A merchant plays it with both
//! clients against the mock.

mod callbacks;
mod disturbed;
mod go_live;
mod merchant;
mod recovery;
#[path = "../coupon_shop/src/shop/requests.rs"]
mod requests;
mod script;
