//! Routes that respond with the samples of the pages.

use std::sync::Arc;

#[cfg(feature = "encrypted-fields")]
use crate::encrypted_fields::encrypted_sample;
use crate::spec::{Operation, Service, Spec};
use crate::{Builder, Mock, MockResponse, Route, downloads, spec};

/// An operation and the service that defines its types.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) service: Arc<Service>,
    pub(crate) operation: Operation,
}

impl Mock {
    /// A mock that validates the requests of each operation of the built-in spec, and responds with
    /// the sample of its page.
    ///
    /// # Errors
    /// As [`spec`] and [`Builder::start`].
    pub fn documented() -> std::io::Result<Self> {
        Self::builder().documented(spec()?).start()
    }
}

impl Builder {
    /// Validates the requests of each operation of a spec, and responds with the first sample
    /// response of its page, in which the mock encrypts the fields that the page says to be
    /// encrypted. A service with such fields needs the feature `encrypted-fields`. A response that
    /// is a file is always the same small file, and the address of a file leads to it.
    pub fn documented(self, spec: &Spec) -> Self {
        pages(spec).fold(self, |mut builder, page| match sample(&page.operation) {
            Some(body) => {
                builder = downloads::file_route(&page.operation)
                    .into_iter()
                    .fold(builder, Builder::with_route);
                let operation = &page.operation;
                #[cfg(feature = "encrypted-fields")]
                let body = encrypted_sample(&page.service, operation, body);
                let response = if operation.responds_with_file {
                    downloads::file()
                } else {
                    MockResponse::json(operation.success, body)
                };
                let route = Route::new(&operation.method, &operation.path, response);
                builder.with_route(route.documented(Arc::new(page)))
            }
            None => builder,
        })
    }
}

/// Every operation of a spec.
pub(crate) fn pages(spec: &Spec) -> impl Iterator<Item = Page> {
    spec.services.iter().flat_map(|service| {
        let shared = Arc::new(service.clone());
        service.operations().map(move |operation| Page {
            service: Arc::clone(&shared),
            operation: operation.clone(),
        })
    })
}

/// The first sample response: empty if a success has no body or is a file, `None` if the page prints none.
pub(crate) fn sample(operation: &Operation) -> Option<String> {
    match operation.response {
        Some(_) => {
            let mut responses = operation.samples.iter().filter_map(|s| s.response.as_ref());
            responses.next().map(|text| text.0.clone())
        }
        None => Some(String::new()),
    }
}
