package run

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// mark is what a file of the folder of marks holds: which run is being written, and to what. The journal itself can't tell, for nobody
// else may read it as long as its process has it.
type mark struct {
	Run    string `json:"run"` // its folder
	Target Target `json:"target"`
}

// MarkWriting tells other processes, by a file in the folder marks, that r is being written to its target; unmark takes it away. The
// mark of a process that died says nothing: it counts as long as somebody holds the lock of its run.
func MarkWriting(r *Run, marks string) (unmark func() error, err error) {
	m := r.Meta()
	path := filepath.Join(marks, m.ID+".json")
	body, err := json.Marshal(mark{Run: r.dir, Target: m.Target})
	if err == nil {
		err = os.MkdirAll(marks, 0o700)
	}
	if err == nil {
		err = os.WriteFile(path, body, 0o600)
	}
	if err != nil {
		return nil, classify("mark run in", marks, err)
	}
	return func() error { return os.Remove(path) }, nil
}

// Writing lists the runs, whatever folder they lie in, that have a mark in the folder marks, the target of the run own and a living
// process; own itself isn't listed. Of their Meta the target is known beside what List tells of a run in use. Marks of dead processes are
// taken away.
func Writing(marks string, own Meta) []Info {
	entries, _ := os.ReadDir(marks) // without the folder, or a right to it, there is nothing to tell
	var infos []Info
	for _, entry := range entries {
		var m mark
		path := filepath.Join(marks, entry.Name())
		if !entry.Type().IsRegular() {
			continue
		}
		body, err := os.ReadFile(path)
		if err != nil || json.Unmarshal(body, &m) != nil || !isID(filepath.Base(m.Run)) {
			continue
		}
		if filepath.Base(m.Run) == own.ID || !m.Target.Same(own.Target) {
			continue
		}
		info := look(m.Run)
		if !info.InUse {
			_ = os.Remove(path) // whoever begins to write makes it anew
			continue
		}
		info.Meta.Target = m.Target
		infos = append(infos, info)
	}
	return infos
}
