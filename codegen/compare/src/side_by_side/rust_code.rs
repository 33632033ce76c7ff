//! The lines of Rust that the elements of a page became.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wechatpay_codegen::Options;
use wechatpay_codegen::surface::{Surface, printed_surface};

use super::excerpt::Excerpt;
use super::spec_text::{Place, SpecText};
use crate::facts::{Node, NodeKind, Spec};

/// All generated files.
pub(super) struct RustCode<'a> {
    spec: Spec<'a>,
    nodes: Vec<&'a Node<'a>>,
    surface: Surface,
    /// The texts by path, below the crate's `src/`.
    files: BTreeMap<String, String>,
}

/// The shown lines for one page.
#[derive(Debug, Default)]
pub(super) struct RustLines {
    pub(super) files: Vec<Excerpt>,
    /// The lines of Rust for lines of the spec.
    pub(super) of_spec: BTreeMap<Place, Vec<Place>>,
    /// The first line of the spec for a line of Rust.
    pub(super) origins: BTreeMap<Place, Place>,
}

impl<'a> RustCode<'a> {
    pub(super) fn new(spec: Spec<'a>, tree: &'a Node<'a>) -> Self {
        let options = Options {
            spec_folder: "spec",
            crate_name: "wechatpay_api",
            has_guide: false,
        };
        let mut files = BTreeMap::new();
        let result: Result<(), Infallible> =
            wechatpay_codegen::generate_each(spec.model, &options, |file| {
                files.insert(file.path, file.text);
                Ok(())
            });
        let Ok(()) = result;
        Self {
            spec,
            nodes: tree.subtree(),
            surface: printed_surface(spec.model),
            files,
        }
    }

    /// The lines for the elements of an operation whose lines of the spec are shown.
    pub(super) fn of_page(&self, operation: Option<&str>, spec: &SpecText<'_>) -> RustLines {
        let mut lines = RustLines::default();
        let Some(operation) = operation else {
            return lines;
        };
        for node in &self.nodes {
            let is_own = node.kind == NodeKind::Operation && node.path == operation;
            if !is_own && !node.operations.iter().any(|user| user == operation) {
                continue;
            }
            let line = self.spec.line_of(node);
            let Some(place) = line.and_then(|line| spec.place_of_line(&line.file, line.line))
            else {
                continue;
            };
            let items = node.rust.iter().filter_map(|path| self.surface.get(path));
            for item in items.filter(|item| item.line > 0) {
                self.show(&mut lines, place, &item.file, item.line);
            }
        }
        lines
    }

    fn show(&self, lines: &mut RustLines, spec: Place, path: &str, line: usize) {
        let known = lines.files.iter().position(|file| file.path == path);
        let index = known.unwrap_or_else(|| {
            let text = self.files.get(path).map_or("", String::as_str);
            lines.files.push(Excerpt::new(path, text));
            lines.files.len() - 1
        });
        let Some(file) = lines.files.get_mut(index) else {
            return;
        };
        file.show_block(line);
        if file.has(line) {
            let places = lines.of_spec.entry(spec).or_default();
            if !places.contains(&(index, line)) {
                places.push((index, line));
            }
            lines.origins.entry((index, line)).or_insert(spec);
        }
    }
}
