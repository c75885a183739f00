//! Captures, pictures and all other files against what their rows and the ledger say of them.

use std::collections::HashSet;

use model::{CaptureId, MediaId, Part};
use store::audit::{self, BATCH, FileRow};
use store::{Conn, captures, parts, sha256_hex};
use warc::Reader;

use super::record;
use super::verify::{All, Look, Walk};
use crate::Error;

impl Walk<'_> {
    pub(super) fn captures(&mut self, conn: &mut Conn, told: &All) {
        let (mut after, mut seen) = (i64::MIN, HashSet::new());
        loop {
            let read = audit::captures(conn, after);
            let rows = self.rows("captures", after, read);
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows {
                let id = CaptureId::from_raw(row.id);
                let place = format!("capture {id}");
                self.done.captures += 1;
                seen.insert(id);
                match told.captures.get(&id) {
                    None => self.fault(&*place, "the ledger does not know it"),
                    Some(look) => self.look(conn, &place, id, &row, look),
                }
                self.file(&place, &row);
            }
        }
        let mut gone: Vec<_> = told.captures.iter().filter(|(id, _)| !seen.contains(id)).collect();
        gone.sort_by_key(|(id, _)| **id);
        for (id, Look { line, .. }) in gone {
            self.fault(format!("capture {id} (line {line})"), "its row in the table captures is gone");
        }
    }

    /// The style and the pictures of captures.
    pub(super) fn parts(&mut self, conn: &mut Conn) {
        let mut last = None;
        loop {
            let read = parts::after(conn, last.as_ref(), BATCH);
            let rows =
                self.rows("parts", last.as_ref().map_or(i64::MIN, |part: &Part| part.capture.raw()), read);
            let Some(newest) = rows.last() else { break };
            last = Some(newest.clone());
            for part in rows {
                let place = format!("part {} of capture {}", part.position, part.capture);
                let (id, at) = (part.capture.raw(), part.at.micros());
                self.file(&place, &FileRow { id, sha256: part.sha256, size: Some(part.size), at });
                self.archive(&format!("the archive of {place}"), part.warc);
            }
        }
    }

    /// A capture's row against the line that entered it, and the files it names besides its bytes.
    fn look(&mut self, conn: &mut Conn, place: &str, id: CaptureId, row: &FileRow, look: &Look) {
        let Look { line, kept, size, record: entered } = look;
        if kept.sha256 != row.sha256 || Some(*size) != row.size {
            let found = row.size.unwrap_or_default();
            let what = format!(
                "its row names {} of {found} bytes; line {line} says {} of {size} bytes",
                row.sha256, kept.sha256
            );
            self.fault(place, what);
        }
        let capture = match captures::by_id(conn, id) {
            Ok(Some(capture)) => capture,
            Ok(None) => return,
            Err(error) => return self.fault(place, error.to_string()),
        };
        if capture.warc != kept.warc {
            self.fault(place, format!("its row names another archive than line {line}"));
        }
        match record(&capture) {
            Ok(found) if found == *entered => {}
            Ok(_) => self.fault(
                place,
                format!(
                    "its row is not as line {line} entered it: address, time, headers, robots or texts differ"
                ),
            ),
            Err(error) => self.fault(place, error.to_string()),
        }
        if let Some(warc) = capture.warc {
            self.archive(&format!("the archive of {place}"), warc);
        }
        for text in [capture.article, capture.page_text].into_iter().flatten() {
            let row = FileRow { id: row.id, sha256: text, size: None, at: row.at };
            self.file(&format!("a text of {place}"), &row);
        }
    }

    /// An archive file (WARC): its hash, and the digests of its records.
    fn archive(&mut self, place: &str, sha256: String) {
        if self.claimed.contains(&sha256) {
            return;
        }
        let row = FileRow { id: 0, sha256, size: None, at: 0 };
        self.file(place, &row);
        let Ok(Some(bytes)) = self.files.get(&row.sha256) else { return };
        if sha256_hex(&bytes) != row.sha256 {
            return;
        }
        for record in Reader::new(bytes.as_slice(), 0) {
            match record {
                Ok(_) => self.done.records += 1,
                Err(damage) => self.fault(place, damage.to_string()),
            }
        }
    }

    pub(super) fn media(&mut self, conn: &mut Conn) {
        let mut after = i64::MIN;
        loop {
            let read = audit::media(conn, after);
            let rows = self.rows("media", after, read);
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows {
                let place = format!("picture {}", MediaId::from_raw(row.id));
                self.file(&place, &row);
                let read = audit::renditions(conn, row.id);
                for copy in self.rows("renditions", row.id, read) {
                    self.file(&format!("a copy of {place}"), &copy);
                }
            }
        }
        after = i64::MIN;
        loop {
            let read = audit::originals(conn, after);
            let rows = self.rows("media", after, read);
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows {
                self.file(&format!("the original of picture {}", MediaId::from_raw(row.id)), &row);
            }
        }
    }

    /// Reads a file and hashes it, once however many rows name it.
    fn file(&mut self, place: &str, row: &FileRow) {
        if !self.claimed.insert(row.sha256.clone()) {
            return;
        }
        self.done.files += 1;
        let name = self.files.path(&row.sha256).map(|path| path.display().to_string());
        let Some(name) = name else {
            self.fault(place, format!("its row names “{:.80}”, which is no SHA-256", row.sha256));
            return;
        };
        match self.files.get(&row.sha256) {
            Err(error) => self.fault(place, error.to_string()),
            Ok(None) => self.fault(place, format!("its file {name} is gone")),
            Ok(Some(bytes)) => {
                let (hash, size) = (sha256_hex(&bytes), i64::try_from(bytes.len()).unwrap_or(i64::MAX));
                if hash != row.sha256 {
                    self.fault(place, format!("its file {name} hashes to {hash}: it was changed"));
                } else if row.size.is_some_and(|stated| stated != size) {
                    self.fault(
                        place,
                        format!("its row says {} bytes; {name} has {size}", row.size.unwrap_or_default()),
                    );
                }
            }
        }
    }

    pub(super) fn unclaimed(&mut self) -> Result<(), Error> {
        let names = self.files.names()?;
        self.done.unclaimed = names.iter().filter(|name| !self.claimed.contains(*name)).count() as u64;
        Ok(())
    }
}
