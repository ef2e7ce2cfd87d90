package wording

// Cells says what is wrong with a cell's bytes, whatever the file is.
type Cells struct {
	NUL           string
	NoLetter      string // a byte in the place of a letter
	OtherEncoding string // what to do about that
	NotText       string
	TooLarge      func(bytes, most int) string
}

// Table says what is odd about a table and its rows, and what to do about it.
type Table struct {
	NoHeader      string
	HeaderRows    func(n int) string
	NoName        func(column string) string
	SameName      func(one, other string) string   // columns
	NameUnknown   func(column, said string) string // said is what is wrong with the cell
	RowNames      string                           // the header lacks a name for them
	FirstColumn   func(column string) string
	EncodingGuess func(encoding, reads, other, otherReads string) string
	NearTie       func(delimiter string) string
	NameDelimiter string // what to do about that

	Nothing, Tabs, Spaces string // delimiters

	Preamble     func(rows int) string
	BlankRows    func(rows int) string
	Comments     func(rows int) string
	HeaderAgain  func(rows int) string
	TableLeftOut string
	ReadSecond   string // what to do about that
	Footer       string
	LeftOut      string
	OtherTable   string
	WhichTable   string // what to do about that
	NoteOrRow    string
	LeaveNoteOut func(row int) string // what to do about that
	AboveHeader  func(header int) string
	MoveBelow    string // what to do about that

	LinesQuoted  string
	Typographic  func(columns int) string
	Escapes      string
	KeepEscapes  string // what to do about that
	MayBeEscapes string
	ReadEscapes  string // what to do about that

	EndsEarly      func(cells, width int) string
	AddDelimiters  string // what to do about that
	OtherWidth     func(cells, width int) string
	AddOrJoin      string // what to do about too few
	QuoteDelimiter string // and about too many, as the next two
	FormulaAsText  string
	NameColumns    string
	BlankBeyond    func(cells, width int) string
	OtherOrder     func(row int) string
	OneOrder       string // what to do about that
	LeftOfTable    string
	MoveIntoColumn string // what to do about that
}

// Quotes says what is odd about the quotes, delimiters and escapes of a row, and what to do about
// it.
type Quotes struct {
	Spaced            string
	Stray             string
	OneEnd            string
	Inside            string
	Unclosed          string
	NoPartner         string
	Close             string // what to do about these two
	TextBehind        string
	WriteTwice        string                    // what to do about that
	Swallowed         func(from, to int) string // lines
	TakeAway          string                    // what to do about that
	WholeLine         string
	OtherQuotes       func(quote string) string
	OtherQuotesOfCell string
	OtherDelimiter    func(name string) string
	Tab               string // such a name
	TooManyCells      func(most int) string
	CheckLineEnds     string // what to do about that
	OddEscape         string
	BackslashTwice    string // what to do about that
	NullRead          string
	KeepNull          string // what to do about that
}

// JSON says what is wrong with a row of JSON, and what to do about it. what is one of the first two.
type JSON struct {
	Line, Object string

	NotUTF8      func(what string) string
	NotObject    func(what string) string
	WriteObject  string // what to do about that
	KeyTwice     string
	RemoveKey    string // what to do about that
	Behind       string // the object
	OneALine     string // what to do about that
	Cut          func(what string) string
	WriteWhole   string // what to do about that
	NoValue      func(what, word string) string
	WriteValue   string // what to do about that
	NotJSON      func(what, why string) string
	NotJSONAt    func(what, why string, at int) string // a byte
	CommaTooMany string
	RemoveComma  string // what to do about that
	NoComma      string
	WriteComma   string // what to do about that
}

// Sheets says what is odd about a workbook or a page, and what to do about it.
type Sheets struct {
	Sheet, Workbook, Table, Page string // what is read, and of what

	Others        func(sheet, name, book, others string) string
	NameOther     func(flag string) string // what to do about that
	Hidden        func(name string) string // one of the others
	WithRows      func(name string, rows int) string
	More          func(listed string, n int) string
	HiddenRows    func(n int, sheet, rows string) string
	DeleteRows    string // what to do about that
	HiddenColumn  func(columns, sheet string) string
	DeleteColumns string // what to do about that

	TooManyMerged    func(sheet string, most int) string
	Unmerge          string // what to do about that
	MergedColumns    string
	UnmergeAndWrite  string // what to do about that
	Merged           string
	UnmergeUnlessAll string // what to do about that
	Beneath          string // a merged cell
	UnmergeIfMeant   string // what to do about that

	NoResult       string // of a formula
	SaveInOffice   string // what to do about that
	StandIn        string
	SaveInExcel    string // what to do about that
	CellTwice      func(one, other string) string
	CorrectInExcel string // what to do about that
	NoSharedText   func(texts int) string
	RepairInExcel  string // what to do about that
	NoDate         string
	FormatAnew     string // what to do about that
}
