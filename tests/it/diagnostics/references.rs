//! References to names that are not defined.

mistakes!("references.txt");
