//! What survives a kill: calls and events, in SQLite.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, params};

/// The database. Each method is one transaction.
pub(crate) struct Store(Mutex<Connection>);

/// A call that was stored before it was sent.
pub(crate) struct StoredCall {
    /// The request as JSON, with the values outside its body.
    pub(crate) request: String,
    /// The body, byte for byte.
    pub(crate) body: Vec<u8>,
    /// The verified response; `None` while the outcome is unknown.
    pub(crate) response: Option<Vec<u8>>,
}

/// An event, stored before it was acknowledged.
pub(crate) struct StoredEvent {
    pub(crate) coupon_code: String,
    pub(crate) resource: String,
}

impl Store {
    pub(crate) fn open(path: &str) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A service that must survive a power failure uses FULL.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS calls
                 (step TEXT PRIMARY KEY, request TEXT NOT NULL, body BLOB NOT NULL, response BLOB);
             CREATE TABLE IF NOT EXISTS events
                 (coupon_code TEXT NOT NULL, event_type TEXT NOT NULL, id TEXT NOT NULL,
                  resource TEXT NOT NULL, PRIMARY KEY (coupon_code, event_type));",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    pub(crate) fn call(&self, step: &str) -> rusqlite::Result<Option<StoredCall>> {
        let sql = "SELECT request, body, response FROM calls WHERE step = ?";
        let row = self.connection().query_row(sql, [step], |row| {
            Ok(StoredCall {
                request: row.get(0)?,
                body: row.get(1)?,
                response: row.get(2)?,
            })
        });
        row.optional()
    }

    pub(crate) fn prepare(&self, step: &str, request: &str, body: &[u8]) -> rusqlite::Result<()> {
        let sql = "INSERT INTO calls (step, request, body) VALUES (?, ?, ?)";
        self.connection()
            .execute(sql, params![step, request, body])?;
        Ok(())
    }

    pub(crate) fn finish(&self, step: &str, response: &[u8]) -> rusqlite::Result<()> {
        let sql = "UPDATE calls SET response = ? WHERE step = ?";
        self.connection().execute(sql, params![response, step])?;
        Ok(())
    }

    /// Stores an event. A duplicate, by the key of the business, changes nothing.
    pub(crate) fn save_event(
        &self,
        coupon_code: &str,
        event_type: &str,
        id: &str,
        resource: &str,
    ) -> rusqlite::Result<()> {
        let sql = "INSERT INTO events VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let values = params![coupon_code, event_type, id, resource];
        self.connection().execute(sql, values)?;
        Ok(())
    }

    pub(crate) fn event(&self, coupon_code: &str) -> rusqlite::Result<Option<StoredEvent>> {
        let sql = "SELECT coupon_code, resource FROM events WHERE coupon_code = ?";
        let row = self.connection().query_row(sql, [coupon_code], |row| {
            Ok(StoredEvent {
                coupon_code: row.get(0)?,
                resource: row.get(1)?,
            })
        });
        row.optional()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
