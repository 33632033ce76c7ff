//! Keys and values that the spec language does not have.

mistakes!("shapes.txt");
