//! An unknown name neither hides nor causes other diagnostics.

slips!("unresolved.txt");
