//! Words that are not types, and types that cannot exist.

slips!("types.txt");
