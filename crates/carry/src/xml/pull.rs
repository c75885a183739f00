//! A stream cut into the elements that lie in its outermost ones.

use std::io::BufRead;

use super::Piece;
use super::window::{Kind, Window};
use crate::Broken;

/// Largest piece, in bytes; a larger one is passed over and told.
pub const LARGEST: usize = 64 << 20;

/// Tags of outermost elements that are kept: a file may be several, one behind the other.
const HEADS: usize = 16;

/// What comes from a stream: a piece, or one that can't be read, behind which it goes on.
pub type Pulled = Result<Piece, Broken>;

/// Cuts a stream.
#[derive(Debug)]
pub struct Pull<R> {
    window: Window<R>,
    file: String,
    within: &'static [&'static str],
    each: &'static str,
    /// Names of the outermost elements that are open, as written.
    path: Vec<Vec<u8>>,
    heads: Vec<String>,
    entered: u64,
    open: Option<Open>,
    waiting: Option<Piece>,
    declares: bool,
    over: bool,
    wanted: Option<fn(&[u8]) -> bool>,
    /// Room for a name.
    spare: Vec<u8>,
}

/// The piece that is being cut.
#[derive(Debug)]
struct Open {
    name: Vec<u8>,
    place: (u64, u64),
    depth: usize,
}

impl<R: BufRead> Pull<R> {
    /// A stream of elements that lie in others: `["feed"]`, `["rss", "channel"]`. Those called `each` (without a
    /// prefix) are many and never within one another: where one begins, the one before has ended, whatever it says.
    pub fn new(file: &str, source: R, within: &'static [&'static str], each: &'static str) -> Self {
        Pull {
            window: Window::new(file, source, LARGEST),
            file: file.to_owned(),
            within,
            each,
            path: Vec::new(),
            heads: Vec::new(),
            entered: 0,
            open: None,
            waiting: None,
            declares: false,
            over: false,
            wanted: None,
            spare: Vec::new(),
        }
    }

    /// The same, passing pieces over without a word when their bytes say that nobody wants them: looking at bytes is
    /// much cheaper than making a piece of them.
    #[must_use]
    pub fn only(mut self, wanted: fn(&[u8]) -> bool) -> Self {
        self.wanted = Some(wanted);
        self
    }

    /// The same with another bound on one piece, in bytes.
    #[must_use]
    pub fn largest(mut self, bytes: usize) -> Self {
        self.window.largest = bytes;
        self
    }

    /// Bytes of the stream before what comes next.
    pub fn passed(&self) -> u64 {
        self.window.passed()
    }

    /// How often the innermost of the outermost elements has begun: a piece lies in the last of them.
    pub fn entered(&self) -> u64 {
        self.entered
    }

    /// The tags of the outermost elements, as written; they hold declarations of prefixes.
    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// Whether the file declares entities of its own. They are never expanded.
    pub fn declares_entities(&self) -> bool {
        self.declares
    }

    /// The next piece; `None` when the stream has ended as it should.
    ///
    /// # Errors
    /// [`Broken`] when nothing behind it can be read: the stream ends in the middle, has none of the outermost
    /// elements, or can't be read.
    // Not an iterator: what ends a stream and what only spoils a piece are two things.
    #[expect(clippy::should_implement_trait, reason = "it fails in two ways")]
    pub fn next(&mut self) -> Result<Option<Pulled>, Broken> {
        if let Some(piece) = self.waiting.take() {
            return Ok(Some(Ok(piece)));
        }
        while !self.over {
            let token = self.window.token().inspect_err(|_| self.over = true)?;
            let Some(token) = token else {
                self.over = true;
                return self.end();
            };
            self.window.bound();
            let mut name = std::mem::take(&mut self.spare);
            name.clear();
            name.extend_from_slice(self.window.slice(token.name.clone()));
            let pulled = match token.kind {
                Kind::Start | Kind::Empty => self.begin(&name, token.from, token.kind == Kind::Empty),
                Kind::End => self.close(&name, token.from),
                Kind::Declaring => {
                    self.declares = true;
                    None
                }
                Kind::Other => None,
            };
            self.spare = name;
            if pulled.is_some() {
                return Ok(pulled);
            }
        }
        Ok(None)
    }

    fn begin(&mut self, name: &[u8], from: usize, empty: bool) -> Option<Pulled> {
        let repeated = self.path.len() == self.within.len() && self.is_each(name);
        if let Some(open) = &mut self.open {
            if !repeated {
                open.depth += usize::from(!empty && *name == open.name[..]);
                return None;
            }
            let cut = self.unfinished(from, "has no end before the next one begins here");
            self.cut(name, from, empty);
            return cut;
        }
        if self.path.len() < self.within.len() {
            if !empty && local(name) == self.within[self.path.len()].as_bytes() {
                let head = self.window.slice(from..self.window.at());
                if self.heads.len() < HEADS {
                    self.heads.push(String::from_utf8_lossy(head).into_owned());
                }
                self.path.push(name.to_owned());
                self.entered += u64::from(self.path.len() == self.within.len());
            }
            return None;
        }
        self.cut(name, from, empty);
        self.waiting.take().map(Ok)
    }

    /// Begins a piece; an empty element is one at once.
    fn cut(&mut self, name: &[u8], from: usize, empty: bool) {
        let place = self.window.place(from);
        if empty {
            let bytes = self.window.slice(from..self.window.at());
            self.waiting = Some(Piece::new(&self.file, place, bytes));
        } else {
            self.window.kept = Some(from);
            self.open = Some(Open { name: name.to_owned(), place, depth: 1 });
        }
    }

    fn close(&mut self, name: &[u8], from: usize) -> Option<Pulled> {
        if let Some(open) = &mut self.open {
            if *name == open.name[..] {
                open.depth -= 1;
                return if open.depth == 0 { self.finish() } else { None };
            }
            if self.path.last().is_some_and(|last| last == name) {
                let cut = self.unfinished(from, "has no end before the element around it ends here");
                self.path.pop();
                return cut;
            }
            return None;
        }
        // One further out ends what lies in it, whatever that says.
        if let Some(at) = self.path.iter().rposition(|open| open == name) {
            self.path.truncate(at);
        }
        None
    }

    fn finish(&mut self) -> Option<Pulled> {
        let open = self.open.take()?;
        let Some(kept) = self.window.kept.take() else {
            let (line, column) = open.place;
            let what = format!(
                "<{}> is larger than {} MiB and was passed over",
                show(&open.name),
                self.window.largest >> 20
            );
            return Some(Err(Broken { file: self.file.clone(), line, column, what }));
        };
        let bytes = self.window.slice(kept..self.window.at());
        if self.wanted.is_some_and(|wanted| !wanted(bytes)) {
            return None;
        }
        Some(Ok(Piece::new(&self.file, open.place, bytes)))
    }

    fn unfinished(&mut self, at: usize, how: &str) -> Option<Pulled> {
        let open = self.open.take()?;
        self.window.kept = None;
        let what = format!("<{}> that begins in line {} {how}", show(&open.name), open.place.0);
        Some(Err(self.window.broken_at(at, what)))
    }

    /// What the end of the stream means.
    fn end(&mut self) -> Result<Option<Pulled>, Broken> {
        if let Some(broken) = self.window.failure() {
            return Err(broken);
        }
        if let Some(open) = self.open.take() {
            let what = format!(
                "the file ends here, within <{}> that begins in line {}: it was cut off",
                show(&open.name),
                open.place.0
            );
            return Err(self.window.broken(what));
        }
        if let Some(last) = self.path.last() {
            let what = format!("the file ends here, before </{}>: it was cut off", show(last));
            return Err(self.window.broken(what));
        }
        if self.heads.len() < self.within.len() {
            let what = format!("there is no <{}> in it", self.within.get(self.heads.len()).unwrap_or(&"xml"));
            return Err(Broken::file(self.file.clone(), what));
        }
        Ok(None)
    }

    /// Whether a name is that of the many: the same word, with the prefix of what they lie in.
    fn is_each(&self, name: &[u8]) -> bool {
        let around = self.path.last().map_or(&[][..], |last| prefix(last));
        local(name) == self.each.as_bytes() && prefix(name) == around
    }
}

fn show(name: &[u8]) -> String {
    String::from_utf8_lossy(&name[..name.len().min(60)]).into_owned()
}

fn prefix(name: &[u8]) -> &[u8] {
    name.iter().position(|byte| *byte == b':').map_or(&[], |at| &name[..at])
}

fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|byte| *byte == b':').map_or(name, |at| &name[at + 1..])
}
