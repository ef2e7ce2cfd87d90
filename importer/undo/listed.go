package undo

import (
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// listed tells whether the row names what is to be deleted. What planning wasn't told of it is anything.
func (p *past) listed() bool { return p.decision.Action == run.ActionDelete }

// asCreated makes of a row that deletes one that has created what was there when it was planned, which an undo deletes.
func (p *past) asCreated() {
	p.write = pigello.Write{Name: p.decision.Before.Name, CustomID: live.CustomID(p.decision.Before), Parent: live.Parent(p.decision.Before)}
}

// listed are the rows of a list to delete.
func (u *undo) listed() (rows []int32, err error) {
	row := int32(-1)
	for d, err := range u.engine.Run.Decisions(0) {
		if err != nil {
			return nil, err
		}
		if row++; d.Action == run.ActionDelete {
			rows = append(rows, row)
		}
	}
	return rows, nil
}
