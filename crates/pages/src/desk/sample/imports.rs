//! Sites that are brought over.

use model::import::{Fate, Import, ImportChoices, ImportReport, ImportState, Platform};
use model::{ImportId, PostId, Problems, SourceFields};

use super::Samples;
use crate::desk::{CreditRow, CreditsPage, ImportPage, ImportsPage, RawImport};

impl Samples {
    fn an_import(self, raw: i64, name: &str, state: ImportState) -> Import {
        let mut report = ImportReport::new(Platform::Blogger, false);
        for number in 0..1_204 {
            let fate = match number % 40 {
                7 => Fate::Changed(vec![self.text("its label “Κόσμος, Ευρώπη” is “Κόσμος; Ευρώπη” here")]),
                9 => Fate::Dropped(self.text("the post it was about is not here")),
                _ => Fate::Kept,
            };
            let kind = if number % 3 == 0 { "post: published" } else { "comment: approved" };
            report.enter(kind, &self.text(&format!("tag:blogger.com,1999:blog-63.post-{number}")), &fate);
        }
        report.enter("post: draft", "tag:blogger.com,1999:blog-63.post-9", &Fate::Known);
        report.unknown(&[self.text("blogger:adsense")]);
        report.private("mail address");
        report.note(self.text(
            "Some comments answer others that are not in the export; they begin threads of their own.",
        ));
        Import {
            id: ImportId::from_raw(raw),
            platform: Platform::Blogger,
            site: "blogger:63".to_owned(),
            name: self.text(name),
            choices: ImportChoices::default(),
            state,
            by: None,
            started: Self::at(5),
            changed: Self::at(4),
            trouble: None,
            report,
        }
    }

    /// Two imports, and a form without a file.
    pub fn imports(self) -> ImportsPage {
        ImportsPage {
            desk: self.desk("settings"),
            imports: vec![
                self.an_import(2, "takeout-20261120T081500Z-001.zip", ImportState::Pictures),
                self.an_import(1, "Το Ποτάμι.WordPress.2026-11-20.xml.gz", ImportState::Done),
            ],
            credits: 312,
            raw: RawImport {
                platform: "blogger".to_owned(),
                host: self.text("to-potami.example"),
                ..RawImport::default()
            },
            problems: self.problems(&[("export", "choose the file of the export first")]),
        }
    }

    /// None yet.
    pub fn no_imports(self) -> ImportsPage {
        ImportsPage {
            desk: self.desk("settings"),
            imports: Vec::new(),
            credits: 0,
            raw: RawImport::default(),
            problems: Problems::default(),
        }
    }

    /// One that fetches pictures.
    pub fn import(self) -> ImportPage {
        ImportPage {
            desk: self.desk("settings"),
            import: self.an_import(2, "takeout-20261120T081500Z-001.zip", ImportState::Pictures),
            pictures: (812, 2_305, 2),
            lost: vec![
                (
                    self.text("http://1.bp.blogspot.com/-x/s1600/a%20river.jpg"),
                    self.text("bp.blogspot.com answered 404: it is not there any more"),
                ),
                (self.text("https://imgur.example/gone.png"), self.text("the host has no address")),
            ],
        }
    }

    /// One whose file is cut.
    pub fn import_stopped(self) -> ImportPage {
        let mut import = self.an_import(3, "blog-11-20-2026.xml", ImportState::Broken);
        import.trouble = Some(self.text(
            "blog-11-20-2026.xml, line 20411, column 17: the file ends within an entry. What came before this place is here and stays; when the file is whole, the same command brings the rest.",
        ));
        ImportPage { desk: self.desk("settings"), import, pictures: (0, 0, 0), lost: Vec::new() }
    }

    /// Lines that name sources in three scripts.
    pub fn credits(self) -> CreditsPage {
        let row = |raw: i64, headline: &str, line: &str, url: &str, outlet: &str| CreditRow {
            post: PostId::from_raw(raw),
            headline: self.text(headline),
            permalink: Some("/2019/01/some-post.html".to_owned()),
            line: self.text(line),
            source: SourceFields {
                url: url.to_owned(),
                outlet: self.text(outlet),
                ..SourceFields::default()
            },
        };
        CreditsPage {
            desk: self.desk("inbox"),
            rows: vec![
                row(
                    1,
                    "The price of a river",
                    "Source: The Gazette",
                    "https://gazette.example/2019/01/river",
                    "The Gazette",
                ),
                row(
                    2,
                    "Η τιμή του ποταμού",
                    "Πηγή: Εφημερίδα των Ποταμών",
                    "https://potamia.example/2019/timi",
                    "Εφημερίδα των Ποταμών",
                ),
                row(3, "河流的代价", "来源：新河报", "https://xinhe.example/1", "新河报"),
            ],
            number: 312,
            next: Some(PostId::from_raw(3)),
        }
    }

    /// None waits.
    pub fn no_credits(self) -> CreditsPage {
        CreditsPage { desk: self.desk("inbox"), rows: Vec::new(), number: 0, next: None }
    }
}
