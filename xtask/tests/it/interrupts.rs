//! A run that is killed, and two runs at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::workspace::Workspace;

type Files = BTreeMap<PathBuf, String>;

/// A workspace with few services, because each test has many runs.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    for service in ["checks", "hostile", "words"] {
        fs::remove_dir_all(workspace.spec().join(service)).unwrap();
    }
    workspace
}

/// The output of each of two specs, written by an undisturbed run.
fn outputs(workspace: &Workspace, specs: &[PathBuf; 2]) -> [Files; 2] {
    specs.each_ref().map(|spec| {
        let ran = workspace.generate_from(spec, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        workspace.files()
    })
}

fn spawn(workspace: &Workspace, spec: &Path) -> Child {
    let mut command = workspace.command(spec);
    command.stderr(Stdio::null()).spawn().unwrap()
}

/// A number that differs from run to run, as the time of an interrupt does.
fn micros(below: u128) -> Duration {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let micros = now.as_nanos() / 7 % below.max(1);
    Duration::from_micros(u64::try_from(micros).unwrap())
}

fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_str().unwrap();
    name.starts_with(".xtask-staged-")
}

/// The progress of a run at which the test kills it.
enum Moment {
    Any,
    Staging,
    Renaming,
}

/// Waits until a run reaches this progress, or ends.
fn wait_for(moment: &Moment, workspace: &Workspace, child: &mut Child) {
    let source = workspace.krate().join("src");
    let modified = || fs::metadata(source.join("choices.rs")).and_then(|file| file.modified());
    let before = modified().unwrap();
    let is_now = || match moment {
        Moment::Any => true,
        Moment::Staging => {
            let mut entries = fs::read_dir(&source).unwrap();
            entries.any(|entry| is_leftover(&entry.unwrap().path()))
        }
        // This file is among the first of both outputs.
        Moment::Renaming => modified().unwrap() != before,
    };
    while !is_now() && child.try_wait().unwrap().is_none() {}
}

/// The stages at which a kill had an effect.
#[derive(Debug, Default)]
struct Hits {
    before: usize,
    staging: usize,
    renaming: usize,
    after: usize,
}

#[test]
fn a_killed_run_leaves_complete_files_and_the_next_run_repairs_the_crate() {
    let workspace = workspace();
    let specs = [workspace.spec(), workspace.other_spec()];
    let outputs = outputs(&workspace, &specs);
    let begin = Instant::now();
    workspace.generate(&[]);
    let a_run = begin.elapsed().as_micros();
    let mut hits = Hits::default();
    // On a busy machine a kill may come late, so the loop runs until every stage was hit.
    for round in 0..64 {
        if round >= 16 && hits.staging > 0 && hits.renaming > 0 {
            break;
        }
        let (old, new) = (&outputs[round % 2], &outputs[(round + 1) % 2]);
        let spec = &specs[(round + 1) % 2];
        let mut child = spawn(&workspace, spec);
        let (moment, pause) = match round / 2 % 4 {
            0 => (Moment::Any, a_run),
            1 | 2 => (Moment::Staging, 200),
            _ => (Moment::Renaming, 100),
        };
        wait_for(&moment, &workspace, &mut child);
        sleep(micros(pause));
        let _ = child.kill();
        child.wait().unwrap();

        let mut files = workspace.files();
        let all = files.len();
        files.retain(|path, _| !is_leftover(path));
        let leftovers = all - files.len();
        for (path, text) in &files {
            let is_whole = old.get(path) == Some(text) || new.get(path) == Some(text);
            assert!(is_whole, "{} is neither old nor new", path.display());
        }
        match (&files == old, &files == new) {
            (true, _) if leftovers == 0 => hits.before += 1,
            (true, _) => hits.staging += 1,
            (_, true) => hits.after += 1,
            _ => hits.renaming += 1,
        }
        let code = i32::from(leftovers > 0 || &files != new);
        assert_eq!(workspace.generate_from(spec, &["--check"]).code, Some(code));
        assert_eq!(workspace.generate_from(spec, &[]).code, Some(0));
        assert_eq!(&workspace.files(), new);
    }
    println!("{hits:?}");
    assert!(hits.staging > 0 && hits.renaming > 0, "{hits:?}");
}

#[test]
fn two_runs_at_once_leave_the_output_of_one() {
    let workspace = workspace();
    let specs = [workspace.spec(), workspace.other_spec()];
    let outputs = outputs(&workspace, &specs);
    for _ in 0..6 {
        let mut runs = specs.each_ref().map(|spec| spawn(&workspace, spec));
        for run in &mut runs {
            assert_eq!(run.wait().unwrap().code(), Some(0));
        }
        assert!(outputs.contains(&workspace.files()), "the runs mixed");
    }
}

/// The two runs also create the folder.
#[test]
fn two_runs_at_once_create_one_crate() {
    let workspace = workspace();
    let specs = [workspace.spec(), workspace.other_spec()];
    for _ in 0..3 {
        let mut runs = specs.each_ref().map(|spec| spawn(&workspace, spec));
        for run in &mut runs {
            assert_eq!(run.wait().unwrap().code(), Some(0));
        }
        let codes = specs
            .each_ref()
            .map(|spec| workspace.generate_from(spec, &["--check"]).code);
        assert!(codes.contains(&Some(0)), "the runs mixed");
        fs::remove_dir_all(workspace.krate()).unwrap();
    }
}
