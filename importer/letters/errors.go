package letters

import (
	"regexp"
	"strings"
)

// excelErrors are what Excel and LibreOffice show, in English and Swedish, with an upper-case start.
func excelErrors() []string {
	return []string{
		"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!",
		"#UNKNOWN!", "#BUSY!", "#GETTING_DATA", "#EXTERNAL!", "#PYTHON!", "#ERROR!",
		"#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#VÄRDE!", "#DIVISION/0!", "#NAMN?", "#SKÄRNING!", "#OGILTIGT!", "#SPILLFEL!", "#KALKYLERA!",
		"#FÄLT!", "#BLOCKERAT!", "#ANSLUT!", "#OKÄNT!", "#UPPTAGET!", "#HÄMTAR_DATA", "#FEL!",
	}
}

// libreError is how LibreOffice shows errors that it has no name for.
var libreError = regexp.MustCompile(`^(?i:err|fel):\d{3}$`)

// IsExcelError says whether a text is an error that a spreadsheet shows in the place of a value, such as
// #N/A or #VÄRDEFEL!.
func IsExcelError(text string) bool {
	if text == "" || text[0] != '#' {
		return len(text) == len("err:502") && text[3] == ':' && libreError.MatchString(text)
	}
	for _, e := range excelErrors() {
		if strings.EqualFold(e, text) {
			return true
		}
	}
	// A column that was too narrow for a number, copied as text.
	return len(text) >= 3 && strings.Trim(text, "#") == ""
}
