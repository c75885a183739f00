//! One gzip member (RFC 1952), written without a packer where there is nothing to win.
//!
//! A packer takes 300 KiB of zeroed memory to begin with, many times what a record's own lines take. So short and
//! packed pieces are written as stored blocks (RFC 1951, section 3.2.4), and each thread keeps one packer for text.

use std::cell::RefCell;
use std::io::{self, Write};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// The head of a member: deflate, no name, no time, system unknown.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// Most bytes of a stored block.
const BLOCK: usize = 0xffff;
/// Bytes that the packer hands over at a time.
const ROOM: usize = 32 * 1024;

thread_local! {
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), false));
}

/// Pieces, one behind the other, as they are.
pub(crate) fn stored(mut out: impl Write, pieces: &[&[u8]]) -> io::Result<()> {
    out.write_all(&HEAD)?;
    let mut blocks = pieces.iter().flat_map(|piece| piece.chunks(BLOCK)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.write_all(&[u8::from(blocks.peek().is_none())])?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&(!length).to_le_bytes())?;
        out.write_all(block)?;
    }
    end(out, pieces)
}

/// Pieces, one behind the other, packed quickly.
pub(crate) fn packed(mut out: impl Write, pieces: &[&[u8]]) -> io::Result<()> {
    out.write_all(&HEAD)?;
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut room = Vec::with_capacity(ROOM);
        for piece in pieces {
            let mut rest = *piece;
            while !rest.is_empty() {
                rest = &rest[step(packer, rest, &mut room, FlushCompress::None)?.0..];
                hand_over(&mut out, &mut room)?;
            }
        }
        loop {
            let (_, status) = step(packer, &[], &mut room, FlushCompress::Finish)?;
            hand_over(&mut out, &mut room)?;
            if status == Status::StreamEnd {
                return Ok::<_, io::Error>(());
            }
        }
    })?;
    end(out, pieces)
}

/// One call of the packer: the bytes it took, and how it stands.
fn step(
    packer: &mut Compress,
    bytes: &[u8],
    room: &mut Vec<u8>,
    flush: FlushCompress,
) -> io::Result<(usize, Status)> {
    let before = packer.total_in();
    let status = packer.compress_vec(bytes, room, flush)?;
    Ok((usize::try_from(packer.total_in() - before).unwrap_or(bytes.len()), status))
}

fn hand_over(out: &mut impl Write, room: &mut Vec<u8>) -> io::Result<()> {
    out.write_all(room)?;
    room.clear();
    Ok(())
}

/// The checksum and the length, modulo 2³².
fn end(mut out: impl Write, pieces: &[&[u8]]) -> io::Result<()> {
    let mut crc = Crc::new();
    pieces.iter().for_each(|piece| crc.update(piece));
    out.write_all(&crc.sum().to_le_bytes())?;
    out.write_all(&crc.amount().to_le_bytes())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn members_of_any_size_come_back_whole() {
        // Bytes that don't repeat, so that the packer has to hand over more than it has room for.
        let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 200_000] {
            let pieces: [&[u8]; 3] = [b"head\r\n", &noise[..length], b"\r\n"];
            for pack in [false, true] {
                let mut member = Vec::new();
                let write = if pack { packed(&mut member, &pieces) } else { stored(&mut member, &pieces) };
                write.unwrap();
                let mut back = Vec::new();
                GzDecoder::new(member.as_slice()).read_to_end(&mut back).unwrap();
                assert_eq!(back, pieces.concat(), "{length}");
            }
        }
    }
}
