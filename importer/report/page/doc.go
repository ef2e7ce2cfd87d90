// Package page writes what a person looks at of a plan, of what became of it, and of a comparison:
// pages that need no network and no script.
//
//	a run's plan, Page ─► Builder ─► report.html   the plan for a person who approves it; also what a check found
//	a run, Result               ─► result.html     what a run, or its undo, did against that plan
//	an undo's plan, UndoPlan    ─► undo.html       what an undo would delete and put back, and what stays
//	two that were compared      ─► diff.html       what differs: see [DiffBuilder]
//
// A page is bounded in bytes and time whatever it is of: what it leaves out it says, and where that
// is. Its templates lie beside the code.
package page
