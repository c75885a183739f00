//! What strace wrote down, read back: which calls of a process reach its files, and when each began and ended.

use std::path::PathBuf;

/// The calls that change files, names of files, or what a descriptor stands for, and those by which a server speaks.
/// A question mark lets strace pass over a call that this processor does not have.
const CALLS: &str = "trace=?open,?creat,openat,?openat2,close,?close_range,dup,?dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,\
    ?pwritev2,sendto,sendmsg,sendfile,copy_file_range,splice,ftruncate,truncate,fallocate,fsync,fdatasync,sync,syncfs,\
    sync_file_range,msync,mmap,?rename,?renameat,renameat2,?unlink,unlinkat,?link,linkat,?symlink,symlinkat,?mkdir,mkdirat,?rmdir";

/// What strace is told: every byte, of every thread, and nothing of calls that don't matter here.
pub const WORDS: &[&str] =
    &["-f", "--seccomp-bpf", "-q", "-xx", "-s", "100000000", "-e", "signal=none", "-e", CALLS];

/// What strace writes behind as much of a line as there is when its thread dies: while it is let go on, or as it is let
/// go.
const BROKEN_OFF: &[&str] = &[" <Cannot restart pid ", " <detached ...>"];

/// A call that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// A file is opened; `base` is the descriptor of the folder that the path begins at, if not the working directory.
    Open {
        base: Option<i32>,
        path: PathBuf,
        create: bool,
        empty: bool,
        append: bool,
        nameless: bool,
    },
    Close {
        fd: i32,
    },
    /// The same file under one more descriptor.
    Copy {
        fd: i32,
    },
    /// The place of a descriptor in its file is moved.
    Seek {
        fd: i32,
    },
    /// Bytes to a place, or to where the descriptor stands.
    Write {
        fd: i32,
        at: Option<u64>,
        bytes: Vec<u8>,
    },
    /// Bytes to somebody, never to a file.
    Send {
        fd: i32,
        bytes: Vec<u8>,
    },
    Truncate {
        fd: i32,
        length: u64,
    },
    Sync {
        fd: i32,
    },
    MakeFolder {
        base: Option<i32>,
        path: PathBuf,
    },
    Rename {
        from_base: Option<i32>,
        from: PathBuf,
        to_base: Option<i32>,
        to: PathBuf,
    },
    Link {
        from_base: Option<i32>,
        from: PathBuf,
        to_base: Option<i32>,
        to: PathBuf,
    },
    Remove {
        base: Option<i32>,
        path: PathBuf,
    },
    /// Memory that is a file's, and may be written.
    Map {
        fd: i32,
    },
    /// A call that the disk has no notion of; an error if it concerns a file of ours.
    Strange {
        name: String,
        fds: Vec<i32>,
        path: Option<PathBuf>,
    },
}

/// A moment of the trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The call of this number is about to be made: nothing of it has happened.
    Begun(usize),
    /// It has been made, with this answer; it is negative when it failed.
    Done(usize, i64),
}

/// Calls, and the moments at which they began and ended, in the order in which they were seen.
#[derive(Debug, Default)]
pub struct Trace {
    pub calls: Vec<Call>,
    pub steps: Vec<Step>,
}

impl Trace {
    /// Reads strace's output.
    ///
    /// A thread is stopped at the beginning and at the end of each call, and goes on only after strace has written its
    /// line. So a call whose end stands before another's beginning was over before the other was made.
    ///
    /// # Panics
    /// At a line that is not understood: what was overlooked might have been a write.
    pub fn read(text: &str) -> Trace {
        let mut trace = Trace::default();
        // Of each thread, the call it is in: what was seen of its line, and its number.
        let mut open: std::collections::HashMap<&str, (String, Option<usize>)> = Default::default();
        for line in text.lines() {
            let Some((thread, rest)) = line.split_once(' ') else { continue };
            let rest = BROKEN_OFF.iter().fold(rest, |rest, mark| rest.split(mark).next().unwrap_or_default());
            let rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with("+++") || rest.starts_with("---") {
                continue;
            }
            if let Some(resumed) = rest.strip_prefix("<... ") {
                let (begun, call) =
                    open.remove(thread).unwrap_or_else(|| panic!("nothing to resume: {line}"));
                let rest =
                    resumed.split_once(" resumed>").unwrap_or_else(|| panic!("not understood: {line}")).1;
                if let (Some(call), Some(answer)) = (call, answer(&format!("{begun}{rest}"))) {
                    trace.steps.push(Step::Done(call, answer));
                }
            } else if let Some(begun) = rest.strip_suffix("<unfinished ...>") {
                let call = trace.begin(begun.trim_end());
                open.insert(thread, (begun.trim_end().to_owned(), call));
            } else if let Some(call) = trace.begin(rest)
                && let Some(answer) = answer(rest)
            {
                trace.steps.push(Step::Done(call, answer));
            }
        }
        trace
    }

    /// Notes that a call begins; `None` when it does not matter.
    fn begin(&mut self, line: &str) -> Option<usize> {
        let (name, rest) = line.split_once('(').unwrap_or_else(|| panic!("not understood: {:.200}", line));
        let words = rest.find(')').map_or(rest, |end| &rest[..end]);
        let call = call(name, &arguments(words))
            .unwrap_or_else(|why| panic!("{why}: {:.200} … {}", line, ending(line)))?;
        self.calls.push(call);
        self.steps.push(Step::Begun(self.calls.len() - 1));
        Some(self.calls.len() - 1)
    }
}

/// The last of a long line, which is where most that is strange stands. All of it is ASCII (`-xx`).
fn ending(line: &str) -> &str {
    line.get(line.len().saturating_sub(200)..).unwrap_or_default()
}

/// What a finished call answered; `None` when the process ended in it.
fn answer(line: &str) -> Option<i64> {
    let after = line.split_once(')')?.1.trim_start().strip_prefix("= ")?;
    let word = after.split([' ', '\n']).next()?;
    match word.strip_prefix("0x") {
        Some(address) => i64::from_str_radix(address, 16).ok(),
        None => word.parse().ok(),
    }
}

/// Splits at the commas that stand between arguments. Text is all in `\x..`, so that no bracket stands in any.
fn arguments(words: &str) -> Vec<&str> {
    let (mut found, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, byte) in words.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                found.push(words[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    if !words[from..].trim().is_empty() {
        found.push(words[from..].trim());
    }
    found
}

fn call(name: &str, words: &[&str]) -> Result<Option<Call>, String> {
    let word = |at: usize| words.get(at).copied().ok_or_else(|| format!("{name} lacks argument {at}"));
    let fd = |at: usize| -> Result<i32, String> {
        word(at)?.parse().map_err(|_| format!("argument {at} of {name} is no descriptor"))
    };
    let base = |at: usize| Ok::<_, String>(if word(at)? == "AT_FDCWD" { None } else { Some(fd(at)?) });
    let path = |at: usize| {
        let bytes = text(word(at)?)?;
        Ok::<_, String>(PathBuf::from(String::from_utf8_lossy(&bytes).into_owned()))
    };
    let number = |at: usize| -> Result<u64, String> {
        word(at)?.parse().map_err(|_| format!("argument {at} of {name} is no number"))
    };
    let opened = |base: Option<i32>, path: PathBuf, flags: &str| {
        let has = |flag: &str| flags.split('|').any(|one| one == flag);
        Call::Open {
            base,
            path,
            create: has("O_CREAT"),
            empty: has("O_TRUNC"),
            append: has("O_APPEND"),
            nameless: has("O_TMPFILE") || has("__O_TMPFILE"),
        }
    };
    let call = match name {
        "open" => opened(None, path(0)?, word(1)?),
        "creat" => opened(None, path(0)?, "O_CREAT|O_TRUNC"),
        "openat" => opened(base(0)?, path(1)?, word(2)?),
        "close" => Call::Close { fd: fd(0)? },
        "dup" | "dup2" | "dup3" => Call::Copy { fd: fd(0)? },
        "fcntl" if word(1)?.starts_with("F_DUPFD") => Call::Copy { fd: fd(0)? },
        "fcntl" => return Ok(None),
        "lseek" => Call::Seek { fd: fd(0)? },
        "write" => Call::Write { fd: fd(0)?, at: None, bytes: text(word(1)?)? },
        "pwrite64" => Call::Write { fd: fd(0)?, at: Some(number(3)?), bytes: text(word(1)?)? },
        "writev" => Call::Write { fd: fd(0)?, at: None, bytes: texts(word(1)?)? },
        "pwritev" | "pwritev2" => Call::Write { fd: fd(0)?, at: Some(number(3)?), bytes: texts(word(1)?)? },
        "sendto" => Call::Send { fd: fd(0)?, bytes: text(word(1)?)? },
        "sendmsg" => Call::Send { fd: fd(0)?, bytes: texts(word(1)?)? },
        "ftruncate" => Call::Truncate { fd: fd(0)?, length: number(1)? },
        "fsync" | "fdatasync" => Call::Sync { fd: fd(0)? },
        "mkdir" => Call::MakeFolder { base: None, path: path(0)? },
        "mkdirat" => Call::MakeFolder { base: base(0)?, path: path(1)? },
        "rename" => Call::Rename { from_base: None, from: path(0)?, to_base: None, to: path(1)? },
        "renameat" | "renameat2" => {
            Call::Rename { from_base: base(0)?, from: path(1)?, to_base: base(2)?, to: path(3)? }
        }
        "link" => Call::Link { from_base: None, from: path(0)?, to_base: None, to: path(1)? },
        "linkat" => Call::Link { from_base: base(0)?, from: path(1)?, to_base: base(2)?, to: path(3)? },
        "unlink" | "rmdir" => Call::Remove { base: None, path: path(0)? },
        "unlinkat" => Call::Remove { base: base(0)?, path: path(1)? },
        "mmap" => {
            let shared = word(3)?.contains("MAP_SHARED") && word(2)?.contains("PROT_WRITE");
            if !shared || word(4)? == "-1" {
                return Ok(None);
            }
            Call::Map { fd: fd(4)? }
        }
        _ => Call::Strange {
            name: name.to_owned(),
            fds: words.iter().filter_map(|word| word.parse().ok()).collect(),
            path: words
                .iter()
                .find(|word| word.starts_with('"'))
                .and_then(|word| text(word).ok())
                .map(|bytes| PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())),
        },
    };
    Ok(Some(call))
}

/// The bytes of one text in `\x..`.
fn text(word: &str) -> Result<Vec<u8>, String> {
    let inner = word
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .ok_or_else(|| format!("not a whole text: {word:.60}"))?;
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(inner.len() / 4);
    for four in inner.as_bytes().chunks(4) {
        let [b'\\', b'x', high, low] = four else { return Err(format!("not in \\x..: {word:.60}")) };
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
            return Err(format!("not in \\x..: {word:.60}"));
        };
        bytes.push(high << 4 | low);
    }
    Ok(bytes)
}

/// The bytes of all texts in a list of them, one after the other.
fn texts(word: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    for part in word.split("iov_base=").skip(1) {
        let end = part[1..].find('"').ok_or_else(|| format!("not a whole text: {part:.60}"))?;
        if part[end + 2..].starts_with("...") {
            return Err("a text was cut".to_owned());
        }
        bytes.extend(text(&part[..end + 2])?);
    }
    Ok(bytes)
}

/// A text as strace writes it with `-xx`.
#[cfg(test)]
pub fn written(text: &str) -> String {
    text.bytes().map(|byte| format!("\\x{byte:02x}")).collect()
}

#[test]
fn calls_of_two_threads_are_told_apart_and_keep_their_order() {
    let path = written("/data/courant.sqlite-wal");
    let text = format!(
        "12    openat(AT_FDCWD, \"{path}\", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 4\n\
         12    pwrite64(4, \"{}\", 3, 4096 <unfinished ...>\n\
         13    fsync(4 <unfinished ...>\n\
         12    <... pwrite64 resumed>)           = 3\n\
         13    <... fsync resumed>)              = 0\n\
         13    writev(9, [{{iov_base=\"{}\", iov_len=5}}, {{iov_base=\"{}\", iov_len=2}}], 2) = 7\n\
         13    fcntl(4, F_SETLK, {{l_type=F_WRLCK, l_whence=SEEK_SET, l_start=121, l_len=2}}) = 0\n\
         13    mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_SHARED, 5, 0) = 0x7f0eb81c1000\n\
         13    mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0 <unfinished ...>\n\
         13    <... mmap resumed>) = 0x7f0eb81c1000\n\
         12    mkdir(\"{path}\", 0777) = -1 EEXIST (File exists)\n\
         12    fsync(4 <unfinished ...>\n\
         13    pwrite64(4, \"{}\", 3, 8192 <Cannot restart pid 13 with ptrace(PTRACE_SYSCALL): No such process>\n\
         14    fdatasync(4 <detached ...>\n\
         13    +++ exited with 0 +++\n\
         12    <... fsync resumed>) = ?\n\
         12    +++ killed by SIGKILL +++\n",
        written("abc"),
        written("HTTP/"),
        written("1\n"),
        written("abc"),
    );
    let trace = Trace::read(&text);
    let path = PathBuf::from("/data/courant.sqlite-wal");
    assert_eq!(
        trace.calls,
        [
            Call::Open {
                base: None,
                path: path.clone(),
                create: true,
                empty: false,
                append: false,
                nameless: false
            },
            Call::Write { fd: 4, at: Some(4096), bytes: b"abc".to_vec() },
            Call::Sync { fd: 4 },
            Call::Write { fd: 9, at: None, bytes: b"HTTP/1\n".to_vec() },
            Call::Map { fd: 5 },
            Call::MakeFolder { base: None, path },
            Call::Sync { fd: 4 },
            Call::Write { fd: 4, at: Some(8192), bytes: b"abc".to_vec() },
            Call::Sync { fd: 4 },
        ]
    );
    use Step::{Begun, Done};
    assert_eq!(
        trace.steps,
        [
            Begun(0),
            Done(0, 4),
            Begun(1),
            Begun(2),
            Done(1, 3),
            Done(2, 0),
            Begun(3),
            Done(3, 7),
            Begun(4),
            Done(4, 0x7f0e_b81c_1000),
            Begun(5),
            Done(5, -1),
            Begun(6),
            Begun(7),
            Begun(8),
        ]
    );
}

#[test]
#[should_panic(expected = "not a whole text")]
fn a_write_that_was_cut_short_in_the_trace_is_an_error() {
    Trace::read("12    write(4, \"\\x61\"..., 4096) = 4096\n");
}
