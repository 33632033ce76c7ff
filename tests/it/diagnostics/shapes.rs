//! Keys and values that the spec language does not have.

slips!("shapes.txt");
