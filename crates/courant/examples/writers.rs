//! Comments from many sides, for measuring: `writers ADDRESS:PORT PATH form|json WRITERS SECONDS RATE FIRST`.
//!
//! With a rate of 0 each writer waits for its answer before its next comment (closed loop). Otherwise so many comments a
//! second fall due, whatever became of those before, and a comment waits from the moment it was due (open loop). Every
//! comment comes on a connection of its own, and by its header from a network of its own; `form` is how a browser sends one
//! to Courant, `json` how one does to Isso. Prints one line of JSON: ids accepted, waits in milliseconds, refusals by
//! status, seconds it took, seconds of CPU it took here.

#![expect(clippy::print_stdout, reason = "an example's output")]
#![expect(clippy::disallowed_methods, reason = "it measures")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What each comment says besides its number.
const WORDS: &str = "The ferry was measured in the morning, before the first crossing, and the harbour office wrote down \
    what it found; the council has had that paper since winter and never asked for another.";

/// Who is written to, and how.
struct Goal {
    to: SocketAddr,
    path: String,
    is_form: bool,
}

/// What came of some comments.
#[derive(Default)]
struct Shot {
    accepted: Vec<String>,
    waits: Vec<f64>,
    refused: BTreeMap<u16, u64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [to, path, kind, writers, seconds, rate, first] = words.as_slice() else {
        return Err("ADDRESS:PORT PATH form|json WRITERS SECONDS RATE FIRST".into());
    };
    let goal = Goal { to: to.parse()?, path: path.clone(), is_form: kind == "form" };
    let (writers, seconds, rate): (usize, f64, f64) = (writers.parse()?, seconds.parse()?, rate.parse()?);
    let first: u64 = first.parse()?;
    let next = AtomicU64::new(0);
    let begun = Instant::now();
    let until = begun + Duration::from_secs_f64(seconds);
    let write = || {
        let mut shot = Shot::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let due = if rate > 0.0 {
                let due = begun + Duration::from_secs_f64(number as f64 / rate);
                if due < until {
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                }
                due
            } else {
                Instant::now()
            };
            if due >= until {
                return Ok(shot);
            }
            match goal.comment(first + number)? {
                (_, Some(id)) => shot.accepted.push(id),
                (status, None) => *shot.refused.entry(status).or_default() += 1,
            }
            shot.waits.push(due.elapsed().as_secs_f64() * 1000.0);
        }
    };
    let shots: Vec<Result<Shot, std::io::Error>> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..writers).map(|_| scope.spawn(write)).collect();
        writers.into_iter().filter_map(|writer| writer.join().ok()).collect()
    });
    let elapsed = begun.elapsed().as_secs_f64();
    let mut all = Shot::default();
    for shot in shots {
        let shot = shot?;
        all.accepted.extend(shot.accepted);
        all.waits.extend(shot.waits);
        for (status, count) in shot.refused {
            *all.refused.entry(status).or_default() += count;
        }
    }
    let list = |parts: Vec<String>| parts.join(",");
    println!(
        "{{\"accepted\":[{}],\"waits\":[{}],\"refused\":{{{}}},\"elapsed\":{elapsed},\"cpu\":{}}}",
        list(all.accepted.iter().map(|id| format!("\"{id}\"")).collect()),
        list(all.waits.iter().map(|wait| format!("{wait:.3}")).collect()),
        list(all.refused.iter().map(|(status, count)| format!("\"{status}\":{count}")).collect()),
        cpu()?
    );
    Ok(())
}

impl Goal {
    /// Sends one comment; the status, and its id if it was accepted.
    fn comment(&self, number: u64) -> std::io::Result<(u16, Option<String>)> {
        let from = format!("{}.{}.{}.7", 11 + number / 62_500 % 100, number / 250 % 250, number % 250);
        let (mime, body) = if self.is_form {
            let text = format!("Remark {number}. {WORDS}").replace(' ', "+");
            let form = format!("name=Writer&email=writer%40example.org&body={text}");
            ("application/x-www-form-urlencoded", form)
        } else {
            let text = format!("Remark {number}. {WORDS}");
            (
                "application/json",
                format!(
                    "{{\"author\":\"Writer\",\"email\":\"writer@example.org\",\"title\":\"The ferry\",\"text\":\"{text}\"}}"
                ),
            )
        };
        let request = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 \
             Firefox/140.0\r\nX-Forwarded-For: {from}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nConnection: \
             close\r\n\r\n{body}",
            self.path,
            self.to,
            body.len()
        );
        let mut stream = TcpStream::connect(self.to)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let after = |mark: &str| answer.split_once(mark).map(|(_, rest)| rest.trim_start());
        let rest = match (status, self.is_form) {
            (303, true) => after("#comment-").filter(|rest| !rest.starts_with("form")),
            (201, false) => after("\"id\":"),
            _ => None,
        };
        let id = rest.map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect());
        Ok((status, id))
    }
}

/// Seconds of CPU that all threads of this program have had; the clock behind it ticks a hundred times a second.
fn cpu() -> Result<f64, Box<dyn Error>> {
    let told = std::fs::read_to_string("/proc/self/stat")?;
    let fields = told.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).map(|field| field.parse().unwrap_or(0)).sum();
    Ok(ticks as f64 / 100.0)
}
