package sink

import (
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// zstdWindow is how far back repetitions are looked for. Rows resemble their
// neighbours, so that more gains next to nothing, and whoever reads the file
// holds that much of it.
const zstdWindow = 1 << 20

// CompressionFor tells the compression that a file's name asks for, and the
// name without that ending: "a.csv.gz" is "gzip" and "a.csv", "a.csv" is ""
// and "a.csv". Endings are .gz, .gzip, .zst and .zstd in any case.
func CompressionFor(name string) (compression, inner string) {
	for _, e := range []struct{ ending, compression string }{
		{".gz", "gzip"}, {".gzip", "gzip"}, {".zst", "zstd"}, {".zstd", "zstd"},
	} {
		if cut := len(name) - len(e.ending); cut > 0 && strings.EqualFold(name[cut:], e.ending) {
			return e.compression, name[:cut]
		}
	}
	return "", name
}

// compressor returns what compresses onto w; nil for no compression. The same
// bytes always give the same file: no time and no name is written into it.
func compressor(name string, w io.Writer) (io.WriteCloser, error) {
	switch name {
	case "":
		return nil, nil
	case "gzip":
		return gzip.NewWriter(w), nil
	case "zstd":
		// One encoder without goroutines: an aborted file leaves none behind.
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(zstdWindow))
	}
	return nil, fmt.Errorf("unknown compression %q: it is gzip or zstd", name)
}
