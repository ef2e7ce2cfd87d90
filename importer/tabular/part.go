package tabular

// Part is a part of a file that isn't a row of the table.
type Part struct {
	Kind string `json:"kind" kept:"Kind" doc:"preamble, footer, blank, comment, table or header"`
	Row  int    `json:"row" kept:"Row" doc:"where it starts, as a spreadsheet shows it"`
	Line int    `json:"line,omitempty" kept:"Line" doc:"where it starts, as an editor shows it"`
	Rows int    `json:"rows" kept:"Rows" doc:"how many rows it has"`
	Text string `json:"text,omitempty" kept:"Text" doc:"what stands there, shortened"` // its cells joined by a space
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
