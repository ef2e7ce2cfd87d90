package table_test

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
)

// TestCSV reads small files as a person would, and names their damage. The golden file holds what is read.
func TestCSV(t *testing.T) {
	cases := []struct{ name, text string }{
		{"plain", "name,custom_id\nExempelbacken AB,1\nAndra AB,2\n"},
		{"no final newline", "name,custom_id\nExempelbacken AB,1"},
		{"swedish", "\ufeffNamn;Kundnr;Pris\r\nÅkern AB;7;1,5\r\n\"Ängen; AB\";8;2,5\r\n"},
		{"tab", "name\tnote\nA, B; C\td\n"},
		{"old mac", "name,x\rA,1\r\"B\rb\",2\r"},
		{"crlf in quotes", "name,x\nA,\"one\r\ntwo\rthree\nfour\"\nB,2\n"},
		{"doubled quotes", "name,x\n\"Bolaget \"\"Ett\"\"\",\"\"\"\"\n"},
		{"stray quote", "name,x\nRör 5\" AB,2\n"},
		{"unclosed quote", "name,x\n\"A,1\nB,2\n\"C\",3\n"},
		{"unclosed quote in the last row", "name,x\nA,1\nB,\"2\nC,3\n"},
		{"text after quote", "name,x\n\"A\" AB,1\nB,2\n"},
		{"blank rows", "\n\nname,x\n\nA,1\n;\n , \n,\nB,2\n\n\n"},
		{"short and long", "name,x,y\nA\nB,1\nC,1,2,\nD,1,2,3\nE,1,2\n"},
		{"short by a nameless column", "name,x,\nA,1\nB,1,2\n"},
		{"header only", "name,custom_id\n"},
		{"duplicate and empty names", "name,,name, \nA,1,2,3\n"},
		{"one column", "name\nA\n\"\"\n\nB\n"},
		{"one column with commas", "name\nA\nB, C\nD\n"},
		{"one column, rows of two", "name\nA,1\nB,2\nC,3\n"},
		{"decimal commas in both", "Namn;Pris, kr\nA;1,5\nB;2,5\n"},
		{"bad utf-8", "name,x\nÅkern,1\n\xc5kern,2\nÄngen,3\n"},
		{"nul", "name,x\nA\x00B,1\n"},
		{"cr cr lf", "name,x\r\r\nA,1\r\r\nB,2\r\r\n"},
		{"lone cr is text", "name,x\nA\rB,1\nC,2\n"},
		{"signs that hide a row as quotes", "custom_id,id\n#,41bad04e-4ebe-4070-9f97-91d7ae084067\nå#,6234a20d-14c5-4188-9dca-e913f372e406\n"},
		{"single quotes over two lines", "name,custom_id,note\n'Exempelbacken, AB',1,'one\ntwo'\n'Andra AB',2,'three'\n"},
		{"spaces stay", "name,x\n A , 1\n"},
	}
	var b strings.Builder
	for _, c := range cases {
		b.WriteString("== " + c.name + "\n" + describe(t, open(t, "sample.csv", c.text, table.Options{})))
	}
	golden(t, "csv.golden", b.String())
}

func TestJSONL(t *testing.T) {
	cases := []struct{ name, text string }{
		{"kinds", `{"name":"A","custom_id":12e3,"organization":{"id": "x", "n": [1, 2]},"tags":null,"ok":true}` + "\n" + `{"custom_id":"","name":"Å\u00e4\n"}`},
		{"keys grow", "{\"a\":1}\r\n{\"b\":\"2\",\"a\":\"\"}\r\n\r\n{}\r\n"},
		{"damage", strings.Join([]string{
			`{"name":"Åå"}`, `{"name":"B"`, `{"name":"C","name":"D","new":1}`, `[1]`, `{"name":"E"} {"name":"F"}`, `nonsense`,
			`{"name":"\ud800"}`, "{\"name\":\"\xc5\"}", `{"name":"a\u0000b"}`, `{"name":"G",}`, `{"na\u006de":"H"}`,
		}, "\n")},
		{"bom and blanks", "\ufeff\n  \n{\"name\":\"A\"}\n"},
	}
	var b strings.Builder
	for _, c := range cases {
		b.WriteString("== " + c.name + "\n" + describe(t, open(t, "sample.jsonl", c.text, table.Options{})))
	}
	golden(t, "jsonl.golden", b.String())
}
