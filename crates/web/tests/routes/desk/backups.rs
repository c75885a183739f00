//! The page of backups, on a server that names no place for them.

use model::{Job, JobState, Role};

use crate::place::on_both;

const PLAN: [(&str, &str); 5] =
    [("rhythm", "week"), ("hour", "4"), ("newest", "3"), ("weeks", "2"), ("months", "0")];

#[test]
fn an_owner_plans_backups_and_hears_what_is_missing() {
    on_both(|site| {
        let owner = site.person(Role::Owner);
        let page = owner.get("/desk/settings").expect(200);
        assert!(page.has("a[href=\"/desk/backups\"]"));
        let page = owner.get("/desk/backups").expect(200);
        page.is_harmless();
        assert!(
            page.of("main").contains("COURANT_BACKUP_DIR") && page.of("main").contains("None is planned")
        );
        assert!(!page.has("form[action=\"/desk/backups/now\"]"), "nothing can be made");
        assert_eq!(page.attributes("input[name=rhythm][checked]", "value"), ["off"]);

        let mut wrong = PLAN;
        wrong[1].1 = "at night";
        wrong[2].1 = "0";
        let page = owner.post("/desk/backups", &wrong).expect(422);
        assert_eq!(page.attributes("#f-hour", "value"), ["at night"], "what was typed is kept");
        assert!(page.of("#p-hour").contains("number"));
        let mut wrong = PLAN;
        wrong[1].1 = "24";
        wrong[0].1 = "hourly";
        let page = owner.post("/desk/backups", &wrong).expect(422);
        assert!(page.of("#p-rhythm").contains("hourly"), "{}", page.text());
        page.is_harmless();
        let mut wrong = PLAN;
        wrong[1].1 = "24";
        assert!(owner.post("/desk/backups", &wrong).expect(422).of("#p-hour").contains("0 to 23"));
        assert!(owner.get("/desk/backups").of("main").contains("None is planned"), "nothing was saved");

        let saved = owner.post("/desk/backups", &PLAN).expect(303);
        let page = owner.get(saved.location()).expect(200);
        assert!(page.of("[role=status]").contains("Saved"));
        assert_eq!(page.attributes("input[name=rhythm][checked]", "value"), ["week"]);
        assert_eq!(page.attributes("#f-newest", "value"), ["3"]);
        assert!(page.of("#job").contains("The next one: 22 Nov 2026, 04:00"), "{}", page.of("#job"));
    });
}

#[test]
fn a_backup_asked_for_twice_is_promised_once_and_seen_running() {
    on_both(|site| {
        let owner = site.person(Role::Owner);
        for _ in 0..2 {
            let asked = owner.post("/desk/backups/now", &[]).expect(303);
            assert_eq!(asked.location(), "/desk/backups?done=backup");
        }
        let jobs = || site.desk().store().read(|c| store::jobs::list(c, 50)).unwrap();
        let ours = |state: JobState| {
            jobs().iter().filter(|job| job.job == Job::Backup { planned: None } && job.state == state).count()
        };
        assert_eq!(ours(JobState::Waiting), 1);
        let page = owner.get("/desk/backups").expect(200);
        assert!(page.of("#job").contains("next in line"));
        assert_eq!(page.attributes("#job", "data-wait"), ["3000"]);
        let record = std::iter::from_fn(|| site.desk().claim_job(60).unwrap())
            .find(|record| record.job.name() == "backup")
            .unwrap();
        let page = owner.get("/desk/backups").expect(200);
        assert!(page.of("#job").contains("is being made"));
        site.desk().backup_failed("the disk is full").unwrap();
        site.desk().fail_job(&record, "the disk is full", false).unwrap();
        let page = owner.get("/desk/backups").expect(200);
        assert!(page.of("#job").contains("was not made") && page.of("#job").contains("the disk is full"));
        assert_eq!(page.attributes("#job", "data-wait"), [""]);
        assert_eq!(ours(JobState::Failed), 1);
    });
}
