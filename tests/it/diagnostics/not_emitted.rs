//! Features that the generator does not support yet are reported by name.

mistakes!("not_emitted.txt");
