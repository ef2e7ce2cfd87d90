// Command licences judges the licences of all that the program is built from, and
// of what its tests use, and writes the texts that have to go with a release:
//
//	go run . ../..                  judges; ends with 1 if one isn't on the list
//	go run . ../.. THIRD_PARTY.txt  writes the texts of what the program holds, too
//
// It is a module of its own, so that what recognises a licence isn't among them.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// allowed are the licences that a dependency may have. MIT-0 is MIT without its one condition.
var allowed = []string{"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "ISC", "0BSD"}

// enough is how much of a licence's words must be of one that is known, in percent: names and years are not.
const enough = 75

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, out []string) error {
	everything, err := modules(root, "-test", "./...")
	if err != nil {
		return err
	}
	if problems := judge(everything); len(problems) > 0 {
		return fmt.Errorf("%s", strings.Join(problems, "\n"))
	}
	fmt.Printf("%d modules, each under one of %s\n", len(everything), strings.Join(allowed, ", "))
	if len(out) == 0 {
		return nil
	}
	held, err := modules(root, "./cmd/orgbatch")
	if err != nil {
		return err
	}
	text, err := texts(held)
	if err != nil {
		return err
	}
	return os.WriteFile(out[0], text, 0o644)
}

// module is a dependency, or Go's own library, and the files of it that are about licences.
type module struct {
	name  string // its path and version
	files []string
}

// modules lists what packages are built from on any platform of a release, by name.
func modules(root string, packages ...string) ([]module, error) {
	version, err := exec.Command("go", "env", "GOVERSION", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	library, goroot, _ := strings.Cut(strings.TrimSpace(string(version)), "\n")
	found := map[string]map[string]bool{library: {goroot: true}}
	for _, platform := range []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"} {
		goos, goarch, _ := strings.Cut(platform, "/")
		list := exec.Command("go", append([]string{"list", "-deps",
			"-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}"}, packages...)...)
		list.Dir, list.Stderr = root, os.Stderr
		list.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
		lines, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("listing what %s is built from: %w", strings.Join(packages, " "), err)
		}
		for line := range strings.Lines(string(lines)) {
			name, dirs, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok {
				continue // a package of ours, or of Go's library
			}
			top, dir, _ := strings.Cut(dirs, "\t")
			if found[name] == nil {
				found[name] = map[string]bool{}
			}
			// A package inside a module may have a licence of its own.
			for ; strings.HasPrefix(dir, top); dir = filepath.Dir(dir) {
				found[name][dir] = true
			}
		}
	}
	list := make([]module, 0, len(found))
	for name, dirs := range found {
		m := module{name: name}
		for dir := range dirs {
			entries, err := os.ReadDir(dir)
			if err != nil {
				return nil, err
			}
			for _, e := range entries {
				if e.Type().IsRegular() && aboutLicence.MatchString(e.Name()) {
					m.files = append(m.files, filepath.Join(dir, e.Name()))
				}
			}
		}
		slices.Sort(m.files)
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b module) int { return strings.Compare(a.name, b.name) })
	return list, nil
}

var (
	aboutLicence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-.].*)?$`)
	isLicence    = regexp.MustCompile(`(?i)^(licen[cs]e|copying)`)
)

// judge says what is wrong with the licences of modules: one that has none, that nobody knows, or that isn't on the list.
func judge(list []module) (problems []string) {
	for _, m := range list {
		licences := 0
		for _, file := range m.files {
			if !isLicence.MatchString(filepath.Base(file)) {
				continue
			}
			licences++
			text, err := os.ReadFile(file)
			if err != nil {
				problems = append(problems, err.Error())
				continue
			}
			if problem := judgeText(text); problem != "" {
				problems = append(problems, fmt.Sprintf("%s: %s: %s", m.name, filepath.Base(file), problem))
			}
		}
		if licences == 0 {
			problems = append(problems, m.name+" has no licence")
		}
	}
	return problems
}

// judgeText says why a licence isn't one that a dependency may have, or nothing.
func judgeText(text []byte) string {
	found := licensecheck.Scan(text)
	for _, m := range found.Match {
		if !slices.Contains(allowed, m.ID) {
			return m.ID + " isn't on the list of licences"
		}
	}
	if len(found.Match) == 0 || found.Percent < enough {
		return fmt.Sprintf("only %.0f %% of it is of a licence that is known", found.Percent)
	}
	return ""
}

// texts are all that modules say of their licences, each file once.
func texts(list []module) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("orgbatch is made of these works of others, and comes under their terms beside its own (LICENSE).\n")
	for _, m := range list {
		written := [][]byte{}
		fmt.Fprintf(&b, "\n%s\n%s\n", strings.Repeat("=", 80), m.name)
		for _, file := range m.files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			text = bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
			if slices.ContainsFunc(written, func(w []byte) bool { return bytes.Equal(w, text) }) {
				continue
			}
			written = append(written, text)
			fmt.Fprintf(&b, "%s\n%s: %s\n\n%s\n", strings.Repeat("-", 80), m.name, filepath.Base(file), text)
		}
	}
	return b.Bytes(), nil
}
