//! What a captured page needs to be shown again: its style and its pictures, fetched and kept beside it.

use std::thread;

use clip::{Need, Page, needs, needs_of_style};
use desk::{FetchedPart, KeptPart, PARTS_BYTES, PARTS_LIMIT, WholeCapture};
use model::{CaptureId, How, Moment, PartRole};
use wire::{Accept, Exchange, Refusal};

use crate::clipping::{AT_ONCE, Scissors, content_type};
use crate::recording::{self, Told};

/// Seconds that the parts of one page may take together: less than a job's lease.
const TIME: i64 = 90;

/// What has been fetched so far for one capture.
struct Basket {
    new: Vec<KeptPart>,
    /// Addresses that need not be asked for: kept, fetched or refused.
    met: Vec<String>,
    parts: usize,
    size: i64,
    refused: usize,
    until: Moment,
}

impl Basket {
    /// What of these is still to be fetched.
    fn wanted(&mut self, needs: Vec<Need>, role: PartRole) -> Vec<String> {
        let mut wanted = Vec::new();
        for need in needs.into_iter().filter(|need| need.role == role) {
            if !self.met.contains(&need.address) {
                self.met.push(need.address.clone());
                wanted.push(need.address);
            }
        }
        wanted
    }

    fn is_full(&self, now: Moment) -> bool {
        self.parts >= PARTS_LIMIT || self.size >= PARTS_BYTES || now >= self.until
    }

    fn take(&mut self, came: Result<KeptPart, Refused>) -> Result<(), desk::Error> {
        match came {
            Ok(part) => {
                self.parts += 1;
                self.size += part.size;
                self.new.push(part);
            }
            Err(Refused::Wire(why)) => {
                tracing::debug!(%why, "a part of a page could not be had");
                self.refused += 1;
            }
            Err(Refused::Desk(error)) => return Err(error),
        }
        Ok(())
    }
}

/// Why a part is not kept.
enum Refused {
    Wire(Refusal),
    Desk(desk::Error),
}

impl Scissors {
    /// Fetches what the page of a capture needs to be shown again and is not kept yet: style sheets, those that
    /// they import (one level), and pictures. What can't be had is left out: a page is shown without it. A
    /// sentence on what came. Doing it twice keeps everything once.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_parts(&self, id: CaptureId) -> Result<String, desk::Error> {
        let Some(WholeCapture { capture, bytes, parts }) = self.desk().whole_capture(id)? else {
            return Ok("The capture is gone.".to_owned());
        };
        if capture.how == How::File {
            return Ok("What stood in a file is kept as it is.".to_owned());
        }
        let page = Page { url: &capture.final_url, bytes: &bytes, content_type: content_type(&capture) };
        let mut basket = Basket {
            new: Vec::new(),
            met: parts.iter().map(|part| part.address.clone()).collect(),
            parts: parts.len(),
            size: parts.iter().map(|part| part.size).sum(),
            refused: 0,
            until: self.now().plus_seconds(TIME),
        };
        let needs = needs(&page);
        let mut pictures = basket.wanted(needs.clone(), PartRole::Picture);
        // Of sheets that an earlier try kept, what they need is still looked for.
        let mut sheets = Vec::new();
        for part in parts.iter().filter(|part| part.role == PartRole::Style) {
            sheets.push((part.address.clone(), part.sha256.clone()));
        }
        let first = basket.wanted(needs, PartRole::Style);
        sheets.extend(self.fetch_sheets(&mut basket, first)?);
        let mut imported = Vec::new();
        for (address, sha256) in &sheets {
            let text = self.desk().store().files().get(sha256)?.unwrap_or_default();
            let needs = needs_of_style(address, &text);
            pictures.extend(basket.wanted(needs.clone(), PartRole::Picture));
            imported.extend(basket.wanted(needs, PartRole::Style));
        }
        for (address, sha256) in self.fetch_sheets(&mut basket, imported)? {
            let text = self.desk().store().files().get(&sha256)?.unwrap_or_default();
            pictures.extend(basket.wanted(needs_of_style(&address, &text), PartRole::Picture));
        }
        for some in pictures.chunks(AT_ONCE) {
            if basket.is_full(self.now()) {
                break;
            }
            let answers: Vec<_> = thread::scope(|scope| {
                let fetches: Vec<_> = some
                    .iter()
                    .map(|address| scope.spawn(|| self.fetch_part(address, PartRole::Picture)))
                    .collect();
                fetches.into_iter().filter_map(|fetch| fetch.join().ok()).collect()
            });
            for answer in answers {
                basket.take(answer)?;
            }
        }
        let added = self.desk().add_parts(id, &basket.new)?;
        Ok(format!("{added} parts of the page were kept, {} could not be had.", basket.refused))
    }

    /// Fetches style sheets, one by one as pages are; the addresses and contents of those that came.
    fn fetch_sheets(
        &self,
        basket: &mut Basket,
        addresses: Vec<String>,
    ) -> Result<Vec<(String, String)>, desk::Error> {
        let mut came = Vec::new();
        for address in addresses {
            if basket.is_full(self.now()) {
                break;
            }
            let part = self.fetch_part(&address, PartRole::Style);
            if let Ok(part) = &part {
                came.push((address, part.sha256.clone()));
            }
            basket.take(part)?;
        }
        Ok(came)
    }

    fn fetch_part(&self, address: &str, role: PartRole) -> Result<KeptPart, Refused> {
        let at = self.now();
        let accept = match role {
            PartRole::Style => Accept::Style,
            PartRole::Picture => Accept::Image,
        };
        let exchange = self.wire().get(address, accept).map_err(Refused::Wire)?;
        self.keep_part(address, role, &exchange, at).map_err(Refused::Desk)
    }

    /// Keeps what came as a part that no capture names yet. The same bytes as an earlier part of that address
    /// are not written twice.
    pub(crate) fn keep_part(
        &self,
        address: &str,
        role: PartRole,
        exchange: &Exchange,
        at: Moment,
    ) -> Result<KeptPart, desk::Error> {
        let sha256 = store::sha256_hex(&exchange.body);
        let payload = exchange.hops.last().map(|hop| &hop.payload[..]).unwrap_or_default();
        let original = recording::original(self.desk(), address, &sha256, payload);
        let told = Told { at, until: self.now(), robots: exchange.robots.as_ref() };
        let warc = recording::fetched(&exchange.hops, &told, original.as_ref());
        let stated = exchange.header("content-type").unwrap_or_default();
        self.desk().keep_part(FetchedPart {
            address: address.to_owned(),
            role,
            at,
            status: exchange.status,
            mime: stated.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
            bytes: &exchange.body,
            warc: &warc,
        })
    }
}
