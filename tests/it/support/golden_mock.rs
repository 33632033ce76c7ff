//! A mock with the operations of the golden pairs.

use std::path::Path;
use std::sync::LazyLock;

use wechatpay_codegen::source::Sources;
use wechatpay_mock::{Mock, Spec};

/// The data of the golden pairs.
pub(crate) fn spec() -> &'static Spec {
    static SPEC: LazyLock<Spec> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/spec");
        let (model, _) = wechatpay_codegen::read(&Sources::read(&folder).unwrap());
        Spec::from_json(&wechatpay_codegen::mock_data(&model)).unwrap()
    });
    &SPEC
}

/// A mock that validates requests, and responds with the samples.
pub(crate) fn mock() -> Mock {
    Mock::builder().documented(spec()).start().unwrap()
}
