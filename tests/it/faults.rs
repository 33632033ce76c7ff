//! Every misbehaviour of the mock against every kind of call and both clients, over real sockets: what left, what took
//! effect by the mock's ledger, and what the caller was told. What the ledger contradicts is a bug.

pub(crate) mod cell;
mod failover;
mod rotation;
mod row;
mod sign_error;
mod stateful;
mod table;
mod watch;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use cell::{Seen, Shell, Signed, play};
use row::{Deed, Row};

/// Cells that are played at once. Most of them wait for the network or the clock most of the time.
const AT_ONCE: usize = 32;

type Cell = (usize, Deed, Shell);

#[test]
fn every_reported_outcome_is_true_under_each_misbehavior_of_the_mock() {
    watch::start();
    let rows = Arc::new(table::rows());
    let names: HashSet<_> = rows.iter().map(|row| &row.name).collect();
    assert_eq!(names.len(), rows.len(), "two rows have one name");

    let (mut seen, signed) = play_all(&rows);
    let mut table = String::new();
    let mut wrong = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        for (deed, end) in Deed::ALL.into_iter().zip(row.ends) {
            let mut of = |shell| seen.remove(&(index, deed, shell)).unwrap();
            let (cell, blocking) = (of(Shell::Async), of(Shell::Blocking));
            let line = format!(
                "{} | {deed:?} | {} | {} | {} | {}",
                row.name, cell.requests, cell.effects, cell.result, cell.outcome
            );
            if cell != blocking {
                wrong.push(format!("{line}\n  the blocking client: {blocking:?}"));
            }
            if (cell.requests, cell.outcome.as_str()) != end {
                wrong.push(format!("{line}\n  by the rules: {end:?}"));
            }
            writeln!(table, "{line}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!(table);

    let mut secrets = cell::secrets(&cell::mock());
    for secret in signed.into_iter().flatten() {
        secrets.add(secret);
    }
    secrets.absent_from(&watch::seen());
    for told in [
        "wechatpay_call operation=\"busifavor.modify_budget\"",
        "wechatpay_attempt host=\"http://127.0.0.1",
        " attempt=1",
        "record attempts=2",
        "record outcome=this call changed nothing",
        "record outcome=\"success\"",
        "record status=200",
        "record request_id=",
        "record duration_ms=",
    ] {
        assert!(watch::seen().contains(told), "{told} was not traced");
    }
}

/// Plays all cells, the slow ones first. A cell that panics or does not end fails the test by its name.
fn play_all(rows: &Arc<Vec<Row>>) -> (HashMap<Cell, Seen>, Signed) {
    let mut cells: Vec<Cell> = Vec::new();
    for index in 0..rows.len() {
        for deed in Deed::ALL {
            cells.extend(Shell::ALL.map(|shell| (index, deed, shell)));
        }
    }
    cells.sort_by_key(|(index, ..)| rows[*index].timed);
    let total = cells.len();
    let cells = Arc::new(Mutex::new(cells));
    let (to, results) = mpsc::channel();
    for _ in 0..AT_ONCE {
        let (rows, cells, to) = (Arc::clone(rows), Arc::clone(&cells), to.clone());
        std::thread::spawn(move || {
            let next = || cells.lock().unwrap().pop();
            while let Some((index, deed, shell)) = next() {
                let played = catch_unwind(AssertUnwindSafe(|| play(&rows[index], deed, shell)));
                if to.send(((index, deed, shell), played)).is_err() {
                    return;
                }
            }
        });
    }
    let (mut seen, mut signed) = (HashMap::new(), Signed::new());
    for left in (1..=total).rev() {
        let ((index, deed, shell), played) = results
            .recv_timeout(Duration::from_mins(1))
            .unwrap_or_else(|_| panic!("{left} cells do not end"));
        let Ok((cell, of_cell)) = played else {
            panic!(
                "the cell `{}`, {deed:?}, {shell:?} failed: see above",
                rows[index].name
            );
        };
        seen.insert((index, deed, shell), cell);
        signed.extend(of_cell);
    }
    (seen, signed)
}
