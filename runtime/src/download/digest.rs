//! The digest of a file.

use aws_lc_rs::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256};

use crate::client::build_error::Problem;
use crate::text::Excerpt;

/// The digest that a file must have.
#[derive(Clone)]
pub(super) struct Digest {
    algorithm: &'static Algorithm,
    expected: String,
}

impl Digest {
    pub(super) fn parse(hash_type: &str, hash_value: &str) -> Result<Self, Problem> {
        let algorithm = if hash_type.eq_ignore_ascii_case("SHA1") {
            &SHA1_FOR_LEGACY_USE_ONLY
        } else if hash_type.eq_ignore_ascii_case("SHA256") {
            &SHA256
        } else {
            let known = "this crate implements `SHA1` and `SHA256`";
            let text = format!("is `{}`: {known}", Excerpt(hash_type));
            return Err(Problem::new("hash_type", text));
        };
        let is_hex = hash_value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex || hash_value.len() != algorithm.output_len() * 2 {
            let text = format!("must have {} hex digits", algorithm.output_len() * 2);
            return Err(Problem::new("hash_value", text));
        }
        Ok(Self {
            algorithm,
            expected: hash_value.to_ascii_lowercase(),
        })
    }

    pub(super) fn start(&self) -> Check {
        Check {
            context: Context::new(self.algorithm),
            expected: self.expected.clone(),
        }
    }
}

/// The digest of the pieces so far.
pub(super) struct Check {
    context: Context,
    expected: String,
}

impl Check {
    pub(super) fn update(&mut self, chunk: &[u8]) {
        self.context.update(chunk);
    }

    pub(super) fn matches(self) -> bool {
        let digest = self.context.finish();
        let digits = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
        digits.collect::<String>() == self.expected
    }
}
