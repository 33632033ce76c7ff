//! Limits that contradict their type or each other.

mistakes!("limits.txt");
