package verify

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/pigello"
)

// rows checks the organizations against the documentation, the manifest and each other.
func (v *verifier) rows(ctx context.Context) error {
	m := &v.Snapshot.Manifest
	name := m.Files[0].Name
	fields, untold, ids := &backup.FieldCounter{}, 0, newIDProof(m.Rows, v.o.held)
	var last time.Time
	total, err := v.each(ctx, 0, func(row int, line []byte) {
		if row%500 == 0 {
			v.o.Progress(row)
		}
		org, created, err := checkRow(line)
		if err == nil {
			err = fields.Add(line)
		}
		if err != nil {
			v.damaged(name, row, "%w", err)
			return
		}
		if row <= m.Rows-m.Check.Appended && created.Before(last) {
			v.damaged(name, row, "it was created %s, and a row before it later", org.CreatedAt)
		} else {
			last = created
		}
		if org.Parent.IsAbsent() {
			untold++
		}
		ids.next(org.ID)
		v.Rows++
	})
	v.o.Progress(total)
	if err != nil {
		return err
	}
	if total != m.Rows {
		v.damaged(name, 0, "it has %d rows, and the manifest says %d", total, m.Rows)
	}
	if v.Rows == total { // else the counts are of other rows
		v.counts(fields.Fields(), untold)
	}
	return v.unique(ctx, ids)
}

// counts compares what was counted with what create counted, where it did.
func (v *verifier) counts(fields []backup.Field, untold int) {
	m := &v.Snapshot.Manifest
	if len(m.Fields) == 0 {
		return
	}
	name := m.Files[0].Name
	said := map[string]map[string]int{}
	for _, f := range m.Fields {
		said[f.Name] = f.Kinds
	}
	for _, f := range fields {
		for _, kind := range backup.Kinds {
			if got, want := f.Kinds[kind], said[f.Name][kind]; got != want {
				v.damaged(name, 0, "the field %s is %s in %d rows, and the manifest says %d",
					f.Name, kind, got, want)
			}
		}
		delete(said, f.Name)
	}
	for _, f := range m.Fields {
		if _, missing := said[f.Name]; missing {
			v.damaged(name, 0, "no row has the field %s, and the manifest says that it is there",
				f.Name)
		}
	}
	if untold != m.UntoldParents {
		v.damaged(name, 0, "%d rows don't tell their parent, and the manifest says %d", untold,
			m.UntoldParents)
	}
}

// checkRow checks one row against what the API documents.
func checkRow(line []byte) (org pigello.Organization, created time.Time, err error) {
	org, err = pigello.ParseOrganization(line)
	switch {
	case err != nil:
		return org, created, err
	case org.Name == "":
		return org, created, errors.New("it has no name")
	case org.CreatedAt == "":
		return org, created, errors.New("it has no created_at")
	}
	created, err = org.CreatedTime()
	return org, created, err
}

// each gives the lines of a file whose bytes are as published, each valid until the next, and
// counts them. If it ends early, that is damage.
func (v *verifier) each(
	ctx context.Context, at int, do func(row int, line []byte),
) (rows int, err error) {
	for line, err := range v.Snapshot.Lines(at, v.o.Identities...) {
		if ctx.Err() != nil {
			return rows, ctx.Err()
		}
		if damage, ok := errors.AsType[*backup.DamageError](err); ok {
			rows = max(rows, damage.Row) // the row that can't be read counts
		}
		if err != nil {
			return rows, v.record(err)
		}
		rows++
		do(rows, line)
	}
	return rows, nil
}

// fuzzy reads the rows that changed while the snapshot was made.
func (v *verifier) fuzzy(ctx context.Context, at int) error {
	m := &v.Snapshot.Manifest
	name := m.Files[at].Name
	total, err := v.each(ctx, at, func(row int, line []byte) {
		var f backup.Fuzzy
		if err := json.Unmarshal(line, &f); err != nil {
			v.damaged(name, row, "%w", err)
		}
	})
	if err == nil && total != m.Check.Fuzzy {
		v.damaged(name, 0, "it has %d rows, and the manifest says %d", total, m.Check.Fuzzy)
	}
	return err
}

// firstUnreadable is the first row of a broken file that can't be read: 0 if none can be told.
func (v *verifier) firstUnreadable(at int) int {
	row := 0
	for line, err := range v.Snapshot.Lines(at, v.o.Identities...) {
		if damage, ok := errors.AsType[*backup.DamageError](err); ok {
			return damage.Row
		}
		row++
		if err == nil && !json.Valid(line) {
			return row
		}
	}
	return 0
}
