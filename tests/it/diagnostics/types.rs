//! Types that are none, and those that cannot be.

slips!("types.txt");
