//! Paths, parameters and answers.

slips!("endpoints.txt");
