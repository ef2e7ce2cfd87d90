package words

import (
	"fmt"
	"time"
)

// What is said of snapshots, night by night, and of the configuration by which they are made.
var (
	englishNight = Night{
		Folder: func(dir, from string) string { return "snapshots are kept in " + dir + " (" + from + ")" },
		First: func(profile string, n int) string {
			return profile + " · " + organizations(n) + ", the first snapshot"
		},
		Since: func(profile string, n, change int, since time.Time) string {
			if change == 0 {
				return profile + " · " + organizations(n) + ", as many as on " + minute(since)
			}
			return fmt.Sprintf("%s · %s, %+d since %s", profile, organizations(n), change, minute(since))
		},
		Proven: func(by string) string { return "proven by " + by },
		Made: func(n int, bytes int64, took time.Duration) string {
			return organizations(n) + ", " + Size(bytes) + " in " + Span(took)
		},
		MadeSince: func(n, change int, snapshot string, bytes int64, took time.Duration) string {
			return fmt.Sprintf("%s (%+d since %s), %s in %s", organizations(n), change, snapshot, Size(bytes), Span(took))
		},
		Check: func(state, check string) string { return state + ", check " + check },
		Meanwhile: func(n int) string {
			return rows(n) + " created, changed or deleted meanwhile, named in fuzzy.jsonl.zst"
		},
		Note:          func(text string) string { return "note: " + text },
		UntoldParents: func(n int) string { return "note: Pigello didn't tell the parent of " + rows(n) },
		Drift:         func(profile, what, snapshot string) string { return profile + ": " + what + " since " + snapshot },
		Pruned: func(n int, bytes int64) string {
			return Counted(n, "old snapshot") + " pruned, " + Size(bytes) + " freed"
		},
		NewestTrusted: func(age string) string { return "newest backup to be trusted: " + age },
		Total: func(t Total) string {
			return fmt.Sprintf("%s of %s good, %s suspect, %s failed; %s, %s in %s", Number(t.Good), Counted(t.Profiles, "backup"),
				Number(t.Suspect), Number(t.Failed), organizations(t.Organizations), Size(t.Bytes), Span(t.Took))
		},
	}

	englishFailed = Failed{
		Unread: func(why string) string { return "the organizations couldn't be read from Pigello: " + why },
		BrokeOff: func(n int, why string) string {
			return "reading from Pigello broke off after " + organizations(n) + ": " + why
		},
		Moved: func(from, to string) string {
			return "if " + to + " is right, back up into a new folder; the snapshots in the old one stay good; if not: orgbatch config set NAME url " + from
		},
		Another: "keep another target's snapshots in another folder; is this the right customer?",
		Profiles: func(failed, all int, ages string) string {
			return Number(failed) + " of " + profiles(all) + " not backed up as asked; newest to be trusted: " + ages
		},
		MoreNames:  numbered("more"),
		Old:        func(age string) string { return age + " old" },
		None:       "none",
		Of:         func(age, profile string) string { return age + " (" + profile + ")" },
		Ages:       func(newest, oldest string) string { return newest + " to " + oldest },
		NoneOf:     func(profiles string) string { return "none of " + profiles },
		NoneOfMore: func(profiles string, n int) string { return "none of " + profiles + " and " + Number(n) + " more" },
	}

	englishList = List{
		Profile: "PROFILE", Newest: "NEWEST", Age: "AGE", Rows: "ROWS", State: "STATE", Proven: "PROVEN BY", Kept: "KEPT",
		ComesBack: func(run, when string, n int) string {
			return "undo of run " + run + " took " + Counted(n, "write") + " back at " + when + ", after this snapshot was taken: what it deleted comes back"
		},
		Renewed: func(n int) string {
			return plural(n, "under a new id", "under new ids") + ", as after a restore · " + Number(n)
		},
		NoSnapshot: "it has no snapshot that counts",
		AcceptOr:   func(snapshot string) string { return "if " + snapshot + " is right, accept it; if not, make another" },
		InFuture:   "a snapshot is dated in the future",
		MoreWrong:  func(n int) string { return "… and " + profiles(n) + " more of which something is wrong" },
		Total: func(s Standing) string {
			return fmt.Sprintf("%s · %s, %s · %s to look at", profiles(s.Profiles), Counted(s.Snapshots, "snapshot"), Size(s.Bytes), Number(s.Wrong)) +
				after("; ", s.Hidden) + " (--all shows every snapshot)"
		},
		Hidden:     hidden,
		HiddenGood: func(n int) string { return hidden(n) + ", of which nothing is wrong" },
	}

	englishKept = Kept{
		Newest:   "newest to be trusted",
		Accepted: "accepted last, as long as an older one with more organizations stays",
		Last:     func(n int) string { return plural(n, "the last one", "one of the last "+Number(n)) },
		Hour:     func(t time.Time) string { return "newest of the hour " + t.Format("2006-01-02 15:00 (-07:00)") },
		Day:      func(t time.Time) string { return "newest of the day " + t.Format(time.DateOnly) },
		Week:     func(year, week int) string { return fmt.Sprintf("newest of week %d of %d", week, year) },
		Month:    func(t time.Time) string { return "newest of " + t.Format("January 2006") },
		Year:     func(t time.Time) string { return "newest of " + t.Format("2006") },
		Oldest:   func(n int, noun string) string { return "the oldest, until there are " + Number(n) + " " + noun },
		Unopened: "it can't be opened: what can't be judged is never removed",
		Future:   "it is dated in the future: what can't be judged is never removed",
	}

	englishConfig = Config{
		Changed:   func(section, key, path string) string { return section + ": " + key + " changed in " + path },
		NoTarget:  "none is named",
		Profiles:  func(names string) string { return "--profile names one: " + names },
		Refused:   func(why string) string { return "the profile was not kept: " + why },
		KeepIt:    "Keep it all the same?",
		KeepItBy:  func(command string) string { return "to keep it all the same, with the same input: " + command },
		SetBy:     func(command string) string { return command + " sets it" },
		OrDropped: `; "" takes it away`,
		NoFile:    func(key, path string) string { return key + ": there is no file " + path + " yet" },
		Signers:   func(path string) string { return path + " can be read" },
		MakesIt:   "it is a text file as ssh-keygen -Y verify takes it: a line for each who may approve, their name and public SSH key, as in berta@exempel.se ssh-ed25519 AAAA…",
		Approves:  "orgbatch approve REPORT.html makes it, by whoever may approve",
	}
)

// hidden is said of what a list doesn't show.
func hidden(n int) string { return Number(n) + " more " + plural(n, "is", "are") + " not shown" }
