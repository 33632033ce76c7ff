//! References to names that are not defined.

slips!("references.txt");
