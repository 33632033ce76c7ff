//! Conditions and rules that ask what cannot be answered, or what is known.

slips!("conditions.txt");
