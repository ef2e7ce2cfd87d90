package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// A sandbox with three organizations, and a client of it.
func exampleClient() (client *pigello.Client, end func()) {
	sb, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(sb)
	if client, err = connect(server.URL); err != nil {
		log.Fatal(err)
	}
	for i, name := range []string{"Exempelbacken Fastigheter AB", "Låtsasberget Bostad AB", `Handelsbolaget "Påhitt"`} {
		if _, err := client.Create(context.Background(), pigello.Write{Name: name, CustomID: pigello.Some(fmt.Sprint("K-", i+1))}); err != nil {
			log.Fatal(err)
		}
	}
	return client, func() {
		server.Close()
		if err := sb.Close(); err != nil {
			log.Print(err)
		}
	}
}

// To standard output: no file, no manifest on disk, the same guarantees for
// what the list holds.
func ExampleExport() {
	client, end := exampleClient()
	defer end()
	m, err := exporter.Export(context.Background(), client, exporter.Options{
		Output:  exporter.Stdout,
		Stdout:  os.Stdout,
		Columns: []string{"name", "custom_id"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Rows, "rows")
	// Output:
	// name,custom_id
	// Exempelbacken Fastigheter AB,K-1
	// Låtsasberget Bostad AB,K-2
	// "Handelsbolaget ""Påhitt""",K-3
	// 3 rows
}

// To a compressed file with a manifest beside it. A file that was changed since
// is not replaced.
func ExampleExport_file() {
	client, end := exampleClient()
	defer end()
	dir, err := os.MkdirTemp("", "export")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	o := exporter.Options{Output: filepath.Join(dir, "organizations.jsonl.zst"), Version: "1.0.0"}
	if _, err := exporter.Export(context.Background(), client, o); err != nil {
		log.Fatal(err)
	}
	m, err := exporter.ReadManifest(exporter.ManifestPath(o.Output))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.File, m.Rows, m.Format, m.Compression)

	if err := os.WriteFile(o.Output, []byte("edited"), 0o600); err != nil {
		log.Fatal(err)
	}
	_, err = exporter.Export(context.Background(), client, o)
	fmt.Println(errors.Is(err, exporter.ErrWouldReplace))
	// Output:
	// organizations.jsonl.zst 3 jsonl zstd
	// true
}
