package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const mit = `Copyright (c) 2026 Exempelbolaget AB

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
`

const gpl = `This program is free software: you can redistribute it and/or modify
it under the terms of the GNU General Public License as published by
the Free Software Foundation, either version 3 of the License, or
(at your option) any later version.

This program is distributed in the hope that it will be useful,
but WITHOUT ANY WARRANTY; without even the implied warranty of
MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
GNU General Public License for more details.

You should have received a copy of the GNU General Public License
along with this program.  If not, see <https://www.gnu.org/licenses/>.
`

func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		files   map[string]string
		problem string // "" where there is none
	}{
		"on the list":                {map[string]string{"LICENSE": mit}, ""},
		"with a notice":              {map[string]string{"COPYING.txt": mit, "NOTICE": "by Exempelbolaget AB"}, ""},
		"none":                       {map[string]string{"NOTICE": "by Exempelbolaget AB"}, "m v1 has no licence"},
		"not on the list":            {map[string]string{"LICENSE": gpl}, "isn't on the list"},
		"one of two not":             {map[string]string{"LICENSE": mit, "LICENSE.gpl": gpl}, "LICENSE.gpl: GPL"},
		"two in one file":            {map[string]string{"LICENSE": mit + "\n" + gpl}, "isn't on the list"},
		"nobody knows it":            {map[string]string{"LICENSE": "All rights are reserved. Nobody may copy this work."}, "only 0 %"},
		"with conditions of its own": {map[string]string{"LICENSE": mit + strings.Repeat("Whoever uses it pays a hundred kronor a day to us. ", 10)}, "% of it is of a licence"},
	} {
		dir := t.TempDir()
		m := module{name: "m v1"}
		for file, text := range c.files {
			m.files = append(m.files, filepath.Join(dir, file))
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		problems := strings.Join(judge([]module{m}), "\n")
		if c.problem == "" && problems != "" || !strings.Contains(problems, c.problem) {
			t.Errorf("%s: got %q, want %q", name, problems, c.problem)
		}
	}
}

// TestTexts: what the program holds is named with its texts, Go's own library too, and what only tests use is not.
func TestTexts(t *testing.T) {
	list, err := modules(filepath.Join("..", ".."), "./cmd/orgbatch")
	if err != nil {
		t.Fatal(err)
	}
	data, err := texts(list)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, want := range []string{"\ngo1.", "The Go Authors", "\ngithub.com/ncruces/go-sqlite3 v", "\ngithub.com/danieljoos/wincred v", "PATENTS\n", "Apache License"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q isn't in it", want)
		}
	}
	for _, not := range []string{"rapid", "chromedp"} {
		if strings.Contains(text, not) {
			t.Errorf("%q is in it", not)
		}
	}
}
