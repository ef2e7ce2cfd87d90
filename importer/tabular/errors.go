package tabular

import (
	"errors"
	"fmt"
	"strconv"
)

// InputError says that a file as a whole can't be read: it is empty, binary, in another encoding, or damaged beyond telling one row from
// the next. Hint says what a person can do about it.
type InputError struct {
	// Name is the file's, as given to Open; Line is where reading stopped, 0 when that has no meaning.
	Name string
	Line int
	// Problem says what is wrong, Hint what to do (may be "").
	Problem, Hint string
	// Err is the cause, if another error was one.
	Err error
}

// Error gives name, line, problem and cause, not the hint.
func (e *InputError) Error() string {
	text := "read " + e.Name
	if e.Line > 0 {
		text += ", line " + strconv.Itoa(e.Line)
	}
	text += ": " + e.Problem
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *InputError) Unwrap() error { return e.Err }

// Named says what was being done with which file, unless the error names it.
func Named(doing, name string, err error) error {
	if errors.As(err, new(*InputError)) {
		return err
	}
	return fmt.Errorf("%s %s: %w", doing, name, err)
}

// ErrRowTooLarge says that no row ended within MaxRow bytes.
var ErrRowTooLarge = errors.New("row too large")

// Hints that several readers give.
const (
	// SaveAsCSV is for files of another kind that Excel or LibreOffice opens, SaveAsXLSX for workbooks of another kind.
	SaveAsCSV  = `open it in Excel or LibreOffice and save it as "CSV UTF-8"`
	SaveAsXLSX = `open it in Excel or LibreOffice and save it as "Excel workbook (.xlsx)"`
	// FetchAgain is for workbooks that aren't as they were made.
	FetchAgain = "the file is damaged or was not copied whole; fetch it again, or open it in Excel or LibreOffice and save it anew"
)
