package plan

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
)

// kept is a summary as runs have kept it since before events had names of their own, with every field.
const kept = `{"Target":{"name":"sandbox","url":"sandbox:a.db"},"LiveRows":4,
"Sources":[{"name":"a.csv","bytes":9,"sha256":"62df","format":{"name":"csv","encoding":"utf-8","newline":"\n"},
	"header":["Namn"],"mapping":["name"],"rows":3}],
"Mappings":[{"Columns":[{"Field":"name","Column":0,"Header":"Namn","How":"synonym"}],
	"Constants":[{"Field":"custom_id","Value":"7"}],"Unmapped":[1],"Expected":[2],
	"Suggestions":[{"Source":"a.csv","Field":"name","Column":1,"Header":"Nam","How":"spelling","Confidence":0.5,
		"Reason":"it is near","Samples":["x"],"Flag":"--map name=Nam","Reference":"Nam"}],
	"Header":["Namn","Nam"],"FirstColumn":1}],
"Seen":[{"Detection":{"RunnerUp":{"name":"csv","encoding":"utf-8","newline":"\n"},"Score":0.5,"RunnerUpScore":0.25,
	"NearTie":true,"Rare":true,"Escapes":true,"Encoding":null},
	"Parts":[{"Kind":"preamble","Row":1,"Line":1,"Rows":1,"Text":"Kunder"}],"PartCount":1}],
"Books":{"read":3,"created":1,"updated":1,"unchanged":0,"rejected":1,"held":0,"unknown":0,"not_reached":0},
"Groups":[{"Code":"name-missing","ColumnName":"Namn","Severity":1,"Letter":"A","Count":2,"RowCount":1,"Rows":"3",
	"Examples":[{"Row":1,"Source":0,"Number":3,"Line":3,"Column":0,"ColumnName":"Namn","Code":"name-missing","Severity":1,
		"Message":"the name is empty","Value":"-","Suggestion":"x"}],"Counts":[2]}],
"Twins":1,"Held":[{"Code":"possible-twin","Column":"Namn","Rows":1,"Accept":"possible-twin"}],
"Accepted":[{"Code":"mojibake","Rows":2}],"Restore":true,"Kept":3,"Changes":{"Names":1,"CustomIDs":2,"Parents":3},
"BlankKept":5,"Fixed":6,"UntoldParents":7,"Unmapped":["Nam"],
"MissingParents":[{"Name":"x","Rows":[4],"Count":1,"Nearest":"y","AsNear":["z"],"Perhaps":"row 2"}],
"Forecast":{"Requests":2,"Bytes":100,"Duration":3000000000},"Blocked":true,"WrongCustomer":true,"IDsGiven":8,
"IDsMissing":9,"Same":1,"Code":"62df36ff",
"Since":{"Run":"k7f3","Created":"2026-11-23T20:35:29Z","WasRejected":1,"Rejected":2,"WasHeld":3,"Held":4,"Mended":5,
	"New":6,"Gone":7,"TooMany":true}}`

// TestKeptNames: what a run keeps is read and written under the same names by all versions.
func TestKeptNames(t *testing.T) {
	s, err := SummaryOf(run.Meta{Summary: json.RawMessage(kept)})
	if err != nil {
		t.Fatal(err)
	}
	if s.IDsMissing != 9 || s.Requests != 2 || s.Since.New != 6 || s.MissingParents[0].AsNear[0] != "z" || s.Groups[0].Counts[0] != 2 {
		t.Errorf("it is read as %+v", s)
	}
	written, err := keep(&s)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(written, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(kept), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("it is written as\n%s", written)
	}
}

// TestKeptEmpty: nothing is kept of what there is nothing of, and lists stay as they are.
func TestKeptEmpty(t *testing.T) {
	for _, s := range []Summary{{}, {Held: []HeldReason{}, Groups: []run.Group{}}} {
		text, err := keep(&s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := SummaryOf(run.Meta{Summary: text})
		if err != nil || !reflect.DeepEqual(got, s) {
			t.Errorf("%s is read as %+v, %v", text, got, err)
		}
	}
}
