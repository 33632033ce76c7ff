//! The states of generated builders, so that a forgotten field does not compile and the compiler says which one.
//!
//! A builder has one type parameter for each required field. It starts as [`Unset`]; the field's setter turns it
//! into [`Set`]. `build()` asks [`IsSet`] of each, a setter asks [`IsUnset`] of its own.

/// A required field that no setter was called for yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unset;

/// A required field's value, waiting for `build()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set<T>(
    /// The value.
    pub T,
);

/// The state of field `F` is one that holds its value. Only [`Set`] is.
#[diagnostic::on_unimplemented(
    message = "the required field `{F}` was not given",
    label = "`.{F}(…)` has to be called before this",
    note = "every required field of a request has to be given once, in any order"
)]
pub trait IsSet<F, T> {
    /// The value that was given.
    fn value(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<F, T> IsSet<F, T> for Set<T> {
    fn value(self) -> T {
        self.0
    }
}

/// The state of field `F` is one that can still take its value. Only [`Unset`] is.
#[diagnostic::on_unimplemented(
    message = "the field `{F}` was given twice",
    label = "`.{F}(…)` was called before: remove one of the two calls"
)]
pub trait IsUnset<F> {}

#[diagnostic::do_not_recommend]
impl<F> IsUnset<F> for Unset {}

/// Declares one marker type for each field name, to be named by [`IsSet`] and [`IsUnset`].
///
/// Generated code calls it once for a whole crate, so that the compiler can print each name without a path.
#[doc(hidden)]
#[macro_export]
macro_rules! field_names {
    ($($name:ident),* $(,)?) => {
        $(
            #[doc = concat!("Stands for the field `", stringify!($name), "` in the compiler's messages.")]
            #[expect(non_camel_case_types, reason = "the compiler prints it as the name of the field")]
            #[derive(Debug)]
            pub enum $name {}
        )*
    };
}
