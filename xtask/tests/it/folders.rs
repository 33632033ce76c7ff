//! Which files of a spec folder are read, skipped, warned about and rejected.

use std::fs;
use std::path::Path;

use crate::workspace::{Ran, Workspace, xtask};

/// Lints the golden spec after a change of its folder.
fn lint(change: impl FnOnce(&Path)) -> Ran {
    let workspace = Workspace::new();
    change(&workspace.spec());
    let spec = workspace.spec();
    xtask(&["lint", "--spec", spec.to_str().unwrap()])
}

fn write(spec: &Path, path: &str) {
    let place = spec.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, "title: [\n").unwrap();
}

#[test]
fn files_of_editors_and_operating_systems_are_skipped() {
    let ran = lint(|spec| {
        for path in [
            ".git/config.yaml",
            ".idea/x.yaml",
            ".DS_Store",
            "bodyless/.#shuffle.yaml",
            "bodyless/._shuffle.yaml",
            "bodyless/.shuffle.yaml.swp",
            "bodyless/shuffle.yaml~",
            "old~/shuffle.yaml",
            "README.md",
            "schema.json",
        ] {
            write(spec, path);
        }
        fs::create_dir(spec.join("empty")).unwrap();
    });
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), ""),
        "{}",
        ran.stderr
    );
}

#[test]
fn other_files_in_the_spec_folder_cause_a_warning() {
    for path in [
        "notes.txt",
        "bodyless/README.md",
        "bodyless/shuffle",
        "bodyless/x.json",
    ] {
        let ran = lint(|spec| write(spec, path));
        assert_eq!(ran.code, Some(0), "{path}: {}", ran.stdout);
        let said = ran.stdout.starts_with("warning[unread-file]");
        assert!(said && ran.stdout.contains(path), "{path}: {}", ran.stdout);
    }
}

#[test]
fn unusual_yaml_extensions_are_errors_and_no_output_is_removed() {
    for name in [
        "shuffle.YAML",
        "shuffle.Yml",
        "shuffle.yaml.txt",
        "shuffle.yaml.bak",
        "shuffle.YML",
        "shuffle.yaml ",
    ] {
        let workspace = Workspace::new();
        assert_eq!(workspace.generate(&[]).code, Some(0));
        let before = workspace.files();
        let folder = workspace.spec().join("bodyless");
        fs::rename(folder.join("shuffle.yaml"), folder.join(name)).unwrap();
        let ran = workspace.generate(&[]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.stderr);
        for said in ["error[unread-file]", name, "rename it to `shuffle.yaml`"] {
            assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
        }
        assert_eq!(workspace.files(), before);
    }
}

#[test]
fn invalid_file_and_folder_names_are_errors() {
    for (path, said) in [
        ("bodyless/a b.yaml", "rename it to `a_b.yaml`"),
        ("bodyless/a.b.yaml", "rename it to `a_b.yaml`"),
        ("bodyless/卡片.yaml", "choose a name of ASCII letters"),
        ("bodyless/-.yaml", "choose a name of ASCII letters"),
        ("x.yaml/service.yaml", "rename it to `x_yaml`"),
        ("aux/service.yaml", "for example to `aux_api`"),
        ("bodyless/COM1.yaml", "for example to `COM1_api.yaml`"),
        ("bodyless/nul.yml", "for example to `nul_api.yml`"),
    ] {
        let ran = lint(|spec| write(spec, path));
        assert_eq!(ran.code, Some(1), "{path}: {}", ran.stdout);
        let is_named = ran.stdout.starts_with("error[file-name]");
        assert!(
            is_named && ran.stdout.contains(said),
            "{path}: {}",
            ran.stdout
        );
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::{fs, lint, write};
    use crate::workspace::{Workspace, xtask};

    #[test]
    fn symbolic_links_in_a_spec_are_errors() {
        let secret = tempfile::NamedTempFile::new().unwrap();
        fs::write(secret.path(), "title: confidential\n").unwrap();
        for (name, to) in [
            ("x.yaml", "nowhere"),
            ("x.yaml", "shuffle.yaml"),
            ("x.yaml", secret.path().to_str().unwrap()),
            ("x.yaml", "/dev/zero"),
            ("x.txt", "shuffle.yaml"),
            ("up", ".."),
            ("up", "../.."),
            ("x.yaml", "."),
        ] {
            let ran = lint(|spec| symlink(to, spec.join("bodyless").join(name)).unwrap());
            assert_eq!(ran.code, Some(1), "{to}: {}", ran.stderr);
            let expected = format!("error[unread-file]: symbolic link `{name}`");
            assert!(ran.stdout.starts_with(&expected), "{to}: {}", ran.stdout);
            assert_eq!(ran.stdout.matches("error").count(), 1, "{}", ran.stdout);
            assert!(!ran.stdout.contains("confidential"), "{}", ran.stdout);
        }
    }

    #[test]
    fn lock_links_of_editors_are_skipped() {
        let ran = lint(|spec| {
            symlink("me@host.1:2", spec.join("bodyless/.#shuffle.yaml")).unwrap();
        });
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), ""),
            "{}",
            ran.stderr
        );
    }

    #[test]
    fn the_spec_folder_itself_may_be_a_symbolic_link() {
        let workspace = Workspace::new();
        let link = workspace.folder.path().join("link");
        symlink(workspace.spec(), &link).unwrap();
        let ran = xtask(&["lint", "--spec", link.to_str().unwrap()]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), ""),
            "{}",
            ran.stderr
        );
    }

    #[test]
    fn pipes_and_sockets_in_a_spec_folder_are_not_opened() {
        let ran = lint(|spec| {
            let pipe = spec.join("bodyless/pipe.yaml");
            assert!(
                Command::new("mkfifo")
                    .arg(&pipe)
                    .status()
                    .unwrap()
                    .success()
            );
            UnixListener::bind(spec.join("bodyless/socket.yaml")).unwrap();
            let other = spec.join("bodyless/pipe");
            assert!(
                Command::new("mkfifo")
                    .arg(&other)
                    .status()
                    .unwrap()
                    .success()
            );
        });
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        for said in [
            "error[unread-file]: `pipe.yaml`, which is neither a file nor a folder",
            "error[unread-file]: `socket.yaml`, which is neither a file nor a folder",
            "warning[unread-file]: unread file `pipe`",
        ] {
            assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
        }
    }

    #[test]
    fn all_invalid_names_are_reported_in_one_run() {
        let ran = lint(|spec| {
            symlink("nowhere", spec.join("bodyless/x.yaml")).unwrap();
            write(spec, "bodyless/y.YAML");
            write(spec, "nested/bad.yaml");
            write(spec, "Nested/service.yaml");
            write(spec, "named/Put_Seal.yaml");
            let bytes = OsStr::from_bytes(b"named/a\xff.yaml");
            fs::write(spec.join(bytes), "").unwrap();
        });
        assert_eq!(ran.code, Some(1));
        assert_eq!(
            ran.stdout.matches("error[unread-file]").count(),
            2,
            "{}",
            ran.stdout
        );
        assert_eq!(
            ran.stdout.matches("error[file-name]").count(),
            3,
            "{}",
            ran.stdout
        );
        assert_eq!(
            ran.stdout.matches("error[yaml]").count(),
            2,
            "{}",
            ran.stdout
        );
    }

    #[test]
    fn a_file_name_with_a_line_break_cannot_inject_code_or_output() {
        for name in [
            "a\n::error::b",
            "a\n}\npub fn evil() {}\n//",
            "a\u{1b}[2Jb",
            "a\u{202e}b",
        ] {
            let workspace = Workspace::new();
            let service = workspace.spec().join(name.replace('/', "-"));
            fs::rename(workspace.spec().join("bodyless"), &service).unwrap();
            fs::write(service.join(format!("{}.txt", name.replace('/', "-"))), "").unwrap();
            for format in ["human", "json", "github"] {
                let spec = workspace.spec();
                let ran = xtask(&["lint", "--spec", spec.to_str().unwrap(), "--format", format]);
                assert_eq!(ran.code, Some(1), "{}", ran.stderr);
                let text = ran.stdout + &ran.stderr;
                assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
                assert!(
                    !text.lines().any(|line| line.starts_with("::error::")),
                    "{text}"
                );
            }
            assert_eq!(workspace.generate(&[]).code, Some(1));
            assert!(workspace.files().is_empty());
        }
    }

    #[test]
    fn a_spec_folder_name_with_a_line_break_stays_on_the_first_line_of_generated_files() {
        let workspace = Workspace::new();
        let spec = workspace.folder.path().join("my\nspec\u{1b}[2J\u{2028}");
        fs::rename(workspace.spec(), &spec).unwrap();
        let ran = workspace.generate_from(&spec, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let text = fs::read_to_string(workspace.krate().join("src/lib.rs")).unwrap();
        let first = text.lines().next().unwrap();
        assert!(
            first.contains("from my\\nspec\\u001b[2J\\u2028. Do not edit."),
            "{first}"
        );
        assert_eq!(workspace.generate_from(&spec, &["--check"]).code, Some(0));
    }
}
