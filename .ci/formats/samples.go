package main

// formats are number formats that occur in columns of codes, phone numbers, dates, money,
// quantities and percentages. Those that name Swedish, or nothing that depends on a language,
// are shown in a Swedish LibreOffice too.
var formats = []string{
	// Codes.
	"General", "0", "00", "00000", "0000000000", "#", "##", "@", `"K-"0000`, `\K0`, "K0", `"K-"@`, "000000-0000", `000000\-0000`, "00000000-0000",
	"00 00 00-0000", `##\ ##\ ##`, "000 00", `0\ 000`, "000-000-000", `"SE"0000000000"01"`, "0;-0;;@", "00000;;;", `0;-0;"noll"`, `[=0]"nej";[=1]"ja";0`,
	`[>=1000]"stor";[<0]"minus";"liten"`, "[Red]0;[Blue]-0", "0;(0)", "[<0]0;0", "0;[Red]-0", "+0;-0;0", ";;;", `"text"`,
	// Phone numbers.
	"000-000 00 00", `"+46 "00 000 00 00`, `[<=9999999]###\-####;\(###\)\ ###\-####`, `0#\-## ## ##`, "(000) 000-0000",
	// Money and quantities.
	"0.00", "#,##0", "#,##0.00", "# ##0", `#,##0\ _k_r`, `0" st"`, `#,##0" st"`, "0.0#", "0.###", "#.00", "#.##", "?0.0?", "0.000", "?,???", "0.0,", "0.0,,", `0.0,"k"`,
	`#,##0.00\ "kr"`, "#,##0.00 [$kr-41D]", `#,##0\ [$kr-41D];[Red]\-#,##0\ [$kr-41D]`, "[$-41D]#,##0.00", "[$€-2] #,##0.00", `#,##0.00\ [$€-1]`, "[$$-409]#,##0.00",
	`_-* #,##0.00\ "kr"_-;\-* #,##0.00\ "kr"_-;_-* "-"??\ "kr"_-;_-@_-`, `_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)`, "* #,##0", "#,##0;[Red]-#,##0", "#,##0_);(#,##0)",
	// Percentages, powers, fractions.
	"0%", "0.00%", `0.0\ %`, "#,##0%", `0%;-0%;"-"`, "0.00E+00", "0E+0", "##0.0E+0", "0.0E-0", "# ?/?", "# ??/??", "0/8", "# ?/8", "#\" \"0/4", "?/?",
	// Dates and times.
	"yyyy-mm-dd", `yyyy\-mm\-dd;@`, "yy-mm-dd", "yyyymmdd", "d/m/yy", "d/m/yyyy", "dd.mm.yyyy", "m/d/yyyy", "d mmm yyyy", "d-mmm", "mmmm yyyy", "mmmmm", "ddd d mmm", "dddd", "yyyy",
	"[$-41D]dddd d mmmm yyyy", "[$-sv-SE]d mmmm yyyy", "[$-41D]d mmm", "[$-409]d mmm yyyy", "[$-407]d. mmmm yyyy", "[$-F800]dddd, mmmm dd, yyyy", "[$-x-sysdate]dddd, mmmm dd, yyyy",
	"[$-F400]h:mm:ss AM/PM", "yyyy-mm-dd hh:mm", "yyyy-mm-dd hh:mm:ss", `yyyy\-mm\-dd\ hh:mm:ss.000`, `yyyy-mm-dd"T"hh:mm:ss`, "h:mm AM/PM", "h:mm:ss am/pm", "h AM/PM", "hh:mm", "hh:mm:ss",
	"mm:ss", "mm:ss.0", "[h]:mm", "[hh]:mm", "[h]:mm:ss", "[mm]:ss", "[ss]", `[h]" tim "mm`, `h" h "m" min"`, "m", "mm/yy", `"v"0`,
}

// numbers stand in each of the formats, as a file stores them.
var numbers = []string{
	"0", "1", "2", "7", "42", "59", "60", "61", "99", "123", "999", "1000", "1234", "9999", "12345", "45306", "46355", "99999", "556012345", "5560123456", "46700123456", "196001011234",
	"123456789012", "999999999999999", "-1", "-5", "-42", "-1234", "-5560123456", "0.5", "0.25", "0.125", "0.1", "0.333333333333333", "0.999999", "1.0625", "1.5", "2.5", "-0.3", "-0.5",
	"-1234.5", "1234.567", "1234567.891", "46355.573264", "46355.99999", "0.30000000000000004", "1.005", "99.995", "2958465", "2958466", "1E-05", "1E+20",
}
