//! Names of things that are not there.

slips!("references.txt");
