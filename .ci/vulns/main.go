// Command vulns asks Go's database of vulnerabilities whether this module calls
// into one that is known, and ends with 1 if it does.
//
// govulncheck finds nothing in an empty database and goes on with an old one, and
// says "No vulnerabilities found" of both. So the database is looked at first: where
// it can't be reached, names nothing or is old, "not checked" is said and why.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// oldest is how long ago the database may have been written last. Its authors do so several times a week.
const oldest = 30 * 24 * time.Hour

func main() {
	db := os.Getenv("GOVULNDB")
	if db == "" {
		db = "https://vuln.go.dev"
	}
	if err := usable(context.Background(), db, time.Now()); err != nil {
		fmt.Println("not checked:", err)
		return
	}
	if err := check(db, os.Stdout, "./..."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// usable says why a database, by its address, tells nothing at a time.
func usable(ctx context.Context, db string, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var state struct {
		Modified time.Time `json:"modified"`
	}
	if err := get(ctx, db+"/index/db.json", &state); err != nil {
		return err
	}
	if age := now.Sub(state.Modified); age > oldest {
		return fmt.Errorf("%s was written %d days ago", db, int(age.Hours()/24))
	}
	var named []struct {
		Path string `json:"path"`
	}
	if err := get(ctx, db+"/index/modules.json", &named); err != nil {
		return err
	}
	if len(named) == 0 {
		return errors.New(db + " names no module")
	}
	return nil
}

// get reads a JSON document of the web.
func get(ctx context.Context, url string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	return nil
}

// check has govulncheck look for calls of packages into what a database knows.
func check(db string, out *os.File, packages ...string) error {
	tool := exec.Command("go", append([]string{"tool", "-modfile=.ci/tools.mod", "govulncheck", "-db", db}, packages...)...)
	tool.Stdout, tool.Stderr = out, out
	if err := tool.Run(); err != nil {
		return fmt.Errorf("govulncheck of %s: %w", strings.Join(packages, " "), err)
	}
	return nil
}
