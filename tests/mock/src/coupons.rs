//! The life of coupons: one state machine for product coupons, their stocks and stores, and the
//! coupons of users.
//!
//! States follow from facts and from the clock: a review that has ended, a time that has passed, a
//! deactivation. Nothing changes a state in the background. The operations are known by name and
//! path; what a page says about the form of a request comes from the spec.
//!
//! [`behavior`] has a row for each decision, with its source, or that it is **ASSUMED**.

mod behavior;
mod books;
mod budget;
mod bundle;
pub(crate) mod calendar;
mod call;
mod codes;
mod handle;
mod images;
mod issue;
#[cfg(feature = "callbacks")]
mod notifier;
mod notify;
mod number;
mod operation;
mod paging;
mod product_coupon;
mod stock;
mod stores;
mod user_coupon;

use std::io;
use std::sync::Arc;

pub use behavior::{CouponBehavior, CouponRefusal};
pub(crate) use books::Books;
pub(crate) use call::Call;
pub use handle::Coupons;
#[cfg(feature = "callbacks")]
pub(crate) use notifier::Notifier;
pub use notify::CouponNotice;
pub(crate) use operation::CouponOperation;
use operation::{OPERATIONS, SECURITY_ECHO};

use crate::documented::pages;
use crate::spec::Spec;
use crate::{Builder, Mock, MockResponse, Route, spec};

impl Mock {
    /// A mock in which coupons live: they are reviewed, issued, confirmed, used, returned and
    /// deactivated, they expire, and their SEND callbacks are sent. [`Mock::coupons`] moves its
    /// clock and shows its books.
    ///
    /// It has each operation of product coupons. If the built-in spec has the operation, requests
    /// are validated against its page. Other operations of the spec act as in [`Mock::stateful`].
    /// `POST /v3/security/echo` returns its message.
    ///
    /// A request number takes effect once. The same number with the same data gets the same
    /// response again; with other data it is refused. This differs from [`Mock::stateful`], which
    /// refuses each known number. [`Coupons::behaviors`] lists everything that the mock does, and
    /// what of it is assumed.
    ///
    /// # Errors
    /// As [`Mock::documented`].
    pub fn coupon_life() -> io::Result<Self> {
        Self::builder().coupon_life(spec()?).start()
    }
}

impl Builder {
    /// Adds the life of coupons, as described at [`Mock::coupon_life`].
    pub fn coupon_life(self, spec: &Spec) -> Self {
        let builder = self.stateful(spec);
        let pages: Vec<_> = pages(spec).map(Arc::new).collect();
        let operations = OPERATIONS.iter().chain([&SECURITY_ECHO]);
        operations.fold(builder, |builder, operation| {
            let response = MockResponse::json(200, "");
            let route = Route::new(operation.method, &operation.template(), response);
            let mut pages = pages.iter();
            let page = pages.find(|page| page.operation.name == operation.name);
            let route = match page {
                Some(page) => route.documented(Arc::clone(page)),
                None => route,
            };
            builder.with_route(route.of_coupons(operation))
        })
    }
}
