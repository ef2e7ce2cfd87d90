//go:build !race

// The race detector has nothing to see in texts.

package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/help"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
)

// The pages in docs/commands and the man pages are the help of each command in another dress: its parts come from the functions that print it.

var manDir = flag.String("man", "", "write the man pages into this folder, dated SOURCE_DATE_EPOCH")

// everyPage calls f for each command that has a page, with the page's name.
func everyPage(f func(name string, c *cobra.Command)) {
	everyCommand(func(c *cobra.Command) {
		if !c.IsAdditionalHelpTopicCommand() {
			f(strings.ReplaceAll(c.CommandPath(), " ", "-"), c)
		}
	})
}

// blocksOf are the paragraphs of a help text, a line each, and its indented parts, which stay as they are.
func blocksOf(text string, width int) []string {
	blocks := strings.Split(strings.TrimRight(help.Reflow(text, width), "\n"), "\n\n")
	for i, block := range blocks {
		if !strings.HasPrefix(block, " ") {
			blocks[i] = strings.ReplaceAll(block, "\n", " ")
		}
	}
	return blocks
}

// TestCommandPages holds the page of every command to its help. The examples that it ends with are run by TestExamples.
func TestCommandPages(t *testing.T) {
	folder := filepath.Join("..", "..", "docs", "commands")
	var want []string
	everyPage(func(_ string, c *cobra.Command) {
		page := commandPage(c.CommandPath())
		want = append(want, page)
		golden(t, filepath.Join(folder, page), markdownOf(c))
	})
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !slices.Contains(want, file.Name()) {
			t.Errorf("docs/commands/%s is the page of no command", file.Name())
		}
	}
}

// commandPage is the file of a command's page; that of orgbatch itself is what GitHub shows of the folder.
func commandPage(path string) string {
	_, path, _ = strings.Cut(path, " ")
	return cmp.Or(strings.ReplaceAll(path, " ", "-"), "README") + ".md"
}

// topicPages say where the topics of the help stand in docs.
var topicPages = map[string]string{
	"environment": "../settings.md#what-wins", "exit-codes": "../files.md#exit-codes", "json": "../json.md", "CODE": "../codes.md",
}

func markdownOf(c *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n```\n%s\n```\n", c.CommandPath(), strings.Join(help.UsageOf(c), "\n"))
	for _, block := range blocksOf(c.Long, 100) {
		if strings.HasPrefix(block, " ") {
			block = "```\n" + block + "\n```"
		} else {
			block = typed(block)
		}
		b.WriteString("\n" + block + "\n")
	}
	for _, l := range help.GroupsOf(c) {
		fmt.Fprintf(&b, "\n## %s\n\n| name | what |\n|---|---|\n", l.Heading)
		for _, row := range l.Rows {
			fmt.Fprintf(&b, "| [`%s`](%s) | %s |\n", row[0], cmp.Or(topicPages[row[0]], commandPage(c.CommandPath()+" "+row[0])), inCell(row[1]))
		}
	}
	for _, l := range help.FlagsOf(c) {
		if c.HasParent() && l.Heading == help.Sections[len(help.Sections)-1].Heading {
			continue // they stand on the first page
		}
		fmt.Fprintf(&b, "\n## %s\n\n| flag | what |\n|---|---|\n", l.Heading)
		for _, row := range l.Rows {
			fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(strings.TrimSpace(row[0]), "|", `\|`), inCell(row[1]))
		}
	}
	fmt.Fprintf(&b, "\n## Examples\n\n```sh\n%s\n```\n\n", strings.TrimSpace(c.Example))
	if c.HasParent() {
		b.WriteString("[All commands, and the flags that every one has](README.md)\n")
	} else {
		b.WriteString("These pages are what `--help` prints. They are made by `go test ./cmd/orgbatch -run TestCommandPages -update`.\n")
	}
	return b.String()
}

// inCell is a text for a cell of a table.
func inCell(text string) string { return strings.ReplaceAll(typed(text), "|", `\|`) }

// asTyped are words of a text that are no language: flags, assignments, names of files and keys, and what Markdown would take for something else.
var asTyped = regexp.MustCompile(`^-|[\\<>*_\[\]|~]|.=|=.|[a-z]\.[a-z]`)

// typed marks those words.
func typed(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		core, _, _ := strings.Cut(strings.Trim(word, `.,;:()"`), "'s")
		if asTyped.MatchString(core) {
			words[i] = strings.Replace(word, core, "`"+core+"`", 1)
		}
	}
	return strings.Join(words, " ")
}

// TestManPages writes the page of every command, and has mandoc find nothing wrong with any.
func TestManPages(t *testing.T) {
	dir := cmp.Or(*manDir, t.TempDir())
	seconds, err := strconv.ParseInt(cmp.Or(os.Getenv("SOURCE_DATE_EPOCH"), "0"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	lint := []string{"-T", "lint", "-W", "warning"}
	everyPage(func(name string, c *cobra.Command) {
		path := filepath.Join(dir, name+".1")
		if err := os.WriteFile(path, []byte(manOf(name, c, time.Unix(seconds, 0).UTC())), 0o644); err != nil {
			t.Fatal(err)
		}
		lint = append(lint, path)
	})
	if _, err := exec.LookPath("mandoc"); err != nil {
		t.Skip("mandoc is not installed (mandoc)")
	}
	if out, err := exec.Command("mandoc", lint...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// manOf is the man page of a command.
func manOf(name string, c *cobra.Command, date time.Time) string {
	var b strings.Builder
	paragraphs := func(text string) {
		for i, block := range blocksOf(text, 72) {
			if i > 0 {
				b.WriteString(".PP\n")
			}
			if strings.HasPrefix(block, " ") {
				b.WriteString(".EX\n" + roff(block) + "\n.EE\n")
			} else {
				b.WriteString(roff(block) + "\n")
			}
		}
	}
	rows := func(title string, lists []help.Listed) {
		for i, l := range lists {
			if i == 0 {
				b.WriteString(".SH " + title + "\n")
			}
			if len(lists) > 1 {
				b.WriteString(".SS " + roff(l.Heading) + "\n")
			}
			for _, row := range l.Rows {
				fmt.Fprintf(&b, ".TP\n\\fB%s\\fR\n%s\n", roff(strings.TrimSpace(row[0])), roff(row[1]))
			}
		}
	}
	fmt.Fprintf(&b, ".TH %s 1 %s orgbatch orgbatch\n.nh\n.ad l\n", roff(strings.ToUpper(name)), date.Format(time.DateOnly))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n.SH SYNOPSIS\n", roff(name), roff(c.Short))
	between := ""
	for _, line := range help.UsageOf(c) {
		fmt.Fprintf(&b, "%s\\fB%s\\fR%s\n", between, roff(c.CommandPath()), roff(strings.TrimPrefix(line, c.CommandPath())))
		between = ".br\n"
	}
	b.WriteString(".SH DESCRIPTION\n")
	paragraphs(c.Long)
	rows("COMMANDS", help.GroupsOf(c))
	rows("OPTIONS", help.FlagsOf(c))
	b.WriteString(".SH EXIT STATUS\n")
	paragraphs(newExitCodesTopic().Long)
	if !c.HasParent() {
		b.WriteString(".SH ENVIRONMENT\n")
		paragraphs(newEnvironmentTopic().Long)
		rows("FILES", []help.Listed{{Rows: manFiles}})
	}
	fmt.Fprintf(&b, ".SH EXAMPLES\n.EX\n%s\n.EE\n.SH SEE ALSO\n%s\n", roff(strings.TrimSpace(c.Example)), strings.Join(relatives(c), ",\n"))
	return b.String()
}

// manFiles are the files that any command may read or leave.
var manFiles = [][2]string{
	{"orgbatch-runs/", "a folder for each run, with its plan and what became of each row"},
	{target.DefaultSandbox, "what the embedded sandbox holds"},
	{"config.toml", "the profiles; orgbatch config path says where it lies"},
	{"history.jsonl", "beside it, every write to production"},
}

// relatives are the pages of the commands above and below one.
func relatives(c *cobra.Command) (pages []string) {
	page := func(c *cobra.Command) {
		pages = append(pages, fmt.Sprintf("\\fB%s\\fR(1)", roff(strings.ReplaceAll(c.CommandPath(), " ", "-"))))
	}
	for up := c.Parent(); up != nil; up = up.Parent() {
		page(up)
	}
	for _, child := range help.Available(c) {
		page(child)
	}
	return pages
}

// roff is a text as it stands in a man page: every character is itself, and no line is a request.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\(rs`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "~", `\(ti`, "^", `\(ha`).Replace(text)
	return regexp.MustCompile(`(?m)^\.`).ReplaceAllString(text, `\&.`)
}

// TestDresses holds what the pages do with texts to what it promises.
func TestDresses(t *testing.T) {
	for _, c := range []struct{ what, got, want string }{
		{"typed", typed(`- or --all (see --map), keep_it: \n; <x>, a-b, it's x = 1.5 (a=b), != of a.csv.`),
			"`-` or `--all` (see `--map`), `keep_it`: `\\n`; `<x>`, a-b, it's x = 1.5 (`a=b`), `!=` of `a.csv`."},
		{"inCell", inCell("N|P% of a"), "`N\\|P%` of a"},
		{"roff", roff(".a\n'b' \\c -d ~"), "\\&.a\n\\(aqb\\(aq \\(rsc \\-d \\(ti"},
		{"blocksOf", strings.Join(blocksOf("one\ntwo\n\n  a  b\n  c\n\nthree", 80), "|"), "one two|  a  b\n  c|three"},
		{"commandPage", commandPage("orgbatch") + commandPage("orgbatch backup list"), "README.mdbackup-list.md"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
}
