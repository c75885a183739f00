//! What a site does not simply show: put up, taken down, and met by a comment.

use std::collections::HashSet;
use std::net::IpAddr;

use model::comment::BLOCKS_LIMIT;
use model::{Actor, Block, BlockId, BlockKind, Permission, RawBlock, Remark, Verdict};
use store::blocks;

use crate::{Desk, Error, access};

impl Desk {
    /// All blocks, in the order in which they were put up.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't judge comments.
    pub fn blocks(&self, actor: &Actor) -> Result<Vec<Block>, Error> {
        access::require(actor, Permission::Judge)?;
        Ok(self.store.read(blocks::all)?)
    }

    /// Puts up a block. It looks at comments that come from now on.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] per field; [`Error::Conflict`] when there are too many.
    pub fn block(&self, actor: &Actor, raw: &RawBlock) -> Result<Block, Error> {
        access::require(actor, Permission::Judge)?;
        let id = BlockId::from_raw(self.ids.next_raw());
        let block = raw.checked(id, actor.account(), self.now())?;
        if block.kind == BlockKind::Words && words(&block.value).is_empty() {
            return Err(Error::field(
                "value",
                "write the words to look for; signs alone can't be looked for",
            ));
        }
        self.write(|tx| {
            let there = blocks::all(tx)?;
            let known = there.iter().any(|other| (other.kind, &other.value) == (block.kind, &block.value));
            if there.len() >= BLOCKS_LIMIT && !known {
                return Err(Error::Conflict(format!(
                    "There are {BLOCKS_LIMIT} blocks already; take down some that meet nothing any more."
                )));
            }
            Ok(blocks::add(tx, &block)?)
        })?;
        Ok(block)
    }

    /// Takes a block down.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`].
    pub fn unblock(&self, actor: &Actor, id: BlockId) -> Result<(), Error> {
        access::require(actor, Permission::Judge)?;
        self.write(|tx| if blocks::remove(tx, id)? { Ok(()) } else { Err(Error::missing("block")) })
    }
}

/// The strictest block that a remark meets.
pub(crate) fn met<'a>(blocks: &'a [Block], remark: &Remark, from: IpAddr) -> Option<&'a Block> {
    // Taken apart only for those who look for words.
    let of_words = blocks.iter().any(|block| block.kind == BlockKind::Words);
    let parts = [remark.name.as_str(), remark.body.as_str(), remark.website.as_deref().unwrap_or_default()];
    // A stop between the parts, so that no row of words runs across two of them.
    let said: Vec<String> = parts
        .into_iter()
        .filter(|_| of_words)
        .flat_map(|part| words(part).into_iter().chain([String::new()]))
        .collect();
    let known: HashSet<&str> = said.iter().map(String::as_str).collect();
    let meets = |block: &&Block| match block.kind {
        BlockKind::Words => is_among(&words(&block.value), &said, &known),
        BlockKind::Address => remark.email.as_deref().is_some_and(|email| block.is_of_address(email)),
        BlockKind::Network => block.is_of_network(from),
    };
    let strictness = |verdict: Verdict| match verdict {
        Verdict::Spam => 2,
        Verdict::Rejected => 1,
        Verdict::Held | Verdict::Approved | Verdict::Withdrawn => 0,
    };
    blocks.iter().filter(meets).max_by_key(|block| strictness(block.verdict))
}

fn is_among(wanted: &[String], said: &[String], known: &HashSet<&str>) -> bool {
    !wanted.is_empty()
        && wanted.iter().all(|word| known.contains(word.as_str()))
        && said.windows(wanted.len()).any(|row| row == wanted)
}

/// Words as the search has them: one term a character where a script writes no spaces, so that 发票 is found
/// in 代开发票. The parts of a host are words of their own, so that a block meets all hosts below it.
fn words(text: &str) -> Vec<String> {
    markup::terms(&text.replace(['.', '_', '-', '/'], " "))
}

#[cfg(test)]
mod tests {
    use model::{Moment, RawRemark};

    use super::*;

    fn meets(value: &str, body: &str) -> bool {
        let raw = RawBlock {
            kind: "words".into(),
            value: value.into(),
            verdict: "held".into(),
            ..RawBlock::default()
        };
        let block = raw.checked(BlockId::from_raw(1), None, Moment::from_micros(0)).unwrap();
        let raw = RawRemark { name: "Ada".into(), body: body.into(), ..RawRemark::default() };
        met(&[block], &raw.checked().unwrap(), "192.0.2.1".parse().unwrap()).is_some()
    }

    #[test]
    fn whole_words_are_met_in_every_script() {
        for (value, body) in [
            ("cheap lamps", "Buy CHEAP   lâmps!"),
            ("φτηνα φωτιστικα", "Πάρτε ΦΤΗΝΆ φωτιστικά σήμερα"),
            ("发票", "代开发票请联系"),
            ("shop.example", "see https://www.shop.example/x"),
            ("ada", "the name counts"),
        ] {
            assert!(meets(value, body), "{value} in {body}");
        }
        for (value, body) in [
            ("lamp", "Cheap lamps"),
            ("cheap lamps", "lamps, cheap"),
            ("票发", "代开发票"),
            ("ada the", "the name ends before the text begins"),
        ] {
            assert!(!meets(value, body), "{value} in {body}");
        }
    }
}
