package foreign

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// TestNamed: each kind is told by how its files begin, with what to do.
func TestNamed(t *testing.T) {
	dbf := "0\x11\x02\x13\x05\x00\x00\x00\x48\x00\x1c\x00" + strings.Repeat("\x00", 20) + "Namn" + strings.Repeat("\x00", 28) + "\r"
	for _, c := range []struct{ head, problem, hint string }{
		{"%PDF-1.7\n", "PDF", "ask for the table"},
		{`{\rtf1\ansi`, "rich text document", "Word"},
		{"SQLite format 3\x00\x10", "SQLite", "sqlite3"},
		{"\x00\x01\x00\x00Standard ACE DB\x00", "Access", "export"},
		{"\x00\x01\x00\x00Standard Jet DB\x00", "Access", "export"},
		{"PGDMP\x01", "pg_dump", "psql"},
		{"PAR1\x15", "Parquet", "DuckDB"},
		{"\x1f\x8b\x08\x00", "compressed twice", "gzip -d"},
		{"\x28\xb5\x2f\xfd\x04", "compressed twice", "zstd -d"},
		{"PK\x05\x06\x00", "without anything in it", "fetch it again"},
		{"\xfd7zXZ\x00\x00\x04", "xz", "xz -d"},
		{"\x04\x22\x4d\x18d", "lz4", "lz4 -d"},
		{"BZh91AY&SY\x00", "bzip2", "bzip2 -d"},
		{"BZh9\x17\x72\x45\x38\x50\x90\x00", "bzip2", "bzip2 -d"},
		{"7z\xbc\xaf\x27\x1c", "7-Zip", "7z x"},
		{"Rar!\x1a\x07\x01", "RAR", "7z x"},
		{"age-encryption.org/v1\n-> X25519", "encrypted with age", "age -d"},
		{"-----BEGIN AGE ENCRYPTED FILE-----\n", "encrypted with age", "age -d"},
		{"-----BEGIN PGP MESSAGE-----\n", "encrypted with PGP", "gpg -d"},
		{"\x89PNG\r\n\x1a\n", "picture", "ask"},
		{"\xff\xd8\xff\xe0", "picture", "ask"},
		{"\x09\x00\x04\x00\x02\x00\x10\x00", "old Excel", ".xlsx"},
		{"\x09\x08\x10\x00\x00\x06\x05\x00", "old Excel", ".xlsx"},
		{dbf, "dBase", ".xlsx"},
		{"ID;PWXL;N;E\r\nP;PGeneral\r\nF;P0;DG0G8\r\n", "SYLK", ".xlsx"},
		{"ID;PSCALC3\nC;Y1;X1;K\"Namn\"\nC;X2;K\"Nr\"\n", "SYLK", ".xlsx"},
		{"TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n", "DIF", ".xlsx"},
		{"<?xml version=\"1.0\"?>\n<gnm:Workbook xmlns:gnm=\"x\">", "Gnumeric workbook", "ssconvert"},
		{"<?xml version='1.0'?><!-- a <b> --><!DOCTYPE kunder>\n<kunder>", "XML (its outermost element is kunder)", "ask"},
		{"<kunder><kund nr=\"1\">A</kund></kunder>", "XML (its outermost element is kunder)", "ask"},
		{"--\n-- PostgreSQL database dump\n--\n", "in SQL", "psql"},
		{"/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n", "in SQL", "psql"},
		{"-- MySQL dump 8\n", "in SQL", "mysql"},
		{"PRAGMA foreign_keys=OFF;\n", "in SQL", "sqlite3"},
		{"insert into kunder values ('A');\n", "in SQL", ""},
		{"-[ RECORD 1 ]---\nnamn | A\n", "one line for each value", "psql"},
		{"*************************** 1. row ***************************\nnamn: A\n", "one line for each value", "mysql"},
		{"┌──────┬────┐\n│ namn │ k  │\n", "drawn with lines", "psql"},
		{" namn │ k \n──────┼───\n A    │ 1\n", "drawn with lines", "psql"},
	} {
		k, ok := Binary([]byte(c.head))
		if !ok {
			k, ok = Text([]byte("\r\n" + c.head))
		}
		if !ok || !strings.Contains(k.Problem, c.problem) || !strings.Contains(k.Hint, c.hint) {
			t.Errorf("%q: %v %q, %q", c.head, ok, k.Problem, k.Hint)
		}
		if regexp.MustCompile(`--delimiter|--map`).MatchString(k.Hint) || k.Hint == "" {
			t.Errorf("%q: hint %q", c.head, k.Hint)
		}
	}
}

// TestIsBinary: what is packed or encrypted is no text, whatever it was packed with; odd delimiters and damage make no binary of a text.
func TestIsBinary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	packed := make([]byte, 400)
	for i := range packed {
		packed[i] = byte(random.Uint32())
	}
	if !IsBinary(packed) {
		t.Error("random bytes are text")
	}
	var damaged strings.Builder
	for i := range 2000 {
		damaged.WriteString("Exempelbacken AB;K-1;Ort\n")
		if i%10 == 0 {
			damaged.WriteByte(packed[i%len(packed)])
		}
	}
	for _, text := range []string{"", "name\tnr\r\n", strings.Repeat("a\x1fb\x1e", 50), strings.Repeat("a\x01b\x02c\x03", 50), strings.Repeat("\x1e{\"a\":1}\n", 9), damaged.String()} {
		if IsBinary([]byte(text)) {
			t.Errorf("%.40q is binary", text)
		}
	}
}

// TestBounds: what is told by numbers is told up to each of them and no further.
func TestBounds(t *testing.T) {
	const controls = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e"
	for _, c := range []struct {
		controls string
		size     int
		want     bool
	}{{controls, 599, true}, {controls, 600, false}, {controls[1:], 100, false}, {controls[1:] + "\x01", 100, false}, {controls + "\x0f", 600, true}} {
		text := c.controls + strings.Repeat("a", c.size-len(c.controls))
		if IsBinary([]byte(text)) != c.want {
			t.Errorf("%d control characters in %d bytes: not %t", len(c.controls), c.size, c.want)
		}
	}
	dbf := func(month, day, size byte, columns string) string {
		return "0\x11" + string([]byte{month, day}) + "\x05\x00\x00\x00" + string([]byte{size}) + "\x00\x1c\x00" + strings.Repeat("\x00", 20) + "Namn" + strings.Repeat("\x00", 28) + columns
	}
	for head, want := range map[string]bool{
		"BZh11AY&SY": true, "BZh01AY&SY": false, "BZh:1AY&SY": false, "BZh91AY&S": false,
		dbf(1, 1, 65, "\r"): true, dbf(12, 31, 65, "\r"): true, dbf(0, 1, 65, "\r"): false, dbf(13, 1, 65, "\r"): false, dbf(1, 0, 65, "\r"): false, dbf(1, 32, 65, "\r"): false,
		dbf(1, 1, 64, "\r"): false, dbf(1, 1, 65, ""): false, dbf(1, 1, 97, strings.Repeat("a", 32)): false, dbf(1, 1, 97, strings.Repeat("a", 32)+"\r"): true, dbf(1, 1, 96, strings.Repeat("a", 32)+"\r"): false,
	} {
		if k, ok := Binary([]byte(head)); ok != want {
			t.Errorf("%q: %q", head, k.Problem)
		}
	}
}

// TestNotNamed: lists that begin nearly so are lists.
func TestNotNamed(t *testing.T) {
	for _, text := range []string{
		"", "ID;Parent;Name\n1;2;A\n", "ID;P\n1;2\n", "ID;Pris\nB;1\nA;2\n", "TABLE\n0,1\n", "BZh9 AB;1\n", "7z;1\n", "PAR;1\n", "age;name\n",
		"insert;into\n", "create\ttable\n", "--\nname;nr\n", "-- a\n", "<name>;<nr>\nA;1\n", "<A>\n", "<A>\n<B>\n", "<A>;<B>\n<a>;</b>\n", "0;\n\n;1\n" + strings.Repeat("0;1\n", 40),
		"| name | nr |\n|------|----|\n| A | 1 |\n", "+---+\n| a |\n+---+\n", " name | nr \n------+----\n A | 1\n", "*** 1. row ***\n", "─;name\n", "a\n─\n",
		"0\x11\x02\x13", "\x09\x00", "\x00\x01\x00\x00Standard ", "{\"rtf\":1}\n", "%PDF\n",
	} {
		if k, ok := Binary([]byte(text)); ok {
			t.Errorf("%q: %s", text, k.Problem)
		}
		if k, ok := Text([]byte(text)); ok {
			t.Errorf("%q: %s", text, k.Problem)
		}
	}
}
