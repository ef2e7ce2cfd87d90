package exporter_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(helperVariable); url != "" {
		os.Exit(helper(url, os.Args[len(os.Args)-1]))
	}
	goleak.VerifyTestMain(m)
}

// helperVariable turns the test binary into a process that exports from the
// URL in it; see helper.
const helperVariable = "EXPORTER_TEST_URL"

// helper exports onto a disk that is too small, in a process of its own because
// only that can have such a disk. 0 means that all went as promised.
func helper(url, path string) int {
	client, err := connect(url)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	_, err = exporter.Export(context.Background(), client, exporter.Options{Output: path})
	var e *sink.Error
	left, readErr := os.ReadDir(filepath.Dir(path))
	if !errors.As(err, &e) || !strings.Contains(e.Hint, "the disk is full") || readErr != nil || len(left) != 0 {
		fmt.Fprintln(os.Stderr, err, readErr, left)
		return 1
	}
	return 0
}

// fataler is what testing.TB and rapid.T have in common.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
	Cleanup(func())
}

// target is a served sandbox and a client of it.
type target struct {
	*pigello.Client
	sandbox *sandbox.Sandbox
}

// serve opens a sandbox behind HTTP. The client's waits are short, so that
// faults cost little.
func serve(t fataler, o sandbox.Options) target {
	t.Helper()
	sb, err := sandbox.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sb)
	t.Cleanup(func() {
		server.Close()
		if err := sb.Close(); err != nil {
			t.Errorf("close the sandbox: %v", err)
		}
	})
	client, err := connect(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return target{client, sb}
}

func connect(url string) (*pigello.Client, error) {
	h := sandbox.DefaultCredentials()
	return pigello.New(pigello.Options{
		BaseURL:     url,
		Credentials: pigello.CredentialsFrom(h),
		Timeouts:    pigello.Timeouts{Stall: stall},
		Retry:       pigello.Retry{MaxTries: 8, BaseDelay: time.Millisecond, MaxDelay: 20 * time.Millisecond},
	})
}

// object is an organization as the API's JSON has it.
type object struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	CustomID  *string `json:"custom_id"`
	Parent    *parent `json:"organization"`
	CreatedAt string  `json:"created_at"`
	Tags      any     `json:"tags"`
	Columns   any     `json:"customer_columns"`
}

type parent struct {
	ID string `json:"id,omitempty"`
}

// family is n organizations in a tree; every third has no custom_id.
func family(n int) []object {
	objects := make([]object, n)
	for i := range objects {
		o := object{ID: idOf(i), Name: fmt.Sprintf("Exempelbacken Fastigheter %05d AB", i),
			CreatedAt: time.Date(2026, 11, 23, 20, 35, 29, (i+1)*1000, time.UTC).Format("2006-01-02T15:04:05.000000Z07:00")}
		if i%3 != 0 {
			custom := fmt.Sprintf("K-%d", i)
			o.CustomID = &custom
		}
		if i > 0 {
			o.Parent = &parent{ID: idOf((i - 1) / 5)}
		}
		objects[i] = o
	}
	return objects
}

func idOf(i int) string { return fmt.Sprintf("%08d-0000-4000-8000-%012d", i, i) }

// load puts the objects into the sandbox as they are.
func (to target) load(t fataler, objects []object) {
	t.Helper()
	rows := func(yield func([]byte, error) bool) {
		for _, o := range objects {
			if b, err := json.Marshal(o); !yield(b, err) {
				return
			}
		}
	}
	n, err := to.sandbox.Load(context.Background(), iter.Seq2[[]byte, error](rows))
	if err != nil || n != len(objects) {
		t.Fatalf("loaded %d of %d: %v", n, len(objects), err)
	}
}

// export writes into a folder of the test and returns path and manifest.
func (to target) export(t fataler, path string, o exporter.Options) exporter.Manifest {
	t.Helper()
	o.Output = path
	m, err := exporter.Export(context.Background(), to.Client, o)
	if err != nil {
		t.Fatalf("export: %v", err)
	}
	return m
}

// read returns a file's content, unpacked.
func read(t fataler, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r io.Reader = bytes.NewReader(b)
	switch filepath.Ext(path) {
	case ".gz":
		r, err = gzip.NewReader(r)
	case ".zst":
		var z *zstd.Decoder
		z, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1))
		defer z.Close()
		r = z
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err = io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readJSONL decodes an exported file.
func readJSONL(t fataler, path string) []object {
	t.Helper()
	var objects []object
	for line := range strings.Lines(string(read(t, path))) {
		var o object
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		objects = append(objects, o)
	}
	return objects
}

// wantObjects compares regardless of order.
func wantObjects(t fataler, got, want []object) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d objects, want %d", len(got), len(want))
	}
	byID := map[string]string{}
	for _, o := range want {
		b, _ := json.Marshal(o)
		byID[o.ID] = string(b)
	}
	for _, o := range got {
		b, _ := json.Marshal(o)
		if byID[o.ID] != string(b) {
			t.Errorf("exported %s, want %s", b, byID[o.ID])
			return
		}
		delete(byID, o.ID) // a second one of this id fails
	}
}

// wantNames checks what lies in a folder, hidden files too.
func wantNames(t fataler, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("folder holds %q, want %q", got, want)
	}
}
