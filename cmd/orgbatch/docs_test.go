//go:build !race

// The race detector has nothing to see in texts.

package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// longest is how many lines the README may have: who it is for, how to get it, and where all else stands.
const longest = 130

// pages are the README and the pages in docs by their names. Those in docs/commands aren't among them: they are made of the help, whose
// examples TestExamples runs.
func pages(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join(packageDir, "..", "..")
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no pages in docs (%v)", err)
	}
	texts := map[string]string{}
	for _, file := range append(files, filepath.Join(root, "README.md")) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(file)] = strings.ReplaceAll(string(data), "\r\n", "\n")
	}
	return texts
}

// folderOf is where a page lies, from the root.
func folderOf(page string) string {
	if page == "README.md" {
		return "."
	}
	return "docs"
}

// TestReadmeIsShort: what doesn't fit belongs into docs.
func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	if lines := strings.Count(pages(t)["README.md"], "\n"); lines > longest {
		t.Errorf("README.md has %d lines, at most %d are allowed", lines, longest)
	}
}

// TestPagesAreLinked: whoever begins at the README finds every page.
func TestPagesAreLinked(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for page := range all {
		if page != "README.md" && !strings.Contains(all["README.md"], "](docs/"+page+")") {
			t.Errorf("README.md has no link to docs/%s", page)
		}
	}
	if !strings.Contains(all["README.md"], "](docs/commands/README.md)") {
		t.Error("README.md has no link to the pages of the commands")
	}
}

// TestLinks: each link between the pages, and into the repository, leads to a file, and to a heading of it where it names one.
func TestLinks(t *testing.T) {
	t.Parallel()
	root := filepath.Join(packageDir, "..", "..")
	for page, text := range pages(t) {
		for _, problem := range brokenLinks(text, filepath.Join(root, folderOf(page)), page) {
			t.Errorf("%s: %s", page, problem)
		}
	}
	everyPage(func(_ string, c *cobra.Command) {
		page := commandPage(c.CommandPath())
		for _, problem := range brokenLinks(markdownOf(c), filepath.Join(root, "docs", "commands"), page) {
			t.Errorf("commands/%s: %s", page, problem)
		}
	})
}

var (
	fenced   = regexp.MustCompile("(?ms)^```.*?^```")
	indented = regexp.MustCompile("(?m)^    .*$")
	inCode   = regexp.MustCompile("`[^`\n]*`")
	linked   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	titled   = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
)

// brokenLinks are those of a page in a folder that lead nowhere. Addresses on the web are not asked.
func brokenLinks(text, folder, page string) (problems []string) {
	for _, m := range linked.FindAllStringSubmatch(inCode.ReplaceAllString(indented.ReplaceAllString(fenced.ReplaceAllString(text, ""), ""), "code"), -1) {
		path, anchor, _ := strings.Cut(m[1], "#")
		if u, err := url.Parse(m[1]); err != nil || u.Scheme != "" {
			if err != nil || u.Scheme != "https" {
				problems = append(problems, m[1]+" is no link that a reader should follow")
			}
			continue
		}
		file := filepath.Join(folder, filepath.FromSlash(path))
		if path == "" {
			file = filepath.Join(folder, page)
		}
		if _, err := os.Stat(file); err != nil {
			problems = append(problems, m[1]+" leads to no file")
			continue
		}
		if anchor == "" {
			continue
		}
		if data, err := os.ReadFile(file); err != nil || !slices.Contains(anchorsOf(string(data)), anchor) {
			problems = append(problems, m[1]+" leads to no heading")
		}
	}
	return problems
}

// anchorsOf are the names by which GitHub knows the headings of a page.
func anchorsOf(text string) (anchors []string) {
	met := map[string]int{}
	for _, m := range titled.FindAllStringSubmatch(fenced.ReplaceAllString(strings.ReplaceAll(text, "\r\n", "\n"), ""), -1) {
		title := regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(m[1], "$1")
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(title))
		met[anchor]++
		if n := met[anchor]; n > 1 {
			anchor += fmt.Sprint("-", n-1)
		}
		anchors = append(anchors, anchor)
	}
	return anchors
}

// TestBrokenLinks holds the judge of the links to what it promises.
func TestBrokenLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := "# A page, of `code`\n[a](b.md) ![c](none.png) [d](#a-page-of-code) [e](#other) [f](b.md#twice-1) [g](b.md#twice-2)\n" +
		"[h](https://example.com/#x) [i](http://example.com) `[j](nowhere)`\n```sh\n[k](nowhere)\n# Other\n```\n"
	for name, content := range map[string]string{"page.md": text, "b.md": "## Twice\n## [Twice](page.md)\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := strings.Join(brokenLinks(text, dir, "page.md"), "|")
	want := "none.png leads to no file|#other leads to no heading|b.md#twice-2 leads to no heading|http://example.com is no link that a reader should follow"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// runBy says which test runs the blocks of a language: a block of another one would be promised by nobody.
var runBy = map[string][]string{
	"sh": nil, "console": nil, // TestReadme, on every page
	"toml": nil,                                      // the first of import.md are its rules, all others configurations
	"bash": {"backups.md", "install.md", "json.md"},  // TestOtherTools; .ci/trials, in bare systems; TestJSONPage
	"sql":  {"backups.md"}, "python": {"backups.md"}, // TestOtherTools
	"json": {"json.md"}, // TestJSONPage
	"":     nil,         // of no command
}

// TestBlocks: every block of commands is one that a test runs.
func TestBlocks(t *testing.T) {
	t.Parallel()
	for page, text := range pages(t) {
		for _, block := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```").FindAllStringSubmatch(text, -1) {
			where, known := runBy[block[1]]
			if !known || where != nil && !slices.Contains(where, page) {
				t.Errorf("%s: no test runs a block of %q", page, block[1])
			}
			if block[1] == "" && strings.Contains("\n"+block[2], "\norgbatch ") {
				t.Errorf("%s: no test runs the commands of a block without a language: %s", page, block[2])
			}
		}
		if line := regexp.MustCompile(`(?m)^    orgbatch .*$`).FindString(text); line != "" {
			t.Errorf("%s: no test runs: %s", page, line)
		}
	}
}

// TestDocsHaveTheExitCodes: the table of the page on files, with more words than the help has, has its codes and no other.
func TestDocsHaveTheExitCodes(t *testing.T) {
	t.Parallel()
	_, section, _ := strings.Cut(pages(t)["files.md"], "\n## Exit codes\n")
	var got, want []string
	for _, row := range regexp.MustCompile(`(?m)^\| (\d[\d, ]*) \|`).FindAllStringSubmatch(section, -1) {
		got = append(got, strings.Split(row[1], ", ")...)
	}
	for _, row := range problem.Table {
		want = append(want, fmt.Sprint(int(row.Code)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("files.md has the exit codes %q, the help %q", got, want)
	}
}

// TestDocsConfigure: what the pages show of config.toml is taken by the program.
func TestDocsConfigure(t *testing.T) {
	t.Parallel()
	for page, text := range pages(t) {
		for i, block := range regexp.MustCompile("(?ms)^```toml\n(.*?)^```").FindAllStringSubmatch(text, -1) {
			if page == "import.md" && i == 0 {
				continue // its rules: TestDocsHaveTheRules
			}
			path := filepath.Join(t.TempDir(), "config.toml")
			if err := os.WriteFile(path, []byte(block[1]), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, err := config.Load(path); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}

// TestDocsNameTheSettings: the page on settings has every key of the configuration, and every variable that stands for one.
func TestDocsNameTheSettings(t *testing.T) {
	t.Parallel()
	page := pages(t)["settings.md"]
	names := append(config.KeyNames(), config.DefaultNames()...)
	names = append(names, config.VariableURL, config.VariableEnv, config.VariableHeartbeat, "ORGBATCH_PROFILE", "ORGBATCH_RUNS", "ORGBATCH_BACKUPS")
	for _, k := range config.Keys() {
		names = append(names, k.Variable)
	}
	for _, name := range names {
		name, _, _ = strings.Cut(name, ".") // keep.daily is of keep
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(page) {
			t.Errorf("settings.md doesn't name %s", name)
		}
	}
}
