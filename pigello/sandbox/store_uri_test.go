package sandbox

import "testing"

// TestFileURI: SQLite is told a file as its author names it, on Windows without a slash before the drive.
func TestFileURI(t *testing.T) {
	for path, want := range map[string]string{
		"/home/åsa/prov 1.db":        "file:/home/%C3%A5sa/prov%201.db?_pragma=busy_timeout(10000)",
		"C:/Users/Åsa/prov?100%#.db": "file:C:/Users/%C3%85sa/prov%3F100%25%23.db?_pragma=busy_timeout(10000)",
	} {
		if got := fileURI(path); got != want {
			t.Errorf("%s is %s, not %s", path, got, want)
		}
	}
}
