//! How a body is packed for the road, and which packing a reader gets.

use std::io::Write;

use bytes::Bytes;

/// Bodies a reader may be given, the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli, RFC 7932.
    Brotli,
    /// Zstandard, RFC 8878.
    Zstd,
    /// Gzip, RFC 1952.
    Gzip,
    /// As rendered.
    Identity,
}

/// How much work a packing is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Somebody waits for it: under half a millisecond for a page.
    Quick,
    /// Nobody does, and many will be sent it.
    Best,
}

impl Encoding {
    /// How many there are.
    pub const COUNT: usize = 4;

    /// The encoding an `Accept-Encoding` header likes best; of those it likes equally, the smallest (RFC 9110, 12.5.3).
    pub fn choose(accept: &str) -> Self {
        let (mut best, mut most) = (Encoding::Identity, 0);
        for part in accept.split(',') {
            let mut bits = part.split(';');
            let coding = bits.next().unwrap_or_default().trim();
            let Some(encoding) = Encoding::named(coding) else { continue };
            let weight = bits
                .find_map(|bit| bit.trim().strip_prefix("q="))
                .map_or(1000, |q| q.trim().parse::<f32>().map_or(0, |q| (q.clamp(0.0, 1.0) * 1000.0) as u16));
            if weight > most || weight == most && weight > 0 && (encoding as usize) < best as usize {
                (best, most) = (encoding, weight);
            }
        }
        best
    }

    fn named(coding: &str) -> Option<Self> {
        let of = |name: &str| coding.eq_ignore_ascii_case(name);
        [Encoding::Brotli, Encoding::Gzip, Encoding::Zstd]
            .into_iter()
            .find(|encoding| encoding.token().is_some_and(of))
            .or_else(|| of("identity").then_some(Encoding::Identity))
            .or_else(|| of("x-gzip").then_some(Encoding::Gzip))
    }

    /// The value of `Content-Encoding`; `None` for identity.
    pub fn token(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Zstd => Some("zstd"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }

    /// The body, packed, in as many bytes as it has: a page is kept long.
    pub fn pack(self, body: &Bytes, effort: Effort) -> Bytes {
        let is_quick = effort == Effort::Quick;
        let packed = match self {
            Encoding::Brotli => brotli(body, if is_quick { 3 } else { 9 }),
            // Writing to memory can't fail; the crate's answer for it would be an empty body, which no page has.
            Encoding::Zstd => zstd::bulk::compress(body, if is_quick { 3 } else { 17 }).unwrap_or_default(),
            Encoding::Gzip => gzip(body, if is_quick { 2 } else { 9 }),
            Encoding::Identity => return body.clone(),
        };
        Bytes::copy_from_slice(&packed)
    }
}

fn gzip(body: &Bytes, level: u32) -> Vec<u8> {
    let mut writer =
        flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), flate2::Compression::new(level));
    // Writing to memory can't fail; if it did, an uncompressed member would still be valid gzip.
    writer.write_all(body).and_then(|()| writer.finish()).unwrap_or_default()
}

fn brotli(body: &Bytes, quality: i32) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 3);
    // A window no larger than the page: what is larger costs time to set up and nothing else.
    let bits = (usize::BITS - body.len().leading_zeros()).clamp(10, 22);
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: bits as i32, ..Default::default() };
    let mut input: &[u8] = body;
    match brotli::BrotliCompress(&mut input, &mut out, &parameters) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn encodings_follow_the_header() {
        for (accept, encoding) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, zstd", Encoding::Zstd),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("br;q=0.5, gzip;q=0.8, zstd; q=0.1", Encoding::Gzip),
            ("gzip;q=0.5, identity", Encoding::Identity),
            ("GZIP", Encoding::Gzip),
            ("x-gzip", Encoding::Gzip),
            ("br;q=nonsense", Encoding::Identity),
            ("", Encoding::Identity),
            ("identity", Encoding::Identity),
            ("brotli", Encoding::Identity),
        ] {
            assert_eq!(Encoding::choose(accept), encoding, "{accept}");
        }
    }

    #[test]
    fn every_packing_is_the_page_and_more_work_makes_it_smaller() {
        let page: String = (0..4_000).map(|n| format!("<p>Το νερό {} ανεβαίνει.</p>", n * n % 977)).collect();
        let page = Bytes::from(page);
        for encoding in [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip] {
            let (quick, best) = (encoding.pack(&page, Effort::Quick), encoding.pack(&page, Effort::Best));
            for packed in [&quick, &best] {
                let mut plain = Vec::new();
                match encoding {
                    Encoding::Brotli => brotli::BrotliDecompress(&mut &packed[..], &mut plain).unwrap(),
                    Encoding::Zstd => plain = zstd::decode_all(&packed[..]).unwrap(),
                    _ => drop(flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut plain).unwrap()),
                }
                assert_eq!(plain, page, "{encoding:?}");
            }
            assert!(best.len() < quick.len() && quick.len() < page.len() / 3, "{encoding:?}");
        }
    }
}
