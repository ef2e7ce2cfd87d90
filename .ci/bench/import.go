package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	workers   = 4
	chunkRows = 500
)

// imports compares a whole import, from reading the file to closing the books,
// with a pusher that has nothing to do but send bodies made beforehand.
func (b *bench) imports(rows int) error {
	file, chunks := makeRows(rows)
	path := filepath.Join(b.dir, "import.csv")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return err
	}
	n := 0
	fresh := func() (*served, error) { n++; return b.serve(fmt.Sprintf("import%d", n), 0) }
	null, err := b.best(func() (time.Duration, error) {
		s, err := fresh()
		if err != nil {
			return 0, err
		}
		defer s.stop()
		return pushAll(s, chunks)
	})
	if err != nil {
		return err
	}
	whole, err := b.best(func() (time.Duration, error) {
		s, err := fresh()
		if err != nil {
			return 0, err
		}
		defer s.stop()
		cmd := exec.Command(b.program, "import", path, "--yes", "--quiet", "--runs", filepath.Join(b.dir, fmt.Sprintf("runs%d", n)))
		cmd.Env = append(os.Environ(), s.env...)
		return timed(cmd)
	})
	if err != nil {
		return err
	}
	perSecond := func(d time.Duration) float64 { return float64(rows) / d.Seconds() }
	fmt.Printf("\nimport of %d rows, %d at once:\n  null pusher %.0f rows/s, import %.0f rows/s, %.2f × (aim: at least 0.9)\n",
		rows, workers, perSecond(null), perSecond(whole), null.Seconds()/whole.Seconds())
	return nil
}

// makeRows gives the same organizations as a CSV file and as bulk bodies.
func makeRows(rows int) (file []byte, chunks [][]byte) {
	var csv, body bytes.Buffer
	csv.WriteString("name,custom_id\n")
	for i := range rows {
		name, custom := fmt.Sprintf("Provåkern nummer %d Fastigheter AB", i), fmt.Sprintf("P%06d", i)
		fmt.Fprintf(&csv, "%s,%s\n", name, custom)
		if body.Len() == 0 {
			body.WriteByte('[')
		} else {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"name":%q,"custom_id":%q}`, name, custom)
		if (i+1)%chunkRows == 0 || i == rows-1 {
			body.WriteByte(']')
			chunks = append(chunks, bytes.Clone(body.Bytes()))
			body.Reset()
		}
	}
	return csv.Bytes(), chunks
}

func pushAll(s *served, chunks [][]byte) (time.Duration, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	defer client.CloseIdleConnections()
	headers := s.headers()
	var g errgroup.Group
	g.SetLimit(workers)
	start := time.Now()
	for _, chunk := range chunks {
		g.Go(func() error {
			req, err := http.NewRequest(http.MethodPost, s.url+"/sales/organization/list/", bytes.NewReader(chunk))
			if err != nil {
				return err
			}
			for name, value := range headers {
				req.Header.Set(name, value)
			}
			req.Header.Set("Content-Type", "application/json")
			resp, err := client.Do(req)
			if err != nil {
				return err
			}
			defer func() { _ = resp.Body.Close() }()
			if resp.StatusCode != http.StatusOK {
				return fmt.Errorf("bulk write: %s", resp.Status)
			}
			_, err = io.Copy(io.Discard, resp.Body)
			return err
		})
	}
	err := g.Wait()
	return time.Since(start), err
}

// headers makes request headers of the served sandbox's variables.
func (s *served) headers() map[string]string {
	headers := map[string]string{}
	for _, line := range s.env {
		name, value, _ := strings.Cut(line, "=")
		if name != "PIGELLO_URL" && name != "PIGELLO_ENV" {
			headers["X-"+strings.ReplaceAll(name, "_", "-")] = value
		}
	}
	return headers
}
