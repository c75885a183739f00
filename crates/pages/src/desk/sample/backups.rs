//! Backups by themselves.

use model::backup::backup_name;
use model::{
    BackupCheck, BackupDone, BackupFile, BackupLog, BackupPlan, BackupShelf, BackupTrouble, Job, JobState,
    Problems, Rhythm, Wholeness,
};

use super::Samples;
use crate::desk::{BackupsPage, RawPlan};

impl Samples {
    /// Daily, with files of every state, and the last one failed; the form asks for too much.
    pub fn backups(self) -> BackupsPage {
        let file =
            |hours: i64, size: u64, sealed: Option<bool>| BackupFile { at: Self::at(hours), size, sealed };
        let files = vec![
            file(24, 3_812_004_113, Some(true)),
            file(48, 3_809_771_200, Some(true)),
            file(72, 3_809_771_200, Some(false)),
            file(96, 3_700_112, Some(true)),
            file(120, 9, None),
        ];
        let check = |state: Wholeness, why: Option<&str>| BackupCheck {
            at: Self::at(20),
            state,
            why: why.map(|why| self.text(why)),
        };
        let name = |hours: i64| backup_name(Self::at(hours));
        let log = BackupLog {
            done: Some(BackupDone {
                name: name(24),
                at: Self::at(23),
                size: 3_812_004_113,
                rows: 812_443,
                files: 20_114,
                removed: vec![name(900)],
            }),
            trouble: Some(BackupTrouble {
                at: Self::at(1),
                why: self.text("/srv/backups: there are 812 MiB free on the disk, and the next backup may need 4608 MiB."),
            }),
            checks: [
                (name(24), check(Wholeness::Whole, None)),
                (name(72), check(Wholeness::Broken, Some("its end is missing: it was cut off"))),
                (name(96), check(Wholeness::Unknown, Some("it can't be opened with this passphrase"))),
            ]
            .into(),
        };
        let plan = BackupPlan { rhythm: Rhythm::Day, newest: 0, ..BackupPlan::default() };
        BackupsPage {
            desk: self.desk("settings"),
            shelf: Some(BackupShelf {
                directory: self.text("/srv/backups"),
                seals: true,
                free: Some(812 << 20),
                files: Ok(files),
            }),
            raw: RawPlan::of(&plan),
            next: Some(Self::at(-9)),
            log,
            running: None,
            problems: self.problems(&[("newest", "keep 1 to 366 of the newest")]),
        }
    }

    /// The first one is being made.
    pub fn backup_running(self) -> BackupsPage {
        BackupsPage {
            shelf: Some(BackupShelf {
                directory: self.text("/srv/backups"),
                seals: false,
                free: None,
                files: Err(self.text("/srv/backups can't be read: permission denied")),
            }),
            log: BackupLog::default(),
            running: Some(self.job(9, Job::Backup { planned: None }, JobState::Running, 1, None)),
            problems: Problems::default(),
            ..self.backups()
        }
    }

    /// No directory is named.
    pub fn backups_nowhere(self) -> BackupsPage {
        BackupsPage {
            shelf: None,
            raw: RawPlan::of(&BackupPlan::default()),
            next: None,
            log: BackupLog::default(),
            running: None,
            problems: Problems::default(),
            ..self.backups()
        }
    }
}
