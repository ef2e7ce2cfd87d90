package numfmt

import "strings"

// language is one whose words for months and days are known here.
type language struct {
	months, shortMonths, days, shortDays []string
}

// known languages. Swedish also sets a comma before decimals and a no-break space between
// thousands. A date in words of any other language is shown in ISO form (unknownLanguage).
var (
	english = &language{
		strings.Fields("January February March April May June July August September October November December"),
		strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
		strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
		strings.Fields("Sun Mon Tue Wed Thu Fri Sat"),
	}
	swedish = &language{
		strings.Fields("januari februari mars april maj juni juli augusti september oktober november december"),
		strings.Fields("jan feb mar apr maj jun jul aug sep okt nov dec"),
		strings.Fields("söndag måndag tisdag onsdag torsdag fredag lördag"),
		strings.Fields("sön mån tis ons tor fre lör"),
	}
	norwegian = &language{
		strings.Fields("januar februar mars april mai juni juli august september oktober november desember"),
		strings.Fields("jan feb mar apr mai jun jul aug sep okt nov des"),
		strings.Fields("søndag mandag tirsdag onsdag torsdag fredag lørdag"),
		strings.Fields("søn man tir ons tor fre lør"),
	}
	danish = &language{
		strings.Fields("januar februar marts april maj juni juli august september oktober november december"),
		strings.Fields("jan feb mar apr maj jun jul aug sep okt nov dec"),
		strings.Fields("søndag mandag tirsdag onsdag torsdag fredag lørdag"),
		strings.Fields("sø ma ti on to fr lø"),
	}
	finnish = &language{
		strings.Fields("tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu"),
		strings.Fields("tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu"),
		strings.Fields("sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai"),
		strings.Fields("su ma ti ke to pe la"),
	}
	german = &language{
		strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
		strings.Fields("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez"),
		strings.Fields("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"),
		strings.Fields("So Mo Di Mi Do Fr Sa"),
	}
	unknownLanguage = &language{}
)

// languages by the letters and by the number that stand for them in a format.
var (
	tags = map[string]*language{
		"en": english, "sv": swedish, "nb": norwegian, "nn": norwegian, "no": norwegian, "da": danish, "fi": finnish, "de": german,
	}
	numbers = map[uint64]*language{0x09: english, 0x1D: swedish, 0x14: norwegian, 0x06: danish, 0x0B: finnish, 0x07: german}
)
