package tabular

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
	PartFooter   = "footer"   // notes, totals, page footers and rules of dashes, between rows and below them
	PartLeftOut  = "left-out" // rows that a person has named
	PartBlank    = "blank"    // rows without anything in them
	PartComment  = "comment"  // a comment line between rows
	PartTable    = "table"    // another table
	PartHeader   = "header"   // the header once more, between rows
)
