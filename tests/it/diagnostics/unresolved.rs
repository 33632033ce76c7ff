//! An unknown name neither hides nor causes other diagnostics.

mistakes!("unresolved.txt");
