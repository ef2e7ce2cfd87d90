package charset

// A language says which letters beyond ASCII its words have, and between which others they stand.
// The tables hold what is usual in names of companies and places, in rough figures: they only have
// to tell a word from what a wrong encoding makes of it.
type language struct {
	share   float64 // of the files that come to us
	letters map[rune]usage
}

// usage is how often a letter is one of those beyond ASCII, in percent, and its usual neighbours:
// small letters, and a space for the start or end of a word.
type usage struct {
	percent       float64
	before, after string
}

const polish = 3 // its place among the languages

// languages are tried one by one, since a file has mostly one.
var languages = [...]language{
	{0.4, map[rune]usage{ // Swedish
		'å': {28, " bdefghjklmnprstvå", " bdfghjklmnprstvå"},
		'ä': {34, " bdfghjklmnprstv", " bcdfghjklmnprstvx"},
		'ö': {33, " bdfghjklmnprstv", " bcdfgjklmnprstv"},
		'é': {2, " bdfghklmnprstvz", " aelnrst"},
		'ü': {1, "bdfghklmnrstz", "bcdghklmnrst"},
		'à': {0.2, " ", " "}, 'è': {0.2, "lmprs", "nr"}, 'ø': {0.3, " bdfgjklmnrst", " dgklmnrstv"}, 'æ': {0.2, " bfgjklnrs", " gklnrst"},
		'á': {0.1, "bkmrst", "bdnrstz"}, 'ç': {0.1, "nru", "ao"}, 'ê': {0.3, "bcfhmprtu", "cmptv"}, 'ë': {0.1, "aioë", "ln"}, 'ô': {0.1, "chmr", "mnt"},
		'ñ': {0.2, "aeio", "aeo"}, 'í': {0.1, "drs", "an"}, 'ó': {0.1, "chilmr", " n"}, 'š': {0.2, " aeiou", " aeikou"}, 'ž': {0.1, " aeiu", " aeik"},
	}},
	{0.15, map[rune]usage{ // Norwegian and Danish
		'ø': {40, " bdfghjklmnprstv", " bdfghjklmnprstvy"},
		'å': {31, " bdfghjklmnprstvå", " bdefghijklmnprstvå"},
		'æ': {24, " bdfghjklmnprstv", " bdfghklmnprstv"},
		'é': {2, "bdfghklmnprst", " elnrst"},
		'ö': {1, "bdfghjklmnprst", "bdfgklmnrst"}, 'ä': {1, "bdfghjklmnprst", "bdfgklmnrst"}, 'ü': {1, "bdfghklmnrstz", "bcdghklmnrst"},
		'ò': {0.1, "f", "r"}, 'ô': {0.4, "f", "r"}, 'è': {0.2, "im", "r"}, 'ê': {0.1, "bcfhmprtu", "cmptv"}, 'ó': {0.1, "r", " "},
	}},
	{0.15, map[rune]usage{ // Finnish
		'ä': {74, " deghijklmnprstvyä", " dghijklmnprstvyä"},
		'ö': {22, " hijklmnprstvyö", " dhijklmnprstvyö"},
		'å': {1, " blmnpst", " bkln"},
		'é': {0.5, "dfnr", " nr"}, 'ü': {0.3, "klmr", "lnrt"}, 'š': {0.3, " ", "aeio"}, 'ž': {0.1, " ", "aeio"},
	}},
	{0.1, map[rune]usage{ // Polish
		'ł': {21, " abcdeghikmnopsuwyząęóśź", " abcdeikmnopstuwyżóąęść"},
		'ó': {17, " bcdfghijklmnprstwzłżś", "bcdgjklmnprstwzłżźśćń"},
		'ą': {12, "bcdfghijklmnprstwzłż", " bcdghklmpstwzłćśźż"},
		'ę': {14, "bcdfghijklmnprstwzłż", " bcdgklmpstwzłćśźż"},
		'ś': {11, " aeinouwyóąę", " bcdklmnprtwłć"},
		'ż': {11, " adeioruyóąęłw", " abcdegklmnoruwyóąęł"},
		'ń': {7, "aeiouyó", " bcdkmpstwzćż"},
		'ć': {5, " aeijnoruyóśźńł", " klmnpw"},
		'ź': {2, " adeioruóąę", " bcdlmnrwń"},
	}},
	{0.15, map[rune]usage{ // German
		'ü': {42, " bdfghjklmnprstvwz", "bcdfghklmnprstzß"},
		'ä': {27, " bdfghjklmnprstvwz", "bcdfghklmnprstuwxzß"},
		'ö': {19, " bdfghjklmnprstvwz", "bcdfghklmnprstvwzß"},
		'ß': {11, "aeiouäöü", " abdefghiklmnprstw"},
		'é': {0.7, "bdfglnrst", " ens"},
	}},
	{0.05, map[rune]usage{ // languages of Western Europe, whose words are only not to be taken for others
		'é': {25, " bcdfghijlmnopqrstuvxz", " abcdefgilmnoprstuvxz"},
		'è': {6, "bcdfghilmnprstvz", " bcdgglmnprstv"},
		'ö': {1, "eio", "plrs"}, 'ê': {4, " bdfhlmnprtuv", "cmnpqtv"},
		'ë': {2, "abcefgilnoprtu", " lnrstu"},
		'à': {3, " dlmrt", " "}, 'â': {3, " bcdefghlmnprtv", "bcghlmnprtv"},
		'ç': {4, " aeinorux", "aou"}, 'î': {1, " aolou", "cnlmtrv"}, 'ï': {1, "aeou", "cdelmnrsv"},
		'ô': {4, " bcdhlmnprtv", "blmnprtv"}, 'ù': {1, "o", " "}, 'û': {1, "abdfgjlmoru", "chlmnrt"}, 'œ': {1, " cmsv", "u"},
		'ü': {2, " bgghjlmr", "abcdelmnrst"}, 'ñ': {6, "aeiouí", "aeiouó"},
		'á': {7, " bcdfghjlmnprstuvxz", " bcdfglmnoprstvxz"}, 'í': {7, " bcdfghlmnoprstuv", " abcdefglmnoprstvz"},
		'ó': {8, " bcdfghilmnprstv", " bcdfglmnprstvz"}, 'ú': {3, " bcdfghjlmnprst", " abcdlmnrstz"},
		'ã': {3, " lmnprstv", "eo"}, 'õ': {3, " hjklmnprstvç", "bdehjklnprsu"},
		'ò': {1, "cdfghlnrstv", " "}, 'ì': {1, "cdglnrst", " "},
		'ð': {1, "aeiouyáéíóúæör", " aeiujursv"}, 'þ': {1, " ", "aeijoruváíóúö"}, 'š': {0.3, " aeiou", " aeikou"}, 'ž': {0.2, " aeiu", " aeik"}, 'ý': {1, "bdfghklmnprstv", " bdfgjklmnrst"},
	}},
}

// Signs by how often they stand in a table: a few do, and others so seldom that they speak against
// an encoding.
const (
	usualSigns  = "–’”“°§€£´½©®™µ\u00a0"
	knownSigns  = "—‘„…•·«»²³×±¡¿¼¾ºª¨"
	letterSigns = "µºª"             // Unicode calls them letters
	beforeWords = "”“„‚‘’«»‹¿¡•©°µ" // what may stand right before a word
	afterWords  = "”“’»«›…™®©°²³ºª" // and right after one
)
