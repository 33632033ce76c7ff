//! Keys and values that the language does not have, or not so.

slips!("shapes.txt");
