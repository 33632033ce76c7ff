//! Conditions and rules that can never be true, are always true, or use unsuitable fields.

mistakes!("conditions.txt");
