package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
)

// request sends with the default credentials.
func request(tb testing.TB, method, url string, body []byte) *http.Response {
	tb.Helper()
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	for header, value := range DefaultCredentials() {
		r.Header.Set(header, value)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		tb.Fatal(err)
	}
	return resp
}

func BenchmarkBulkWrite(b *testing.B) {
	const chunk, chunks, workers = 500, 200, 4
	for _, kind := range []string{"memory", "file"} {
		b.Run(kind, func(b *testing.B) {
			rows := 0
			for b.Loop() {
				b.StopTimer()
				db := ""
				if kind == "file" {
					db = filepath.Join(b.TempDir(), fmt.Sprint("bench", rows, ".db"))
				}
				s, err := Open(Options{DB: db})
				if err != nil {
					b.Fatal(err)
				}
				srv := httptest.NewServer(s)
				bodies := make([][]byte, chunks)
				names := newNamer(7)
				for i := range bodies {
					body := []byte{'['}
					for j := range chunk {
						body = append(body, `{"name":"`...)
						body = names.append(body, uint64(i*chunk+j))
						body = fmt.Appendf(body, `","custom_id":"K-%06d"},`, i*chunk+j)
					}
					body[len(body)-1] = ']'
					bodies[i] = body
				}
				b.StartTimer()
				var group sync.WaitGroup
				for w := range workers {
					group.Go(func() {
						for i := w; i < chunks; i += workers {
							resp := request(b, "POST", srv.URL+"/sales/organization/list/", bodies[i])
							_, _ = io.Copy(io.Discard, resp.Body)
							_ = resp.Body.Close()
							if resp.StatusCode != 200 {
								b.Error(resp.Status)
							}
						}
					})
				}
				group.Wait()
				rows += chunk * chunks
				b.StopTimer()
				srv.Close()
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkList(b *testing.B) {
	const rows = 200_000
	s, err := Open(Options{DB: filepath.Join(b.TempDir(), "bench.db")})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Seed(b.Context(), rows, 1); err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(s)
	defer func() { srv.Close(); _ = s.Close() }()
	for _, query := range []string{"_jsonl=true", "_jsonl=true&_order_by=created_at,id", "", "_jsonl=true&_slim=true", "_jsonl=true&name__icontains=ö", "_jsonl=true&_order_by=custom_id"} {
		b.Run(query, func(b *testing.B) {
			n := 0
			for b.Loop() {
				resp := request(b, "GET", srv.URL+"/sales/organization/list/?"+query, nil)
				if _, err := io.Copy(io.Discard, resp.Body); err != nil {
					b.Fatal(err)
				}
				_ = resp.Body.Close()
				n += rows
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkSeed(b *testing.B) {
	const rows = 200_000
	for b.Loop() {
		s, err := Open(Options{DB: filepath.Join(b.TempDir(), fmt.Sprint(b.N, ".db"))})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Seed(b.Context(), rows, 1); err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
