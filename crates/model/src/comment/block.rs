//! What a site does not simply show: words, mail addresses, networks.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::remark::looks_like_mail;
use crate::{AccountId, BlockId, Moment, Problems, Verdict};

/// Longest blocked words or address, in characters.
pub const VALUE_LIMIT: usize = 200;
/// Longest note on a block, in characters.
pub const NOTE_LIMIT: usize = 300;
/// Most blocks a site has: all are asked for every comment.
pub const BLOCKS_LIMIT: usize = 2_000;

/// What of a comment a block looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Whole words in a row, in the name, the text or the author's page; case and accents don't matter.
    Words,
    /// A mail address, or with `@` in front everybody's at a host.
    Address,
    /// The addresses of a network (CIDR, RFC 4632), or a single one.
    Network,
}

impl BlockKind {
    /// All kinds.
    pub const ALL: [BlockKind; 3] = [BlockKind::Words, BlockKind::Address, BlockKind::Network];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Words => "words",
            BlockKind::Address => "address",
            BlockKind::Network => "network",
        }
    }
}

impl FromStr for BlockKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        BlockKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| format!("“{word}” can't be blocked; words, an address or a network can"))
    }
}

/// Something whose comments are not simply shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its key.
    pub id: BlockId,
    /// What it looks at.
    pub kind: BlockKind,
    /// The words, the address or the network, in the one form in which it is kept.
    pub value: String,
    /// What becomes of a comment that it meets: held, spam or rejected.
    pub verdict: Verdict,
    /// Why, for the desk.
    pub note: String,
    /// Who put it up.
    pub by: Option<AccountId>,
    /// When.
    pub created: Moment,
}

impl Block {
    /// What a block may do with a comment.
    pub const VERDICTS: [Verdict; 3] = [Verdict::Held, Verdict::Spam, Verdict::Rejected];

    /// Whether a mail address is this one, or at this host or one below it.
    pub fn is_of_address(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        match self.value.strip_prefix('@') {
            _ if self.kind != BlockKind::Address => false,
            Some(host) => address
                .rsplit_once('@')
                .and_then(|(_, theirs)| theirs.strip_suffix(host))
                .is_some_and(|below| below.is_empty() || below.ends_with('.')),
            None => address == self.value,
        }
    }

    /// Whether an address of the net lies in this network.
    pub fn is_of_network(&self, from: IpAddr) -> bool {
        self.kind == BlockKind::Network
            && self.value.parse().is_ok_and(|net: IpNet| net.contains(&from.to_canonical()))
    }
}

/// A block as somebody at the desk wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RawBlock {
    /// `words`, `address` or `network`.
    pub kind: String,
    /// What to block.
    pub value: String,
    /// `held`, `spam` or `rejected`.
    pub verdict: String,
    /// Why.
    pub note: String,
}

impl RawBlock {
    /// The block when it can stand.
    ///
    /// # Errors
    /// One problem per field that can't.
    pub fn checked(&self, id: BlockId, by: Option<AccountId>, created: Moment) -> Result<Block, Problems> {
        let mut problems = Problems::default();
        let kind = self.kind.parse().unwrap_or_else(|why| {
            problems.add("kind", why);
            BlockKind::Words
        });
        let verdict = self.verdict.parse().ok().filter(|verdict| Block::VERDICTS.contains(verdict));
        if verdict.is_none() {
            problems.add("verdict", "choose what becomes of such comments: held, spam or rejected");
        }
        let written = self.value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let value = match kind {
            _ if written.chars().count() > VALUE_LIMIT => Err("that is too long to block"),
            BlockKind::Words if !written.chars().any(char::is_alphanumeric) => {
                Err("write the words to look for; signs alone can't be looked for")
            }
            BlockKind::Words => Ok(written),
            BlockKind::Address => address(&written).ok_or("write a mail address, or @ and a host"),
            BlockKind::Network => {
                network(&written).ok_or("write an address like 192.0.2.7, or a network like 192.0.2.0/24")
            }
        };
        let value = value.unwrap_or_else(|why| {
            problems.add("value", why);
            String::new()
        });
        let note = self.note.trim().to_owned();
        if note.chars().count() > NOTE_LIMIT {
            problems.add("note", format!("a note can have {NOTE_LIMIT} characters"));
        }
        let verdict = verdict.unwrap_or(Verdict::Held);
        problems.into_result(Block { id, kind, value, verdict, note, by, created })
    }
}

fn address(written: &str) -> Option<String> {
    let whole = if written.starts_with('@') { format!("x{written}") } else { written.to_owned() };
    looks_like_mail(&whole).then(|| written.to_owned())
}

/// A network of at most a 256th of all addresses: a slip must not shut out the world.
fn network(written: &str) -> Option<String> {
    let net: IpNet = match written.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().into(),
        Err(_) => written.parse().ok()?,
    };
    (net.prefix_len() >= 8).then(|| net.trunc().to_string())
}

/// The network that stands for where a comment came from: an IPv4 /24, an IPv6 /48 (RFC 6177). Wide enough
/// to be forgiving of a person's address, narrow enough to be one place.
pub fn network_around(from: IpAddr) -> IpNet {
    let from = from.to_canonical();
    let length = if from.is_ipv4() { 24 } else { 48 };
    IpNet::new(from, length).map_or_else(|_| from.into(), |net| net.trunc())
}

/// The same, written: `192.0.2.0/24`.
pub fn network_of(from: IpAddr) -> String {
    network_around(from).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: &str, value: &str) -> Result<Block, Problems> {
        let raw = RawBlock {
            kind: kind.into(),
            value: value.into(),
            verdict: "spam".into(),
            ..RawBlock::default()
        };
        raw.checked(BlockId::from_raw(1), None, Moment::from_micros(0))
    }

    #[test]
    fn one_thing_is_kept_in_one_form() {
        assert_eq!(block("words", " Cheap\n LAMPS ").unwrap().value, "cheap lamps");
        assert_eq!(block("address", "@Shop.Example").unwrap().value, "@shop.example");
        assert_eq!(block("network", "192.0.2.7/24").unwrap().value, "192.0.2.0/24");
        assert_eq!(block("network", "2001:DB8::1").unwrap().value, "2001:db8::1/128");
        for (kind, value) in
            [("words", "!!"), ("address", "shop"), ("network", "0.0.0.0/0"), ("network", "x"), ("y", "x")]
        {
            assert!(block(kind, value).is_err(), "{kind} {value}");
        }
    }

    #[test]
    fn a_host_is_blocked_with_all_below_it_and_none_beside() {
        let host = block("address", "@shop.example").unwrap();
        assert!(host.is_of_address("A@shop.example") && host.is_of_address("a@mail.SHOP.example"));
        assert!(!host.is_of_address("a@myshop.example") && !host.is_of_address("shop.example@b.example"));
        let net = block("network", "192.0.2.0/24").unwrap();
        assert!(net.is_of_network("::ffff:192.0.2.200".parse().unwrap()));
        assert!(!net.is_of_network("192.0.3.1".parse().unwrap()) && !net.is_of_address("192.0.2.1"));
    }

    #[test]
    fn a_comment_comes_from_a_network_not_from_a_person() {
        assert_eq!(network_of("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(network_of("2001:db8:1:2::3".parse().unwrap()), "2001:db8:1::/48");
    }
}
