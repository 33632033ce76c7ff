//! The states of generated builders, so that a forgotten field does not compile and the compiler says which one.
//!
//! A builder has one type parameter for each required field. It starts as [`Missing`]; the field's setter turns it
//! into [`Given`]. `build()` asks [`Already`] of each, a setter asks [`NotYet`] of its own.

/// A required field that no setter was called for yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing;

/// A required field's value, waiting for `build()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given<T>(
    /// The value.
    pub T,
);

/// The state of field `F` is one that holds its value. Only [`Given`] is.
#[diagnostic::on_unimplemented(
    message = "the required field `{F}` was not given",
    label = "`.{F}(…)` has to be called before this",
    note = "every required field of a request has to be given once, in any order"
)]
pub trait Already<F, T> {
    /// The value that was given.
    fn value(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<F, T> Already<F, T> for Given<T> {
    fn value(self) -> T {
        self.0
    }
}

/// The state of field `F` is one that can still take its value. Only [`Missing`] is.
#[diagnostic::on_unimplemented(
    message = "the field `{F}` was given twice",
    label = "`.{F}(…)` was called before: remove one of the two calls"
)]
pub trait NotYet<F> {}

#[diagnostic::do_not_recommend]
impl<F> NotYet<F> for Missing {}

/// Declares one marker type for each field name, to be named by [`Already`] and [`NotYet`].
///
/// Generated code calls it once for a whole crate, so that the compiler can print each name without a path.
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
