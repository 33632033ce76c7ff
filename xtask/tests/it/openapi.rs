//! The `openapi` command.

use std::fs;

use crate::workspace::*;

/// Writes the golden spec as OpenAPI.
fn openapi(workspace: &Workspace, more: &[&str]) -> Ran {
    let spec = workspace.spec();
    let mut arguments = vec!["openapi", "--spec", spec.to_str().unwrap()];
    arguments.extend(more);
    xtask(&arguments)
}

#[test]
fn openapi_is_printed_to_stdout_in_the_requested_version() {
    let workspace = Workspace::new();
    for (more, version) in [
        (&[][..], "3.1."),
        (&["--oas", "3.1"], "3.1."),
        (&["--oas", "3.0"], "3.0."),
    ] {
        let ran = openapi(&workspace, more);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(0), ""),
            "{}",
            ran.stderr
        );
        let begin = format!("{{\n  \"openapi\": \"{version}");
        assert!(ran.stdout.starts_with(&begin), "{}", ran.stdout);
        assert!(ran.stdout.ends_with("}\n"));
    }
    assert_eq!(openapi(&workspace, &["--oas", "2.0"]).code, Some(2));
}

#[test]
fn openapi_is_written_in_the_format_of_the_file_extension() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let before = workspace.files();
    let stdout = openapi(&workspace, &[]).stdout;
    // The file is next to a generated crate, of which nothing may be removed.
    for (name, begin) in [
        ("crate/openapi.json", "{\n"),
        ("crate/openapi.yaml", "openapi: "),
        ("new/folder/openapi.yml", "openapi: "),
    ] {
        let out = workspace.folder.path().join(name);
        let ran = openapi(&workspace, &["--out", out.to_str().unwrap()]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), ""),
            "{}",
            ran.stderr
        );
        let text = fs::read_to_string(&out).unwrap();
        assert!(text.starts_with(begin), "{text}");
        if begin == "{\n" {
            assert_eq!(text, stdout);
        }
    }
    for (path, text) in &before {
        assert_eq!(fs::read_to_string(path).as_ref().ok(), Some(text));
    }
    for name in ["openapi.txt", "openapi", ".json"] {
        let out = workspace.folder.path().join(name);
        let ran = openapi(&workspace, &["--out", out.to_str().unwrap()]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(ran.stderr.contains(".yaml"), "{}", ran.stderr);
        assert!(!out.exists());
    }
}

#[test]
fn openapi_of_a_spec_with_errors_is_not_printed() {
    let workspace = Workspace::new();
    let file = workspace.spec().join("nested/cut_card.yaml");
    let damaged = fs::read_to_string(&file)
        .unwrap()
        .replace("method: POST", "method: PUSH");
    fs::write(&file, damaged).unwrap();
    let ran = openapi(&workspace, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(
        ran.stderr.contains("spec/nested/cut_card.yaml:8:9"),
        "{}",
        ran.stderr
    );
}
