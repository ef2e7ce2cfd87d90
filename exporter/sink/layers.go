package sink

import (
	"errors"
	"io"
)

// layers returns what compresses, and then encrypts, onto w; nil for neither.
func (o *Options) layers(w io.Writer) (io.WriteCloser, error) {
	if o.Encrypt == nil {
		return compressor(o.Compression, w)
	}
	sealed, err := o.Encrypt(w)
	if err != nil {
		return nil, err
	}
	zip, err := compressor(o.Compression, sealed)
	if zip == nil {
		return sealed, err
	}
	return &layered{WriteCloser: zip, below: sealed}, nil
}

// layered is a writer on another one that it closes after itself.
type layered struct {
	io.WriteCloser
	below io.Closer
}

func (l *layered) Close() error { return errors.Join(l.WriteCloser.Close(), l.below.Close()) }
