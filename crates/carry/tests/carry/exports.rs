//! Exports read through the public door.

#![expect(
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it leaves out"
)]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use carry::{Broken, Choices, Export, Package, Pass};
use model::import::{Entry, Noun, OldAuthor, OldComment, OldLabel, OldMedium, OldPost, OldSite, Platform};
use tempfile::TempDir;

/// Everything an export gave.
#[derive(Debug, Default)]
pub struct Read {
    pub entries: Vec<Entry>,
    pub broken: Vec<Broken>,
    pub end: Option<Broken>,
}

impl Read {
    /// Every word on the site.
    pub fn sites(&self) -> Vec<&OldSite> {
        self.entries
            .iter()
            .filter_map(|e| if let Noun::Site(site) = &e.noun { Some(&**site) } else { None })
            .collect()
    }

    pub fn site(&self) -> &OldSite {
        self.sites().first().expect("a site")
    }

    pub fn posts(&self) -> Vec<&OldPost> {
        self.entries
            .iter()
            .filter_map(|e| if let Noun::Post(post) = &e.noun { Some(&**post) } else { None })
            .collect()
    }

    pub fn post(&self, key: &str) -> &OldPost {
        self.posts().into_iter().find(|post| post.key == key).unwrap_or_else(|| panic!("no post {key}"))
    }

    pub fn comments(&self) -> Vec<&OldComment> {
        self.entries
            .iter()
            .filter_map(|e| if let Noun::Comment(c) = &e.noun { Some(&**c) } else { None })
            .collect()
    }

    pub fn comment(&self, key: &str) -> &OldComment {
        self.comments().into_iter().find(|c| c.key == key).unwrap_or_else(|| panic!("no comment {key}"))
    }

    pub fn media(&self) -> Vec<&OldMedium> {
        self.entries
            .iter()
            .filter_map(|e| if let Noun::Medium(m) = &e.noun { Some(m) } else { None })
            .collect()
    }

    pub fn labels(&self) -> Vec<&OldLabel> {
        self.entries
            .iter()
            .filter_map(|e| if let Noun::Label(l) = &e.noun { Some(l) } else { None })
            .collect()
    }

    pub fn authors(&self) -> Vec<&OldAuthor> {
        self.entries
            .iter()
            .filter_map(|e| if let Noun::Author(a) = &e.noun { Some(a) } else { None })
            .collect()
    }

    /// Kind, key, and whether private.
    pub fn others(&self) -> Vec<(&str, &str, bool)> {
        let other = |e| match e {
            &Noun::Other { ref kind, ref key, private, .. } => Some((kind.as_str(), key.as_str(), private)),
            _ => None,
        };
        self.entries.iter().filter_map(|e| other(&e.noun)).collect()
    }

    pub fn unknown(&self, name: &str) -> usize {
        self.entries.iter().filter(|entry| entry.unknown.iter().any(|unknown| unknown == name)).count()
    }

    /// Every name that no reader knows.
    pub fn unknowns(&self) -> Vec<&str> {
        self.entries.iter().flat_map(|entry| entry.unknown.iter().map(String::as_str)).collect()
    }

    pub fn entry(&self, fits: impl Fn(&Noun) -> bool) -> &Entry {
        self.entries.iter().find(|entry| fits(&entry.noun)).expect("such an entry")
    }
}

/// A folder with files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// One pass.
pub fn pass(export: &dyn Export, pass: Pass) -> (Vec<Entry>, Vec<Broken>, Option<Broken>) {
    let (mut entries, mut broken) = (Vec::new(), Vec::new());
    let mut before = 0;
    let end = export.each(pass, &mut |entry, passed| {
        assert!(passed >= before, "progress goes forward");
        assert!(export.size() == 0 || passed <= export.size(), "{passed} of {}", export.size());
        before = passed;
        match entry {
            Ok(entry) => entries.push(entry),
            Err(error) => broken.push(error),
        }
        ControlFlow::Continue(())
    });
    (entries, broken, end.err())
}

/// Both passes over what lies at a path.
pub fn read_path(platform: Platform, path: &Path, choices: &Choices) -> Result<Read, Broken> {
    let package = Package::open(path)?;
    let export = carry::export(platform, &package, choices)?;
    let mut read = Read::default();
    for which in [Pass::Posts, Pass::Comments] {
        let (entries, broken, end) = pass(&*export, which);
        let comments = entries.iter().filter(|entry| matches!(entry.noun, Noun::Comment(_))).count();
        assert_eq!(comments, if which == Pass::Comments { entries.len() } else { 0 });
        read.entries.extend(entries);
        read.broken.extend(broken);
        read.end = read.end.or(end);
    }
    Ok(read)
}

/// Both passes over files.
pub fn read(platform: Platform, files: &[(&str, &[u8])], choices: &Choices) -> Result<Read, Broken> {
    let folder = folder(files);
    read_path(platform, folder.path(), choices)
}

/// A real export that lies beside the repository and is not ours to keep in it.
pub fn shared(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let folders = [root.join("../shared"), root.join("../../shared")];
    let path =
        folders.iter().map(|folder| folder.join("corpora/import").join(name)).find(|path| path.exists());
    if path.is_none() {
        eprintln!("NOT TESTED: {name} is not in ../shared/corpora/import");
    }
    path
}
