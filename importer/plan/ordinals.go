package plan

import (
	"slices"
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/letters"
)

// Names that differ in a number are names of different organizations, however near they are spelt: Bilvård 1 AB is no slip of the pen for
// Bilvård 2 AB, nor Kvarnen Ett for Kvarnen Två, nor Hamnen II for Hamnen III.

// numberWords are words for numbers, in Swedish and English.
var numberWords = wordsFor(
	"noll zero", "ett en etta ettan första förste one first", "två tvåa tvåan andra andre two second", "tre trea trean tredje three third",
	"fyra fyran fjärde four fourth", "fem femman femte five fifth", "sex sexan sjätte six sixth", "sju sjuan sjunde seven seventh",
	"åtta åttan åttonde eight eighth", "nio nian nionde nine ninth", "tio tian tionde ten tenth", "elva elfte eleven eleventh",
	"tolv tolfte twelve twelfth", "tretton trettonde thirteen", "fjorton fjortonde fourteen", "femton femtonde fifteen", "sexton sextonde sixteen",
	"sjutton sjuttonde seventeen", "arton artonde eighteen", "nitton nittonde nineteen", "tjugo tjugonde twenty", "trettio thirty",
	"fyrtio forty", "femtio fifty", "sextio sixty", "sjuttio seventy", "åttio eighty", "nittio ninety", "hundra hundred", "tusen thousand",
)

func wordsFor(lists ...string) map[string]bool {
	words := map[string]bool{}
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			words[word] = true
		}
	}
	return words
}

// legalForms end names, behind what tells one organization of a group from the others.
var legalForms = []string{"ab", "aktiebolag", "hb", "handelsbolag", "kb", "kommanditbolag", "brf", "ek", "för", "förening", "publ", "as", "oy", "aps", "ltd", "gmbh", "inc"}

// numbersOf gives what in a name counts: digits, words for numbers, and a Roman number or a single letter at its end.
func numbersOf(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(letters.Compose(name)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && slices.Contains(legalForms, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	var numbers []string
	for i, word := range words {
		numbers = append(numbers, strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) })...)
		letter := []rune(word)
		isRoman := len(word) <= 6 && strings.Trim(word, "ivxl") == ""
		if numberWords[word] || i > 0 && i == len(words)-1 && (isRoman || len(letter) == 1 && unicode.IsLetter(letter[0])) {
			numbers = append(numbers, word)
		}
	}
	return numbers
}

// sameNumbers says whether two names count alike.
func sameNumbers(a, b string) bool { return slices.Equal(numbersOf(a), numbersOf(b)) }
