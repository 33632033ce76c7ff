//! Generated code names items that change without notice, so it fits one version of this crate.

/// Compiles for the version of this crate alone. It is the first item of a generated crate, so that
/// the compiler's first message says what to do.
#[doc(hidden)]
#[macro_export]
macro_rules! generated_for {
    ("0.1.0") => {};
    ($version:literal) => {
        ::core::compile_error!(::core::concat!(
            "this crate was generated for wechatpay-runtime ",
            $version,
            " and is built with 0.1.0: regenerate it with `cargo xtask generate` of 0.1.0"
        ));
    };
}

#[cfg(test)]
mod tests {
    /// A pattern of a macro cannot be computed.
    #[test]
    fn the_macro_knows_the_version_of_this_crate() {
        let version = env!("CARGO_PKG_VERSION");
        let source = include_str!("version.rs");
        assert!(source.contains(&format!("(\"{version}\") => {{}};")));
        assert!(source.contains(&format!(
            "built with {version}: regenerate it with `cargo xtask generate` of {version}"
        )));
    }
}
