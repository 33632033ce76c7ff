//! The test vectors of APIv3, if there are any: see `tests/README.md`.

use std::fs;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<serde_json::Value>,
}

/// The folder of the vectors, and those of a kind; none, with a message, if there is no folder.
pub(crate) fn vectors<T: DeserializeOwned>(kind: &str) -> Option<(PathBuf, Vec<T>)> {
    let beside = || concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors").into();
    let folder = std::env::var_os("WECHATPAY_VECTORS").unwrap_or_else(beside);
    let folder = PathBuf::from(folder);
    let Ok(text) = fs::read(folder.join("vectors.json")) else {
        eprintln!("skipped: there are no vectors in {}", folder.display());
        return None;
    };
    let all: Vectors = serde_json::from_slice(&text).unwrap();
    let of_kind = all
        .vectors
        .into_iter()
        .filter(|vector| vector["kind"] == kind);
    let vectors = of_kind.map(|vector| serde_json::from_value(vector).unwrap());
    Some((folder, vectors.collect()))
}
