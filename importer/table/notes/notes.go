// Package notes knows by their words the rows that are no rows of a table: notes, totals, page
// footers.
package notes

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Notes, totals and page footers stand between and below the rows of reports. They are left out
// only where they say what they are: by these words, without a company's legal form, in at most two
// cells. Everything else is a row, or an error.

// noteKind is what the words of a note make of it.
type noteKind uint8

const (
	noTotal   noteKind = iota
	totalWord          // sums up or counts: alone, or with numbers
	pageWord           // numbers a page
	stampWord          // says when or by whom the report was made
	labelWord          // says where it comes from, or begins a remark: only before a colon
	endWord            // ends the report
	countWord          // is what databases say of their answers: behind a number
)

// noteWords are the words by which a note says that it is one, Swedish and English.
var noteWords = wordKinds(map[noteKind]string{
	totalWord: "summa totalt total totals totaler totalsumma delsumma slutsumma summering sum subtotal sub-total antal count average mean " +
		"medel medelvärde genomsnitt totalbelopp",
	pageWord: "sida sidan sid page blad",
	stampWord: "utskriven utskrivet utskrift utskriftsdatum printed exporterad exporterat exported exportdatum completion skapad skapat created genererad " +
		"genererat generated uttag uttagen uttaget uttagsdatum framtagen framtaget hämtad hämtat uppdaterad updated rapportdatum datum date",
	labelWord: "källa källor source sources not note notes noter anm anmärkning anmärkningar obs observera rapport lista användare user",
	endWord:   "slut end eof",
	countWord: "rader rad rows row poster post records record",
})

// noteFillers stand beside such words.
var noteFillers = wordKinds(map[noteKind]string{
	totalWord: "av of per och and i in på the den det en ett för for alla all samtliga st stycken kr sek tkr mkr eur usd % kunder kund customers customer " +
		"organisationer organisation organizations organization företag bolag enheter objekt listan list rapporten report fil filen file affected set time ok query påverkade påverkad berörda " +
		"selected returned found visade visas valda moms inkl exkl inklusive exklusive värde belopp amount grand sec ms s kl klockan at by från from " +
		"lista rapport",
})

// legalForms are the words of which one makes a text the name of an organization.
var legalForms = wordKinds(map[noteKind]string{
	totalWord: "ab aktiebolag aktiebolaget hb handelsbolag handelsbolaget kb kommanditbolag kommanditbolaget brf bostadsrättsförening " +
		"bostadsrättsföreningen bostadsförening ek ekonomisk ideell förening föreningen samfällighet samfällighetsförening stiftelse stiftelsen ef " +
		"kommun kommunen as asa aps a/s ans oy oyj ab/oy gmbh ag kg ltd limited llc inc plc bv nv sa srl sarl corp co",
})

func wordKinds(lists map[noteKind]string) map[string]noteKind {
	kinds := map[string]noteKind{}
	for kind, words := range lists {
		for _, word := range strings.Fields(words) {
			kinds[word] = kind
		}
	}
	return kinds
}

// noteStarts are the characters that a note begins with, since nearly every row is asked.
var noteStarts = func() map[rune]bool {
	starts := map[rune]bool{'*': true, '(': true, '-': true, '=': true, '#': true, '/': true, '<': true, '>': true}
	for _, words := range []map[string]noteKind{noteWords, noteFillers} {
		for word := range words {
			first, _ := utf8.DecodeRuneInString(word)
			starts[first], starts[unicode.ToUpper(first)] = true, true
		}
	}
	for r := '0'; r <= '9'; r++ {
		starts[r] = true
	}
	return starts
}()

// Is says whether the cells of a row say that it is a note, a total or a page footer. doubtful says
// that they do, and name a company too, so that a person has to tell.
//
// width is how many cells the rows of the table have; in a shorter row, what stands beside a label
// may be what a delimiter cut off its text.
func Is(cells []tabular.Cell, width int) (yes, doubtful bool) {
	var texts [2]string
	n := 0
	for i := range cells {
		text := strings.TrimSpace(cells[i].Text)
		if text == "" {
			continue
		}
		if n == len(texts) {
			return false, false
		}
		if n == 0 && !MayBe(text) {
			return false, false
		}
		texts[n] = text
		n++
	}
	if n == 0 {
		return false, false
	}
	cut := len(cells) < width && isLabelled(texts[0])
	if !cut && !saysNote(texts[0], texts[1]) {
		return false, false
	}
	if HasLegalForm(texts[0]) || HasLegalForm(texts[1]) {
		return false, true
	}
	return true, false
}

// MayBe reports whether a text begins as notes do, which is asked first because it is fast.
func MayBe(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return noteStarts[first]
}

// saysNote says whether a text, and what stands beside it if anything does, read like a note.
func saysNote(text, beside string) bool {
	if isLabelled(text) {
		return strings.IndexByte(text, ':') == len(text)-1 || beside == "" || IsFigure(beside)
	}
	if rest := strings.TrimLeft(text, "*"); rest != text && beside == "" && len(rest) > 1 && rest[0] == ' ' {
		if first, _ := utf8.DecodeRuneInString(rest[1:]); unicode.IsLower(first) {
			return true // what an asterisk above refers to
		}
	}
	head, numbers, others := readNote(text)
	switch {
	case beside != "" && !IsFigure(beside):
		return false
	case head == noTotal:
		return false
	case head == stampWord && isStamp(text, beside):
		return true
	case others > 0:
		return false
	}
	switch head {
	case totalWord:
		return !IsDate(beside)
	case pageWord:
		return numbers > 0 || beside != "" && len(beside) <= 3
	case countWord: // "12 rows", "Rows: 12"; "Row 12" is a name that somebody gave
		return numbers > 0 && (isAmount(strings.Trim(strings.Fields(text)[0], "(-–*")) || strings.Contains(text, ":"))
	case endWord:
		return text != strings.Trim(text, "*-=#/<>. ") || strings.Contains(strings.TrimSpace(text), " ")
	}
	return false
}

// NumberedRows gives the word of notes that numbers at least half of the rows, and three, as in
// "Sida 1", "Sida 2": these are their names.
func NumberedRows(rows []firstrows.Row) string {
	count, filled := map[string]int{}, 0
	for i := range rows {
		if cells := firstrows.TabularCells(rows[i].Cells); tabular.FirstFilled(cells) >= 0 {
			filled++
			count[NumberedWord(cells)]++
		}
	}
	for word, n := range count {
		if word != "" && n >= 3 && n*2 >= filled {
			return word
		}
	}
	return ""
}

// NumberedWord gives the word of a note that the first text of a row is, with a number and nothing
// else behind it.
func NumberedWord(cells []tabular.Cell) string {
	at := tabular.FirstFilled(cells)
	if at < 0 || !MayBe(strings.TrimSpace(cells[at].Text)) {
		return ""
	}
	word, number, _ := strings.Cut(strings.ToLower(strings.TrimSpace(cells[at].Text)), " ")
	if _, known := noteWords[word]; !known || !isAmount(number) {
		return ""
	}
	return word
}

// isLabelled says whether a text begins with a label and a colon.
func isLabelled(text string) bool {
	label, _, ok := strings.Cut(text, ":")
	return ok && isLabelText(label)
}

// isLabelText says whether what stands before a colon is such a word, or several of them.
func isLabelText(label string) bool {
	head, _, others := readNote(label)
	return head != noTotal && head != countWord && others == 0
}

// readNote sorts the words of a text: the first that a note begins with, how many are numbers, and
// how many belong to no note.
func readNote(text string) (head noteKind, numbers, others int) {
	for _, word := range strings.Fields(strings.ToLower(text)) {
		word = strings.Trim(word, ".,:;=()[]*-–—_!#\"'/<>")
		if word == "" {
			continue
		}
		kind, known := noteWords[word]
		_, fills := noteFillers[word]
		switch {
		case known:
			if head == noTotal || head == countWord {
				head = kind
			}
		case fills:
		case isAmount(word):
			numbers++
		default:
			others++
		}
	}
	return head, numbers, others
}

// isStamp says whether a text goes on as a stamp does: with a date or a time, or with who made it.
func isStamp(text, beside string) bool {
	words := strings.Fields(strings.ToLower(text))
	for i, word := range words {
		if noteWords[strings.Trim(word, ".,:;()*")] != stampWord {
			continue
		}
		if i+1 == len(words) {
			return beside != ""
		}
		next := words[i+1]
		return i <= 1 && (next == "av" || next == "by" || next == "den" || next == "at" || next == "från" || next == "from" || isAmount(strings.Trim(next, ".,;")))
	}
	return false
}

// isAmount says whether a text is a number, a date or a time, with a unit or without.
func isAmount(text string) bool {
	digits := 0
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if _, unit := noteFillers[word]; unit {
			continue
		}
		for _, r := range word {
			switch {
			case '0' <= r && r <= '9':
				digits++
			case !strings.ContainsRune(".,:-−+/%()", r):
				return false
			}
		}
	}
	return digits > 0
}

// IsDate says whether a text looks like a date, which no total is.
func IsDate(text string) bool {
	k := kinds.Of(text)
	return k == kinds.Date || k == kinds.Time
}

// IsFigure says whether a text beside a note's is a number, a date or a time, and no code.
func IsFigure(text string) bool {
	words := strings.Fields(strings.ToLower(text))
	words = slices.DeleteFunc(words, func(word string) bool { _, unit := noteFillers[word]; return unit })
	switch kinds.Of(strings.Join(words, " ")) {
	case kinds.Integer, kinds.Decimal, kinds.Date, kinds.Time:
		return true
	}
	return false
}

// HasLegalForm reports whether a word of a text makes it the name of an organization.
func HasLegalForm(text string) bool {
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if _, ok := legalForms[strings.Trim(word, ".,:;()\"'”“")]; ok {
			return true
		}
	}
	return false
}
