//! Types that no operation uses.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Direction;
use crate::resolve::Resolved;

declare_rule! {
    /// A type that no operation uses.
    ///
    /// No operation uses this type, neither directly nor through another type.
    ///
    /// ## Why it matters
    ///
    /// Readers spend time on it, and no page confirms that it is correct. This is a warning, and
    /// generation continues.
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
    /// Use the type in the `type:` of a field, or delete it.
    UNUSED_TYPE = "unused-type", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    // A file or name that could not be read may use any type.
    if !service.is_whole {
        return;
    }
    let own = |id| service.scope.get(id).service.is_none();
    for id in service.scope.ids().filter(|id| own(*id)) {
        let is_reached = |direction| service.reached.contains(&(id, direction));
        if !is_reached(Direction::Request) && !is_reached(Direction::Response) {
            let name = service.scope.get(id).name;
            let message = format!("unused type `{}`", name.value);
            diagnostics.push(
                Diagnostic::warning(Code::UNUSED_TYPE, message, name.span)
                    .help("name it in a field's `type:`, or delete it"),
            );
        }
    }
}
