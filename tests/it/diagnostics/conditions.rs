//! Conditions and rules that can never be true, are always true, or use unsuitable fields.

slips!("conditions.txt");
