package backup_test

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/verify"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// A snapshot is made, found again, proven and read.
func Example() {
	sb, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer sb.Close()
	server := httptest.NewServer(sb)
	defer server.Close()
	client, err := pigello.New(pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials())})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if _, err := client.Create(ctx, pigello.Write{Name: "Exempelbacken Fastigheter AB"}); err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "backups")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	store := backup.Store{Dir: filepath.Join(dir, "nordhus")}
	if _, err := store.Create(ctx, client, backup.CreateOptions{Version: "1.0.0"}); err != nil {
		log.Fatal(err)
	}
	snap, err := store.Find("latest")
	if err != nil {
		log.Fatal(err)
	}
	v, err := verify.Snapshot(ctx, snap, verify.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(snap.State(), v.Whole(), v.Rows)
	for row, err := range snap.Rows() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.Number, row.Name)
	}
	// Output:
	// good true 1
	// 1 Exempelbacken Fastigheter AB
}
