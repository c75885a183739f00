//! What a picture becomes: `cargo run --release -p picture --example copies -- FILE…` tells the sizes and the
//! seconds, one line for each copy.

use std::io::{self, Write};
use std::time::Instant;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file)?;
        let began = Instant::now();
        let kept = match picture::keep(&bytes) {
            Ok(kept) => kept,
            Err(refused) => {
                writeln!(out, "{file}: {refused}")?;
                continue;
            }
        };
        let keeping = began.elapsed().as_secs_f64();
        let (size, was) = (kept.bytes.len(), bytes.len());
        writeln!(
            out,
            "{file}: {} {} × {}, {was} bytes, kept {size}, {keeping:.2} s",
            kept.mime, kept.width, kept.height
        )?;
        let began = Instant::now();
        let made = picture::renditions(&kept.bytes).map_err(io::Error::other)?;
        for copy in &made {
            writeln!(out, "  {} {} × {}: {} bytes", copy.mime, copy.width, copy.height, copy.bytes.len())?;
        }
        writeln!(out, "  {:.2} s for all copies", began.elapsed().as_secs_f64())?;
    }
    Ok(())
}
