package table

// Detection says how sure the reading of a file is.
type Detection struct {
	// RunnerUp is the second best way to read it, nil when there is none worth a word.
	RunnerUp *Format
	// Score and RunnerUpScore say how good a table each makes, between 0 and 1.
	Score, RunnerUpScore float64
	// NearTie says that the two are so close that a person should look.
	NearTie bool
	// Rare says that the dialect is one that few files have – spaces, several characters, an odd symbol – or that it was narrowly won:
	// before anything is written by it, the header should be seen to make sense.
	Rare bool
}

// Part is a part of a file that isn't a row of the table.
type Part struct {
	// Kind is one of the Part constants.
	Kind string
	// Row and Line are where it starts; Rows is how many rows it has.
	Row, Line, Rows int
	// Text is what stands there, shortened, its cells joined by a space.
	Text string
}

// The kinds of parts.
const (
	PartPreamble = "preamble" // above the header: titles, notes
	PartFooter   = "footer"   // below the last row: totals, sources
	PartBlank    = "blank"    // rows without anything in them
	PartComment  = "comment"  // a comment line between rows
	PartTable    = "table"    // another table
	PartHeader   = "header"   // the header once more, between rows
)
