//! What a picture becomes: `cargo run --release -p picture --example copies -- FILE…` tells the size of what
//! is kept and of each copy; with the shell's `time` before it, what that costs.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file)?;
        let kept = match picture::keep(&bytes) {
            Ok(kept) => kept,
            Err(refused) => {
                writeln!(out, "{file}: {refused}")?;
                continue;
            }
        };
        let (mime, width, height) = (kept.mime, kept.width, kept.height);
        writeln!(out, "{file}: {} bytes, kept {mime} {width} × {height} {}", bytes.len(), kept.bytes.len())?;
        for copy in picture::renditions(&kept.bytes).map_err(io::Error::other)? {
            writeln!(out, "  {} {} × {} {}", copy.mime, copy.width, copy.height, copy.bytes.len())?;
        }
    }
    Ok(())
}
