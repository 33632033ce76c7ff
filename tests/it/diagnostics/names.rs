//! Names that are not Rust identifiers, and names that collide.

use crate::support::small_spec::{FILES, replaced, sources_with};

mistakes!("names.txt");

#[test]
fn names_of_windows_devices_are_rejected_as_service_names() {
    let (_, service) = FILES
        .iter()
        .find(|(path, _)| path.ends_with("service.yaml"))
        .unwrap();
    for name in [
        "aux", "AUX", "con", "nul", "prn", "Prn", "com0", "com1", "COM9", "lpt0", "lpt5", "con$",
    ] {
        let text = replaced(service, &[("service: cards", &format!("service: {name}"))]);
        let sources = sources_with("spec/cards/service.yaml", text.into());
        let found = super::read(&sources);
        let fix = found.iter().find_map(|found| found.fix.as_ref());
        let meant = fix.map(|fix| fix.edits[0].replacement.as_str());
        assert_eq!(meant, Some(format!("{name}_api").as_str()));
    }
    for name in ["com", "com10", "auxiliary", "console", "lpt", "nulls"] {
        let text = replaced(service, &[("service: cards", &format!("service: {name}"))]);
        let sources = sources_with("spec/cards/service.yaml", text.into());
        assert_eq!(super::read(&sources).iter().count(), 0, "{name}");
    }
}
