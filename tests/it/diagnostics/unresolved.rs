//! A name that refers to nothing hides no other diagnostic, and causes none.

slips!("unresolved.txt");
