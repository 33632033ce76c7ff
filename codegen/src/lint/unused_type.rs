//! Types that nothing uses.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Direction;
use crate::resolve::Resolved;

declare_rule! {
    /// A type that nothing uses.
    ///
    /// No operation reaches this type.
    ///
    /// ## Why it matters
    ///
    /// It costs readers time, and what it says is compared with no page. This is a warning:
    /// generation goes on.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    Card:
    ///      fields:
    ///        colour:
    ///          type: Colour
    ///          presence: required
    /// -  Brush:
    /// -    values:
    /// -      THIN: Thin.
    /// ```
    ///
    /// ## What to do
    ///
    /// Name it in a field's `type:`, or delete it.
    UNUSED_TYPE = "unused-type", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    // What could not be read may use anything.
    if !service.is_whole {
        return;
    }
    for id in service.scope.ids() {
        let is_reached = |direction| service.reached.contains(&(id, direction));
        if !is_reached(Direction::Request) && !is_reached(Direction::Response) {
            let name = service.scope.get(id).name;
            let message = format!("nothing uses the type `{}`", name.value);
            diagnostics.push(
                Diagnostic::warning(Code::UNUSED_TYPE, message, name.span)
                    .help("name it in a field's `type:`, or delete it"),
            );
        }
    }
}
