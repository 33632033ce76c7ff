//! Words that are not types, and types that cannot exist.

mistakes!("types.txt");
