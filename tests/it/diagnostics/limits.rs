//! Limits that contradict their type or each other.

slips!("limits.txt");
