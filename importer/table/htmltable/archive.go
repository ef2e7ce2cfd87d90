package htmltable

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
)

// readArchive reads the pages of a web archive, in which Excel has one for each sheet.
func (f *File) readArchive(archive []byte) error {
	in := bufio.NewReader(bytes.NewReader(archive))
	head, err := textproto.NewReader(in).ReadMIMEHeader()
	if err != nil {
		return err
	}
	_, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil {
		return err
	}
	boundary := params["boundary"]
	if boundary == "" {
		return f.readPart(head, in)
	}
	body, _ := io.ReadAll(in) // of bytes in memory
	// Some programs write the last mark without a line end before it, which is no mark to a strict reader.
	last := []byte("--" + boundary + "--")
	body = bytes.Replace(body, last, append([]byte("\r\n"), last...), 1)
	for parts := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := f.readPart(part.Header, part); err != nil {
			return err
		}
	}
}

// readPart reads a part if it is a page.
func (f *File) readPart(head textproto.MIMEHeader, text io.Reader) error {
	kind, params, _ := mime.ParseMediaType(head.Get("Content-Type"))
	if kind != "text/html" {
		return nil
	}
	switch strings.ToLower(head.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		text = quotedprintable.NewReader(text)
	case "base64":
		text = base64.NewDecoder(base64.StdEncoding, text)
	}
	page, err := io.ReadAll(text)
	if err != nil {
		return err
	}
	return f.readPage(page, params["charset"])
}
