//! The states of generated builders. A request with a missing field does not compile, and the
//! compiler names the field.
//!
//! A builder has one type parameter per required field. It starts as [`Unset`]; the field's setter
//! changes it to [`Set`]. `build()` requires [`IsSet`] for each parameter, and a setter requires
//! [`IsUnset`] for its own.

/// The state of a required field whose setter was not called yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unset;

/// The state of a required field with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set<T>(
    /// The value.
    pub T,
);

/// The state of field `F` has a value. Only [`Set`] implements this.
#[diagnostic::on_unimplemented(
    message = "the required field `{F}` was not given",
    label = "`.{F}(…)` has to be called before this",
    note = "every required field of a request has to be given once, in any order"
)]
pub trait IsSet<F, T> {
    /// The value of the field.
    fn value(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<F, T> IsSet<F, T> for Set<T> {
    fn value(self) -> T {
        self.0
    }
}

/// The state of field `F` has no value yet. Only [`Unset`] implements this.
#[diagnostic::on_unimplemented(
    message = "the field `{F}` was given twice",
    label = "`.{F}(…)` was called before: remove one of the two calls"
)]
pub trait IsUnset<F> {}

#[diagnostic::do_not_recommend]
impl<F> IsUnset<F> for Unset {}

/// Declares one marker type per field name, for use in [`IsSet`] and [`IsUnset`].
///
/// Generated code calls the macro once per crate, so that the compiler can print each name without
/// a path.
#[doc(hidden)]
#[macro_export]
macro_rules! field_names {
    ($($name:ident),* $(,)?) => {
        $(
            #[doc = concat!("Names the field `", stringify!($name), "` in the compiler's messages.")]
            #[expect(non_camel_case_types, reason = "the compiler prints it as the name of the field")]
            #[derive(Debug)]
            pub enum $name {}
        )*
    };
}
